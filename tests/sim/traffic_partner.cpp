// What partners do beside talking: their own work, their routing, their channels' actions, consent.

#include "tests/sim/names.hpp"
#include "tests/sim/traffic.hpp"

namespace parley::sim {
namespace {

constexpr std::size_t contacts_count = 3;

}  // namespace

// Of every tenant the partner is the same one but for its name; a stranger asks now and then.
principal traffic::some_partner(const tenant_id& tenant) {
  return {principal_role::partner, name_in(tenant, "partner", chance_.chance(90) ? 0U : 1U)};
}

channel_settings traffic::partners_channel(const tenant_id& tenant) {
  channel_settings to;
  to.partner = name_in(tenant, "partner", 0);
  to.routing_owner = chance_.chance(70) ? channel_side::partner : channel_side::tenant;
  to.consent_owner = chance_.chance(50) ? channel_side::partner : channel_side::tenant;
  to.consent_default = static_cast<consent>(chance_.below(3));
  to.answer_timeout_ms = duration_ms(chance_.between(2000, 20000));
  to.fallback = static_cast<route_fallback>(chance_.below(2));
  to.actions = {"disconnect", "lookup"};
  if (chance_.chance(60)) {
    to.actions.emplace_back("transfer");
  }
  to.statuses = {{"frei", "available"}, {"weg", "logged_out"}};
  to.reopens = chance_.chance(40);
  to.suspended = chance_.chance(5);
  return to;
}

channel_settings traffic::voice_channel() {
  channel_settings to;
  to.medium = chance_.chance(90) ? channel_medium::voice : channel_medium::messages;
  to.reopens = chance_.chance(20);
  to.actions = {"hold"};
  return to;
}

configure_permission_set traffic::permissions() {
  configure_permission_set to;
  to.permissions = chance_.chance(80) ? "all" : "here";
  to.settings.accept_work = chance_.chance(90);
  to.settings.transfer = chance_.chance(90);
  to.settings.start_outbound = chance_.chance(90);
  to.settings.send = chance_.chance(90);
  if (to.permissions == "here") {
    to.settings.given_if = {{"place", "here"}};
  }
  return to;
}

wish traffic::customer(const tenant_id& tenant) {
  define_customer to;
  for (std::size_t i = 0; i < contacts_count; ++i) {
    if (chance_.chance(40)) {
      to.contacts.emplace_back(name_in(tenant, "c", i) + ".contact");
    }
  }
  return {{tenant, entity_kind::customer, name_in(tenant, "k", chance_.below(2))},
          {principal_role::admin, "admin"},
          customer_command(std::move(to))};
}

wish traffic::partner_report(const tenant_id& tenant, const agent_id& agent) {
  const principal by = some_partner(tenant);
  report_partner_work report;
  const tenant_book* known = known_.tenant(tenant);
  std::uint64_t last = 0;
  if (known != nullptr && known->agents.contains(agent)) {
    const auto& reports = known->agents.at(agent).reports;
    const auto found = reports.find(by.name);
    last = found == reports.end() ? 0 : found->second;
  }
  // Mostly the next one; sometimes one comes again, late, or after one that was lost.
  report.sequence = chance_.chance(80) ? last + 1 : chance_.below(last + 4);
  report.full = chance_.chance(35);
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string work = "case" + std::to_string(i);
    if (chance_.chance(report.full ? 30U : 20U)) {
      report.started.push_back({work, channel_kind(chance_.chance(70) ? "chat" : "voice"),
                                static_cast<std::uint16_t>(chance_.below(3)), chance_.chance(20)});
    } else if (!report.full && chance_.chance(35)) {
      report.ended.push_back(work);
    }
  }
  return {agent_stream(tenant, agent), by, agent_command(std::move(report))};
}

conversation_command traffic::partner_answer(const tenant_id& tenant,
                                             const conversation_book& book) {
  propose_route answer;
  answer.route = chance_.chance(92) ? book.route : route_id("stale.r1");
  if (chance_.chance(80)) {
    answer.agent = any_agent(tenant);
  } else {
    answer.queue = any_queue(tenant);
  }
  return answer;
}

conversation_command traffic::about_action(const conversation_id& id,
                                           const conversation_book& book) {
  if (chance_.chance(50)) {
    const std::size_t number = chance_.below(book.actions.size() + 2);
    return finish_action{
        id.str() + ".a" + std::to_string(number), chance_.chance(80), {{"key", "value"}}, ""};
  }
  const std::string by = book.bot.empty() ? book.owner.str() : book.bot;
  return request_action{chance_.chance(80) ? "lookup" : "dance", by, {{"what", "orders"}}};
}

wish traffic::about_consent(const tenant_id& tenant) {
  const std::size_t number = chance_.below(contacts_count);
  const contact_id contact(name_in(tenant, "c", number) + ".contact");
  const channel_kind channel(chance_.chance(60) ? "chat" : "messaging");
  const std::string name = consent_name(contact, channel);
  const stream_id target{tenant, entity_kind::contact_consent, name};
  if (chance_.chance(8)) {
    const std::string owner = chance_.chance(50) ? name_in(tenant, "partner", 0) : "";
    return {target,
            {principal_role::admin, "admin"},
            consent_command(assign_consent_owner{contact, channel, owner})};
  }
  const tenant_book* known = known_.tenant(tenant);
  std::uint64_t last = 0;
  if (known != nullptr && known->consents.contains(name)) {
    last = known->consents.at(name).sequence;
  }
  const principal by =
      chance_.chance(60) ? some_partner(tenant) : principal{principal_role::admin, "admin"};
  const std::uint64_t sequence = chance_.chance(60) ? last + 1 : chance_.below(last + 2);
  return {target, by,
          consent_command(update_consent{contact, channel, static_cast<consent>(chance_.below(3)),
                                         "", sequence})};
}

}  // namespace parley::sim
