#pragma once
// An event as the log tells it: what happened, to whom, where in the order, and when.

#include "events/base/entity.hpp"
#include "events/events.hpp"

namespace parley {

/// One event of a commit. References live as long as the commit that is being folded.
struct recorded_event {
  position at;
  const stream_id& stream;
  version in_stream;  ///< the stream's version after this event
  time_ms recorded_at;
  command_id command;  ///< that caused the commit
  const principal& by;
  const any_event& event;
};

/// A command that an event led to. `id` is derived from the event's position.
struct reaction_command {
  command_id id;
  stream_id target;
  any_command command;
};

}  // namespace parley
