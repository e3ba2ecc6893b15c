#pragma once
// An event of the log as the record that a partner gets: a CloudEvent in binary mode whose id is
// the event's position, the same that the HTTP feed tells.

#include "actors/partner/installations.hpp"
#include "store/commit.hpp"
#include "store/partner_record.hpp"

namespace parley::partner {

/// Event `index` of `commit`. Its key is the stream, so the events of a conversation keep their
/// order.
store::partner_record outgoing_record(const definition& who, const store::commit_view& commit,
                                      std::size_t index);
/// For a topic that does not take all of it; parley_omitted_bytes tells the size.
void omit_value(store::partner_record& record);

/// "2023-11-14T22:13:20.000Z".
std::string rfc3339(time_ms at);

}  // namespace parley::partner
