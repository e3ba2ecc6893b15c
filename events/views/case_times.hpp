#pragma once
// How long a case took: its age, its time in each status, and agents' time with its conversations,
// by the clock and in business time. A fold of the case's events and of its conversations'; pure.

#include <map>

#include "events/events.hpp"
#include "events/hours/hours_source.hpp"
#include "events/views/promise_answers.hpp"

namespace parley {

class case_times {
 public:
  /// Events of one stream, in its order; the case's and its conversations' in any order.
  void take(const any_event& event, time_ms recorded_at);

  /// `by`: the set in which business time is counted; empty: the tenant's default.
  case_times_answer answer(const hours_source* source, const hours_id& by, time_ms now) const;

 private:
  struct spell {
    time_ms from;
    time_ms to;  ///< 0: it goes on
  };
  struct named {
    std::string name;
    std::vector<spell> spells;
  };

  void enter(const std::string& name, time_ms at);
  void leave(time_ms at);

  time_ms opened_at_;
  time_ms closed_at_;
  std::vector<named> statuses_;
  std::size_t status_ = 0;  ///< the present one, + 1; 0: it is closed
  std::map<std::string, std::vector<spell>> agents_;
};

}  // namespace parley
