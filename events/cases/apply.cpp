// The fold of a case.

#include <algorithm>

#include "events/cases/entity.hpp"

namespace parley {
namespace {

void put_field(case_state& to, const attribute& field) {
  const auto at =
      std::lower_bound(to.fields.begin(), to.fields.end(), field,
                       [](const attribute& a, const attribute& b) { return a.key < b.key; });
  const bool there = at != to.fields.end() && at->key == field.key;
  if (field.value.empty()) {
    if (there) {
      to.fields.erase(at);
    }
  } else if (there) {
    at->value = field.value;
  } else {
    to.fields.insert(at, field);
  }
}

void put_fields(case_state& to, const std::vector<attribute>& fields) {
  for (const attribute& field : fields) {
    put_field(to, field);
  }
}

case_milestone* find_in(case_state& to, const milestone_id& milestone) {
  const auto at = std::find_if(
      to.milestones.begin(), to.milestones.end(),
      [&](const case_milestone& each) { return each.definition.milestone == milestone; });
  return at == to.milestones.end() ? nullptr : &*at;
}

void begin_hold(case_state& to, time_ms at) {
  if (to.holds.empty() || to.holds.back().to.value != 0) {
    to.holds.push_back({at, {}});
  }
}

void end_hold(case_state& to, time_ms at) {
  if (!to.holds.empty() && to.holds.back().to.value == 0) {
    to.holds.back().to = at;
  }
}

void changed(case_state& to, time_ms at) { to.changed_at = std::max(to.changed_at, at); }

void apply_one(case_state& to, const case_opened& e) {
  to = case_state{};
  to.phase = case_phase::open;
  to.relations = e.relations;
  put_fields(to, e.fields);
  to.status = e.status;
  if (!e.conversation.empty()) {
    to.conversations.push_back(e.conversation);
  }
  to.imported = e.imported;
  to.opened_at = e.at;
  to.start = e.at;
  to.own_hours = e.hours;
}

void apply_one(case_state& to, const conversation_linked& e) {
  to.conversations.push_back(e.conversation);
}

void apply_one(case_state& to, const case_changed& e) { put_fields(to, e.fields); }

void apply_one(case_state& to, const case_related& e) { to.relations = e.relations; }

void apply_one(case_state& to, const case_covered& e) {
  to.verified = true;
  to.coverage = e.answer;
  to.told_refusal = to.told_refusal && !e.answer.eligible;
}

// A milestone that an older version had under the same name goes on.
void apply_one(case_state& to, const process_entered& e) {
  std::vector<case_milestone> milestones;
  for (const milestone_definition& definition : e.definition.milestones) {
    const case_milestone* before = find_milestone(to, definition.milestone);
    milestones.push_back(before == nullptr ? case_milestone{} : *before);
    milestones.back().definition = definition;
  }
  for (const case_milestone& each : to.milestones) {
    const bool replaced =
        std::any_of(milestones.begin(), milestones.end(), [&](const case_milestone& other) {
          return other.definition.milestone == each.definition.milestone;
        });
    if (!replaced && each.added) {
      milestones.push_back(each);
    }
  }
  to.milestones = std::move(milestones);
  to.process = e.process;
  to.process_version = e.process_version;
  to.level = e.level;
  to.entitlement = e.entitlement;
  to.hours = e.hours;
  to.hours_by_case = e.case_hours || e.hours.empty();
  to.pause_statuses = e.definition.pause_statuses;
  to.start = e.start;
}

void apply_one(case_state& to, const case_milestone_added& e) {
  case_milestone one;
  one.definition = e.definition;
  one.added = true;
  to.milestones.push_back(std::move(one));
}

void apply_one(case_state& to, const case_milestone_wanted& e) {
  if (case_milestone* one = find_in(to, e.setup.definition.milestone)) {
    one->wanted = true;
    one->begun = true;
    one->completed = false;
    one->changed_at = e.at;
  }
}

bool comes_again_by_itself(const milestone_definition& definition) {
  return definition.kind == milestone_kind::other &&
         definition.recurrence == milestone_recurrence::chained;
}

void apply_one(case_state& to, const case_milestone_directed& e) {
  case_milestone* one = find_in(to, e.milestone);
  if (one == nullptr) {
    return;
  }
  one->changed_at = e.at;
  if (e.direction == milestone_direction::complete) {
    one->completed_at = e.at;
    one->completed = !comes_again_by_itself(one->definition);
    one->wanted = !one->completed;
    if (one->definition.kind == milestone_kind::first_response && to.responded_at.value == 0) {
      to.responded_at = e.at;
    }
    if (one->definition.kind == milestone_kind::next_response) {
      to.waiting_since = {};
    }
  } else if (e.direction == milestone_direction::cancel) {
    one->wanted = false;
  }
}

void apply_one(case_state& to, const case_status_changed& e) {
  to.status = e.status;
  to.closes_at = {};
  to.phase = e.on_hold ? case_phase::on_hold : case_phase::open;
  if (e.on_hold) {
    begin_hold(to, e.at);
  } else {
    end_hold(to, e.at);
  }
}

void apply_one(case_state& to, const case_responded& e) {
  if (to.responded_at.value == 0) {
    to.responded_at = e.at;
  }
  to.waiting_since = {};
}

void apply_one(case_state& to, const case_contact_waiting& e) { to.waiting_since = e.at; }

void apply_one(case_state& to, const case_closed& e) {
  end_hold(to, e.at);
  to.phase = case_phase::closed;
  to.status = e.status.empty() ? "closed" : e.status;
  to.closed_at = e.at;
  to.closes_at = {};
}

void apply_one(case_state& to, const case_reopened& e) {
  to.phase = case_phase::open;
  to.status = e.status;
  to.holds.push_back({to.closed_at, e.at});
  to.closed_at = {};
}

void apply_one(case_state& to, const case_task_created& e) {
  ++to.tasks;
  to.open_tasks.push_back({e.task, e.subject, e.assignee, e.action, e.at});
}

void apply_one(case_state& to, const case_task_completed& e) {
  std::erase_if(to.open_tasks, [&](const case_task& each) { return each.task == e.task; });
}

void apply_one(case_state& /*to*/, const case_action_stopped& /*e*/) {}

void apply_one(case_state& to, const case_import_finished& /*e*/) { to.imported = false; }

void apply_one(case_state& to, const case_closing& e) { to.closes_at = e.closes_at; }

void apply_one(case_state& to, const case_hours_changed& e) {
  to.own_hours = e.hours;
  if (to.hours_by_case) {
    to.hours = e.hours;
  }
}

void apply_one(case_state& to, const case_notice_given& /*e*/) { to.told_refusal = true; }

auto find_failed(case_state& to, const std::string& action) {
  return std::find_if(to.failed_actions.begin(), to.failed_actions.end(),
                      [&](const failed_action& each) { return each.action == action; });
}

void apply_one(case_state& to, const case_action_reported& e) {
  auto at = find_failed(to, e.action);
  if (e.outcome == action_outcome::done) {
    if (at != to.failed_actions.end()) {
      to.failed_actions.erase(at);
    }
    return;
  }
  if (at == to.failed_actions.end()) {
    failed_action one;
    one.action = e.action;
    if (const milestone_action* known = find_action(to, e.action)) {
      one.kind = known->kind;
      one.target = known->target;
      one.value = known->value;
    }
    at = to.failed_actions.insert(at, std::move(one));
  }
  at->attempts = e.attempt;
  at->reason = e.reason;
  at->retry_at = e.retry_at;
  at->at = e.at;
}

void apply_one(case_state& to, const case_action_repeated& e) {
  const auto at = find_failed(to, e.action);
  if (at != to.failed_actions.end()) {
    at->retry_at = {};
  }
}

}  // namespace

void case_entity::apply(state& to, const event& what, time_ms /*at*/) {
  std::visit(
      [&](const auto& one) {
        apply_one(to, one);
        // Nothing is promised, met or missed by these, so they may tell of an earlier time.
        using E = std::remove_cvref_t<decltype(one)>;
        if constexpr (!std::is_same_v<E, case_milestone_directed> &&
                      !std::is_same_v<E, case_responded> &&
                      !std::is_same_v<E, case_action_reported> &&
                      !std::is_same_v<E, case_action_repeated>) {
          changed(to, one.at);
        }
      },
      what);
}

}  // namespace parley
