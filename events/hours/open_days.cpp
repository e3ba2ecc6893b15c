#include "events/hours/open_days.hpp"

#include <algorithm>

namespace parley::hours {
namespace {

bool is_part(day_ms from, day_ms to) { return from.value >= 0 && from < to && to <= day_end; }

// The union, sorted and joined.
void join(day_parts& parts) {
  std::sort(parts.begin(), parts.end(),
            [](const day_part& a, const day_part& b) { return a.from < b.from; });
  std::size_t last = 0;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].from <= parts[last].to) {
      parts[last].to = std::max(parts[last].to, parts[i].to);
    } else {
      parts[++last] = parts[i];
    }
  }
  if (!parts.empty()) {
    parts.resize(last + 1);
  }
}

void cut(day_parts& parts, const day_part& out) {
  day_parts left;
  for (const day_part& part : parts) {
    if (part.from < std::min(part.to, out.from)) {
      left.push_back({part.from, std::min(part.to, out.from)});
    }
    if (std::max(part.from, out.to) < part.to) {
      left.push_back({std::max(part.from, out.to), part.to});
    }
  }
  parts = std::move(left);
}

}  // namespace

result<open_days> open_days::compile(const hours_definition& hours,
                                     std::span<const holiday_definition> holidays) {
  open_days made;
  for (std::size_t i = 0; i < hours.weekly.size(); ++i) {
    const weekly_interval& w = hours.weekly[i];
    if (!is_part(w.from_ms, w.to_ms) || w.day > weekday::sunday) {
      return rejection{errc::invalid_definition,
                       "weekly: interval " + std::to_string(i) +
                           " does not start before it ends within 00:00 to 24:00",
                       "INVALID_INTERVAL"};
    }
    made.weekly_[static_cast<std::size_t>(w.day)].push_back({w.from_ms, w.to_ms});
  }
  for (day_parts& parts : made.weekly_) {
    join(parts);
  }
  for (const holiday_definition& holiday : holidays) {
    if (status good = made.add(holiday.name, exception_effect::closes, holiday.when); !good) {
      return good.error();
    }
  }
  for (const hours_exception& own : hours.exceptions) {
    if (status good = made.add(own.name, own.effect, own.when); !good) {
      return good.error();
    }
  }
  return made;
}

status open_days::add(const std::string& name, exception_effect effect,
                      const dated_interval& when) {
  if (!is_part(when.from_ms, when.to_ms)) {
    return rejection{errc::invalid_definition,
                     "when: does not start before it ends within 00:00 to 24:00",
                     when.to_ms > day_end ? "CROSSES_DAY" : "INVALID_INTERVAL"};
  }
  auto compiled = recurrence::compile(when);
  if (!compiled.ok()) {
    return compiled.error();
  }
  deviations_.push_back({std::move(*compiled), {when.from_ms, when.to_ms}, effect, name});
  return done{};
}

bool open_days::never() const {
  const bool opens = std::any_of(deviations_.begin(), deviations_.end(),
                                 [](const auto& d) { return d.effect == exception_effect::opens; });
  return !opens && std::all_of(weekly_.begin(), weekly_.end(),
                               [](const day_parts& parts) { return parts.empty(); });
}

std::vector<open_days::occurrence> open_days::occurrences(day_number from, day_number to) const {
  std::vector<occurrence> all;
  std::vector<day_number> days;
  for (std::uint32_t i = 0; i < deviations_.size(); ++i) {
    days.clear();
    deviations_[i].when.dates(from, to, days);
    for (const day_number day : days) {
      all.push_back({day, i});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const occurrence& a, const occurrence& b) { return a.day < b.day; });
  return all;
}

day_parts open_days::deviate(day_number day, std::span<const occurrence> on_it) const {
  day_parts parts = weekly_[static_cast<std::size_t>(weekday_of(day))];
  for (const occurrence& o : on_it) {
    if (deviations_[o.deviation].effect == exception_effect::closes) {
      cut(parts, deviations_[o.deviation].part);
    }
  }
  for (const occurrence& o : on_it) {
    if (deviations_[o.deviation].effect == exception_effect::opens) {
      parts.push_back(deviations_[o.deviation].part);
    }
  }
  join(parts);
  return parts;
}

std::vector<applied_exception> open_days::exceptions(day_number from, day_number to) const {
  std::vector<applied_exception> out;
  for (const occurrence& o : occurrences(from, to)) {
    const deviation& d = deviations_[o.deviation];
    out.push_back({d.name, format_date(o.day), d.part.from, d.part.to, d.effect});
  }
  return out;
}

}  // namespace parley::hours
