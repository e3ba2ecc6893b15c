#include "events/codec/upcast.hpp"

namespace parley::codec {

// The first release: every event is still what it was.
std::span<const upcast_step> upcasts() { return {}; }

any_event upcast(any_event event, std::span<const upcast_step> steps) {
  for (const upcast_step& step : steps) {
    if (step.from == type_of(event)) {
      event = step.step(std::move(event));
    }
  }
  return event;
}

}  // namespace parley::codec
