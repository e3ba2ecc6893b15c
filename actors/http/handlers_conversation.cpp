#include "actors/http/authorise.hpp"
#include "actors/http/command_key.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"
#include "events/conversation/state.hpp"

namespace parley::http {
namespace {

stream_id conversation_stream(const exchange& ex) {
  return {ex.tenant, entity_kind::conversation, ex.id};
}

template <class T>
const T* find_event(const command_answer& did) {
  for (const any_event& event : did.events) {
    if (const T* found = std::get_if<T>(&event)) {
      return found;
    }
  }
  return nullptr;
}

// Who acts: an agent only in its own name, others in the name they give or their token's.
status bind_by(const exchange& ex, std::string& by) {
  const status self = bind_agent(ex.by, by);
  if (by.empty()) {
    by = ex.by.name;
  }
  return self;
}

void add_field(std::string& to, const char* name, std::string_view value) {
  to.append(",\"").append(name).append("\":");
  codec::write_json_string(to, value);
}

void answer_opened(const exchange_ptr& ex, const command_answer& did, const std::string& session,
                   int http_status) {
  std::string fields;
  add_field(fields, "conversation_id", ex->id);
  add_field(fields, "session_id", session);
  answer_command(ex, did, fields, http_status);
}

// A session that was live already gave no event: the entity knows its name.
void answer_open(const exchange_ptr& ex, const command_answer& did) {
  if (const auto* opened = find_event<session_opened>(did)) {
    answer_opened(ex, did, opened->session.str(), 201);
    return;
  }
  const command_answer plain{did.at, did.in_stream, did.repeated, {}};
  ex->home().node.read_entity(
      conversation_stream(*ex), did.at.at, ex->home().options.wait_default,
      [ex, plain](const result<entity_reading>& read) {
        const auto* state = read.ok() ? state_as<conversation_state>(read->state) : nullptr;
        if (state != nullptr) {
          answer_opened(ex, plain, state->session.str(), 200);
        } else {
          ex->refuse(read.ok() ? rejection{errc::corrupt, "not a conversation", {}} : read.error());
        }
      });
}

errc code_named(std::string_view name) {
  for (unsigned code = 0; code <= static_cast<unsigned>(errc::corrupt); ++code) {
    if (name == to_string(static_cast<errc>(code))) {
      return static_cast<errc>(code);
    }
  }
  return errc::consent_refused;
}

template <class T>
void answer_stored(const exchange_ptr& ex, const command_answer& did, const T& message) {
  std::string fields;
  add_field(fields, "message_id", message.message.str());
  fields.append(",\"seq\":").append(std::to_string(message.seq));
  answer_command(ex, did, fields);
}

void answer_message(const exchange_ptr& ex, const command_answer& did, const std::string& given) {
  if (const auto* in = find_event<inbound_message_received>(did)) {
    answer_stored(ex, did, *in);
  } else if (const auto* out = find_event<outbound_message_accepted>(did)) {
    answer_stored(ex, did, *out);
  } else if (const auto* blocked = find_event<outbound_message_blocked>(did)) {
    // Its author must not take it for sent, although it is kept in the record.
    ex->refuse({code_named(blocked->reason), "the message is kept, but not sent", "blocked"});
  } else {
    std::string fields;
    add_field(fields, "message_id", given);
    answer_command(ex, did, fields);
  }
}

void answer_route(const exchange_ptr& ex, const command_answer& did) {
  std::string fields;
  if (const auto* route = find_event<route_requested>(did)) {
    add_field(fields, "route_id", route->request.route.str());
  }
  answer_command(ex, did, fields);
}

}  // namespace

void open_conversation_of(const exchange_ptr& ex) {
  const auto named = ex->request.parameter("conversation");
  if (!named.empty() && !is_plain_id(named)) {
    ex->refuse({errc::bad_request, "?conversation= is not an id", {}});
    return;
  }
  const auto id = command_id_of(*ex);
  if (!id.ok()) {
    ex->refuse(id.error());
    return;
  }
  auto command = body_as<open_conversation>(*ex, "open_conversation");
  if (!command.ok()) {
    ex->refuse(command.error());
    return;
  }
  ex->id = named.empty() ? conversation_name(*id) : std::string(named);
  submit(ex, conversation_stream(*ex), *id, any_command(conversation_command(std::move(*command))),
         answer_open);
}

void post_message_of(const exchange_ptr& ex) {
  const auto id = command_id_of(*ex);
  if (!id.ok()) {
    ex->refuse(id.error());
    return;
  }
  auto command = body_as<post_message>(*ex, "post_message");
  if (!command.ok()) {
    ex->refuse(command.error());
    return;
  }
  // What an agent writes goes out; the contact's words come from partners and systems.
  command->outbound = command->outbound || ex->by.role == principal_role::agent;
  const status self = bind_agent(ex->by, command->message.author);
  if (!self.ok()) {
    ex->refuse(self.error());
    return;
  }
  submit(ex, conversation_stream(*ex), *id, any_command(conversation_command(*command)),
         [given = command->message.message](const exchange_ptr& to, const command_answer& did) {
           answer_message(to, did, given.str());
         });
}

void request_route_of(const exchange_ptr& ex) {
  run_command<request_route, conversation_command>(
      ex, "request_route", conversation_stream(*ex), [](request_route&) { return status(done{}); },
      answer_route);
}

void cancel_route_of(const exchange_ptr& ex) {
  run_command<cancel_route, conversation_command>(
      ex, "cancel_route", conversation_stream(*ex),
      [&ex](cancel_route& c) { return bind_by(*ex, c.by); });
}

void request_transfer_of(const exchange_ptr& ex) {
  run_command<request_transfer, conversation_command>(
      ex, "request_transfer", conversation_stream(*ex),
      [&ex](request_transfer& c) {
        std::string by = c.by.str();
        const status self = bind_agent(ex->by, by);
        c.by = agent_id(std::move(by));
        return self;
      },
      answer_route);
}

void cancel_transfer_of(const exchange_ptr& ex) {
  run_command<cancel_transfer, conversation_command>(
      ex, "cancel_transfer", conversation_stream(*ex),
      [&ex](cancel_transfer& c) { return bind_by(*ex, c.by); });
}

void finish_external_transfer_of(const exchange_ptr& ex) {
  run_command<finish_external_transfer, conversation_command>(
      ex, "finish_external_transfer", conversation_stream(*ex),
      [](finish_external_transfer&) { return status(done{}); });
}

void change_consent_of(const exchange_ptr& ex) {
  run_command<change_consent, conversation_command>(
      ex, "change_consent", conversation_stream(*ex),
      [&ex](change_consent& c) { return bind_by(*ex, c.by); });
}

void report_delivery_of(const exchange_ptr& ex) {
  run_command<report_delivery, conversation_command>(
      ex, "report_delivery", conversation_stream(*ex),
      [](report_delivery&) { return status(done{}); });
}

void end_session_of(const exchange_ptr& ex) {
  run_command<end_session, conversation_command>(
      ex, "end_session", conversation_stream(*ex),
      [&ex](end_session& c) { return bind_by(*ex, c.by); });
}

void close_conversation_of(const exchange_ptr& ex) {
  run_command<close_conversation, conversation_command>(
      ex, "close_conversation", conversation_stream(*ex),
      [&ex](close_conversation& c) { return bind_by(*ex, c.by); });
}

}  // namespace parley::http
