// Goal: no stored bytes make a reader of the log read outside its input, crash, or give something
// that does not survive another round trip. An input with the commit's identifier is read as a
// commit, with every event in it; any other as one event, whose first two bytes are its type.
#include <algorithm>
#include <vector>

#include "events/base/assert.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/event_json.hpp"
#include "store/commit.hpp"

namespace parley {
namespace {

void try_event(codec::event_type type, std::span<const std::uint8_t> payload) {
  const auto event = codec::decode_event(type, payload);
  if (!event) return;
  flatbuffers::FlatBufferBuilder builder;
  codec::encode_event(builder, *event);
  const auto again = codec::decode_event(type, {builder.GetBufferPointer(), builder.GetSize()});
  PARLEY_ASSERT(again.ok() && *again == *event, "an event changed in a round trip");
  std::string text;
  codec::write_payload_json(text, *event);
  PARLEY_ASSERT(text.find('\n') == std::string::npos, "a line of JSON holds a line break");
}

store::commit_batch written_again(const store::commit_view& commit) {
  const stream_id stream = commit.stream();
  const principal by = commit.by();
  std::vector<store::event_bytes> events;
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    events.push_back(commit.event(i));
  }
  store::commit_batch batch;
  batch.add({stream, commit.first_version(), commit.first_position().at, commit.command(), by,
             commit.recorded_at()},
            events);
  return batch;
}

void try_commit(std::span<const std::uint8_t> bytes) {
  const auto commit = store::commit_view::parse(bytes, partition_id(1), offset(1));
  if (!commit) return;
  for (std::size_t i = 0; i < commit->event_count(); ++i) {
    try_event(codec::event_type(commit->event(i).type), commit->event(i).payload);
  }
  const store::commit_batch batch = written_again(*commit);
  const auto again = store::commit_view::parse(batch.commit(0), partition_id(1), offset(1));
  PARLEY_ASSERT(again.ok() && again->stream() == commit->stream() &&
                    again->first_version() == commit->first_version() &&
                    again->last_position() == commit->last_position() &&
                    again->command() == commit->command() && again->by() == commit->by() &&
                    again->recorded_at() == commit->recorded_at(),
                "a commit changed in a round trip");
  for (std::size_t i = 0; i < commit->event_count(); ++i) {
    PARLEY_ASSERT(again->event(i).type == commit->event(i).type &&
                      std::ranges::equal(again->event(i).payload, commit->event(i).payload),
                  "a commit's event changed in a round trip");
  }
}

}  // namespace
}  // namespace parley

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  // Copies of their own: aligned, and the sanitizer sees each byte past their end.
  constexpr std::string_view identifier = "PCM1";
  if (size >= 8 && std::equal(identifier.begin(), identifier.end(), data + 4)) {
    parley::try_commit(std::vector<std::uint8_t>(data, data + size));
  } else {
    const parley::codec::event_type type(static_cast<std::uint16_t>(data[0] | (data[1] << 8)));
    parley::try_event(type, std::vector<std::uint8_t>(data + 2, data + size));
  }
  return 0;
}
