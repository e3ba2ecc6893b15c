#include "events/cases/entity.hpp"

#include "events/cases/decision.hpp"
#include "events/tenant/validate.hpp"

namespace parley {
namespace case_rules {

case_outcome decision::operator()(const open_case& what) {
  if (where_.tenant == nullptr) {
    return not_found("tenant");
  }
  if (work_.phase != case_phase::none) {
    return std::move(list_);
  }
  time_ms at = what.at;
  if (auto no = check_time(at, {})) {
    return *std::move(no);
  }
  for (const status& each :
       {good_fields(what.fields), good_relations(what.relations), good_hours(what.hours)}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  if (what.status.size() > name_bytes_max || what.conversation.str().size() > name_bytes_max) {
    return rejection{errc::bad_request, "status: has at most 256 bytes", {}};
  }
  const tenant_process* process =
      what.process.empty() ? nullptr : find_process(*where_.tenant, what.process);
  if (!what.process.empty() && process == nullptr) {
    return not_found("process");
  }
  add(case_opened{what.relations, what.fields, what.status.empty() ? "new" : what.status,
                  what.conversation, what.process, what.imported, at, what.hours});
  if (process != nullptr) {
    enter(*process, {}, at);
  }
  return std::move(list_);
}

case_outcome decision::operator()(const link_conversation& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  const auto& linked = work_.conversations;
  if (what.conversation.empty() || what.conversation.str().size() > name_bytes_max) {
    return rejection{errc::bad_request, "conversation: has 1 to 256 bytes", {}};
  }
  if (std::find(linked.begin(), linked.end(), what.conversation) != linked.end()) {
    return std::move(list_);
  }
  if (linked.size() >= case_conversations_max) {
    return wrong("the case has as many conversations as it may have");
  }
  add(conversation_linked{what.conversation, at});
  return std::move(list_);
}

case_outcome decision::operator()(const change_case& what) {
  time_ms at = what.at;
  if (auto no = prepare(at, true)) {
    return *std::move(no);
  }
  if (const status good = good_fields(what.fields); !good.ok()) {
    return good.error();
  }
  std::vector<attribute> fields;
  for (const attribute& field : what.fields) {
    if (field_of(work_, field.key) != field.value) {
      fields.push_back(field);
    }
  }
  if (!fields.empty()) {
    add(case_changed{std::move(fields), {}, 0, at});
    evaluate(0, at);
  }
  return std::move(list_);
}

case_outcome decision::operator()(const relate_case& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  if (const status good = good_relations(what.relations); !good.ok()) {
    return good.error();
  }
  if (work_.relations != what.relations) {
    add(case_related{what.relations, at});
    evaluate(0, at);
  }
  return std::move(list_);
}

case_outcome decision::operator()(const set_case_status& what) {
  time_ms at = what.at;
  if (auto no = prepare(at)) {
    return *std::move(no);
  }
  if (what.status.empty() || what.status.size() > name_bytes_max || what.status == "closed") {
    return rejection{errc::bad_request, "status: 1 to 256 bytes; closing has its own command", {}};
  }
  if (work_.status == what.status) {
    return std::move(list_);
  }
  if (work_.holds.size() >= case_holds_max) {
    return wrong("the case was on hold as often as it may be");
  }
  rest_or_go(what.status, at);
  evaluate(0, at);
  return std::move(list_);
}

case_outcome decision::operator()(const reopen_case& what) {
  time_ms at = what.at;
  if (auto no = prepare(at, true)) {
    return *std::move(no);
  }
  const std::string status = what.status.empty() ? "open" : what.status;
  if (work_.phase != case_phase::closed) {
    if (work_.closes_at.value != 0) {
      rest_or_go(status, at);
      evaluate(0, at);
    }
    return std::move(list_);
  }
  if (work_.holds.size() >= case_holds_max) {
    return wrong("the case was on hold as often as it may be");
  }
  add(case_reopened{what.by.empty() ? where_.by.name : what.by, status, work_.relations,
                    work_.fields, work_.conversations, work_.level, work_.process, work_.opened_at,
                    at});
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    const bool resolves = one.definition.kind == milestone_kind::resolution;
    if (one.begun && (resolves || !one.completed) && applies(work_, one.definition, where_.hours)) {
      want(one, work_.start, true, 0, at);
    }
  }
  evaluate(0, at);
  return std::move(list_);
}

}  // namespace case_rules

result<std::vector<case_event>> case_entity::decide(const state& now, const command& what,
                                                    const context& where) {
  return std::visit(case_rules::decision(now, where), what);
}

}  // namespace parley
