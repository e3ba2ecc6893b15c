// The hours that a case counts in, and actions that are carried out elsewhere.

#include "events/cases/decision.hpp"

namespace parley::case_rules {
namespace {

// 1, 2, 4, 8, 16 minutes after the failures before the last.
duration_ms back_off(std::uint32_t attempt) {
  return duration_ms(action_retry_ms.value << (attempt - 1));
}

}  // namespace

// Of the tenant, and not switched off. Empty: the tenant's default.
status decision::good_hours(const hours_id& hours) const {
  if (hours.empty() || where_.tenant == nullptr) {
    return done{};
  }
  const auto set = find_hours(where_.tenant->hours, hours);
  if (!set) {
    return not_found("set of business hours");
  }
  if (!set->active) {
    return rejection{errc::wrong_state, "hours: " + hours.str() + " is switched off",
                     "SET_INACTIVE"};
  }
  return done{};
}

case_outcome decision::operator()(const set_case_hours& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  if (const status good = good_hours(what.hours); !good.ok()) {
    return good.error();
  }
  if (what.hours == work_.own_hours) {
    return std::move(list_);
  }
  add(case_hours_changed{what.hours, work_.own_hours, where_.by.name, what.replan, at});
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    if (what.replan && work_.hours_by_case && one.wanted && one.definition.hours.empty()) {
      want(one, work_.start, false, 0, at);
    }
  }
  return std::move(list_);
}

case_outcome decision::operator()(const report_case_action& what) {
  time_ms at = what.at;
  if (auto no = prepare(at, true)) {
    return *std::move(no);
  }
  const bool own = what.action.starts_with(where_.stream.entity + ".");
  const milestone_action* action = own ? find_action(work_, what.action) : nullptr;
  if (action == nullptr) {
    return not_found("action");
  }
  if (action->kind == action_kind::set_field || action->kind == action_kind::create_task) {
    return wrong("the action is not carried out elsewhere");
  }
  if (what.reason.size() > std::size_t{4} * 256) {
    return rejection{errc::bad_request, "reason: has at most 1024 bytes", {}};
  }
  const auto& failed = work_.failed_actions;
  const auto known = std::find_if(failed.begin(), failed.end(), [&](const failed_action& each) {
    return each.action == what.action;
  });
  const bool there = known != failed.end();
  if (!what.failed) {
    if (there) {
      add(case_action_reported{what.action, action_outcome::done, known->attempts + 1, {}, {}, at});
    }
    return std::move(list_);
  }
  if (there && (known->retry_at.value != 0 || known->attempts >= action_attempts_max)) {
    return std::move(list_);  // told already
  }
  if (!there && failed.size() >= case_failures_max) {
    return wrong("the case has as many failed actions as it may have");
  }
  const std::uint32_t attempt = there ? known->attempts + 1 : 1;
  const bool again = attempt < action_attempts_max;
  add(case_action_reported{what.action, again ? action_outcome::failed : action_outcome::given_up,
                           attempt, what.reason, again ? at + back_off(attempt) : time_ms{}, at});
  return std::move(list_);
}

case_outcome decision::operator()(const repeat_case_action& what) {
  const auto& failed = work_.failed_actions;
  const auto known = std::find_if(failed.begin(), failed.end(), [&](const failed_action& each) {
    return each.action == what.action;
  });
  if (known == failed.end() || known->retry_at.value == 0 || where_.now < known->retry_at) {
    return std::move(list_);
  }
  add(case_action_repeated{known->action, known->kind, known->target, known->value,
                           known->attempts + 1, where_.now});
  return std::move(list_);
}

}  // namespace parley::case_rules
