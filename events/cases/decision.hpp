#pragma once
// A decision about a case under way: a working copy, and the events that led to it. Part of the
// entity; nobody else includes it.

#include <algorithm>
#include <optional>

#include "events/cases/entity.hpp"
#include "events/tenant/state.hpp"

namespace parley::case_rules {

using case_outcome = result<std::vector<case_event>>;

rejection not_found(const char* what);

class decision {
 public:
  decision(const case_state& now, const context& where) : before_(now), work_(now), where_(where) {}

  case_outcome operator()(const open_case& what);
  case_outcome operator()(const link_conversation& what);
  case_outcome operator()(const change_case& what);
  case_outcome operator()(const relate_case& what);
  case_outcome operator()(const set_case_status& what);
  case_outcome operator()(const close_case& what);
  case_outcome operator()(const reopen_case& what);
  case_outcome operator()(const complete_case_milestone& what);
  case_outcome operator()(const add_case_milestone& what);
  case_outcome operator()(const migrate_case& what);
  case_outcome operator()(const finish_case_import& what);
  case_outcome operator()(const cover_case& what);
  case_outcome operator()(const note_response& what);
  case_outcome operator()(const note_contact_message& what);
  case_outcome operator()(const act_on_case& what);
  case_outcome operator()(const complete_case_task& what);
  case_outcome operator()(const set_case_hours& what);
  case_outcome operator()(const report_case_action& what);
  case_outcome operator()(const finish_closing& what);
  case_outcome operator()(const repeat_case_action& what);

 private:
  template <class Event>
  void add(Event event) {
    case_entity::apply(work_, event, where_.now);
    list_.emplace_back(std::move(event));
  }
  void direct(const case_milestone& one, milestone_direction direction, const char* reason,
              time_ms at) {
    add(case_milestone_directed{one.definition.milestone, direction, reason,
                                std::max(at, one.changed_at)});
  }
  rejection wrong(std::string why) const {
    return {errc::wrong_state, std::move(why), to_string(work_.phase)};
  }

  // Nothing if the case is there and the time may be told; `at` is then that time.
  std::optional<rejection> prepare(time_ms& at, bool closed_too = false) const;
  std::optional<rejection> check_time(time_ms& at, time_ms not_before) const;
  status good_fields(const std::vector<attribute>& fields) const;
  status good_relations(const coverage_question& relations) const;
  milestone_setup setup_of(const case_milestone& one) const;
  void want(const case_milestone& one, time_ms start, bool reopened, std::uint8_t depth,
            time_ms at);
  void evaluate(std::uint8_t depth, time_ms at);
  void enter(const tenant_process& process, const coverage_answer& by, time_ms at);
  void rest_or_go(const std::string& status, time_ms at);
  status good_hours(const hours_id& hours) const;
  void close_now(const std::string& by, time_ms at, time_ms done_at, const std::string& status);
  void tell_refusal(const coverage_answer& answer, time_ms at);
  void refuse(const coverage_answer& answer, time_ms at);

  const case_state before_;
  case_state work_;
  const context& where_;
  std::vector<case_event> list_;
};

}  // namespace parley::case_rules
