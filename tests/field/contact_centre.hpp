#pragma once
// A small contact centre on a real shard, in the words of the people who use it.

#include "events/views/check.hpp"
#include "tests/shard/driven_shard.hpp"

namespace parley::testing {

class contact_centre : public driven_shard {
 public:
  explicit contact_centre(tenant_settings settings = {}, queue_settings queue = {}) {
    start();
    make_tenant(settings);
    does(tenant(), next_id(), tenant_command(configure_queue{queue_id("help"), std::move(queue)}));
  }

  std::uint64_t next_id() { return ++last_id_; }

  void hire(const std::string& who, std::uint16_t units = 1) {
    agent_definition definition;
    definition.name = who;
    definition.queues = {queue_id("help")};
    definition.capacity_units = units;
    does(agent(who), next_id(), agent_command(define_agent{definition}));
  }
  void presence(const std::string& who, const std::string& status) {
    does(agent(who), next_id(), agent_command(set_presence{status, {}, {}, {}}));
    rest();
  }
  void arrives(const std::string& id) {
    does(conversation(id), next_id(), open());
    request_route route;
    route.queue = queue_id("help");
    does(conversation(id), next_id(), conversation_command(route));
    rest();
  }
  std::shared_ptr<told> ask(const std::string& id, conversation_command command,
                            principal by = {principal_role::partner, "p"}) {
    auto answer = send(conversation(id), next_id(), std::move(command), std::move(by));
    rest();
    return answer;
  }
  std::shared_ptr<told> accepts(const std::string& who, const std::string& id) {
    return ask(id, accept_work{of(id).route->offer.work, agent_id(who)},
               {principal_role::agent, who});
  }
  std::shared_ptr<told> completes(const std::string& who, const std::string& id) {
    return ask(id, complete_work{of(id).works.back().work, agent_id(who)},
               {principal_role::agent, who});
  }
  /// Time passes, and what becomes due happens.
  void passes(std::int64_t milliseconds) {
    tick(milliseconds);
    rest();
  }
  /// Nothing is under way, and nothing is amiss.
  void rest() {
    settle();
    const auto found = check(live->views());
    CHECK_MESSAGE(!found, found.value_or(""));
    const auto at_rest = check_at_rest(live->views());
    CHECK_MESSAGE(!at_rest, at_rest.value_or(""));
  }

  conversation_state of(const std::string& id) {
    return *state_as<conversation_state>(read(conversation(id)).first);
  }
  agent_state agent_now(const std::string& id) {
    return *state_as<agent_state>(read(agent(id)).first);
  }
  std::string offered_to(const std::string& id) { return of(id).route->offer.agent.str(); }
  std::string owner_of(const std::string& id) {
    const conversation_state state = of(id);
    const work_item* item = owner_work(state);
    return item == nullptr ? "" : item->agent.str();
  }
  agent_summary seen(const std::string& who) {
    const auto summary = live->views().agent(tenant_id("t"), agent_id(who));
    REQUIRE(summary.has_value());
    return *summary;
  }
  overview_answer overview() { return *live->views().overview(tenant_id("t")); }

 private:
  std::uint64_t last_id_ = 1000;
};

}  // namespace parley::testing
