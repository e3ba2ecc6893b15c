// Reads: of one entity or the views while everything goes on, and of everything at rest.

#include "tests/sim/machine.hpp"
#include "tests/sim/plants.hpp"

namespace parley::sim {

void machine::check_reading(const stream_id& stream, const result<entity_reading>& reading) {
  book_.catch_up();
  const auto& streams = book_.streams();
  const auto book = streams.find(stream);
  if (!reading.ok()) {
    if (reading.error().code == errc::not_found && book != streams.end()) {
      fail("a read does not find " + to_string(stream));
    }
    return;
  }
  // What a reader sees is exactly the durable log: an append that is not acknowledged is not there,
  // one that is, is.
  if (book == streams.end() || reading->in_stream != book->second.at) {
    fail("a read of " + to_string(stream) + " tells version " +
         std::to_string(reading->in_stream.value) + ", the log has another");
  } else if (!(reading->state == book->second.state)) {
    fail("the state of " + to_string(stream) + " is not the fold of its events");
  }
}

void machine::read_entity(const stream_id& stream, time_ms deadline) {
  if (!up()) {
    return;
  }
  ++open_reads_;
  const offset at_least(book_.last().value + chance_.below(4));
  const auto use = [this, stream, at_least, life = life_](const result<entity_reading>& reading) {
    if (life != life_) {
      fail("a process that crashed answers a read");
      return;
    }
    --open_reads_;
    if (reading.ok() && reading->at.at < at_least) {
      fail("a read did not wait for its position");
    }
    check_reading(stream, reading);
  };
  const std::size_t before = open_reads_;
  shard_->read_entity(stream, at_least, deadline, use);
  if (open_reads_ == before) {
    probes_.visit(probe::read_waited);
  }
  finish_step();
}

void machine::read_floor(time_ms deadline) {
  if (!up()) {
    return;
  }
  ++open_reads_;
  const offset at_least(book_.last().value + chance_.below(4));
  shard_->read_floor(
      at_least, deadline, [this, at_least, life = life_](const result<floor_reading>& reading) {
        if (life != life_) {
          fail("a process that crashed answers a read");
          return;
        }
        --open_reads_;
        if (reading.ok() && (reading->at.at < at_least || reading->at != reading->views.at())) {
          fail("a read of the views tells another position than theirs");
        }
      });
  finish_step();
}

std::string machine::compare_with_log() {
  const honest folding;
  floor folded;
  const auto cursor = journal_.read(options_.partition, offset{});
  for (;;) {
    const auto next = cursor->next();
    if (!next.ok() || *next == nullptr) {
      break;
    }
    const store::commit_view& commit = **next;
    const stream_id stream = commit.stream();
    const principal by = commit.by();
    for (std::size_t i = 0; i < commit.event_count(); ++i) {
      const auto bytes = commit.event(i);
      const auto event = codec::decode_event(codec::event_type(bytes.type), bytes.payload);
      if (!event.ok()) {
        return "the log holds an event that cannot be decoded";
      }
      const recorded_event told{{options_.partition, offset(commit.first_position().at.value + i)},
                                stream,
                                version(commit.first_version().value + i),
                                commit.recorded_at(),
                                commit.command(),
                                by,
                                *event};
      folded.project(told);
      react(told, folded);
    }
  }
  const auto live = shard_->views().all_rows();
  const auto expected = folded.all_rows();
  for (std::size_t i = 0; i < std::max(live.size(), expected.size()); ++i) {
    if (i >= live.size() || i >= expected.size() || live[i] != expected[i]) {
      const view_row& row = i < live.size() ? live[i] : expected[i];
      return "the views are not the fold of the log: table " + row.table + ", key " + row.key;
    }
  }
  for (const auto& [stream, book] : book_.streams()) {
    shard_->read_entity(
        stream, offset{}, now_, [this, stream = stream](const result<entity_reading>& reading) {
          if (!reading.ok()) {
            fail("at rest " + to_string(stream) + " cannot be read: " + reading.error().message);
          }
          check_reading(stream, reading);
        });
  }
  return broken();
}

}  // namespace parley::sim
