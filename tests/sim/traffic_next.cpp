// Which of all wishes comes next, and who has it.

#include "tests/sim/names.hpp"
#include "tests/sim/traffic.hpp"

namespace parley::sim {
namespace {

std::string agent_of(const conversation_command& command) {
  return std::visit(
      [](const auto& one) -> std::string {
        if constexpr (requires { one.agent; }) {
          return one.agent.str();
        } else {
          return {};
        }
      },
      command);
}

}  // namespace

principal traffic::whoever(const tenant_id& tenant, const conversation_command& command) {
  const std::string agent = agent_of(command);
  if (!agent.empty() && chance_.chance(85)) {
    return {principal_role::agent, agent};
  }
  const std::size_t drawn = chance_.below(100);
  if (drawn < 60) {
    return {principal_role::partner, name_in(tenant, "partner", 0)};
  }
  return drawn < 80 ? principal{principal_role::agent, any_agent(tenant).str()}
                    : principal{principal_role::supervisor, "boss"};
}

wish traffic::about_agent(const tenant_id& tenant) {
  const agent_id agent = any_agent(tenant);
  const principal self{principal_role::agent, agent.str()};
  const stream_id target = agent_stream(tenant, agent);
  const std::size_t drawn = chance_.below(100);
  if (drawn < 3) {
    return {target, self, agent_command(expire_lease{})};
  }
  if (drawn < 6) {
    return {target, self, agent_command(expire_grace{})};
  }
  if (drawn < 26) {
    return partner_report(tenant, agent);
  }
  if (drawn < 36) {
    return {target, self,
            agent_command(start_outbound{any_conversation(tenant), contact_id("contact"),
                                         channel_kind("messaging"), "", any_queue(tenant)})};
  }
  set_presence presence;
  presence.status = drawn < 80 ? "available" : drawn < 82 ? "busy" : drawn < 88 ? "away" : "";
  if (presence.status.empty()) {
    presence.status = drawn < 98 ? "logged_out" : "dancing";
  }
  if (chance_.chance(10)) {
    presence.channels.push_back(channel_kind("messaging"));
  }
  presence.lease_ms = duration_ms(chance_.chance(20) ? chance_.between(1000, 30000) : 0);
  if (chance_.chance(15)) {
    presence.status = presence.status == "available" ? "frei" : "weg";
    return {target, some_partner(tenant), agent_command(presence)};
  }
  return {target, self, agent_command(presence)};
}

// Nobody but the shard's clock fires timers. A timer does not know who asks, so it must see by
// itself that it is not armed, or not for then.
wish traffic::about_timer(const tenant_id& tenant) {
  const tenant_book* book = known_.tenant(tenant);
  if (book == nullptr || book->timers.empty()) {
    return about_agent(tenant);
  }
  auto drawn = book->timers.begin();
  std::advance(drawn, static_cast<std::ptrdiff_t>(chance_.below(book->timers.size())));
  return {{tenant, entity_kind::timer, drawn->first},
          {principal_role::supervisor, "boss"},
          timer_command(fire_timer{drawn->second.due})};
}

wish traffic::next(time_ms /*now*/) {
  const tenant_id tenant = chance_.chance(75) ? busiest_ : chance_.pick(tenants_);
  const std::size_t drawn = chance_.below(100);
  if (drawn < 2) {
    return definition(tenant);
  }
  if (drawn < 19) {
    return about_agent(tenant);
  }
  if (drawn < 21) {
    return about_consent(tenant);
  }
  if (drawn < 23) {
    return about_timer(tenant);
  }
  if (drawn < 33) {
    return about_case(tenant);
  }
  const conversation_id id = any_conversation(tenant);
  const tenant_book* known = known_.tenant(tenant);
  const conversation_book* book = nullptr;
  if (known != nullptr) {
    const auto found = known->conversations.find(id);
    book = found == known->conversations.end() ? nullptr : &found->second;
  }
  conversation_command command = contact_says(tenant, id);
  if (drawn >= 90) {
    command = out_of_turn(tenant, id, book);
  } else if (book != nullptr && !book->offer.work.empty() && chance_.chance(85)) {
    command = about_offer(tenant, book->offer);
  } else if (book != nullptr && !book->owner_work.empty() && chance_.chance(85)) {
    command = about_work(tenant, id, *book);
  } else if (drawn >= 48) {
    command = about_conversation(tenant, book);
  }
  principal by = whoever(tenant, command);
  return {conversation_stream(tenant, id), std::move(by), std::move(command)};
}

std::optional<std::pair<wish, wish>> traffic::foreign() {
  const tenant_id own = chance_.pick(tenants_);
  const tenant_id other = chance_.pick(all_tenants());
  const tenant_book* known = known_.tenant(own);
  if (own == other || known == nullptr || known->conversations.empty()) {
    return std::nullopt;
  }
  const principal by{principal_role::partner, name_in(own, "partner", 0)};
  const auto both = [&](const auto& make) {
    return std::pair{make(other.str(), chance_.below(3)), make(own.str(), 900)};
  };
  // A conversation of the own tenant, and work or a queue of the other.
  const conversation_id mine = known->conversations.begin()->first;
  switch (chance_.below(4)) {
    case 0:
      return both([&](const std::string& tenant, std::size_t number) {
        const std::string work = tenant + "-c" + std::to_string(number) + ".w12";
        return wish{conversation_stream(own, mine), by,
                    conversation_command(accept_work{work_id(work), any_agent(own)})};
      });
    case 1:
      return both([&](const std::string& tenant, std::size_t number) {
        const queue_id queue(tenant + "-q" + std::to_string(number));
        return wish{conversation_stream(own, mine), by,
                    conversation_command(request_route{queue, {}, 0, {}, false})};
      });
    case 2:
      return both([&](const std::string& tenant, std::size_t number) {
        const conversation_id id(tenant + "-c" + std::to_string(number));
        return wish{conversation_stream(own, id), by,
                    conversation_command(post_message{false, {{}, "", "", "hello"}})};
      });
    default:
      return both([&](const std::string& tenant, std::size_t number) {
        const agent_id id(tenant + "-a" + std::to_string(number));
        return wish{agent_stream(own, id), by,
                    agent_command(set_presence{"available", {}, duration_ms(0), {}})};
      });
  }
}

}  // namespace parley::sim
