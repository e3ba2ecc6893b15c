#include "actors/http/authorise.hpp"
#include "actors/http/command_key.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

stream_id agent_stream(const exchange& ex) { return {ex.tenant, entity_kind::agent, ex.id}; }

// Who changes a presence is known from the token; only a system may tell it of somebody else.
status bind_cause(const principal& by, presence_cause& cause) {
  switch (by.role) {
    case principal_role::agent:
      cause = presence_cause::agent;
      break;
    case principal_role::supervisor:
    case principal_role::admin:
      cause = presence_cause::supervisor;
      break;
    case principal_role::customer:
      return rejection{errc::not_permitted, "a customer has no presence", {}};
    case principal_role::partner:
      cause = presence_cause::partner;
      break;
    case principal_role::system:
      if (cause == presence_cause::lease_expired || cause == presence_cause::grace_expired ||
          cause == presence_cause::offer_expired) {
        return rejection{errc::bad_request, "that cause is the clock's alone", {}};
      }
      break;
  }
  return done{};
}

}  // namespace

void define_agent_of(const exchange_ptr& ex) {
  run_command<define_agent, agent_command>(ex, "define_agent", agent_stream(*ex),
                                           [](define_agent&) { return status(done{}); });
}

void set_presence_of(const exchange_ptr& ex) {
  run_command<set_presence, agent_command>(ex, "set_presence", agent_stream(*ex),
                                           [&ex](set_presence& c) {
                                             std::string agent = ex->id;
                                             const status self = bind_agent(ex->by, agent);
                                             return self.ok() ? bind_cause(ex->by, c.cause) : self;
                                           });
}

void start_outbound_of(const exchange_ptr& ex) {
  std::string self = ex->id;
  const status own = bind_agent(ex->by, self);
  const auto id = command_id_of(*ex);
  if (!own.ok() || !id.ok()) {
    ex->refuse(own.ok() ? id.error() : own.error());
    return;
  }
  auto command = body_as<start_outbound>(*ex, "start_outbound");
  if (!command.ok()) {
    ex->refuse(command.error());
    return;
  }
  if (command->conversation.empty()) {
    command->conversation = conversation_id(conversation_name(*id));
  }
  submit(ex, agent_stream(*ex), *id, any_command(agent_command(std::move(*command))),
         [](const exchange_ptr& to, const command_answer& did) {
           std::string fields;
           for (const any_event& event : did.events) {
             if (const auto* started = std::get_if<outbound_started>(&event)) {
               fields = ",\"conversation_id\":";
               codec::write_json_string(fields, started->conversation.str());
               fields += ",\"work_id\":";
               codec::write_json_string(fields, started->work.str());
             }
           }
           answer_command(to, did, fields, 201);
         });
}

}  // namespace parley::http
