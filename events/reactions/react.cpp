#include "events/reactions/react.hpp"

#include <limits>

#include "events/base/assert.hpp"
#include "events/reactions/reactor.hpp"

namespace parley {

std::vector<reaction_command> react(const recorded_event& event, floor& floor) {
  floor::state& all = floor.inner();
  tenant_floor* tenant = all.find(event.stream.tenant);
  PARLEY_ASSERT(tenant != nullptr && all.at == event.at, "an event is folded before its reaction");
  reactor reaction(event, all, *tenant);
  reaction.clean_up();
  std::visit(reaction, event.event);
  return std::move(reaction).take();
}

void reactor::clean_up() {
  const ended_by_last& ended = all_.ended;
  if (!ended.any) {
    return;
  }
  if (!ended.freed_work.empty()) {
    tell(ended.freed_agent, release_capacity{ended.freed_work});
  }
  if (!ended.relieved_agent.empty()) {
    pull(ended.relieved_agent);
  }
  if (!ended.route.empty()) {
    for (const timer_purpose purpose :
         {timer_purpose::route, timer_purpose::relax, timer_purpose::overflow,
          timer_purpose::prefer, timer_purpose::retry, timer_purpose::answer}) {
      cancel_if_armed(purpose, ended.route.str());
    }
  }
}

void reactor::send(entity_kind kind, std::string to, any_command command) {
  PARLEY_ASSERT(commands_.size() < std::numeric_limits<std::uint16_t>::max(),
                "one event leads to fewer commands than there are indices");
  const auto index = static_cast<std::uint16_t>(commands_.size());
  commands_.push_back({reaction_command_id(event_.at, index),
                       stream_id{tenant_.id, kind, std::move(to)}, std::move(command)});
}

void reactor::tell(const conversation_id& conversation, conversation_command command) {
  send(entity_kind::conversation, conversation.str(), std::move(command));
}

void reactor::tell(const agent_id& agent, agent_command command) {
  send(entity_kind::agent, agent.str(), std::move(command));
}

}  // namespace parley
