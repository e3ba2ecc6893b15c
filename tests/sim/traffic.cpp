#include "tests/sim/traffic.hpp"

#include "tests/sim/names.hpp"

namespace parley::sim {
namespace {

constexpr std::size_t agents_count = 3;
constexpr std::size_t queues_count = 2;
constexpr std::size_t conversations_count = 4;
constexpr std::size_t skills_count = 3;

duration_ms ms(std::int64_t value) { return duration_ms(value); }

channel_kind any_channel(random_source& chance) {
  const std::size_t drawn = chance.below(100);
  return channel_kind(drawn < 50 ? "messaging" : drawn < 75 ? "voice" : "chat");
}

}  // namespace

traffic::traffic(random_source& chance, std::vector<tenant_id> tenants, const laws& known)
    : chance_(chance),
      tenants_(std::move(tenants)),
      busiest_(chance_.pick(tenants_)),
      known_(known) {}

agent_id traffic::any_agent(const tenant_id& tenant) {
  return agent_id(name_in(tenant, "a", chance_.below(agents_count)));
}
queue_id traffic::any_queue(const tenant_id& tenant) {
  return queue_id(name_in(tenant, "q", chance_.below(queues_count)));
}
conversation_id traffic::any_conversation(const tenant_id& tenant) {
  const tenant_book* known = known_.tenant(tenant);
  if (known != nullptr && chance_.chance(60)) {
    std::vector<conversation_id> with_agents;
    for (const auto& [id, book] : known->conversations) {
      if (!book.offer.work.empty() || !book.owner_work.empty() || !book.after_work.empty()) {
        with_agents.push_back(id);
      }
    }
    if (!with_agents.empty()) {
      return chance_.pick(with_agents);
    }
  }
  return conversation_id(name_in(tenant, "c", chance_.below(conversations_count)));
}

std::vector<skill_level> traffic::some_skills(const tenant_id& tenant, std::size_t most,
                                              unsigned share) {
  std::vector<skill_level> skills;
  for (std::size_t i = 0; i < skills_count && skills.size() < most; ++i) {
    if (chance_.chance(share)) {
      skills.push_back({skill_id(name_in(tenant, "skill", i)),
                        static_cast<std::uint8_t>(chance_.between(1, 3))});
    }
  }
  return skills;
}

tenant_settings traffic::settings() {
  tenant_settings to;
  to.name = "n" + std::to_string(chance_.below(4));
  to.after_work_ms = ms(chance_.chance(60) ? chance_.between(500, 20000) : 0);
  to.after_work_max_ms = ms(to.after_work_ms.value * 3);
  to.lease_ms = ms(chance_.chance(40) ? chance_.between(5000, 120000) : 0);
  to.grace_ms = ms(chance_.chance(70) ? chance_.between(1000, 30000) : 0);
  to.idle_ms = ms(chance_.chance(40) ? chance_.between(10000, 90000) : 0);
  to.decline_pause_ms = ms(chance_.between(500, 10000));
  to.known_channels_only = chance_.chance(10);
  if (chance_.chance(30)) {
    to.unanswered_status = "away";
  }
  if (chance_.chance(50)) {
    to.channel_weights.push_back({channel_kind("voice"), 2});
  }
  return to;
}

queue_settings traffic::queue(const tenant_id& tenant, std::size_t number) {
  queue_settings to;
  to.name = "queue";
  to.skills = some_skills(tenant, 2, 25);
  to.priority = static_cast<std::int32_t>(chance_.between(-2, 2));
  to.policy = static_cast<routing_policy>(chance_.below(3));
  to.offer_timeout_ms = ms(chance_.between(2000, 20000));
  to.route_timeout_ms = ms(chance_.chance(30) ? chance_.between(10000, 100000) : 0);
  to.prefer_timeout_ms = ms(chance_.chance(50) ? chance_.between(1000, 10000) : 0);
  to.relax_after_ms = ms(chance_.chance(50) ? chance_.between(2000, 20000) : 0);
  if (chance_.chance(40)) {
    to.overflow_queue = queue_id(name_in(tenant, "q", (number + 1) % queues_count));
    to.overflow_after_ms = ms(chance_.between(1000, 20000));
  }
  return to;
}

agent_definition traffic::agent(const tenant_id& tenant) {
  agent_definition to;
  to.name = "agent";
  for (std::size_t i = 0; i < queues_count; ++i) {
    if (chance_.chance(80)) {
      to.queues.push_back(queue_id(name_in(tenant, "q", i)));
    }
  }
  to.skills = some_skills(tenant, skills_count, 70);
  to.capacity_units = static_cast<std::uint16_t>(chance_.between(1, 4));
  if (chance_.chance(15)) {
    to.channels.push_back(channel_kind("messaging"));
  }
  if (chance_.chance(70)) {
    to.partners.push_back(name_in(tenant, "partner", 0));
  }
  if (chance_.chance(80)) {
    to.permission_sets.emplace_back("all");
  }
  to.attributes = {{"place", chance_.chance(50) ? "here" : "there"}};
  return to;
}

wish traffic::definition(const tenant_id& tenant) {
  const principal admin{principal_role::admin, "admin"};
  switch (chance_.below(9)) {
    case 8:
      return {tenant_stream(tenant), admin, tenant_command(permissions())};
    case 7:
      return customer(tenant);
    case 6:
      return {tenant_stream(tenant), admin,
              tenant_command(configure_channel{channel_kind("voice"), voice_channel()})};
    case 5:
      return {tenant_stream(tenant), admin,
              tenant_command(configure_channel{channel_kind("chat"), partners_channel(tenant)})};
    case 4:
      return {tenant_stream(tenant), admin,
              tenant_command(
                  configure_process{process_id(name_in(tenant, "process", 0)), process(), 0})};
    case 0:
      return {tenant_stream(tenant), admin, tenant_command(define_tenant{settings()})};
    case 1: {
      const std::size_t number = chance_.below(queues_count);
      return {tenant_stream(tenant), admin,
              tenant_command(
                  configure_queue{queue_id(name_in(tenant, "q", number)), queue(tenant, number)})};
    }
    default:
      return {agent_stream(tenant, any_agent(tenant)), admin,
              agent_command(define_agent{agent(tenant)})};
  }
}

std::vector<wish> traffic::beginnings() {
  const principal admin{principal_role::admin, "admin"};
  std::vector<wish> all;
  for (const tenant_id& tenant : tenants_) {
    all.push_back({tenant_stream(tenant), admin, tenant_command(define_tenant{settings()})});
    for (std::size_t i = 0; i < queues_count; ++i) {
      all.push_back(
          {tenant_stream(tenant), admin,
           tenant_command(configure_queue{queue_id(name_in(tenant, "q", i)), queue(tenant, i)})});
    }
    all.push_back({tenant_stream(tenant), admin,
                   tenant_command(configure_process{process_id(name_in(tenant, "process", 0)),
                                                    process(), 0})});
    if (chance_.chance(70)) {
      all.push_back(
          {tenant_stream(tenant), admin,
           tenant_command(configure_channel{channel_kind("chat"), partners_channel(tenant)})});
    }
    if (chance_.chance(70)) {
      all.push_back({tenant_stream(tenant), admin,
                     tenant_command(configure_channel{channel_kind("voice"), voice_channel()})});
    }
    for (std::size_t i = 0; i < agents_count; ++i) {
      const agent_id id(name_in(tenant, "a", i));
      all.push_back({agent_stream(tenant, id), admin, agent_command(define_agent{agent(tenant)})});
    }
  }
  return all;
}

conversation_command traffic::contact_says(const tenant_id& tenant, const conversation_id& id) {
  message_draft draft;
  if (chance_.chance(60)) {
    // Some ids come again: a partner that sends a message twice with different commands.
    messages_ += chance_.chance(85) ? 1U : 0U;
    draft.message = message_id(name_in(tenant, "m", messages_));
  }
  draft.text = "text " + std::to_string(chance_.below(1000));
  if (chance_.chance(45)) {
    return post_message{false, draft};
  }
  open_conversation open;
  open.contact = contact_id(id.str() + ".contact");
  open.channel = any_channel(chance_);
  open.consent_given = static_cast<consent>(chance_.below(3));
  if (chance_.chance(60)) {
    open.messages.push_back(draft);
  }
  return open;
}

conversation_command traffic::about_conversation(const tenant_id& tenant,
                                                 const conversation_book* book) {
  request_route route;
  route.queue = any_queue(tenant);
  route.skills = some_skills(tenant, 1, 15);
  route.priority = static_cast<std::int32_t>(chance_.between(-1, 3));
  route.interruptible = chance_.chance(20);
  if (chance_.chance(25)) {
    route.preferred_agent = any_agent(tenant);
  }
  if (book != nullptr && !book->flow.empty() && chance_.chance(80)) {
    return finish_flow{static_cast<flow_outcome>(chance_.below(3)),
                       chance_.chance(50) ? "" : name_in(tenant, "bot", 0)};
  }
  if (book != nullptr && !book->route.empty() && awaits_partner(book->request) &&
      chance_.chance(75)) {
    return partner_answer(tenant, *book);
  }
  if (book != nullptr && !book->bot.empty() && chance_.chance(10)) {
    return request_action{"lookup", book->bot, {}};
  }
  if (book != nullptr && !book->bot.empty() && chance_.chance(70)) {
    return hand_back{book->bot, route};
  }
  switch (chance_.below(18)) {
    case 14:
    case 15:
    case 16:
      return report_call{static_cast<call_state>(chance_.below(5)), "", ""};
    case 17:
      return merge_contact{account_id(name_in(tenant, "k", chance_.below(3))), ""};
    case 12:
      return change_consent{static_cast<consent>(chance_.below(3)), ""};
    case 13:
      return report_delivery{message_id(name_in(tenant, "m", messages_)),
                             static_cast<delivery>(chance_.below(3)), ""};
    case 0:
      return cancel_route{"partner"};
    case 1:
      return start_flow{"greet"};
    case 2:
      return finish_flow{flow_outcome::done, name_in(tenant, "bot", 0)};
    case 3:
      return end_session{"partner", "done"};
    case 4:
      return chance_.chance(85) ? conversation_command(end_session{"contact", "left"})
                                : close_conversation{"partner"};
    default:
      return route;
  }
}

conversation_command traffic::about_offer(const tenant_id& tenant, const offer_book& offer) {
  const agent_id agent = chance_.chance(88) ? offer.agent : any_agent(tenant);
  const std::size_t drawn = chance_.below(100);
  if (drawn < 60) {
    return accept_work{offer.work, agent};
  }
  if (drawn < 82) {
    return decline_work{offer.work, agent, "busy"};
  }
  if (drawn < 92) {
    return show_work{offer.work, agent};
  }
  if (drawn < 94) {
    return report_call{call_state::hung_up, "", ""};
  }
  return drawn < 97 ? conversation_command(cancel_route{"partner"}) : expire_offer{offer.work};
}

conversation_command traffic::about_work(const tenant_id& tenant, const conversation_id& id,
                                         const conversation_book& book) {
  const std::size_t drawn = chance_.below(100);
  if (drawn < 15) {
    return deliver_work{book.owner_work, book.owner};
  }
  if (drawn < 35) {
    const message_id message(name_in(tenant, "m", ++messages_));
    return post_message{true, {message, book.owner.str(), "", "answer"}};
  }
  if (drawn < 50) {
    request_transfer transfer;
    transfer.by = book.owner;
    transfer.reason = "help";
    if (book.transferring && chance_.chance(60)) {
      return finish_external_transfer{chance_.chance(60), {}, ""};
    }
    if (chance_.chance(25)) {
      transfer.to_external = {"somebody outside"};
    } else if (chance_.chance(15)) {
      transfer.to_bot = name_in(tenant, "bot", 1);
    } else if (chance_.chance(40)) {
      transfer.to_agent = any_agent(tenant);
    } else {
      transfer.queue = any_queue(tenant);
    }
    return transfer;
  }
  if (drawn < 53) {
    return cancel_transfer{book.owner.str()};
  }
  if (drawn < 58) {
    return end_session{"contact", "left"};
  }
  if (drawn < 65) {
    return chance_.chance(60) ? about_action(id, book)
                              : report_call{static_cast<call_state>(chance_.below(5)), "", ""};
  }
  if (book.transferring && !book.route.empty() && awaits_partner(book.request)) {
    return partner_answer(tenant, book);
  }
  return drawn < 75 ? contact_says(tenant, id) : complete_work{book.owner_work, book.owner};
}

// Work that is over, of somebody else, or never was; and what only timers may ask for.
conversation_command traffic::out_of_turn(const tenant_id& tenant, const conversation_id& id,
                                          const conversation_book* book) {
  work_id work(id.str() + ".w" + std::to_string(chance_.below(50)));
  agent_id agent = any_agent(tenant);
  if (book != nullptr && !book->works.empty() && chance_.chance(85)) {
    auto drawn = book->works.begin();
    std::advance(drawn, static_cast<std::ptrdiff_t>(chance_.below(book->works.size())));
    work = *drawn;
    const auto wrapping = book->after_work.find(work);
    if (wrapping != book->after_work.end() && chance_.chance(80)) {
      agent = wrapping->second.first;
    }
  }
  switch (chance_.below(8)) {
    case 0:
      return accept_work{work, agent};
    case 1:
      return decline_work{work, agent, "late"};
    case 2:
      return complete_work{work, agent};
    case 3:
    case 4:
      return extend_after_work{work, agent, ms(chance_.between(0, 10000))};
    case 5:
      return end_after_work{work};
    case 6:
      return expire_offer{work};
    default:
      return show_work{work, agent};
  }
}

}  // namespace parley::sim
