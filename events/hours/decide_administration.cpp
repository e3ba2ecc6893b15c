// Who may change business hours, and the holidays of regions.

#include <algorithm>
#include <set>

#include "events/hours/decisions.hpp"
#include "events/hours/rights.hpp"

namespace parley::hours {
namespace {

constexpr std::size_t profiles_max = 100;
constexpr std::size_t regions_max = 1000;
constexpr std::size_t region_holidays_max = 1000;
constexpr std::size_t text_bytes_max = 256;

rejection invalid(std::string message, const char* reason) {
  return {errc::invalid_definition, std::move(message), reason};
}

}  // namespace

result<events> decide(const tenant_hours& now, const administer_hours& what, const context& where) {
  if (const status may = only_administrators(where.by.role); !may.ok()) {
    return may.error();
  }
  if (what.administration.rights.size() > profiles_max) {
    return invalid("rights: more than 100 profiles", "TOO_MANY");
  }
  std::set<std::string> seen;
  for (const hours_right& each : what.administration.rights) {
    // Names of a tenant's own profiles are apart from those that everybody has.
    const char* role = boost::describe::enum_to_string(each.profile, nullptr);
    if (role == nullptr || each.custom.size() > text_bytes_max ||
        !seen.insert(each.custom.empty() ? std::string("/") + role : each.custom).second) {
      return invalid("rights: a profile is unknown, or there twice", "INVALID_RIGHTS");
    }
    if (each.remove) {
      return invalid("rights: nobody may delete business hours", "DELETE_FORBIDDEN");
    }
  }
  return now.administration == what.administration
             ? events{}
             : events{hours_administered{what.administration}};
}

result<events> decide(const tenant_hours& now, const define_holiday_region& what,
                      const context& where) {
  holiday_region wanted = what.region;
  const holiday_region* present = find_region(now, wanted.region);
  const access needed = present == nullptr ? access::create : access::update;
  if (const status may = permitted(now, where.by, needed); !may.ok()) {
    return may.error();
  }
  if (wanted.region.empty() || wanted.region.size() > text_bytes_max ||
      wanted.name.size() > text_bytes_max) {
    return invalid("region: has 1 to 256 bytes, a name at most 256", "INVALID_NAME");
  }
  if (wanted.holidays.size() > region_holidays_max ||
      (present == nullptr && now.regions.size() >= regions_max)) {
    return invalid("region: more than 1000 holidays, or regions", "TOO_MANY");
  }
  for (const holiday_id& each : wanted.holidays) {
    if (find_holiday(now, each) == nullptr) {
      return invalid("holidays: there is no holiday " + each.str(), "UNKNOWN_HOLIDAY");
    }
  }
  std::sort(wanted.holidays.begin(), wanted.holidays.end());
  wanted.holidays.erase(std::unique(wanted.holidays.begin(), wanted.holidays.end()),
                        wanted.holidays.end());
  if (present != nullptr && *present == wanted) {
    return events{};
  }
  return events{holiday_region_defined{std::move(wanted)}};
}

}  // namespace parley::hours
