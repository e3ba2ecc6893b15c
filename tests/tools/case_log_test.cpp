// Goal: a ticket log's cases are told as its rows say, at the instants its wall clock showed.
// Method: small mappings and rows, and the shipped mappings.
#include "tools/parley/case_log.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "events/hours/zone_rules.hpp"
#include "tools/parley/case_importer.hpp"

namespace parley::tool {
namespace {

const std::string small = R"(
[log]
zone = "Europe/Berlin"
ahead_minutes = 60
[hours]
id = "office"
weekly = "Mon-Fri 09:00-17:00"
[level]
id = "gold"
[customer]
id = "acme"
[entitlement]
id = "support"
starts_on = "2010-01-01"
[process]
id = "tickets"
pause_statuses = ["waiting"]
[[milestone]]
id = "first"
kind = "first_response"
target_minutes = 60
[[activity]]
value = "work"
status = "in_progress"
completes = ["first"]
[[activity]]
value = "wait"
status = "waiting"
[[activity]]
value = "end"
closes = true
)";

case_mapping mapping(const std::string& text = small) {
  auto map = parse_case_mapping(text, "m.toml");
  REQUIRE_MESSAGE(map.ok(), (map.ok() ? "" : map.error().message));
  return std::move(*map);
}

std::string fault(const std::string& text) {
  const auto map = parse_case_mapping(text, "m.toml");
  REQUIRE_FALSE(map.ok());
  return map.error().message;
}

std::vector<log_row> rows_of(const std::vector<std::pair<std::string, std::int64_t>>& told) {
  std::vector<log_row> rows;
  for (const auto& [activity, at] : told) {
    log_row row;
    row.line = rows.size() + 2;
    row.case_name = "7/a";
    row.activity = activity;
    row.time_s = at;
    rows.push_back(row);
  }
  return rows;
}

std::vector<std::string> told_by(const std::vector<log_row>& rows) {
  log_mapping log;
  log.tenant = "t";
  std::vector<const log_row*> pointers;
  for (const log_row& row : rows) pointers.push_back(&row);
  std::vector<std::string> told;
  for (const client::call& call : calls_of_case(log, mapping(), pointers)) {
    const std::string base = "/v1/tenants/t/cases";
    REQUIRE(call.path.starts_with(base));
    told.push_back(call.key + " " + call.path.substr(base.size()));
  }
  return told;
}

TEST_CASE("a mapping of promises is read, and refused with what is wrong") {
  const case_mapping map = mapping();
  CHECK(map.hours_set.zone == "Europe/Berlin");
  CHECK(map.hours_set.weekly.size() == 5);
  CHECK(map.process_settings.milestones.front().kind == milestone_kind::first_response);
  CHECK(map.entitlement.terms.process == process_id("tickets"));
  CHECK(fault(small + "[[activity]]\nvalue = \"end\"\n") == "m.toml: two rules for activity `end`");
  CHECK(fault(small + "[[milestone]]\nid = \"x\"\nkind = \"none\"\ntarget_minutes = 1\n") ==
        "m.toml: `kind` cannot be `none`");
  CHECK(fault("[log]\nzone = \"UTC\"\n").find("need `id`") != std::string::npos);
}

TEST_CASE("what each row says: opened, answered, waiting, closed, opened again, finished") {
  const auto rows = rows_of({{"new", 0},
                             {"work", 60},
                             {"wait", 120},
                             {"wait", 130},
                             {"end", 180},
                             {"end", 190},
                             {"work", 240}});
  const std::string one = "/case-7~2fa";
  CHECK(told_by(rows) ==
        std::vector<std::string>{
            "case:2:0 ?case=case-7~2fa", "case:3:0 " + one + "/milestones/first/complete",
            "case:3:1 " + one + "/status", "case:4:0 " + one + "/status",
            "case:6:0 " + one + "/close", "case:8:0 " + one + "/reopen",
            "case:8:1 " + one + "/milestones/first/complete", "case:8:2 " + one + "/imported"});
}

TEST_CASE("the log's wall clock becomes instants, also where clocks change") {
  zone_rules berlin;
  berlin.first_offset_s = 3600;
  // Summer time began on 28 March 2010 at 01:00 UTC and ended on 31 October at 01:00 UTC.
  berlin.transitions = {{1'269'738'000, 7200}, {1'288'486'800, 3600}};
  const std::int64_t ahead = 3600;
  const std::int64_t spring = 1'269'738'000;
  const std::int64_t autumn = 1'288'486'800;
  auto rows = rows_of({{"before", spring - 1 + 3600 + ahead},
                       {"skipped", spring + 3600 + 1800 + ahead},
                       {"after", spring + 7200 + ahead},
                       {"twice", autumn + 3600 + 1800 + ahead},
                       {"later", autumn + 7200 + ahead}});
  REQUIRE(place_in_time(rows, mapping(), berlin).ok());
  CHECK(rows[0].time_s == spring - 1);
  CHECK(rows[1].time_s == spring + 1800);
  // Time never goes back within a case.
  CHECK(rows[2].time_s == spring + 1800);
  CHECK(rows[3].time_s == autumn - 1800);
  CHECK(rows[4].time_s == autumn + 3600);
}

TEST_CASE("the shipped mappings of promises can be read") {
  for (const char* name : {"bpi_13_incidents", "helpdesk"}) {
    const std::ifstream file(std::string("tools/maps/") + name + ".promises.toml");
    REQUIRE(file.good());
    std::stringstream text;
    text << file.rdbuf();
    const case_mapping map = mapping(text.str());
    CHECK(map.holidays.size() > 10);
    CHECK(map.process_settings.milestones.size() >= 3);
    CHECK(map.activities.size() > 5);
  }
}

}  // namespace
}  // namespace parley::tool
