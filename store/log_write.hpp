#pragma once
// Records into the database: one batch, which is the only write on the path of an answer.

#include "store/database.hpp"
#include "store/record.hpp"

namespace parley::store {

/// Writes all or, if it fails, an unknown part. With `sync` they are on the disk when it returns.
status write_records(const database& data, const std::vector<encoded_record>& records, bool sync);

}  // namespace parley::store
