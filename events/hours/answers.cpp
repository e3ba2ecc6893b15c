#include "events/hours/answers.hpp"

#include <algorithm>
#include <charconv>

#include "events/hours/calendar_cache.hpp"
#include "events/hours/notation.hpp"

namespace parley {
namespace {

rejection unreadable(const char* what) {
  return {errc::bad_request, std::string(what) + " is missing or cannot be read", {}};
}

void place(hours_result& to, const calendar& by, std::optional<time_ms> at) {
  to.none = !at;
  if (at) {
    to.at = *at;
    to.local = hours::format_instant({*at, by.offset_s(*at)});
  }
}

result<hours_result> move(hours_result answer, const calendar& by, const hours_question& question,
                          time_ms from) {
  std::int64_t amount = 0;
  const std::string& text = question.amount_ms;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() ||
      amount == INT64_MIN) {
    return unreadable("amount_ms");
  }
  const auto at = question.function == "add" ? by.add(from, duration_ms(amount))
                                             : by.subtract(from, duration_ms(amount));
  if (!at) {
    return rejection{errc::wrong_state, "there is not so much business time within 100 years",
                     "NO_BUSINESS_TIME"};
  }
  place(answer, by, at);
  return answer;
}

}  // namespace

hours_answer list_hours(const tenant_hours& in) {
  hours_answer answer;
  answer.default_hours = resolve_hours(in, {});
  answer.sets = in.sets;
  const hours_id built_in{std::string(built_in_hours)};
  if (find_set(in, built_in) == nullptr) {
    const auto set = find_hours(in, built_in);
    answer.sets.insert(std::find_if(answer.sets.begin(), answer.sets.end(),
                                    [&](const hours_set& s) { return s.hours > built_in; }),
                       *set);
  }
  answer.holidays = in.holidays;
  answer.uses = in.uses;
  for (const zone_rules& zone : in.zones) {
    answer.zones.push_back({zone.zone, zone.release});
  }
  answer.tz_release = in.tz_release;
  answer.policy = in.policy;
  answer.administration = in.administration;
  answer.regions = in.regions;
  for (const hours_set& set : in.sets) {
    linked_holidays_of own{set.hours, {}};
    const auto& by_hand = set.definition.holidays;
    for (const holiday_id& each : linked_holidays(in, set.definition)) {
      if (!std::binary_search(by_hand.begin(), by_hand.end(), each)) {
        own.holidays.push_back(each);
      }
    }
    if (!own.holidays.empty()) {
      answer.linked.push_back(std::move(own));
    }
  }
  return answer;
}

result<hours_result> answer_hours(const tenant_hours& in, const hours_question& question) {
  calendar_cache cache;
  const auto* found = cache.find(in, question.hours);
  if (found == nullptr) {
    return rejection{errc::not_found, "there is no such set of business hours", {}};
  }
  const auto from = hours::parse_instant(question.from);
  if (!from) {
    return unreadable("from");
  }
  const calendar& by = *found->hours;
  hours_result answer;
  answer.computed_with = found->stamp;
  const std::string& function = question.function;
  if (function == "add" || function == "subtract") {
    return move(std::move(answer), by, question, from->at);
  }
  if (function == "difference" || function == "working_days") {
    const auto to = hours::parse_instant(question.to);
    if (!to) {
      return unreadable("to");
    }
    answer.open_ms = by.difference(from->at, to->at);
    answer.days = by.working_days(from->at, to->at);
    return answer;
  }
  if (function == "is_open") {
    answer.open = by.is_open(from->at);
    return answer;
  }
  if (function != "next_open" && function != "next_close") {
    return unreadable("function");
  }
  place(answer, by, function == "next_open" ? by.next_open(from->at) : by.next_close(from->at));
  return answer;
}

}  // namespace parley
