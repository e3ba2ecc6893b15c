#pragma once
// What a run of a milestone can be asked to do. All but `check_milestone` come from its case, by
// reactions; `at` is when the case's own event took effect, so what follows does not depend on how
// long the reaction was under way.

#include "events/base/one_of.hpp"
#include "events/milestone/events.hpp"

namespace parley {

/// Starts the first or next occurrence, goes on with one that was stopped, or gives a running one
/// another definition. What is so already gives no event.
struct start_milestone {
  milestone_setup setup;
  time_ms start;
  std::vector<hold> holds;
  bool reopened = false;  ///< the time since it was stopped does not count
  std::uint8_t depth = 0;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(start_milestone, (), (setup, start, holds, reopened, depth, at))
struct pause_milestone {
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(pause_milestone, (), (at))
struct resume_milestone {
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(resume_milestone, (), (at))
struct complete_milestone {
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(complete_milestone, (), (at))
struct cancel_milestone {
  std::string reason;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(cancel_milestone, (), (reason, at))
/// Places what is left anew with the hours in force: after a newer zone database was accepted.
struct replace_milestone {
  std::string reason;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(replace_milestone, (), (reason, at))
/// From the shard's clock only. WRONG_STATE unless this is the wake that is set and it is past.
struct check_milestone {
  time_ms wake;
};
BOOST_DESCRIBE_STRUCT(check_milestone, (), (wake))

struct milestone_command_cases {
  using variant =
      std::variant<start_milestone, pause_milestone, resume_milestone, complete_milestone,
                   cancel_milestone, replace_milestone, check_milestone>;
};
using milestone_command = one_of<milestone_command_cases>;

}  // namespace parley
