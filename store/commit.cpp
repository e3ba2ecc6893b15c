#include "store/commit.hpp"

#include <flatbuffers/flatbuffers.h>

#include "schemas/envelope_generated.h"

namespace parley::store {
namespace {

constexpr std::size_t builder_bytes_kept_max = std::size_t{1} << 20U;
constexpr std::size_t alignment = 8;
// A commit nests three levels of tables; one with more events than this is no commit of ours.
constexpr flatbuffers::uoffset_t depth_max = 8;
constexpr flatbuffers::uoffset_t tables_max = 1'000'000;

const schema::commit* table_of(const void* table) {
  return static_cast<const schema::commit*>(table);
}

std::string_view text(const flatbuffers::String* s) {
  return s == nullptr ? std::string_view{} : std::string_view(s->c_str(), s->size());
}

flatbuffers::Offset<schema::commit> build(flatbuffers::FlatBufferBuilder& builder,
                                          const commit_header& header,
                                          std::span<const event_bytes> events) {
  thread_local std::vector<flatbuffers::Offset<schema::event_record>> records;
  records.clear();
  for (const auto& event : events) {
    PARLEY_ASSERT(!event.payload.empty(), "an event's payload is a finished buffer");
    // The payload is a buffer of its own, read in place: it keeps its alignment inside this one.
    builder.ForceVectorAlignment(event.payload.size(), sizeof(std::uint8_t), alignment);
    const auto payload = builder.CreateVector(event.payload.data(), event.payload.size());
    records.push_back(schema::Createevent_record(builder, event.type, payload));
  }
  const auto list = builder.CreateVector(records);
  const auto tenant = builder.CreateString(header.stream.tenant.str());
  const auto entity = builder.CreateString(header.stream.entity);
  const auto by = header.by.name.empty() ? flatbuffers::Offset<flatbuffers::String>()
                                         : builder.CreateString(header.by.name);
  flatbuffers::Offset<schema::source_position> source;
  if (header.source != nullptr) {
    source = schema::Createsource_position(builder, builder.CreateString(header.source->topic),
                                           header.source->partition, header.source->at);
  }
  const schema::id128 command(header.command.high, header.command.low);
  schema::commitBuilder table(builder);
  table.add_first_version(header.first_version.value);
  table.add_recorded_at(header.recorded_at.value);
  table.add_command(&command);
  table.add_events(list);
  if (header.source != nullptr) {
    table.add_source(source);
  }
  table.add_principal(by);
  table.add_entity(entity);
  table.add_tenant(tenant);
  table.add_principal_role(static_cast<std::uint8_t>(header.by.role));
  table.add_kind(static_cast<std::uint8_t>(header.stream.kind));
  return table.Finish();
}

rejection malformed(const char* why) {
  return {errc::corrupt, std::string("a stored commit is malformed: ") + why, {}};
}

}  // namespace

void commit_batch::add(const commit_header& header, std::span<const event_bytes> events) {
  PARLEY_ASSERT(!events.empty(), "a commit holds at least one event");
  PARLEY_ASSERT(header.first_offset.value > 0, "offsets count from 1");
  PARLEY_ASSERT(empty() || header.first_offset == last_.next(), "offsets are contiguous");
  thread_local flatbuffers::FlatBufferBuilder builder(4096);
  builder.Clear();
  builder.Finish(build(builder, header, events), schema::commitIdentifier());
  const auto size = static_cast<std::size_t>(builder.GetSize());
  const auto padded = (size + alignment - 1) / alignment * alignment;
  buffer_.insert(buffer_.end(), builder.GetBufferPointer(), builder.GetBufferPointer() + size);
  buffer_.resize(buffer_.size() + (padded - size));
  if (empty()) {
    first_ = header.first_offset;
  }
  ends_.push_back(buffer_.size());
  offsets_.push_back(header.first_offset);
  last_ = offset(header.first_offset.value + events.size() - 1);
  if (size > builder_bytes_kept_max) {
    builder.Reset();
  }
}

void commit_batch::clear() {
  buffer_.clear();
  ends_.clear();
  offsets_.clear();
  first_ = {};
  last_ = {};
}

std::span<const std::uint8_t> commit_batch::commit(std::size_t index) const {
  const auto begin = index == 0 ? 0 : ends_[index - 1];
  return {buffer_.data() + begin, ends_[index] - begin};
}

result<commit_view> commit_view::parse(std::span<const std::uint8_t> bytes, partition_id partition,
                                       offset first_offset) {
  if (bytes.size() < 2 * sizeof(flatbuffers::uoffset_t) + sizeof(std::uint32_t)) {
    return malformed("too short");
  }
  flatbuffers::Verifier verifier(bytes.data(), bytes.size(), depth_max, tables_max);
  if (!schema::VerifycommitBuffer(verifier)) {
    return malformed("its structure does not verify");
  }
  const auto* table = schema::Getcommit(bytes.data());
  if (table->events()->size() == 0 || table->first_version() == 0 || table->tenant()->size() == 0 ||
      table->kind() == 0) {
    return malformed("a field that every commit has is empty");
  }
  // Payloads are read in place. The verifier knows only that they are bytes.
  for (const schema::event_record* record : *table->events()) {
    if (record->payload()->size() == 0) {
      return malformed("an event is empty");
    }
    const auto at = record->payload()->data() - bytes.data();
    if (at % static_cast<std::ptrdiff_t>(alignment) != 0) {
      return malformed("an event is not aligned");
    }
  }
  commit_view view;
  view.bytes_ = bytes;
  view.table_ = table;
  view.partition_ = partition;
  view.first_offset_ = first_offset;
  return view;
}

position commit_view::last_position() const {
  return {partition_, offset(first_offset_.value + event_count() - 1)};
}

stream_id commit_view::stream() const {
  return {tenant_id(std::string(tenant())), kind(), std::string(entity())};
}

std::string_view commit_view::tenant() const { return text(table_of(table_)->tenant()); }
std::string_view commit_view::entity() const { return text(table_of(table_)->entity()); }
entity_kind commit_view::kind() const { return static_cast<entity_kind>(table_of(table_)->kind()); }
version commit_view::first_version() const { return version(table_of(table_)->first_version()); }
time_ms commit_view::recorded_at() const { return time_ms(table_of(table_)->recorded_at()); }
std::optional<source_position> commit_view::source() const {
  const auto* from = table_of(table_)->source();
  if (from == nullptr) {
    return std::nullopt;
  }
  return source_position{std::string(text(from->topic())), from->partition(), from->at()};
}

std::size_t commit_view::event_count() const { return table_of(table_)->events()->size(); }

command_id commit_view::command() const {
  const auto* id = table_of(table_)->command();
  return id == nullptr ? command_id{} : command_id{id->high(), id->low()};
}

principal commit_view::by() const {
  return {static_cast<principal_role>(table_of(table_)->principal_role()),
          std::string(text(table_of(table_)->principal()))};
}

event_bytes commit_view::event(std::size_t index) const {
  PARLEY_ASSERT(index < event_count(), "a commit was asked for an event it does not hold");
  const auto* record = table_of(table_)->events()->Get(static_cast<flatbuffers::uoffset_t>(index));
  return {record->type(), {record->payload()->data(), record->payload()->size()}};
}

}  // namespace parley::store
