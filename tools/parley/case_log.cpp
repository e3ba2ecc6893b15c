#include "tools/parley/case_log.hpp"

#include <algorithm>
#include <unordered_map>

#include "events/hours/notation.hpp"
#include "events/hours/zone_clock.hpp"
#include "tools/parley/toml_reader.hpp"

namespace parley::tool {
namespace {

constexpr std::int64_t day_s = 86'400;

template <class Enum>
void read_enum(toml_reader& in, const std::string& name, const char* key, Enum& to) {
  std::string text;
  in.text(key, text);
  if (!text.empty() && !boost::describe::enum_from_string(text.c_str(), to)) {
    in.refuse(name + ": `" + key + "` cannot be `" + text + "`");
  }
}

template <class Id>
void read_id(toml_reader& in, const char* key, Id& to) {
  std::string text;
  in.text(key, text);
  to = Id(std::move(text));
}

void read_hours(toml_reader& in, const std::string& name, case_mapping& map) {
  std::string weekly;
  in.text("id", map.hours);
  in.text("name", map.hours_set.name);
  in.text("weekly", weekly);
  auto parsed = hours::parse_weekly(weekly);
  if (parsed.ok()) {
    map.hours_set.weekly = std::move(*parsed);
  } else {
    in.refuse(name + ": [hours] weekly: " + parsed.error().message);
  }
}

void read_holiday(toml_reader& in, case_mapping& map) {
  named_holiday holiday;
  in.text("id", holiday.id);
  in.text("name", holiday.definition.name);
  in.text("date", holiday.definition.when.date);
  in.text("rule", holiday.definition.when.rule);
  map.hours_set.holidays.emplace_back(holiday.id);
  map.holidays.push_back(std::move(holiday));
}

void read_milestone(toml_reader& in, const std::string& name, process_definition& to) {
  milestone_definition one;
  read_id(in, "id", one.milestone);
  read_enum(in, name, "kind", one.kind);
  read_enum(in, name, "side", one.side);
  read_enum(in, name, "recurrence", one.recurrence);
  in.number<std::uint32_t>("target_minutes", 1, 5'256'000, one.target_minutes);
  to.milestones.push_back(std::move(one));
}

void read_activity(toml_reader& in, const std::string& name, case_mapping& map) {
  std::string value;
  case_rule rule;
  in.text("value", value);
  in.text("status", rule.status);
  in.texts("completes", rule.completes);
  in.flag("closes", rule.closes);
  if (value.empty()) {
    map.otherwise = std::move(rule);
  } else if (!map.activities.emplace(value, std::move(rule)).second) {
    in.refuse(name + ": two rules for activity `" + value + "`");
  }
}

void read_rights(toml_reader& in, case_mapping& map) {
  in.section("level", [&](toml_reader& level) {
    level.text("id", map.level);
    level.text("name", map.level_settings.name);
  });
  in.section("customer", [&](toml_reader& customer) {
    customer.text("id", map.account);
    customer.text("name", map.account_name);
  });
  in.section("entitlement", [&](toml_reader& entitlement) {
    read_id(entitlement, "id", map.entitlement.entitlement);
    entitlement.text("name", map.entitlement.terms.name);
    entitlement.text("starts_on", map.entitlement.starts_on);
    entitlement.text("ends_on", map.entitlement.ends_on);
  });
}

std::int64_t instant_of(const hours::zone_clock& clock, std::int64_t wall_s) {
  const std::int64_t before = clock.offset_s(wall_s - day_s);
  const std::int64_t after = clock.offset_s(wall_s + day_s);
  const bool later =
      clock.offset_s(wall_s - before) != before && clock.offset_s(wall_s - after) == after;
  return wall_s - (later ? after : before);
}

}  // namespace

result<case_mapping> parse_case_mapping(std::string_view text, const std::string& name) {
  auto table = parse_toml(text, name);
  if (!table.ok()) return table.error();
  case_mapping map;
  toml_reader in(*table, name);
  in.section("log", [&](toml_reader& log) {
    log.text("zone", map.zone);
    log.number<std::int64_t>("ahead_minutes", -1'440, 1'440, map.ahead_minutes);
  });
  in.section("hours", [&](toml_reader& hours) { read_hours(hours, name, map); });
  in.each("holiday", [&](toml_reader& holiday) { read_holiday(holiday, map); });
  in.section("process", [&](toml_reader& process) {
    process.text("id", map.process);
    process.text("name", map.process_settings.name);
    process.texts("pause_statuses", map.process_settings.pause_statuses);
  });
  in.each("milestone",
          [&](toml_reader& each) { read_milestone(each, name, map.process_settings); });
  in.each("activity", [&](toml_reader& activity) { read_activity(activity, name, map); });
  read_rights(in, map);
  if (map.zone.empty() || map.hours.empty() || map.process.empty() || map.level.empty() ||
      map.account.empty() || map.entitlement.entitlement.empty()) {
    in.refuse(name + ": [log] needs `zone`; [hours], [process], [level], [customer] and " +
              "[entitlement] need `id`");
  }
  const status end = in.finish();
  if (!end.ok()) return end.error();
  map.hours_set.zone = map.zone;
  map.process_settings.hours = hours_id(map.hours);
  map.entitlement.terms.level = level_id(map.level);
  map.entitlement.terms.process = process_id(map.process);
  map.entitlement.terms.hours = hours_id(map.hours);
  return map;
}

status place_in_time(std::vector<log_row>& rows, const case_mapping& map, const zone_rules& rules) {
  const auto clock = hours::zone_clock::compile(rules);
  if (!clock.ok()) return clock.error();
  std::unordered_map<std::string, std::int64_t> latest;
  for (log_row& row : rows) {
    const std::int64_t at = instant_of(*clock, row.time_s - map.ahead_minutes * 60);
    std::int64_t& last = latest.try_emplace(row.case_name, at).first->second;
    last = row.time_s = std::max(last, at);
  }
  return done{};
}

}  // namespace parley::tool
