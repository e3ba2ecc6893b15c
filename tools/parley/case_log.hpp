#pragma once
// What a ticket log means to promises: how its clock is read, which hours and process hold for its
// cases, and what each activity says about status, milestones and end. Read from TOML; ../maps
// holds those of public logs.

#include <map>
#include <string>
#include <vector>

#include "events/customer/definitions.hpp"
#include "events/hours/definitions.hpp"
#include "events/hours/zone_rules.hpp"
#include "events/milestone/definitions.hpp"
#include "tools/parley/mapping.hpp"

namespace parley::tool {

struct case_rule {
  std::string status;                  ///< of the case from here on; empty: as it was
  std::vector<std::string> completes;  ///< milestones, unless the row opens the case
  bool closes = false;                 ///< any other row of a closed case opens it again
};

struct named_holiday {
  std::string id;
  holiday_definition definition;
};

struct case_mapping {
  std::string zone;                ///< of the office, whose wall clock the log tells
  std::int64_t ahead_minutes = 0;  ///< by which the log's clock is ahead of the office's
  std::string hours;
  hours_definition hours_set;
  std::vector<named_holiday> holidays;
  std::string level;
  service_level level_settings;
  std::string process;
  process_definition process_settings;
  std::string account, account_name;
  customer_entitlement entitlement;
  std::map<std::string, case_rule> activities;
  case_rule otherwise;
};

/// BAD_REQUEST names file, line and key.
result<case_mapping> parse_case_mapping(std::string_view text, const std::string& name);

/// The log's times as instants: wall clock of the zone. Of a time that the clock shows twice the
/// earlier; one that it skips is read with the offset before. Within a case time never goes back.
status place_in_time(std::vector<log_row>& rows, const case_mapping& map, const zone_rules& rules);

}  // namespace parley::tool
