// Holidays from anywhere: iCalendar text, and the first line as a recurrence rule.

#include <cstdint>
#include <string>

#include "events/hours/ical_file.hpp"
#include "events/hours/recurrence.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const std::string text(data, data + size);
  const auto rule = hours::recurrence::compile(
      {"2026-01-31", text.substr(0, text.find('\n')), {}, day_ms(0), day_end});
  if (rule.ok()) {
    std::vector<hours::day_number> days;
    rule->dates(hours::day_number(20'000), hours::day_number(24'000), days);
    for (std::size_t i = 1; i < days.size(); ++i) {
      if (days[i] <= days[i - 1]) {
        __builtin_trap();
      }
    }
  }
  const auto file = hours::read_ical(text);
  if (file.ok() && !hours::write_ical(file->holidays).ok()) {
    __builtin_trap();
  }
  return 0;
}
