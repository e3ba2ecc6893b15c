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

const case_id* tenant_promises::case_about(const conversation_id& conversation) const {
  const auto found = by_conversation.find(conversation);
  return found == by_conversation.end() ? nullptr : &found->second;
}

void tenant_promises::put(const case_id& of_case, const case_row& row) {
  for (const conversation_id& conversation : row.conversations) {
    by_conversation[conversation] = of_case;
  }
  cases.put(of_case.str(), row);
}

void tenant_promises::drop(const case_id& of_case) {
  const auto row = cases.find(of_case.str());
  if (!row) {
    return;
  }
  for (const conversation_id& conversation : row->conversations) {
    const auto link = by_conversation.find(conversation);
    if (link != by_conversation.end() && link->second == of_case) {
      by_conversation.erase(link);
    }
  }
  cases.drop(of_case.str());
}

milestone_row row_of(const tenant_promises& promises, const timer_entry& entry) {
  return {entry.due, entry.target, entry.phase, promises.labels[entry.label]};
}

case_id case_in(std::string_view run) {
  return case_id(std::string(run.substr(0, run.rfind('.'))));
}

milestone_id milestone_in(std::string_view run) {
  return milestone_id(std::string(run.substr(run.rfind('.') + 1)));
}

std::string relation_key(const char* kind, const std::string& name) {
  return std::string(kind) + "/" + name;
}

std::string compliance_key(const level_id& level, const milestone_id& milestone, time_ms target) {
  constexpr char between = compliance_separator;
  return level.str() + between + milestone.str() + between + local_date(nullptr, {}, target);
}

std::string compliance_key(const account_id& account, time_ms target) {
  constexpr std::size_t month_letters = 7;
  constexpr char between = compliance_separator;
  return std::string(1, compliance_other) + "account" + between + account.str() + between +
         local_date(nullptr, {}, target).substr(0, month_letters);
}

std::string compliance_key(const hours_id& office, time_ms target) {
  constexpr char between = compliance_separator;
  return std::string(1, compliance_other) + "office" + between + office.str() + between +
         local_date(nullptr, {}, target);
}

}  // namespace parley
