// What concerns channels and the partners behind them: settings, a partner's own work, its routing,
// actions, and consent with its owners.

#include "actors/http/answer_view.hpp"
#include "actors/http/authorise.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "events/consents/consent_source.hpp"
#include "events/tenant/rights.hpp"

namespace parley::http {
namespace {

stream_id stream_of(const exchange& ex, entity_kind kind, std::string entity) {
  return {ex.tenant, kind, std::move(entity)};
}

stream_id consent_stream(const exchange& ex) {
  return stream_of(ex, entity_kind::contact_consent,
                   consent_name(contact_id(ex.part), channel_kind(ex.id)));
}

template <class T>
status agree_on_contact(const exchange& ex, T& command) {
  const status channel = agree(ex.id, command.channel);
  return channel.ok() ? agree(ex.part, command.contact) : channel;
}

void answer_action(const exchange_ptr& ex, const command_answer& did) {
  std::string fields;
  for (const any_event& event : did.events) {
    if (const auto* asked = std::get_if<channel_action_requested>(&event)) {
      fields = ",\"action_id\":";
      codec::write_json_string(fields, asked->action);
    }
  }
  answer_command(ex, did, fields);
}

std::optional<consent_answer> consent_in(const floor& views, const exchange& ex) {
  const tenant_state* tenant = views.tenant(ex.tenant);
  const consent_source* known = views.consents(ex.tenant);
  if (tenant == nullptr || known == nullptr) {
    return std::nullopt;
  }
  if (is_of_another_partner(ex.by, *tenant, channel_kind(ex.id))) {
    return std::nullopt;
  }
  consent_answer answer;
  answer.contact = contact_id(ex.part);
  answer.channel = channel_kind(ex.id);
  const consent_row* row = known->find(answer.contact, answer.channel);
  if (row != nullptr) {
    answer.consent_given = row->consent_given;
    answer.sequence = row->sequence;
    answer.changed_at = row->changed_at;
  }
  const effective_consent now = resolve_consent(answer.consent_given, *tenant, answer.channel);
  answer.approved = now.value != consent::refused;
  answer.origin = now.origin;
  answer.owner = consent_owner(row, *tenant, answer.channel);
  return answer;
}

}  // namespace

void configure_channel_of(const exchange_ptr& ex) {
  run_command<configure_channel, tenant_command>(
      ex, "configure_channel", stream_of(*ex, entity_kind::tenant, ex->tenant.str()),
      [&ex](configure_channel& c) { return agree(ex->id, c.channel); });
}

void configure_permission_set_of(const exchange_ptr& ex) {
  run_command<configure_permission_set, tenant_command>(
      ex, "configure_permission_set", stream_of(*ex, entity_kind::tenant, ex->tenant.str()),
      [&ex](configure_permission_set& c) { return agree_text(ex->id, c.permissions); });
}

void report_call_of(const exchange_ptr& ex) {
  run_command<report_call, conversation_command>(ex, "report_call",
                                                 stream_of(*ex, entity_kind::conversation, ex->id),
                                                 [](report_call&) { return status(done{}); });
}

void merge_contact_of(const exchange_ptr& ex) {
  run_command<merge_contact, conversation_command>(
      ex, "merge_contact", stream_of(*ex, entity_kind::conversation, ex->id),
      [&ex](merge_contact& c) { return bind_agent(ex->by, c.by); });
}

void report_partner_work_of(const exchange_ptr& ex) {
  run_command<report_partner_work, agent_command>(
      ex, "report_partner_work", stream_of(*ex, entity_kind::agent, ex->id),
      [](report_partner_work&) { return status(done{}); });
}

void propose_route_of(const exchange_ptr& ex) {
  run_command<propose_route, conversation_command>(
      ex, "propose_route", stream_of(*ex, entity_kind::conversation, ex->id),
      [](propose_route&) { return status(done{}); });
}

void request_action_of(const exchange_ptr& ex) {
  run_command<request_action, conversation_command>(
      ex, "request_action", stream_of(*ex, entity_kind::conversation, ex->id),
      [&ex](request_action& c) { return bind_agent(ex->by, c.by); }, answer_action);
}

void finish_action_of(const exchange_ptr& ex) {
  run_command<finish_action, conversation_command>(
      ex, "finish_action", stream_of(*ex, entity_kind::conversation, ex->id),
      [&ex](finish_action& c) {
        if (c.action.empty()) {
          c.action = ex->part;
        }
        return c.action == ex->part
                   ? status(done{})
                   : rejection{errc::bad_request, "the body names another id than the path", {}};
      });
}

void update_consent_of(const exchange_ptr& ex) {
  run_command<update_consent, consent_command>(
      ex, "update_consent", consent_stream(*ex),
      [&ex](update_consent& c) { return agree_on_contact(*ex, c); });
}

void assign_consent_owner_of(const exchange_ptr& ex) {
  run_command<assign_consent_owner, consent_command>(
      ex, "assign_consent_owner", consent_stream(*ex),
      [&ex](assign_consent_owner& c) { return agree_on_contact(*ex, c); });
}

void read_consent_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  if (!terms.ok()) {
    ex->refuse(terms.error());
    return;
  }
  ex->home().node.read_floor(ex->partition, terms->at_least, terms->wait,
                             [ex](const result<floor_reading>& read) {
                               if (read.ok()) {
                                 answer_view(ex, consent_in(read->views, *ex), read->at);
                               } else {
                                 ex->refuse(read.error());
                               }
                             });
}

}  // namespace parley::http
