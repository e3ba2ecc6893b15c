#include "actors/http/commands.hpp"

#include "actors/http/audit.hpp"
#include "actors/http/command_key.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

status add_key(std::string& key, std::string_view another) {
  if (key.empty()) {
    key = another;
  }
  if (!another.empty() && key != another) {
    return rejection{errc::bad_request, "two different ids are given for the command", {}};
  }
  return done{};
}

// The path in one spelling, so that an encoded letter does not make another command of it.
std::string place_of(const http_request& request) {
  std::string place;
  for (const auto& segment : request.segments) {
    place.append("/").append(segment);
  }
  return place.append("?").append(request.parameter("conversation"));
}

}  // namespace

result<command_id> command_id_of(exchange& ex) {
  std::string key = ex.request.idempotency_key;
  std::string in_body;
  auto good = take_body_id(ex.request.body, in_body);
  good = good.ok() ? add_key(key, ex.request.parameter("id")) : good;
  good = good.ok() ? add_key(key, in_body) : good;
  if (!good.ok()) {
    return good.error();
  }
  if (key.size() > key_bytes_max) {
    return rejection{errc::bad_request, "the id of a command has at most 200 characters", {}};
  }
  if (key.empty()) {
    return random_command_id();
  }
  return keyed_command_id(ex.tenant.str(), ex.request.method_text, place_of(ex.request), key);
}

void answer_command(const exchange_ptr& ex, const command_answer& did) {
  answer_command(ex, did, {});
}

void answer_command(const exchange_ptr& ex, const command_answer& did, std::string_view fields,
                    int http_status) {
  response r;
  r.status = http_status;
  r.body.reserve(64 + fields.size());
  r.body = "{\"position\":\"";
  r.body += to_string(did.at);
  r.body += "\",\"version\":";
  r.body += std::to_string(did.in_stream.value);
  r.body += fields;
  r.body += '}';
  if (did.repeated) {
    r.add_header("Idempotent-Replayed", "true");
  }
  ex->answer(std::move(r));
}

void submit(const exchange_ptr& ex, stream_id target, const command_id& id, any_command command,
            answer_writer write) {
  const stream_id asked = target;
  ex->home().node.submit(
      {std::move(target), id, ex->by, std::move(command),
       [ex, id, asked, write = std::move(write)](const result<command_answer>& did) {
         if (!did.ok() && is_for_the_auditor(did.error().code)) {
           // Answered when it is recorded, or could not be.
           record_refused(ex->home().node, asked, id, ex->by, to_string(ex->what), did.error(),
                          [ex, why = did.error()] { ex->refuse(why); });
         } else if (!did.ok() && did.error().code == errc::not_found) {
           refuse_not_found(ex, did.error());
         } else if (!did.ok()) {
           ex->refuse(did.error());
         } else if (write) {
           write(ex, *did);
         } else {
           answer_command(ex, *did);
         }
       }});
}

}  // namespace parley::http
