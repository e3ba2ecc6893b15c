#include "actors/replay/explain_log.hpp"

#include <map>

#include "events/codec/event_codec.hpp"

namespace parley {
namespace {

constexpr std::size_t differences_max = 100;

// Events of a conversation after which its route is looked at.
bool asks_for_route(const any_event& event) {
  return std::holds_alternative<route_requested>(event) ||
         std::holds_alternative<route_overflowed>(event) ||
         std::holds_alternative<skills_relaxed>(event) ||
         std::holds_alternative<preference_ended>(event) ||
         std::holds_alternative<route_retried>(event) ||
         std::holds_alternative<work_declined>(event) ||
         std::holds_alternative<work_expired>(event) ||
         std::holds_alternative<work_withdrawn>(event);
}

class explainer {
 public:
  explainer(tenant_id tenant, conversation_id conversation)
      : tenant_(std::move(tenant)), conversation_(std::move(conversation)) {}

  void look(const recorded_event& event, const floor& at,
            const std::vector<reaction_command>& reactions) {
    if (event.stream.tenant != tenant_) {
      return;
    }
    if (const auto* reserved = std::get_if<capacity_reserved>(&event.event)) {
      compare(event, *reserved);
    }
    bool decided = false;
    for (const reaction_command& each : reactions) {
      decided = take_decision(event, at, each) || decided;
    }
    const conversation_id own(event.stream.kind == entity_kind::conversation ? event.stream.entity
                                                                             : std::string());
    if (own == conversation_ && !own.empty()) {
      ++told_.own_events;
      if (!decided && asks_for_route(event.event)) {
        keep(event, agent_id(), explain_route(at, tenant_, conversation_));
      }
    }
  }

  explained_log finish() { return std::move(told_); }

 private:
  bool asked(const conversation_id& conversation) const {
    return conversation_.empty() || conversation == conversation_;
  }

  // What the policy sends now, under the work id that the log must use for it.
  bool take_decision(const recorded_event& event, const floor& at, const reaction_command& each) {
    const auto* of_agent = std::get_if<agent_command>(&each.command);
    const auto* reserve = of_agent ? std::get_if<reserve_capacity>(of_agent) : nullptr;
    if (reserve == nullptr || !asked(reserve->conversation)) {
      return false;
    }
    const agent_id agent(each.target.entity);
    ++told_.decisions;
    decided_[reserve->work] = agent;
    auto why = explain_route(at, tenant_, reserve->conversation);
    if (!why || why->chosen != agent) {
      disagree(to_string(event.at) + ": " + reserve->conversation.str() + " is sent to " +
               agent.str() + ", the explanation says " +
               (why ? why->chosen.str() : std::string("that it does not wait")));
    }
    keep(event, agent, std::move(why));
    return reserve->conversation == conversation_;
  }

  // What the log says was sent.
  void compare(const recorded_event& event, const capacity_reserved& reserved) {
    if (!asked(reserved.conversation)) {
      return;
    }
    ++told_.reservations;
    const auto decision = decided_.find(reserved.work);
    if (decision == decided_.end()) {
      disagree(to_string(event.at) + ": " + event.stream.entity + " is reserved for " +
               reserved.work.str() + ", which the policy did not send to anybody");
    } else if (decision->second.str() != event.stream.entity) {
      disagree(to_string(event.at) + ": " + event.stream.entity + " is reserved for " +
               reserved.work.str() + ", the policy says " + decision->second.str());
    }
    if (decision != decided_.end()) {
      decided_.erase(decision);
    }
  }

  void keep(const recorded_event& event, agent_id agent, std::optional<route_explanation> why) {
    if (why && !conversation_.empty()) {
      told_.moments.push_back(
          {codec::name_of(event.event), event.recorded_at, std::move(agent), *std::move(why)});
    }
  }

  void disagree(std::string what) {
    ++told_.disagreements;
    if (told_.differences.size() < differences_max) {
      told_.differences.push_back(std::move(what));
    }
  }

  const tenant_id tenant_;
  const conversation_id conversation_;
  std::map<work_id, agent_id> decided_;  // not reserved yet, as far as the log goes
  explained_log told_;
};

}  // namespace

result<explained_log> explain_log(const store::journal& journal, const tenant_id& tenant,
                                  const conversation_id& conversation,
                                  const fold_progress& progress) {
  const partition_id partition = partition_of(tenant, journal.partition_count());
  floor views;
  views.finish_load({partition, offset{}});
  explainer each(tenant, conversation);
  const auto folded = fold_floor(
      journal, partition, {}, views,
      [&each](const recorded_event& event, const floor& at, bool done,
              const std::vector<reaction_command>& reactions) {
        if (done) {
          each.look(event, at, reactions);
        }
      },
      progress);
  if (!folded.ok()) {
    return folded.error();
  }
  return each.finish();
}

}  // namespace parley
