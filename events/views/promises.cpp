#include "events/views/promises.hpp"

#include "events/customer/dates.hpp"

namespace parley {

std::uint32_t tenant_promises::number_of(const milestone_label& label) {
  const auto [place, made] =
      label_numbers.try_emplace(label, static_cast<std::uint32_t>(labels.size()));
  if (made) {
    labels.push_back(label);
  }
  return place->second;
}

const case_row* tenant_promises::find(const case_id& of_case) const {
  const auto found = cases.find(of_case);
  return found == cases.end() ? nullptr : &found->second;
}

const case_id* tenant_promises::case_about(const conversation_id& conversation) const {
  const auto found = by_conversation.find(conversation);
  return found == by_conversation.end() ? nullptr : &found->second;
}

void tenant_promises::put(const case_id& of_case, case_row row) {
  const auto found = cases.find(of_case);
  if (found != cases.end()) {
    by_change.erase(found->second.changed_at);
  }
  by_change[row.changed_at] = of_case;
  for (const conversation_id& conversation : row.conversations) {
    by_conversation[conversation] = of_case;
  }
  cases[of_case] = std::move(row);
}

void tenant_promises::drop(const case_id& of_case) {
  const auto found = cases.find(of_case);
  if (found == cases.end()) {
    return;
  }
  by_change.erase(found->second.changed_at);
  for (const conversation_id& conversation : found->second.conversations) {
    const auto link = by_conversation.find(conversation);
    if (link != by_conversation.end() && link->second == of_case) {
      by_conversation.erase(link);
    }
  }
  cases.erase(found);
}

milestone_row row_of(const tenant_promises& promises, const timer_entry& entry) {
  return {entry.due, entry.target, entry.phase, promises.labels[entry.label]};
}

case_id case_in(const std::string& run) { return case_id(run.substr(0, run.rfind('.'))); }

milestone_id milestone_in(const std::string& run) {
  return milestone_id(run.substr(run.rfind('.') + 1));
}

std::string relation_key(const char* kind, const std::string& name) {
  return std::string(kind) + "/" + name;
}

std::string compliance_key(const level_id& level, const milestone_id& milestone, time_ms target) {
  constexpr char between = 31;
  return level.str() + between + milestone.str() + between + local_date(nullptr, {}, target);
}

}  // namespace parley
