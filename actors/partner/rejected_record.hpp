#pragma once
// What a partner gets back of a record that was not taken: the record as it was, and why.

#include "actors/partner/installations.hpp"
#include "store/partner_record.hpp"

namespace parley::partner {

/// Key, value and headers of `record`, with parley_code, parley_message, parley_state (if there is
/// one), parley_topic, parley_partition and parley_offset. Headers of those names that the partner
/// had set are left out. `whole` false: without the value, whose size parley_omitted_bytes tells.
store::partner_record rejected_record(const definition& who, const store::partner_record& record,
                                      const rejection& why, bool whole);

}  // namespace parley::partner
