#pragma once
// Evaluates vectors of business time: rows of (case, tz, weekly_hours, holidays, function, from,
// amount_minutes_or_to, expected), as in tests/data/business_hours.csv.
//
//   function       amount_minutes_or_to   expected
//   add, subtract  minutes                an instant, in the zone's offset
//   difference     an instant             minutes
//   working_days   an instant             days
//   is_open        empty                  true or false
//   next_open, next_close   empty         an instant, or `none`
//
// An expected failure is `ERR:` and its name: NO_BUSINESS_TIME, UNKNOWN_ZONE, INVALID_INTERVAL,
// NEVER_HAPPENS, INVALID_RULE, INVALID_DATE.

#include <istream>
#include <map>
#include <memory>

#include "actors/tz/zone_files.hpp"
#include "events/hours/calendar.hpp"
#include "tools/parley/csv.hpp"

namespace parley::tool {

struct vector_difference {
  std::size_t line = 0;
  std::string name;
  std::string expected;
  std::string actual;
};

struct vector_outcome {
  std::size_t passed = 0;
  std::vector<vector_difference> differences;
};

class vector_checker {
 public:
  explicit vector_checker(const zone_files& zones) : zones_(zones) {}

  /// BAD_REQUEST with the line if the file is not of this form.
  result<vector_outcome> check(std::istream& file);

  /// What the row's function gives, in the notation of `expected`. BAD_REQUEST if the row cannot be
  /// read.
  result<std::string> evaluate(const std::vector<std::string>& fields);

 private:
  using compiled = result<std::shared_ptr<const calendar>>;
  const compiled& calendar_of(const std::string& zone, const std::string& weekly,
                              const std::string& holidays);
  compiled compile(const std::string& zone, const std::string& weekly,
                   const std::string& holidays) const;

  const zone_files& zones_;
  std::map<std::string, compiled> calendars_;
};

}  // namespace parley::tool
