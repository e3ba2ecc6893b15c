// Goal: formulas of business time: what they give, and what they give when something is missing.
// Method: formulas over a few fields, on New York's office hours.

#include "events/hours/formula.hpp"
#include "tests/events/office_hours.hpp"

using namespace parley;

namespace {

std::string value_of(const std::string& text, const std::map<std::string, std::string>& fields,
                     const hours_source* source) {
  const auto what = hours::parse_formula(text);
  REQUIRE(what.ok());
  const auto field = [&](std::string_view name) {
    const auto found = fields.find(std::string(name));
    return found == fields.end() ? std::string() : found->second;
  };
  return hours::evaluate(*what, field, source);
}

}  // namespace

TEST_CASE("the four functions count in the hours of the set that is named") {
  const given::office_hours hours;
  const std::map<std::string, std::string> fields{{"opened", "2025-12-24T16:00:00-05:00"},
                                                  {"closed", "2025-12-26T09:30:00-05:00"},
                                                  {"allowed", "1.5"}};
  const auto value = [&](const std::string& text) { return value_of(text, fields, &hours); };
  CHECK(value("add(office, opened, 2)") == "2025-12-26T10:00:00-05:00");
  CHECK(value("add(office,opened,allowed)") == "2025-12-26T09:30:00-05:00");
  CHECK(value(" subtract( office , closed , 1 ) ") == "2025-12-24T16:30:00-05:00");
  CHECK(value("difference(office, opened, closed)") == "1.5");
  CHECK(value("difference(office, closed, opened)") == "-1.5");
  CHECK(value("difference(office, opened, 2025-12-24T17:00:00-05:00)") == "1");
  CHECK(value("working_days(office, opened, closed)") == "2");
}

TEST_CASE("what is missing, or cannot be read, gives nothing") {
  const given::office_hours hours;
  const std::map<std::string, std::string> fields{{"opened", "2025-12-24T16:00:00-05:00"},
                                                  {"name", "Ana"}};
  const auto value = [&](const std::string& text) { return value_of(text, fields, &hours); };
  CHECK(value("add(office, closed, 2)").empty());
  CHECK(value("add(office, opened, missing)").empty());
  CHECK(value("add(office, name, 2)").empty());
  CHECK(value("difference(office, opened, closed)").empty());
  CHECK(value("add(nowhere, opened, 2)").empty());
  CHECK(value("add(office, opened, 9999999999)").empty());
  CHECK(value_of("add(office, opened, 2)", fields, nullptr).empty());
}

TEST_CASE("a text that is no formula is refused") {
  for (const char* text : {"", "add", "add(office, opened)", "add(office, opened, 1, 2)",
                           "power(office, opened, 2)", "add(office, opened, 2", "add(,opened,2)",
                           "add(office, add(office, opened, 1), 2)", "(office, opened, 2)"}) {
    CAPTURE(text);
    const auto what = hours::parse_formula(text);
    REQUIRE_FALSE(what.ok());
    CHECK(what.error().state == "INVALID_FORMULA");
  }
}
