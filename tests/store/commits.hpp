#pragma once
// Commits with recognisable content, for the tests of store/.

#include <string>

#include "store/commit.hpp"

namespace parley::store::test {

inline std::string payload_text(offset at, std::size_t bytes) {
  std::string text = "event " + std::to_string(at.value) + " ";
  while (text.size() < bytes) {
    text.push_back(static_cast<char>('a' + (text.size() * 7 + at.value) % 26));
  }
  return text;
}

inline std::span<const std::uint8_t> as_bytes(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string as_text(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

/// Adds a commit of `events` events at `first`, all of them derived from the offset.
inline void add_commit(commit_batch& batch, offset first, std::size_t events = 1,
                       std::size_t payload_bytes = 40) {
  const stream_id stream{tenant_id("acme"), entity_kind::conversation,
                         "c" + std::to_string(first.value % 5)};
  const principal by{principal_role::agent, "ada"};
  std::vector<std::string> texts;
  std::vector<event_bytes> list;
  for (std::size_t i = 0; i < events; ++i) {
    texts.push_back(payload_text(offset(first.value + i), payload_bytes));
  }
  for (std::size_t i = 0; i < events; ++i) {
    list.push_back({static_cast<std::uint16_t>(1 + (first.value + i) % 40), as_bytes(texts[i])});
  }
  batch.add({stream, version(first.value), first, outside_command_id(7, first.value), by,
             time_ms(static_cast<std::int64_t>(1'700'000'000'000 + first.value))},
            list);
}

/// `commits` commits of 1, 2, 3, 1, 2, 3 … events from `first` on.
inline commit_batch make_batch(offset first, std::size_t commits, std::size_t payload_bytes = 40) {
  commit_batch batch;
  for (std::size_t i = 0; i < commits; ++i) {
    const std::size_t events = 1 + i % 3;
    add_commit(batch, first, events, payload_bytes);
    first = offset(first.value + events);
  }
  return batch;
}

/// True if every field of the commit is what add_commit made of its offset.
inline bool is_as_made(const commit_view& commit) {
  const auto first = commit.first_position().at;
  bool good =
      commit.tenant() == "acme" && commit.kind() == entity_kind::conversation &&
      commit.entity() == "c" + std::to_string(first.value % 5) &&
      commit.first_version() == version(first.value) &&
      commit.command() == outside_command_id(7, first.value) &&
      commit.by() == principal{principal_role::agent, "ada"} &&
      commit.recorded_at().value == static_cast<std::int64_t>(1'700'000'000'000 + first.value);
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const auto event = commit.event(i);
    good = good && event.type == 1 + (first.value + i) % 40 &&
           as_text(event.payload) == payload_text(offset(first.value + i), event.payload.size());
  }
  return good;
}

}  // namespace parley::store::test
