// Goal: a commit that any release stored is read for ever. Method: the bytes of one commit of two
// events, in commits/; what they say is told here. PARLEY_WRITE_GOLDEN=1 writes it if it is
// missing.

#include "store/commit.hpp"

#include <cstdlib>

#include <doctest/doctest.h>

#include "events/codec/event_codec.hpp"
#include "tests/golden/files.hpp"

using namespace parley;

namespace {

const golden::folder commits("tests/golden/commits");

const std::vector<any_event>& stored_events() {
  static const std::vector<any_event> all{
      work_accepted{work_id("c1.w7"), route_id("c1.r1"), agent_id("ana")},
      participant_joined{session_id("c1.s1"), "ana", participant_role::agent},
  };
  return all;
}

void write_first_version() {
  const stream_id stream{tenant_id("acme"), entity_kind::conversation, "c1"};
  const principal by{principal_role::agent, "ana"};
  std::vector<std::vector<std::uint8_t>> payloads;
  std::vector<store::event_bytes> list;
  for (const any_event& event : stored_events()) {
    flatbuffers::FlatBufferBuilder builder;
    codec::encode_event(builder, event);
    payloads.emplace_back(builder.GetBufferPointer(),
                          builder.GetBufferPointer() + builder.GetSize());
    list.push_back({codec::type_of(event).value, {}});
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i].payload = payloads[i];
  }
  store::commit_batch batch;
  batch.add(
      {stream, version(5), offset(1000), outside_command_id(7, 8), by, time_ms(1234567890123)},
      list);
  const auto bytes = batch.commit(0);
  commits.write("commit.v1", {bytes.begin(), bytes.end()}, {});
}

}  // namespace

TEST_CASE("a commit of the first release is read as what it said") {
  if (std::getenv("PARLEY_WRITE_GOLDEN") != nullptr && commits.versions_of("commit").empty()) {
    write_first_version();
  }
  const auto files = commits.versions_of("commit");
  REQUIRE(files.size() == 1);
  const auto bytes = files[0].bytes();
  const auto commit = store::commit_view::parse(bytes, partition_id(3), offset(1000));
  REQUIRE(commit.ok());
  const stream_id stream{tenant_id("acme"), entity_kind::conversation, "c1"};
  const principal by{principal_role::agent, "ana"};
  const position last{partition_id(3), offset(1001)};
  CHECK((commit->stream() == stream));
  CHECK((commit->first_version() == version(5)));
  CHECK((commit->command() == outside_command_id(7, 8)));
  CHECK((commit->by() == by));
  CHECK((commit->recorded_at() == time_ms(1234567890123)));
  CHECK((commit->last_position() == last));
  REQUIRE(commit->event_count() == stored_events().size());
  for (std::size_t i = 0; i < commit->event_count(); ++i) {
    const auto stored = commit->event(i);
    const std::vector<std::uint8_t> payload(stored.payload.begin(), stored.payload.end());
    const auto event = codec::decode_event(codec::event_type(stored.type), payload);
    REQUIRE(event.ok());
    CHECK((*event == stored_events()[i]));
  }
}
