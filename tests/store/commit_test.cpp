#include <doctest/doctest.h>

#include "schemas/envelope_generated.h"
#include "store/record.hpp"
#include "store/rocksdb_crc32c.hpp"
#include "tests/store/commits.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

TEST_CASE("a commit reads back as it was written") {
  commit_batch batch;
  add_commit(batch, offset(7), 3, 33);
  const auto view = commit_view::parse(batch.commit(0), partition_id(2), offset(7));
  REQUIRE(view.ok());
  CHECK(is_as_made(*view));
  CHECK(view->event_count() == 3);
  CHECK(view->first_position() == position{partition_id(2), offset(7)});
  CHECK(view->last_position() == position{partition_id(2), offset(9)});
  CHECK(view->stream() == stream_id{tenant_id("acme"), entity_kind::conversation, "c2"});
}

TEST_CASE("commits and the payloads inside them are aligned to eight") {
  commit_batch batch;
  for (std::uint64_t first = 1; first < 60; first += 2) {
    add_commit(batch, offset(first), 2, 1 + first);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    CHECK(batch.commit(i).size() % 8 == 0);
    const auto view = commit_view::parse(batch.commit(i), partition_id(0), batch.commit_offset(i));
    REQUIRE(view.ok());
    for (std::size_t event = 0; event < view->event_count(); ++event) {
      const auto at = reinterpret_cast<std::uintptr_t>(view->event(event).payload.data());
      CHECK(at % 8 == 0);
    }
  }
}

TEST_CASE("a cleared batch starts anew at any offset") {
  auto batch = make_batch(offset(1), 4);
  CHECK(batch.last_offset() == offset(7));
  batch.clear();
  CHECK(batch.empty());
  add_commit(batch, offset(100));
  CHECK(batch.first_offset() == offset(100));
  CHECK(batch.last_offset() == offset(100));
}

TEST_CASE("bytes that are no commit are corrupt") {
  commit_batch batch;
  add_commit(batch, offset(1));
  const auto bytes = batch.commit(0);
  for (std::size_t size = 0; size < bytes.size() - 8; size += 8) {
    const auto view = commit_view::parse(bytes.first(size), partition_id(0), offset(1));
    REQUIRE_FALSE(view.ok());
    CHECK(view.error().code == errc::corrupt);
  }
  std::vector<std::uint8_t> other(bytes.begin(), bytes.end());
  other[4] ^= 1;  // the file identifier
  CHECK_FALSE(commit_view::parse(other, partition_id(0), offset(1)).ok());
}

namespace {

/// A commit of one event, made by hand; `alignment_off` moves the event's payload by as much.
std::vector<std::uint8_t> handmade(std::size_t payload_bytes, std::size_t alignment_off) {
  flatbuffers::FlatBufferBuilder builder;
  const std::vector<std::uint8_t> payload(payload_bytes);
  builder.ForceVectorAlignment(payload.size() + alignment_off, 1, 8);
  const std::vector list{
      schema::Createevent_record(builder, 1, builder.CreateVector(payload)),
  };
  const auto events = builder.CreateVector(list);
  const auto name = builder.CreateString("c2");
  schema::commitBuilder table(builder);
  table.add_tenant(name);
  table.add_entity(name);
  table.add_kind(3);
  table.add_first_version(1);
  table.add_events(events);
  builder.Finish(table.Finish(), schema::commitIdentifier());
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

bool parses(const std::vector<std::uint8_t>& bytes) {
  return commit_view::parse(bytes, partition_id(0), offset(1)).ok();
}

}  // namespace

TEST_CASE("a commit whose events could not be read in place is corrupt") {
  CHECK(parses(handmade(16, 0)));
  CHECK_FALSE(parses(handmade(16, 4)));  // a vector lies at a multiple of 4 in any case
}

TEST_CASE("a commit with an event of no bytes is corrupt, wherever the event lies") {
  for (const std::size_t alignment_off : {8U, 4U}) {
    CHECK_FALSE(parses(handmade(0, alignment_off)));
  }
}

TEST_CASE("a batch is cut into records that walk back to the same commits") {
  const auto batch = make_batch(offset(1), 300, 500);
  std::vector<encoded_record> records;
  log_tip tip;
  tip = encode_claim(partition_id(3), tip, epoch(1), records);
  tip = encode_batch(partition_id(3), tip, batch, records);
  CHECK(records.size() > 5);
  std::size_t index = 0;
  log_tip walked;
  for (const auto& stored : records) {
    CHECK(stored.bytes.size() <= record_bytes_target);
    auto record = record_view::parse(stored.bytes);
    REQUIRE(record.ok());
    CHECK(record->header() == stored.header);
    CHECK(record->header().previous == walked.hash);
    REQUIRE(admit(walked, record->header()).ok());
    CHECK(*admit(walked, record->header()) == admission::accept);
    walked = tip_after(record->header(), record_hash(stored.bytes));
    while (record->advance()) {
      CHECK(record->commit_first() == batch.commit_offset(index));
      const auto commit = record->commit();
      REQUIRE(commit.ok());
      CHECK(is_as_made(*commit));
      ++index;
    }
  }
  CHECK(index == batch.size());
  CHECK(walked == tip);
}

TEST_CASE("a commit larger than a record has one of its own") {
  commit_batch batch;
  add_commit(batch, offset(1));
  add_commit(batch, offset(2), 1, 3 * record_bytes_target);
  add_commit(batch, offset(3));
  std::vector<encoded_record> records;
  log_tip tip;
  tip.at = epoch(1);
  encode_batch(partition_id(0), tip, batch, records);
  REQUIRE(records.size() == 3);
  CHECK(records[1].header.commits == 1);
  CHECK(record_view::parse(records[1].bytes).ok());
}

TEST_CASE("one flipped bit anywhere in a record is found") {
  const auto batch = make_batch(offset(1), 3);
  std::vector<encoded_record> records;
  log_tip tip;
  tip.at = epoch(1);
  encode_batch(partition_id(0), tip, batch, records);
  auto bytes = records[0].bytes;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
    const auto record = record_view::parse(bytes);
    REQUIRE_FALSE(record.ok());
    CHECK(record.error().code == errc::corrupt);
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
  }
  CHECK(record_view::parse(bytes).ok());
}

TEST_CASE("the log's rules: what may follow a record") {
  const log_tip tip{epoch(2), 4, offset(10), {}};
  record_header next{partition_id(0), false, epoch(2), 5, offset(11), 1, 1, {}};
  CHECK(*admit(tip, next) == admission::accept);
  SUBCASE("an older epoch is ignored, whatever else it says") {
    next.at = epoch(1);
    next.sequence = 77;
    CHECK(*admit(tip, next) == admission::ignore);
  }
  SUBCASE("a repeat is ignored") {
    next.sequence = 4;
    CHECK(*admit(tip, next) == admission::ignore);
  }
  SUBCASE("a second claim of the same epoch is ignored: the first wins") {
    next.claim = true;
    next.sequence = 0;
    next.events = 0;
    CHECK(*admit(tip, next) == admission::ignore);
  }
  SUBCASE("a gap in the sequence is corrupt") {
    next.sequence = 6;
    CHECK(admit(tip, next).error().code == errc::corrupt);
  }
  SUBCASE("a gap in the offsets is corrupt") {
    next.first = offset(12);
    CHECK(admit(tip, next).error().code == errc::corrupt);
  }
  SUBCASE("an epoch that was never claimed is corrupt") {
    next.at = epoch(3);
    CHECK(admit(tip, next).error().code == errc::corrupt);
  }
  SUBCASE("a claim with a newer epoch is accepted") {
    next.at = epoch(5);
    next.claim = true;
    next.sequence = 0;
    next.events = 0;
    CHECK(*admit(tip, next) == admission::accept);
    CHECK(tip_after(next, {}).last == offset(10));
  }
}

TEST_CASE("RocksDB takes its checksums with ours, which has the published values") {
  CHECK(rocksdb_crc32c("123456789") == 0xe3069283U);
  CHECK(rocksdb_crc32c_replaced());
}

TEST_CASE("CRC-32C and SHA-256 give the published values") {
  const std::string nine = "123456789";
  CHECK(crc32c(as_bytes(nine)) == 0xe3069283U);
  CHECK(crc32c(as_bytes(nine).subspan(4), crc32c(as_bytes(nine).first(4))) == 0xe3069283U);
  const std::string long_text(10'000, 'x');
  std::uint32_t byte_by_byte = 0;
  for (std::size_t i = 0; i < long_text.size(); ++i) {
    byte_by_byte = crc32c(as_bytes(long_text).subspan(i, 1), byte_by_byte);
  }
  CHECK(crc32c(as_bytes(long_text)) == byte_by_byte);
  CHECK(to_hex(sha256(as_bytes("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
