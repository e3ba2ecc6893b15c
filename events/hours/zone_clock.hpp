#pragma once
// A zone's rules compiled: which offset holds at an instant, and when it changes next. Right for
// ever: past the listed transitions it follows the footer.

#include <optional>

#include "events/base/result.hpp"
#include "events/hours/posix_tz.hpp"
#include "events/hours/zone_rules.hpp"

namespace parley::hours {

class zone_clock {
 public:
  /// INVALID_DEFINITION if the footer cannot be read or transitions are not in order.
  static result<zone_clock> compile(const zone_rules& rules);

  std::int32_t offset_s(std::int64_t at_s) const;
  /// The first change of the offset strictly after `at_s`. Empty: it never changes again.
  std::optional<zone_transition> next_change(std::int64_t at_s) const;

 private:
  std::int32_t offset_by_footer_s(std::int64_t at_s) const;
  std::optional<zone_transition> next_by_footer(std::int64_t at_s, std::int32_t offset_s) const;

  std::int32_t first_offset_s_ = 0;
  std::vector<zone_transition> transitions_;
  std::optional<posix_tz> footer_;
};

}  // namespace parley::hours
