#include "tests/sim/laws.hpp"

#include "events/entities.hpp"

namespace parley::sim {
namespace {

template <class Narrow>
Narrow narrow_to(const any_event& event) {
  return std::visit(
      [](const auto& one) -> Narrow {
        if constexpr (std::is_constructible_v<Narrow, decltype(one)>) {
          return Narrow(one);
        } else {
          PARLEY_ASSERT(false, "the kind was checked");
        }
      },
      event);
}

std::string one_place(const conversation_book& book) {
  const int places = (book.owner_work.empty() ? 0 : 1) + (book.bot.empty() ? 0 : 1) +
                     (book.flow.empty() ? 0 : 1) +
                     (!book.route.empty() && !book.transferring ? 1 : 0);
  if (places > 1) {
    return "the conversation is in more than one place";
  }
  if (!book.handing_over.first.empty()) {
    return "two agents own one conversation";
  }
  if (book.transferring && book.owner_work.empty()) {
    return "a transfer without an owner";
  }
  if (!book.live && (places > 0 || !book.offer.work.empty() || !book.present.empty())) {
    return "something goes on in a session that has ended";
  }
  if (book.live && book.call == call_state::hung_up) {
    return "a session goes on after its call";
  }
  const std::size_t present = (book.owner_work.empty() ? 0U : 1U) + (book.bot.empty() ? 0U : 1U);
  if (book.present.size() != present) {
    return "who is present is not who owns it";
  }
  return {};
}

}  // namespace

std::string laws::commit(const stream_id& stream, const std::vector<any_event>& events,
                         time_ms at) {
  tenant_book& tenant = tenants_[stream.tenant];
  std::string broken;
  for (const any_event& event : events) {
    switch (stream.kind) {
      case entity_kind::tenant:
        break;
      case entity_kind::agent:
        broken = fold_agent(tenant.agents[agent_id(stream.entity)], narrow_to<agent_event>(event),
                            at, probes_);
        break;
      case entity_kind::conversation:
        broken = fold_conversation(tenant, conversation_id(stream.entity),
                                   narrow_to<conversation_event>(event), at, probes_);
        break;
      case entity_kind::timer:
        broken = fold_timer(tenant.timers[stream.entity], narrow_to<timer_event>(event), at);
        break;
      case entity_kind::customer:
      case entity_kind::audit:
        break;
      case entity_kind::contact_consent:
        broken = fold_consent(tenant.consents[stream.entity], narrow_to<consent_event>(event));
        break;
      case entity_kind::support_case:
        broken = fold_case(tenant.cases[stream.entity], narrow_to<case_event>(event));
        break;
      case entity_kind::milestone:
        broken = fold_milestone(tenant.milestones[stream.entity], narrow_to<milestone_event>(event),
                                at, probes_);
        break;
    }
    if (!broken.empty()) {
      return broken;
    }
  }
  if (stream.kind == entity_kind::agent) {
    broken = capacity_is_told(tenant.agents[agent_id(stream.entity)]);
  }
  if (stream.kind == entity_kind::conversation) {
    broken = one_place(tenant.conversations[conversation_id(stream.entity)]);
  }
  return broken;
}

const tenant_book* laws::tenant(const tenant_id& tenant) const {
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? nullptr : &found->second;
}

std::string fold_consent(consent_book& to, const consent_event& event) {
  const auto* updated = std::get_if<consent_updated>(&event);
  if (updated == nullptr) {
    return {};
  }
  if (updated->was != to.given || updated->consent_given == consent::unspecified) {
    return "a consent changes from what it was not";
  }
  if (updated->sequence != 0 && updated->sequence <= to.sequence) {
    return "a late word undoes a newer one";
  }
  to = {updated->consent_given, std::max(to.sequence, updated->sequence)};
  return {};
}

std::string fold_timer(timer_book& to, const timer_event& event, time_ms at) {
  if (const auto* armed = std::get_if<timer_armed>(&event)) {
    to = {true, armed->due};
  } else if (std::holds_alternative<timer_cancelled>(event)) {
    if (!to.armed) {
      return "a timer is cancelled that is not armed";
    }
    to.armed = false;
  } else if (const auto* fired = std::get_if<timer_fired>(&event)) {
    if (!to.armed || fired->due != to.due) {
      return "a timer fires that is not armed";
    }
    if (at < to.due) {
      return "a timer fires early";
    }
    to.armed = false;
  }
  return {};
}

}  // namespace parley::sim
