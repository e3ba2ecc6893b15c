#include "tests/sim/log_book.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "events/codec/event_codec.hpp"
#include "tests/sim/names.hpp"
#include "tests/sim/plants.hpp"

namespace parley::sim {

std::uint64_t mix(std::uint64_t hash, std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    hash = (hash ^ byte) * 0x100000001b3U;
  }
  return hash;
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t number) {
  return (hash ^ number) * 0x100000001b3U;
}

log_book::log_book(const store::journal& journal, partition_id partition, probe_counts& probes)
    : cursor_(journal.read(partition, offset{})), partition_(partition), laws_(probes) {}

void log_book::catch_up() {
  const honest reading;
  while (broken_.empty()) {
    const auto next = cursor_->next();
    if (!next.ok()) {
      broken_ = "the log cannot be read: " + next.error().message;
    } else if (*next == nullptr) {
      return;
    } else {
      read(**next);
    }
  }
}

const commit_entry* log_book::find(const stream_id& stream, const command_id& command) const {
  const auto book = streams_.find(stream);
  if (book == streams_.end()) {
    return nullptr;
  }
  const auto entry = book->second.commands.find(command);
  return entry == book->second.commands.end() ? nullptr : &entry->second;
}

void log_book::fail(const store::commit_view& commit, const std::string& what) {
  if (broken_.empty()) {
    broken_ = "at " + to_string(commit.first_position()) + " of " + to_string(commit.stream()) +
              ": " + what;
  }
}

bool log_book::check_numbers(const store::commit_view& commit, stream_book& book) {
  if (commit.first_position().at != last_.next()) {
    fail(commit, "offsets are not dense");
  } else if (commit.first_version() != book.at.next()) {
    fail(commit, "versions are not dense after " + std::to_string(book.at.value));
  } else if (commit.event_count() == 0) {
    fail(commit, "a commit without events");
  } else if (commit.recorded_at() < latest_) {
    fail(commit, "recorded time went back");
  } else if (book.commands.contains(commit.command())) {
    fail(commit, "command " + to_string(commit.command()) + " had an effect before");
  }
  return broken_.empty();
}

void log_book::tell(const store::commit_view& commit, const std::vector<any_event>& events) const {
  std::printf("    %s %s %s by %s:", to_string(commit.first_position()).c_str(),
              to_string(commit.stream()).c_str(), to_string(commit.command()).c_str(),
              commit.by().name.c_str());
  for (const any_event& event : events) {
    std::printf(" %s", codec::name_of(event));
  }
  std::printf("\n");
}

// Ids of the simulation start with their tenant's name, so a foreign one shows in the bytes.
void log_book::check_walls(const store::commit_view& commit) {
  const tenant_id own{std::string(commit.tenant())};
  for (const tenant_id& other : all_tenants()) {
    if (other == own) {
      continue;
    }
    const std::string mark = other.str() + "-";
    bool found = commit.entity().find(mark) != std::string_view::npos;
    for (std::size_t i = 0; i < commit.event_count() && !found; ++i) {
      const auto bytes = commit.event(i).payload;
      found = std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end()) != bytes.end();
    }
    if (found) {
      fail(commit, "names something of tenant " + other.str());
    }
  }
}

void log_book::read(const store::commit_view& commit) {
  const stream_id stream = commit.stream();
  auto& book =
      streams_.try_emplace(stream, stream_book{{}, empty_state(stream.kind), {}}).first->second;
  if (!check_numbers(commit, book)) {
    return;
  }
  check_walls(commit);
  std::vector<any_event> events;
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const auto bytes = commit.event(i);
    auto event = codec::decode_event(codec::event_type(bytes.type), bytes.payload);
    if (!event.ok()) {
      fail(commit, "an event cannot be decoded: " + event.error().message);
      return;
    }
    if (kind_of(*event) != stream.kind) {
      fail(commit, "an event of another kind of entity");
      return;
    }
    apply(book.state, *event, commit.recorded_at());
    events.push_back(std::move(*event));
    hash_ = mix(mix(hash_, bytes.type), bytes.payload);
  }
  last_ = commit.last_position().at;
  latest_ = commit.recorded_at();
  book.at = version(book.at.value + events.size());
  book.commands[commit.command()] = {commit.first_position().at, last_, book.at};
  hash_ = mix(mix(hash_, commit.command().high), commit.command().low);
  if (trace_) {
    tell(commit, events);
  }
  const std::string illegal = laws_.commit(stream, events, commit.recorded_at());
  if (!illegal.empty()) {
    fail(commit, illegal);
  }
}

}  // namespace parley::sim
