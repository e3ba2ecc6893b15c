#pragma once
// Records on their way from the node that read them to the node that serves their tenant, and what
// became of each: the bytes of a request and of its answer. Little-endian; a text is its length as
// u32 and its bytes. A record: partition u32, offset u64, value, number of headers u32, name and
// value of each. An outcome: 1 if it was done, else 0; 1 if it was a repeat; the code of errc;
// message; state. Pure.

#include <string>
#include <vector>

#include "actors/partner/performer.hpp"

namespace parley::partner {

/// Without its key; the topic is told by the partner that the request names.
void pack(std::string& to, const store::partner_record& record);
void pack(std::string& to, const outcome& one);

/// BAD_REQUEST: not such bytes.
result<std::vector<store::partner_record>> unpack_records(std::string_view bytes,
                                                          const std::string& topic);
result<std::vector<outcome>> unpack_outcomes(std::string_view bytes);

}  // namespace parley::partner
