#pragma once
// From a body to a command and from a command's answer to a body: what all writing handlers share.

#include "actors/http/exchange.hpp"
#include "actors/node/port.hpp"
#include "events/codec/json_in.hpp"

namespace parley::http {

/// The body as the schema's table `name`. No body is an empty object.
template <class T>
result<T> body_as(const exchange& ex, const char* name) {
  const std::string& body = ex.request.body;
  return codec::from_json<T>(body.empty() ? std::string_view("{}") : std::string_view(body), name);
}

/// The id of the command: from `Idempotency-Key`, `?id=` or the body's `id` (taken out of it), or
/// random. BAD_REQUEST if two of them differ or a key is too long.
result<command_id> command_id_of(exchange& ex);

/// Puts the path's id into the body's field; BAD_REQUEST if that names another.
template <class Tag>
status agree(const std::string& from_path, id<Tag>& field) {
  if (field.empty()) {
    field = id<Tag>(from_path);
  }
  if (field.str() != from_path) {
    return rejection{errc::bad_request, "the body names another id than the path", {}};
  }
  return done{};
}

/// The same for a name that is no id.
inline status agree_text(const std::string& from_path, std::string& field) {
  if (field.empty()) {
    field = from_path;
  }
  if (field != from_path) {
    return rejection{errc::bad_request, "the body names another than the path", {}};
  }
  return done{};
}

/// Makes the answer to a command that was done: {position, version} and what the operation adds.
using answer_writer = std::function<void(const exchange_ptr&, const command_answer&)>;
void answer_command(const exchange_ptr& ex, const command_answer& did);
/// `fields` are further members, each with a comma before it.
void answer_command(const exchange_ptr& ex, const command_answer& did, std::string_view fields,
                    int http_status = 200);

/// Sends the command; a rejection is answered as such, NOT_FOUND of an unknown tenant in the words
/// of no_such_tenant().
void submit(const exchange_ptr& ex, stream_id target, const command_id& id, any_command command,
            answer_writer write = {});

/// body_as, command_id_of and submit in one, for commands that need nothing from the path.
/// `prepare` fills and checks the parsed command.
template <class T, class Group, class Prepare>
void run_command(const exchange_ptr& ex, const char* table, stream_id target, Prepare prepare,
                 answer_writer write = {}) {
  const auto id = command_id_of(*ex);
  if (!id.ok()) {
    ex->refuse(id.error());
    return;
  }
  auto parsed = body_as<T>(*ex, table);
  if (!parsed.ok()) {
    ex->refuse(parsed.error());
    return;
  }
  const status good = prepare(*parsed);
  if (!good.ok()) {
    ex->refuse(good.error());
    return;
  }
  submit(ex, std::move(target), *id, any_command(Group(std::move(*parsed))), std::move(write));
}

}  // namespace parley::http
