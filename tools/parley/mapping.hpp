#pragma once
// How a ticket log becomes conversations: which column is what, which activity means which step,
// which queues and staff there are. Read from TOML; ../maps holds mappings of public logs.

#include <map>
#include <string>
#include <vector>

#include "events/base/result.hpp"

namespace parley::tool {

/// What one row makes happen. The first row of a case also opens and routes its conversation, the
/// last one also completes it.
enum class step : unsigned char {
  message_in,   ///< the contact writes
  message_out,  ///< the owning agent answers; waits for an owner
  transfer,     ///< the owner gives the work to another queue; in a first row: message_in
  nothing,      ///< the row only counts
};

struct activity_rule {
  std::string text;  ///< of the messages; empty: the activity's value
  std::vector<step> steps;
  std::string queue;  ///< of a transfer; empty: the first
};

struct queue_rule {
  std::string id;
  std::string name;
  std::int64_t priority = 0;
  std::int64_t offer_timeout_ms = 30'000;
};

/// `count` agents named `<prefix>001` …, all members of `queues` (empty: of all).
struct staff_rule {
  std::string prefix = "agent-";
  std::int64_t count = 1;
  std::int64_t capacity = 1;
  std::vector<std::string> queues;
};

struct log_mapping {
  std::string case_column, activity_column, time_column;
  std::string time_format = "%Y-%m-%d %H:%M:%S";  ///< as strptime; taken as UTC
  std::string tenant;
  std::string tenant_name;
  std::string channel = "email";
  std::vector<queue_rule> queues;  ///< the first takes new conversations
  std::vector<staff_rule> staff;
  std::map<std::string, activity_rule> activities;
  activity_rule otherwise;  ///< for activities that have no rule
};

/// BAD_REQUEST names file, line and key, also when queues or staff are missing.
result<log_mapping> parse_mapping(std::string_view text, const std::string& name);

/// One row of the log that the mapping could read.
struct log_row {
  std::size_t line = 0;
  std::string case_name;
  std::string activity;
  std::int64_t time_s = 0;  ///< since 1970, UTC
  bool first = false;       ///< of its case
  bool last = false;
};
/// An id that the API takes, from what a log calls something.
std::string plain_id(std::string_view prefix, std::string_view name);

/// All rows in time order (rows of one time stay in file order). BAD_REQUEST names file and line.
result<std::vector<log_row>> read_log(std::istream& from, const log_mapping& map,
                                      const std::string& name);

}  // namespace parley::tool
