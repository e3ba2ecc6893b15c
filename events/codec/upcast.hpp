#pragma once
// Where an old event becomes the present one. Fields that were only added need nothing here: the
// codec gives them their default. A step is for what a default cannot say: a field that moved into
// another, a value that now means something else, an event that another one replaced.
//
// How to change an event for ever: add the new field (or the new event, at the end of `any_event`),
// write a step below, give it a golden file of the old bytes (tests/golden), keep both.

#include <span>

#include "events/codec/event_codec.hpp"

namespace parley::codec {

/// From the event `from` as it once was to what it means now. Pure, total, and harmless to an event
/// that is new already: old and new bytes of one type differ only in what is set.
struct upcast_step {
  event_type from;
  any_event (*step)(any_event old);
};

/// This build's steps, oldest first.
std::span<const upcast_step> upcasts();

/// Applies `steps` in one pass: an event that a step turns into another type meets only the later
/// steps of that type, so this ends, and version 1 goes through version 2 to version 3.
any_event upcast(any_event event, std::span<const upcast_step> steps);

}  // namespace parley::codec
