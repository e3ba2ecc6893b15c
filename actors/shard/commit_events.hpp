#pragma once
// The events of a stored commit, decoded one after the other.

#include "events/base/recorded.hpp"
#include "events/codec/event_codec.hpp"
#include "store/commit.hpp"

namespace parley {

/// Calls `use(const recorded_event&)` for each event of `commit`, which it sees once: `decoder`
/// gives the next one its memory. An event of a type that only a newer build knows is passed over:
/// its bytes stay in the log. CORRUPT ends it.
template <class Use>
status for_each_event(const store::commit_view& commit, codec::event_decoder& decoder, Use&& use) {
  const stream_id stream = commit.stream();
  const principal by = commit.by();
  const position first = commit.first_position();
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const auto bytes = commit.event(i);
    const auto event = decoder.decode(codec::event_type(bytes.type), bytes.payload);
    if (!event.ok()) {
      if (event.error().code == errc::unsupported) {
        continue;
      }
      return event.error();
    }
    use(recorded_event{{first.partition, offset(first.at.value + i)},
                       stream,
                       version(commit.first_version().value + i),
                       commit.recorded_at(),
                       commit.command(),
                       by,
                       **event});
  }
  return done{};
}

/// The same for a commit now and then.
template <class Use>
status for_each_event(const store::commit_view& commit, Use&& use) {
  codec::event_decoder decoder;
  return for_each_event(commit, decoder, std::forward<Use>(use));
}

}  // namespace parley
