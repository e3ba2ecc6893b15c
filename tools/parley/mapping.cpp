#include "tools/parley/mapping.hpp"

#include <algorithm>
#include <ctime>
#include <unordered_map>

#include <fmt/core.h>

#include "tools/parley/csv.hpp"
#include "tools/parley/toml_reader.hpp"

namespace parley::tool {
namespace {

void read_steps(toml_reader& in, activity_rule& rule, const std::string& name) {
  std::vector<std::string> names;
  in.texts("do", names);
  for (const std::string& one : names) {
    if (one == "message_in") {
      rule.steps.push_back(step::message_in);
    } else if (one == "message_out") {
      rule.steps.push_back(step::message_out);
    } else if (one == "transfer") {
      rule.steps.push_back(step::transfer);
    } else if (one == "nothing") {
      rule.steps.push_back(step::nothing);
    } else {
      in.refuse(name + ": unknown step `" + one + "`");
    }
  }
}

void read_activity(toml_reader& in, log_mapping& to, const std::string& name) {
  std::string value;
  activity_rule rule;
  in.text("value", value);
  in.text("text", rule.text);
  in.text("queue", rule.queue);
  read_steps(in, rule, name);
  if (value.empty()) {
    to.otherwise = std::move(rule);
  } else if (!to.activities.emplace(value, std::move(rule)).second) {
    in.refuse(name + ": two rules for activity `" + value + "`");
  }
}

void read_queue(toml_reader& in, log_mapping& to) {
  queue_rule queue;
  in.text("id", queue.id);
  in.text("name", queue.name);
  in.number<std::int64_t>("priority", -1000, 1000, queue.priority);
  in.number<std::int64_t>("offer_timeout_ms", 1000, 86'400'000, queue.offer_timeout_ms);
  to.queues.push_back(std::move(queue));
}

void read_staff(toml_reader& in, log_mapping& to) {
  staff_rule staff;
  in.text("prefix", staff.prefix);
  in.number<std::int64_t>("count", 1, 10'000, staff.count);
  in.number<std::int64_t>("capacity", 1, 10'000, staff.capacity);
  in.texts("queues", staff.queues);
  to.staff.push_back(std::move(staff));
}

}  // namespace

result<log_mapping> parse_mapping(std::string_view text, const std::string& name) {
  auto table = parse_toml(text, name);
  if (!table.ok()) return table.error();
  log_mapping map;
  toml_reader in(*table, name);
  in.section("columns", [&](toml_reader& columns) {
    columns.text("case", map.case_column);
    columns.text("activity", map.activity_column);
    columns.text("time", map.time_column);
    columns.text("time_format", map.time_format);
  });
  in.section("tenant", [&](toml_reader& tenant) {
    tenant.text("id", map.tenant);
    tenant.text("name", map.tenant_name);
    tenant.text("channel", map.channel);
  });
  in.each("queue", [&](toml_reader& queue) { read_queue(queue, map); });
  in.each("staff", [&](toml_reader& staff) { read_staff(staff, map); });
  in.each("activity", [&](toml_reader& activity) { read_activity(activity, map, name); });
  if (map.case_column.empty() || map.activity_column.empty() || map.time_column.empty()) {
    in.refuse(name + ": [columns] must name `case`, `activity` and `time`");
  }
  if (map.tenant.empty()) in.refuse(name + ": [tenant] must have an `id`");
  if (map.queues.empty() || map.staff.empty()) {
    in.refuse(name + ": there must be a [[queue]] and a [[staff]]");
  }
  const status end = in.finish();
  if (!end.ok()) return end.error();
  if (map.otherwise.steps.empty()) map.otherwise.steps.push_back(step::message_in);
  return map;
}

namespace {

struct columns {
  std::size_t case_name = 0, activity = 0, time = 0;
  std::size_t count = 0;
};

rejection at_line(const std::string& name, std::size_t line, const std::string& why) {
  return {errc::bad_request, name + ":" + std::to_string(line) + ": " + why, {}};
}

result<columns> find_columns(const csv_row& head, const log_mapping& map, const std::string& name) {
  columns found;
  found.count = head.fields.size();
  const auto find = [&](const std::string& column, std::size_t& to) {
    const auto it = std::find(head.fields.begin(), head.fields.end(), column);
    to = static_cast<std::size_t>(it - head.fields.begin());
    return it != head.fields.end();
  };
  if (!find(map.case_column, found.case_name) || !find(map.activity_column, found.activity) ||
      !find(map.time_column, found.time)) {
    return at_line(name, head.line,
                   "the header must have the columns " + map.case_column + ", " +
                       map.activity_column + " and " + map.time_column);
  }
  return found;
}

result<log_row> make_row(csv_row& row, const columns& at, const log_mapping& map,
                         const std::string& name) {
  if (row.fields.size() != at.count) {
    return at_line(
        name, row.line,
        std::to_string(row.fields.size()) + " fields, the header has " + std::to_string(at.count));
  }
  std::tm parts{};
  const std::string& time = row.fields[at.time];
  const char* end = strptime(time.c_str(), map.time_format.c_str(), &parts);
  if (end == nullptr || *end != '\0') {
    return at_line(name, row.line, "`" + time + "` is not a time of form " + map.time_format);
  }
  if (row.fields[at.case_name].empty()) return at_line(name, row.line, "the case is empty");
  log_row out;
  out.line = row.line;
  out.case_name = std::move(row.fields[at.case_name]);
  out.activity = std::move(row.fields[at.activity]);
  out.time_s = timegm(&parts);
  return out;
}

void mark_ends(std::vector<log_row>& rows) {
  std::unordered_map<std::string, std::size_t> latest;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].first = latest.insert_or_assign(rows[i].case_name, i).second;
  }
  for (const auto& [name, index] : latest) rows[index].last = true;
}

}  // namespace

std::string plain_id(std::string_view prefix, std::string_view name) {
  std::string id(prefix);
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_';
    if (plain) {
      id += c;
    } else {
      id += fmt::format("~{:02x}", static_cast<unsigned char>(c));
    }
  }
  return id.substr(0, 100);
}

result<std::vector<log_row>> read_log(std::istream& from, const log_mapping& map,
                                      const std::string& name) {
  csv_reader reader(from);
  auto head = reader.next();
  if (!head.ok()) return at_line(name, 0, head.error().message);
  if (!head->has_value()) return at_line(name, 1, "the file is empty");
  const auto at = find_columns(**head, map, name);
  if (!at.ok()) return at.error();
  std::vector<log_row> rows;
  while (true) {
    auto row = reader.next();
    if (!row.ok()) return rejection{errc::bad_request, name + ": " + row.error().message, {}};
    if (!row->has_value()) break;
    auto made = make_row(**row, *at, map, name);
    if (!made.ok()) return made.error();
    rows.push_back(std::move(*made));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const log_row& a, const log_row& b) { return a.time_s < b.time_s; });
  mark_ends(rows);
  return rows;
}

}  // namespace parley::tool
