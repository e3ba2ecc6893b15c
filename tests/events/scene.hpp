#pragma once
// A tenant with queues, agents and conversations, in few words.

#include <doctest/doctest.h>

#include "events/views/check.hpp"
#include "tests/events/mini_shard.hpp"

namespace parley::mini {

struct scene {
  shard s;

  explicit scene(tenant_settings settings = {}) {
    settings.name = "Acme";
    s.does(tenant_stream(), tenant_command(define_tenant{settings}));
  }

  void queue(const std::string& name, queue_settings settings = {}) {
    settings.name = name;
    s.does(tenant_stream(), tenant_command(configure_queue{queue_id(name), settings}));
  }
  void agent(const std::string& name, std::vector<std::string> queues, std::uint16_t units = 1,
             std::vector<skill_level> skills = {}) {
    agent_definition definition;
    definition.name = name;
    for (auto& queue : queues) {
      definition.queues.emplace_back(queue);
    }
    definition.skills = std::move(skills);
    definition.capacity_units = units;
    s.does(agent_stream(name), agent_command(define_agent{definition}));
  }
  void presence(const std::string& agent, const std::string& status) {
    s.does(agent_stream(agent), agent_command(set_presence{status, {}, duration_ms(0), {}}));
  }
  void available(const std::string& name, std::vector<std::string> queues, std::uint16_t units = 1,
                 std::vector<skill_level> skills = {}) {
    agent(name, std::move(queues), units, std::move(skills));
    presence(name, "available");
  }
  void tell(const std::string& conversation, const conversation_command& command) {
    s.does(conversation_stream(conversation), command);
  }
  void open(const std::string& conversation) {
    open_conversation what;
    what.contact = contact_id("contact-" + conversation);
    what.channel = channel_kind("messaging");
    tell(conversation, what);
  }
  void route(const std::string& conversation, request_route what) {
    open(conversation);
    tell(conversation, what);
    s.now = s.now + duration_ms(1);
  }
  void route(const std::string& conversation, const std::string& queue, std::int32_t priority = 0) {
    request_route what;
    what.queue = queue_id(queue);
    what.priority = priority;
    route(conversation, what);
  }

  const conversation_state& state(const std::string& conversation) {
    return *state_as<conversation_state>(s.state_of(conversation_stream(conversation)));
  }
  const agent_state& agent_now(const std::string& agent) {
    return *state_as<agent_state>(s.state_of(agent_stream(agent)));
  }
  /// Whom the conversation is offered to; empty: nobody.
  std::string offered(const std::string& conversation) {
    return state(conversation).route->offer.agent.str();
  }
  std::string owner(const std::string& conversation) {
    const work_item* item = owner_work(state(conversation));
    return item == nullptr ? "" : item->agent.str();
  }
  work_id offer(const std::string& conversation) { return state(conversation).route->offer.work; }
  void accept(const std::string& conversation) {
    tell(conversation, accept_work{offer(conversation), agent_id(offered(conversation))});
  }
  void decline(const std::string& conversation) {
    tell(conversation, decline_work{offer(conversation), agent_id(offered(conversation)), "busy"});
  }
  void end(const std::string& conversation) { tell(conversation, end_session{"test", "done"}); }

  overview_answer overview() const { return s.live.overview(tenant).value(); }
  void at_rest() const {
    const auto found = check_at_rest(s.live);
    CHECK_MESSAGE(!found, found.value_or(""));
  }
};

}  // namespace parley::mini
