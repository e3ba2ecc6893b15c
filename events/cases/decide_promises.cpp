// What concerns the promises of a case: coverage, responses, milestones, actions.

#include "events/cases/decision.hpp"
#include "events/milestone/validate.hpp"

namespace parley::case_rules {

case_outcome decision::operator()(const complete_case_milestone& what) {
  const case_milestone* one = find_milestone(work_, what.milestone);
  if (work_.phase == case_phase::none || one == nullptr) {
    return not_found(one == nullptr && work_.phase != case_phase::none ? "milestone" : "case");
  }
  if (one->completed) {
    return std::move(list_);
  }
  if (!one->wanted) {
    return wrong("the milestone does not apply now");
  }
  time_ms at = what.at;
  if (auto no = check_time(at, one->changed_at)) {
    return *std::move(no);
  }
  const case_milestone copy = *one;
  direct(copy, milestone_direction::complete, "by_hand", at);
  return std::move(list_);
}

case_outcome decision::operator()(const add_case_milestone& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  for (const status& each : {validate(what.definition), good_hours(what.definition.hours)}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  if (const auto* present = find_milestone(work_, what.definition.milestone)) {
    if (present->definition == what.definition) {
      return std::move(list_);
    }
    return wrong("the case has a milestone of that name");
  }
  if (work_.milestones.size() >= case_milestones_max) {
    return wrong("the case has as many milestones as it may have");
  }
  add(case_milestone_added{what.definition, at});
  evaluate(0, at);
  return std::move(list_);
}

case_outcome decision::operator()(const migrate_case& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  const tenant_process* process =
      where_.tenant == nullptr ? nullptr : find_process(*where_.tenant, work_.process);
  if (process == nullptr) {
    return wrong("no process holds for the case");
  }
  if (process->process_version == work_.process_version) {
    return std::move(list_);
  }
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    const auto& next = process->definition.milestones;
    const bool stays =
        one.added || std::any_of(next.begin(), next.end(), [&](const milestone_definition& d) {
          return d.milestone == one.definition.milestone;
        });
    if (one.wanted && !stays) {
      direct(one, milestone_direction::cancel, "migrated", at);
    }
  }
  coverage_answer by;
  by.terms.level = work_.level;
  by.terms.hours = work_.coverage.terms.hours;
  by.entitlement = work_.entitlement;
  enter(*process, by, at);
  const std::vector<case_milestone> now = work_.milestones;
  for (const case_milestone& one : now) {
    const auto* before = find_milestone(before_, one.definition.milestone);
    if (one.wanted && before != nullptr && before->wanted) {
      want(one, work_.start, false, 0, at);
    }
  }
  return std::move(list_);
}

case_outcome decision::operator()(const finish_case_import& what) {
  time_ms at = what.at;
  if (auto no = prepare(at, true)) {
    return *std::move(no);
  }
  if (!work_.imported) {
    return std::move(list_);
  }
  add(case_import_finished{at});
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    if (one.wanted) {
      want(one, work_.start, false, 0, at);
    }
  }
  return std::move(list_);
}

case_outcome decision::operator()(const cover_case& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  if (work_.verified && work_.coverage == what.answer) {
    return std::move(list_);
  }
  add(case_covered{what.answer, at});
  if (!what.answer.eligible) {
    refuse(what.answer, at);
    return std::move(list_);
  }
  if (work_.process.empty() && where_.tenant != nullptr) {
    if (const auto* process = find_process(*where_.tenant, what.answer.terms.process)) {
      enter(*process, what.answer, at);
    }
  }
  return std::move(list_);
}

case_outcome decision::operator()(const note_response& what) {
  time_ms at = what.at;
  if (work_.phase == case_phase::none || work_.phase == case_phase::closed) {
    return std::move(list_);
  }
  if (auto no = check_time(at, {})) {
    return *std::move(no);
  }
  const bool first = work_.responded_at.value == 0;
  if (!first && work_.waiting_since.value == 0) {
    return std::move(list_);
  }
  add(case_responded{what.conversation, what.author, first, at});
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    if (one.wanted && (one.definition.kind == milestone_kind::first_response ||
                       one.definition.kind == milestone_kind::next_response)) {
      direct(one, milestone_direction::complete, "response", at);
    }
  }
  return std::move(list_);
}

case_outcome decision::operator()(const note_contact_message& what) {
  time_ms at = what.at;
  const bool cares =
      std::any_of(work_.milestones.begin(), work_.milestones.end(), [](const case_milestone& one) {
        return one.definition.kind == milestone_kind::next_response;
      });
  const bool live = work_.phase == case_phase::open || work_.phase == case_phase::on_hold;
  if (!live || !cares || work_.responded_at.value == 0 || work_.waiting_since.value != 0) {
    return std::move(list_);
  }
  if (auto no = check_time(at, work_.changed_at)) {
    return *std::move(no);
  }
  add(case_contact_waiting{what.conversation, at});
  evaluate(0, at);
  return std::move(list_);
}

case_outcome decision::operator()(const complete_case_task& what) {
  time_ms at = what.at;
  if (auto no = prepare(at, true)) {
    return *std::move(no);
  }
  const auto& open = work_.open_tasks;
  const auto found = std::find_if(open.begin(), open.end(),
                                  [&](const case_task& each) { return each.task == what.task; });
  if (found != open.end()) {
    add(case_task_completed{what.task, what.by.empty() ? where_.by.name : what.by, at});
    return std::move(list_);
  }
  // Tasks are numbered, so it is known which there were.
  for (std::uint32_t i = 1; i <= work_.tasks; ++i) {
    if (what.task == where_.stream.entity + ".t" + std::to_string(i)) {
      return std::move(list_);
    }
  }
  return not_found("task");
}

case_outcome decision::operator()(const act_on_case& what) {
  time_ms at = what.at;
  if (work_.phase == case_phase::none) {
    return not_found("case");
  }
  if (auto no = check_time(at, work_.changed_at)) {
    return *std::move(no);
  }
  if (what.kind == action_kind::create_task && work_.open_tasks.size() >= case_tasks_max) {
    add(case_action_stopped{what.action, "the case has as many open tasks as it may have", at});
    return std::move(list_);
  }
  if (what.kind == action_kind::create_task) {
    add(case_task_created{where_.stream.entity + ".t" + std::to_string(work_.tasks + 1),
                          what.action, what.value, what.target, at});
    return std::move(list_);
  }
  const bool computed = what.value.starts_with('=');
  const std::string value =
      computed ? value_of(work_, what.value.substr(1), where_.hours) : what.value;
  if (what.kind != action_kind::set_field || field_of(work_, what.target) == value) {
    return std::move(list_);
  }
  if (what.depth >= action_depth_max) {
    add(case_action_stopped{what.action, "field updates lead to field updates", at});
    return std::move(list_);
  }
  if (const status good = good_fields({{what.target, value}}); !good.ok()) {
    add(case_action_stopped{what.action, good.error().message, at});
    return std::move(list_);
  }
  const auto depth = static_cast<std::uint8_t>(what.depth + 1);
  add(case_changed{{{what.target, value}}, what.action, depth, at});
  evaluate(depth, at);
  return std::move(list_);
}

}  // namespace parley::case_rules
