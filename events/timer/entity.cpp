#include "events/timer/entity.hpp"

namespace parley {
namespace {

using events = std::vector<timer_event>;

result<events> decide_one(const timer_state& now, const arm_timer& what, const context& where) {
  if (what.due.value <= 0) {
    return rejection{errc::bad_request, "due: a timer needs a due time", {}};
  }
  if (where.stream.entity != make_timer_id(what.purpose, what.subject).str()) {
    return rejection{errc::bad_request, "purpose and subject are not those of this timer", {}};
  }
  if (now.armed && now.due == what.due && now.target_kind == what.target_kind &&
      now.target == what.target) {
    return events{};
  }
  return events{timer_armed{what.purpose, what.target_kind, what.target, what.subject, what.due}};
}

result<events> decide_one(const timer_state& now, const cancel_timer& /*what*/,
                          const context& /*where*/) {
  if (!now.armed) {
    return events{};
  }
  return events{timer_cancelled{now.due}};
}

result<events> decide_one(const timer_state& now, const fire_timer& what, const context& where) {
  if (!now.armed) {
    return rejection{errc::wrong_state, "the timer is not armed", "idle"};
  }
  if (what.due != now.due) {
    return rejection{errc::wrong_state, "the timer was armed again for another time",
                     std::to_string(now.due.value)};
  }
  if (where.now < now.due) {
    return rejection{errc::wrong_state, "the timer is not due yet", std::to_string(now.due.value)};
  }
  return events{timer_fired{now.purpose, now.target_kind, now.target, now.subject, now.due}};
}

void apply_one(timer_state& to, const timer_armed& what) {
  to = timer_state{true, what.purpose, what.target_kind, what.target, what.subject, what.due};
}

void apply_one(timer_state& to, const timer_cancelled& /*what*/) { to.armed = false; }

void apply_one(timer_state& to, const timer_fired& /*what*/) { to.armed = false; }

}  // namespace

result<std::vector<timer_event>> timer_entity::decide(const state& now, const command& what,
                                                      const context& where) {
  return std::visit([&](const auto& one) { return decide_one(now, one, where); }, what);
}

void timer_entity::apply(state& to, const event& what, time_ms /*at*/) {
  std::visit([&](const auto& one) { apply_one(to, one); }, what);
}

}  // namespace parley
