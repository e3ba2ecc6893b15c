#pragma once
// The names of things. All ids are unique within their tenant; a tenant id is unique in the system.

#include "events/base/strong.hpp"

namespace parley {

using tenant_id = id<struct tenant_tag>;
using agent_id = id<struct agent_tag>;
using queue_id = id<struct queue_tag>;
using skill_id = id<struct skill_tag>;
using channel_kind = id<struct channel_tag>;  ///< "messaging", "voice", "email" …
using contact_id = id<struct contact_tag>;
using conversation_id = id<struct conversation_tag>;
using session_id = id<struct session_tag>;  ///< `<conversation>.s<n>`
using route_id = id<struct route_tag>;      ///< `<conversation>.r<n>`
using work_id = id<struct work_tag>;        ///< `<conversation>.w<n>`: it names its conversation
using message_id = id<struct message_tag>;
using timer_id = id<struct timer_tag>;  ///< `<purpose>:<subject>`

using partition_id = number<struct partition_tag, std::uint16_t>;
/// Counts the events of a partition from 1; a commit of n events takes n offsets. 0 is "before
/// all".
using offset = number<struct offset_tag, std::uint64_t>;
/// Counts the events of a stream from 1; 0 is "no event yet".
using version = number<struct version_tag, std::uint64_t>;
/// Which writer wrote a record: grows by one with every claim of a partition.
using epoch = number<struct epoch_tag, std::uint64_t>;

/// A place in the log. Written `partition:offset`, as in an SSE event id or `?after=`.
struct position {
  partition_id partition;
  offset at;
  constexpr auto operator<=>(const position&) const = default;
};
std::string to_string(const position& p);
/// False if `text` is not `partition:offset` in decimal.
[[nodiscard]] bool parse_position(std::string_view text, position& out);

/// Names one command for ever: a repeat of it gets the first answer and writes nothing.
struct command_id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  constexpr auto operator<=>(const command_id&) const = default;
  constexpr bool empty() const { return high == 0 && low == 0; }
};
/// The id of the `index`-th command that the event at `cause` leads to. Running a reaction again
/// gives the same ids, which is what makes that harmless. Never equal to an id from outside, whose
/// top bit is clear (see outside_command_id).
constexpr command_id reaction_command_id(const position& cause, std::uint16_t index) {
  return {(std::uint64_t{1} << 63U) | (std::uint64_t{cause.partition.value} << 16U) | index,
          cause.at.value};
}
/// An id made from 128 bits given by, or hashed from, what a client sent.
constexpr command_id outside_command_id(std::uint64_t high, std::uint64_t low) {
  return {high & ~(std::uint64_t{1} << 63U), low};
}
std::string to_string(const command_id& c);  ///< 32 hexadecimal digits

}  // namespace parley

template <>
struct std::hash<parley::command_id> {
  std::size_t operator()(const parley::command_id& c) const noexcept {
    return c.low * 0x9e3779b97f4a7c15U ^ c.high;
  }
};
