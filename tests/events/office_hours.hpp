#pragma once
// Business hours for tests: New York in winter, Monday to Friday 09:00 to 17:00, closed on 25
// December, as "office"; and instants in words.

#include <map>

#include <doctest/doctest.h>

#include "events/hours/hours_source.hpp"

namespace parley::given {

/// A set of hours that a test may change.
class office_hours : public hours_source {
 public:
  office_hours() { put("office", 1, 9, 17); }

  void put(const std::string& name, std::uint32_t version, int from_hour, int to_hour) {
    hours_definition definition;
    definition.zone = "EST";
    for (int day = 0; day < 5; ++day) {
      definition.weekly.push_back(
          {static_cast<weekday>(day), day_ms(from_hour * 3'600'000), day_ms(to_hour * 3'600'000)});
    }
    definition.holidays = {holiday_id("christmas")};
    holiday_definition christmas;
    christmas.name = "Christmas";
    christmas.when.date = "2025-12-25";
    const std::vector<holiday_definition> holidays{christmas};
    auto compiled = calendar::compile(definition, holidays, fixed_zone("EST", -5 * 3600));
    REQUIRE_MESSAGE(compiled.ok(), (compiled.ok() ? "" : compiled.error().message));
    auto& kept = calendars_.emplace_back(std::make_unique<calendar>(std::move(*compiled)));
    sets_[hours_id(name)] = {hours_id(name), version, "2025b", kept.get()};
  }
  void remove(const std::string& name) { sets_.erase(hours_id(name)); }

  const hours_in_force* find(const hours_id& hours) const override {
    const auto found = sets_.find(hours);
    return found == sets_.end() ? nullptr : &found->second;
  }

 private:
  std::vector<std::unique_ptr<calendar>> calendars_;
  std::map<hours_id, hours_in_force> sets_;
};

/// A time of December 2025 on New York's clock: the 22nd is a Monday.
inline time_ms december(int day, int hour, int minute = 0) {
  constexpr std::int64_t first = 1'764'565'200'000;  // 1 December 2025, 00:00 in New York
  return time_ms(first + ((std::int64_t{day} - 1) * 24 * 60 + hour * 60 + minute) * 60'000);
}

}  // namespace parley::given
