#pragma once
// Finding the end of every partition after an open, and the proof that it is the true one.
// Internal to store/.

#include "store/database.hpp"
#include "store/record.hpp"

namespace parley::store {

/// The tip of each partition, from its last record.
status find_tips(const database& data, std::vector<log_tip>& out);

/// CORRUPT if a partition ends before what `witnessed` says was acknowledged, or holds another
/// record at that place.
status compare_with_witness(const database& data, const std::vector<log_tip>& tips,
                            const std::vector<log_tip>& witnessed);

}  // namespace parley::store
