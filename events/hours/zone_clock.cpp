#include "events/hours/zone_clock.hpp"

#include <algorithm>

#include "events/hours/civil.hpp"

namespace parley::hours {
namespace {

// The changes of the years around `at_s`, in order. A change in local January may lie in the UTC
// year before, hence the neighbours.
std::vector<zone_transition> changes_around(const posix_tz& tz, std::int64_t at_s,
                                            std::int32_t years_after) {
  const day_number day(static_cast<std::int32_t>(floor_div(at_s, 86'400)));
  const std::int32_t year = to_date(day).year;
  std::vector<zone_transition> changes;
  for (std::int32_t y = year - 1; y <= year + years_after; ++y) {
    const auto of_year = changes_of_year(tz, y);
    changes.insert(changes.end(), of_year.begin(), of_year.end());
  }
  // Daylight time all year ends and begins at one instant: the later year's change must stay last.
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.at_s < b.at_s; });
  return changes;
}

bool later(std::int64_t at_s, const zone_transition& t) { return at_s < t.at_s; }

}  // namespace

result<zone_clock> zone_clock::compile(const zone_rules& rules) {
  const auto disordered = std::adjacent_find(
      rules.transitions.begin(), rules.transitions.end(),
      [](const zone_transition& a, const zone_transition& b) { return a.at_s >= b.at_s; });
  if (disordered != rules.transitions.end()) {
    return rejection{errc::invalid_definition, "zone: transitions are not in order",
                     "INVALID_ZONE"};
  }
  zone_clock clock;
  clock.first_offset_s_ = rules.first_offset_s;
  clock.transitions_ = rules.transitions;
  if (!rules.footer.empty()) {
    clock.footer_ = parse_posix_tz(rules.footer);
    if (!clock.footer_) {
      return rejection{errc::invalid_definition, "zone: the footer is not a POSIX TZ text",
                       "INVALID_ZONE"};
    }
  }
  return clock;
}

std::int32_t zone_clock::offset_s(std::int64_t at_s) const {
  const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), at_s, later);
  if (next == transitions_.end() && footer_) {
    return offset_by_footer_s(at_s);
  }
  return next == transitions_.begin() ? first_offset_s_ : std::prev(next)->offset_s;
}

std::int32_t zone_clock::offset_by_footer_s(std::int64_t at_s) const {
  if (!footer_->has_daylight) {
    return footer_->standard_offset_s;
  }
  const auto changes = changes_around(*footer_, at_s, 1);
  const auto next = std::upper_bound(changes.begin(), changes.end(), at_s, later);
  return std::prev(next)->offset_s;
}

std::optional<zone_transition> zone_clock::next_change(std::int64_t at_s) const {
  auto next = std::upper_bound(transitions_.begin(), transitions_.end(), at_s, later);
  const std::int32_t now_s = offset_s(at_s);
  for (; next != transitions_.end(); ++next) {
    // At the last one the footer holds already.
    if (const std::int32_t then_s = offset_s(next->at_s); then_s != now_s) {
      return zone_transition{next->at_s, then_s};
    }
  }
  if (!footer_) {
    return std::nullopt;
  }
  // The last listed transition may be followed by a footer that says otherwise at once.
  const std::int64_t listed_s =
      transitions_.empty() ? at_s : std::max(at_s, transitions_.back().at_s);
  return next_by_footer(listed_s, now_s);
}

std::optional<zone_transition> zone_clock::next_by_footer(std::int64_t at_s,
                                                          std::int32_t offset_s) const {
  if (!footer_->has_daylight) {
    return std::nullopt;
  }
  // Two years on would be enough; the last change of all is not judged, as what follows it may
  // overrule it.
  const auto changes = changes_around(*footer_, at_s, 3);
  for (auto next = std::upper_bound(changes.begin(), changes.end(), at_s, later);
       next != std::prev(changes.end()); ++next) {
    const bool overruled = std::next(next)->at_s == next->at_s;
    if (!overruled && next->offset_s != offset_s) {
      return *next;
    }
  }
  return std::nullopt;
}

}  // namespace parley::hours
