#pragma once
// A conversation's log as lines of a transcript, read from the log itself by the index.

#include "actors/node/port.hpp"
#include "events/views/answers.hpp"

namespace parley::http {

struct transcript_terms {
  version from;  ///< the first version wanted, 1 or later
  std::size_t limit = 200;
  position upto;  ///< nothing later than this: the state beside it does not know it yet
};

/// Fills `transcript` and `next_version`. Blocks on the log: not for a lane or a shard.
status read_transcript(const node_port& node, const stream_id& stream,
                       const transcript_terms& terms, conversation_answer& to);

/// One event as a line: author, text and number are the members of those names, whatever the event.
transcript_entry to_entry(const any_event& event, const principal& by);

}  // namespace parley::http
