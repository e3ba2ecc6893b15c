#include "events/hours/zone_difference.hpp"

#include <algorithm>

#include "events/hours/zone_clock.hpp"

namespace parley {

result<std::vector<zone_difference>> differences(const zone_rules& before, const zone_rules& after,
                                                 std::int64_t from_s, std::int64_t to_s) {
  const auto old_clock = hours::zone_clock::compile(before);
  const auto new_clock = hours::zone_clock::compile(after);
  if (!old_clock.ok() || !new_clock.ok()) {
    return old_clock.ok() ? new_clock.error() : old_clock.error();
  }
  std::vector<zone_difference> found;
  while (from_s < to_s) {
    std::int64_t next_s = to_s;
    for (const hours::zone_clock* clock : {&*old_clock, &*new_clock}) {
      if (const auto change = clock->next_change(from_s)) {
        next_s = std::min(next_s, change->at_s);
      }
    }
    const zone_difference here{from_s, next_s, old_clock->offset_s(from_s),
                               new_clock->offset_s(from_s)};
    if (here.offset_before_s != here.offset_after_s) {
      found.push_back(here);
    }
    from_s = next_s;
  }
  return found;
}

std::vector<moved_promise> moved(const calendar& before, const calendar& after,
                                 const std::vector<promise>& promises) {
  std::vector<moved_promise> found;
  for (const promise& each : promises) {
    const moved_promise judged{each, before.add(each.from, each.amount),
                               after.add(each.from, each.amount)};
    if (judged.before != judged.after) {
      found.push_back(judged);
    }
  }
  return found;
}

}  // namespace parley
