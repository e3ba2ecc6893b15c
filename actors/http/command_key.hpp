#pragma once
// Command ids from what clients send: the same key at the same place gives the same id for ever.

#include <string_view>

#include "events/base/ids.hpp"
#include "events/base/result.hpp"

namespace parley::http {

inline constexpr std::size_t key_bytes_max = 200;

/// 128 bits of BLAKE2b over the four, each with its length before it.
command_id keyed_command_id(std::string_view tenant, std::string_view method,
                            std::string_view place, std::string_view key);
/// From the system's source of random numbers.
command_id random_command_id();

/// "c" and 20 letters and digits (100 of the id's bits): the name of a conversation whose opener
/// did not choose one. A repeat of the command names the same conversation.
std::string conversation_name(const command_id& id);

/// Takes the top-level text member `id` out of the JSON object `body`, which no schema has, and
/// puts it into `key`. A body without one, or that is not an object, stays as it is for the parser
/// to judge. BAD_REQUEST for an `id` that is no plain text, or for two.
status take_body_id(std::string& body, std::string& key);

}  // namespace parley::http
