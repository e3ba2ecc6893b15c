#pragma once
// The value of a partner's record as the command that its `ce_type` names: JSON or FlatBuffers of
// the same table of schemas/commands.fbs.

#include <span>

#include "actors/partner/installations.hpp"
#include "events/base/result.hpp"
#include "events/events.hpp"

namespace parley::partner {

/// BAD_REQUEST: not that table; UNSUPPORTED: no such command; NOT_PERMITTED: not a partner's.
result<any_command> read_command(std::string_view name, content_format format,
                                 std::string_view value);

/// What a partner may ask for, by name. Everything else is for people, administrators or reactions.
std::span<const std::string_view> commands_of_partners();

/// For the opening of a conversation: the channel it asks for; null for any other command.
const channel_kind* opened_channel(const any_command& command);

}  // namespace parley::partner
