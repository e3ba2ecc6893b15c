#pragma once
// What one tenant has promised and what became of it: open cases, running milestones, counts of the
// kept and the missed. The clock's order of the milestones is in the floor's heap.

#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "events/views/open_cases.hpp"
#include "events/views/timer_table.hpp"

namespace parley {

struct earlier_target {
  bool operator()(const timer_entry* a, const timer_entry* b) const {
    return a->target != b->target ? a->target < b->target : a->id() < b->id();
  }
};

struct tenant_promises {
  timer_table milestones;  ///< by run
  std::vector<milestone_label> labels;
  open_cases cases;
  std::map<std::string, account_id> relations;
  std::map<std::string, compliance_row> compliance;
  // Derived.
  std::map<milestone_label, std::uint32_t> label_numbers;
  std::unordered_map<conversation_id, case_id> by_conversation;
  std::set<const timer_entry*, earlier_target> overdue;  ///< by target
  std::array<std::uint32_t, 8> phases{};                 ///< how many milestones are in each

  std::uint32_t number_of(const milestone_label& label);
  /// The open case that a conversation belongs to; null if there is none.
  const case_id* case_about(const conversation_id& conversation) const;
  void put(const case_id& of_case, const case_row& row);
  void drop(const case_id& of_case);
};

milestone_row row_of(const tenant_promises& promises, const timer_entry& entry);

/// `<case>.<milestone>` names both.
case_id case_in(std::string_view run);
milestone_id milestone_in(std::string_view run);

/// "asset", "contact" … and its id, as a key of `relations`.
std::string relation_key(const char* kind, const std::string& name);

inline constexpr char compliance_separator = 31;
/// The key of a count: level, milestone, and the UTC date of the target.
std::string compliance_key(const level_id& level, const milestone_id& milestone, time_ms target);

/// Accounts are many, so they are counted by month.
inline constexpr char compliance_other = 30;
std::string compliance_key(const account_id& account, time_ms target);
std::string compliance_key(const hours_id& office, time_ms target);

}  // namespace parley
