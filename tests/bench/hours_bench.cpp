// Business time: additions of a few hours, of ten years, differences, cold calendars. The set is an
// office's week with 30 recurring holidays, in a zone with summer time.

#include <fstream>
#include <iterator>
#include <random>

#include <benchmark/benchmark.h>

#include "events/base/assert.hpp"
#include "events/hours/calendar.hpp"
#include "events/hours/notation.hpp"
#include "events/hours/tzif.hpp"

namespace {

using namespace parley;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t year_ms = 8766 * hour_ms;
constexpr time_ms monday{1'780'272'000'000};  // 2026-06-01

zone_rules new_york() {
  std::ifstream file("tests/data/tz/2026f/America/New_York", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto rules =
      parse_tzif("America/New_York", "2026f", std::vector<std::uint8_t>(text.begin(), text.end()));
  PARLEY_ASSERT(rules.ok(), "run it in the top folder: it reads tests/data/tz");
  return std::move(*rules);
}

std::vector<holiday_definition> thirty_holidays() {
  std::vector<holiday_definition> holidays;
  for (int i = 0; i < 30; ++i) {
    const std::string month = std::to_string(1 + i % 12);
    const std::string rule =
        i % 3 == 0   ? "FREQ=YEARLY;BYMONTH=" + month + ";BYMONTHDAY=" + std::to_string(1 + i % 28)
        : i % 3 == 1 ? "FREQ=YEARLY;BYMONTH=" + month + ";BYDAY=2MO"
                     : "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR";
    holiday_definition holiday;
    holiday.when = {"2020-01-01", rule, {}, day_ms(i % 2 == 0 ? 0 : 43'200'000), day_end};
    holidays.push_back(holiday);
  }
  return holidays;
}

calendar office(const char* weekly = "Mon-Fri 09:00-17:00") {
  hours_definition hours;
  hours.weekly = *hours::parse_weekly(weekly);
  auto made = calendar::compile(hours, thirty_holidays(), new_york());
  PARLEY_ASSERT(made.ok(), "the set is readable");
  return std::move(*made);
}

std::vector<time_ms> instants() {
  std::mt19937_64 random(1);
  std::vector<time_ms> all(4096);
  for (time_ms& at : all) {
    at = monday + duration_ms(static_cast<std::int64_t>(random() % (365U * 24U)) * hour_ms);
  }
  return all;
}

void add_hours(benchmark::State& state) {
  const calendar by = office();
  const auto from = instants();
  const duration_ms amount(state.range(0) * hour_ms);
  for (const time_ms at : from) {
    benchmark::DoNotOptimize(by.add(at, amount));
  }
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(by.add(from[i++ % from.size()], amount));
  }
  state.SetItemsProcessed(state.iterations());
}
// 3 hours; 190 minutes' worth is alike; 20,800 hours of opening are ten years.
BENCHMARK(add_hours)->Arg(3)->Arg(40)->Arg(20'800);

void difference_over_years(benchmark::State& state) {
  const calendar by = office();
  const auto from = instants();
  const duration_ms distance(state.range(0) * year_ms / 100);
  std::size_t i = 0;
  for (auto _ : state) {
    const time_ms at = from[i++ % from.size()];
    benchmark::DoNotOptimize(by.difference(at, at + distance));
  }
  state.SetItemsProcessed(state.iterations());
}
// In hundredths of a year: ten days, ten years.
BENCHMARK(difference_over_years)->Arg(3)->Arg(1000);

void working_days_over_ten_years(benchmark::State& state) {
  const calendar by = office();
  const auto from = instants();
  std::size_t i = 0;
  for (auto _ : state) {
    const time_ms at = from[i++ % from.size()];
    benchmark::DoNotOptimize(by.working_days(at, at + duration_ms(10 * year_ms)));
  }
}
BENCHMARK(working_days_over_ten_years);

void compile_and_add_once(benchmark::State& state) {
  const zone_rules zone = new_york();
  hours_definition hours;
  hours.weekly = *hours::parse_weekly("Mon-Fri 09:00-17:00");
  const auto holidays = thirty_holidays();
  for (auto _ : state) {
    const auto by = calendar::compile(hours, holidays, zone);
    benchmark::DoNotOptimize(by->add(monday, duration_ms(state.range(0) * hour_ms)));
  }
}
BENCHMARK(compile_and_add_once)->Arg(3)->Arg(20'800)->Unit(benchmark::kMicrosecond);

void search_a_hundred_years_in_vain(benchmark::State& state) {
  hours_definition hours;
  hours.weekly = *hours::parse_weekly("Mon 09:00-17:00");
  const auto closed = hours::parse_holidays("2020-01-06 FREQ=WEEKLY;BYDAY=MO all");
  const zone_rules zone = new_york();
  for (auto _ : state) {
    const auto by = calendar::compile(hours, *closed, zone);
    benchmark::DoNotOptimize(by->add(monday, duration_ms(1)));
  }
}
BENCHMARK(search_a_hundred_years_in_vain)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
