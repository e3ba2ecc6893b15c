#include "events/entities.hpp"

#include <optional>

#include "events/agent/entity.hpp"
#include "events/audit/entity.hpp"
#include "events/cases/entity.hpp"
#include "events/codec/table.hpp"
#include "events/consents/entity.hpp"
#include "events/conversation/conversation.hpp"
#include "events/conversation/fold.hpp"
#include "events/customer/entity.hpp"
#include "events/milestone/entity.hpp"
#include "events/tenant/entity.hpp"
#include "events/timer/entity.hpp"

namespace parley {
namespace {

template <class State>
struct entity_of;
template <>
struct entity_of<tenant_state> {
  using type = tenant_entity;
};
template <>
struct entity_of<agent_state> {
  using type = agent_entity;
};
template <>
struct entity_of<conversation_state> {
  using type = conversation_entity;
};
template <>
struct entity_of<timer_state> {
  using type = timer_entity;
};
template <>
struct entity_of<customer_state> {
  using type = customer_entity;
};
template <>
struct entity_of<case_state> {
  using type = case_entity;
};
template <>
struct entity_of<milestone_state> {
  using type = milestone_entity;
};
template <>
struct entity_of<consent_state> {
  using type = consent_entity;
};
template <>
struct entity_of<audit_state> {
  using type = audit_entity;
};
static_assert(entity<tenant_entity> && entity<agent_entity> && entity<conversation_entity> &&
              entity<timer_entity> && entity<customer_entity> && entity<case_entity> &&
              entity<milestone_entity> && entity<consent_entity> && entity<audit_entity>);

template <class E, class Events>
inline constexpr bool is_of_v = case_of<E, typename Events::variant>;

template <class E>
constexpr entity_kind kind_of_event() {
  if constexpr (is_of_v<E, tenant_event>) {
    return entity_kind::tenant;
  } else if constexpr (is_of_v<E, agent_event>) {
    return entity_kind::agent;
  } else if constexpr (is_of_v<E, conversation_event>) {
    return entity_kind::conversation;
  } else if constexpr (is_of_v<E, timer_event>) {
    return entity_kind::timer;
  } else if constexpr (is_of_v<E, customer_event>) {
    return entity_kind::customer;
  } else if constexpr (is_of_v<E, case_event>) {
    return entity_kind::support_case;
  } else if constexpr (is_of_v<E, milestone_event>) {
    return entity_kind::milestone;
  } else if constexpr (is_of_v<E, consent_event>) {
    return entity_kind::contact_consent;
  } else {
    static_assert(is_of_v<E, audit_event>);
    return entity_kind::audit;
  }
}

template <class Event>
std::vector<any_event> widen(std::vector<Event>&& events) {
  std::vector<any_event> wide;
  wide.reserve(events.size());
  for (Event& event : events) {
    std::visit([&](auto& one) { wide.emplace_back(std::move(one)); }, event);
  }
  return wide;
}

template <class State>
const State& plain(const State& state) {
  return state;
}
template <class State>
const State& plain(const rare<State>& state) {
  return *state;
}
template <class State>
State& plain(State& state) {
  return state;
}
template <class State>
State& plain(rare<State>& state) {
  return state.edit();
}

// None: stored bytes may name a kind that does not exist.
std::optional<any_state> state_of_no_events(entity_kind kind) {
  switch (kind) {
    case entity_kind::tenant:
      return tenant_state{};
    case entity_kind::agent:
      return agent_state{};
    case entity_kind::conversation:
      return conversation_state{};
    case entity_kind::timer:
      return timer_state{};
    case entity_kind::customer:
      return customer_state{};
    case entity_kind::support_case:
      return case_state{};
    case entity_kind::milestone:
      return milestone_state{};
    case entity_kind::contact_consent:
      return consent_state{};
    case entity_kind::audit:
      return audit_state{};
  }
  return std::nullopt;
}

}  // namespace

any_state empty_state(entity_kind kind) {
  auto state = state_of_no_events(kind);
  PARLEY_ASSERT(state.has_value(), "an entity kind that does not exist");
  return std::move(*state);
}

entity_kind kind_of(const any_state& state) {
  return std::visit(
      [](const auto& one) {
        return entity_of<std::remove_cvref_t<decltype(plain(one))>>::type::kind;
      },
      state);
}

entity_kind kind_of(const any_command& command) {
  constexpr std::array kinds{
      entity_kind::tenant,    entity_kind::agent,           entity_kind::conversation,
      entity_kind::timer,     entity_kind::customer,        entity_kind::support_case,
      entity_kind::milestone, entity_kind::contact_consent, entity_kind::audit};
  static_assert(kinds.size() == any_command::cases);
  return kinds.at(command.index());
}

entity_kind kind_of(const any_event& event) {
  return std::visit(
      [](const auto& one) { return kind_of_event<std::remove_cvref_t<decltype(one)>>(); }, event);
}

result<std::vector<any_event>> decide(const any_state& state, const any_command& command,
                                      const context& where) {
  return std::visit(
      [&](const auto& now) -> result<std::vector<any_event>> {
        using E = typename entity_of<std::remove_cvref_t<decltype(plain(now))>>::type;
        const auto* own = std::get_if<typename E::command>(&command);
        if (own == nullptr) {
          return rejection{
              errc::bad_request, std::string("the command is not for a ") + to_string(E::kind), {}};
        }
        auto events = E::decide(plain(now), *own, where);
        if (!events.ok()) {
          return events.error();
        }
        return widen(std::move(*events));
      },
      state);
}

void apply(any_state& state, const any_event& event, time_ms recorded_at) {
  std::visit(
      [&](auto& to, const auto& one) {
        using E = typename entity_of<std::remove_cvref_t<decltype(plain(to))>>::type;
        if constexpr (is_of_v<std::remove_cvref_t<decltype(one)>, typename E::event>) {
          if constexpr (std::is_same_v<E, conversation_entity>) {
            // Nearly all events are of conversations: without a copy into their own variant.
            conversation_fold(plain(to), recorded_at)(one);
          } else {
            E::apply(plain(to), typename E::event(one), recorded_at);
          }
        } else {
          PARLEY_ASSERT(false, "an event of another kind of entity in this stream");
        }
      },
      state, event);
}

std::vector<std::uint8_t> encode_state(const any_state& state) {
  return std::visit([](const auto& one) { return codec::encode(plain(one)); }, state);
}

result<any_state> decode_state(entity_kind kind, std::span<const std::uint8_t> bytes) {
  auto state = state_of_no_events(kind);
  if (!state) {
    return rejection{errc::corrupt, "an entity kind that does not exist", {}};
  }
  const bool good = std::visit(
      [&](auto& one) { return codec::decode(bytes.data(), bytes.size(), plain(one)); }, *state);
  if (!good) {
    return rejection{errc::corrupt, "a snapshot's bytes are not its kind's table", {}};
  }
  return std::move(*state);
}

}  // namespace parley
