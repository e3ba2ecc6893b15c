#include "store/commit.hpp"

#include <cstring>

#include <flatbuffers/flatbuffers.h>

#include "events/base/flat_table.hpp"
#include "schemas/envelope_generated.h"

namespace parley::store {
namespace {

constexpr std::size_t builder_bytes_kept_max = std::size_t{1} << 20U;
constexpr std::size_t alignment = 8;

// The fields of the tables in schemas/envelope.fbs by their numbers.
constexpr std::size_t field(int slot) { return static_cast<std::size_t>(slot - 4) / 2; }
using stored_commit = schema::commit;
using stored_event = schema::event_record;
constexpr auto tenant_field = field(stored_commit::VT_TENANT);
constexpr auto kind_field = field(stored_commit::VT_KIND);
constexpr auto entity_field = field(stored_commit::VT_ENTITY);
constexpr auto first_version_field = field(stored_commit::VT_FIRST_VERSION);
constexpr auto command_field = field(stored_commit::VT_COMMAND);
constexpr auto by_role_field = field(stored_commit::VT_PRINCIPAL_ROLE);
constexpr auto by_name_field = field(stored_commit::VT_PRINCIPAL);
constexpr auto recorded_at_field = field(stored_commit::VT_RECORDED_AT);
constexpr auto events_field = field(stored_commit::VT_EVENTS);
constexpr auto source_field = field(stored_commit::VT_SOURCE);
constexpr auto topic_field = field(schema::source_position::VT_TOPIC);
constexpr auto partition_field = field(schema::source_position::VT_PARTITION);
constexpr auto at_field = field(schema::source_position::VT_AT);
constexpr auto type_field = field(stored_event::VT_TYPE);
constexpr auto payload_field = field(stored_event::VT_PAYLOAD);

source_position source_at(flat_bytes& from, std::size_t place) {
  const flat_table source(from, place);
  return {std::string(source.text(topic_field)), source.number<std::uint32_t>(partition_field, 0),
          source.number<std::uint64_t>(at_field, 0)};
}

event_bytes event_at(flat_bytes& from, std::size_t place) {
  const flat_table event(from, from.follow(place));
  return {event.number<std::uint16_t>(type_field, 0), event.vector(payload_field, 1)};
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
  constexpr std::size_t identifier_at = sizeof(flatbuffers::uoffset_t);
  constexpr std::size_t identifier_bytes = 4;
  if (bytes.size() < identifier_at + identifier_bytes ||
      std::memcmp(bytes.data() + identifier_at, schema::commitIdentifier(), identifier_bytes) !=
          0) {
    return malformed("it does not bear the mark of a commit");
  }
  flat_bytes from(bytes);
  const flat_table table = flat_table::root(from);
  commit_view view;
  view.bytes_ = bytes;
  view.tenant_ = table.text(tenant_field);
  view.entity_ = table.text(entity_field);
  view.by_name_ = table.text(by_name_field);
  view.kind_ = static_cast<entity_kind>(table.number<std::uint8_t>(kind_field, 0));
  view.by_role_ = static_cast<principal_role>(table.number<std::uint8_t>(by_role_field, 0));
  view.first_version_ = version(table.number<std::uint64_t>(first_version_field, 0));
  view.recorded_at_ = time_ms(table.number<std::int64_t>(recorded_at_field, 0));
  if (const std::size_t place = table.find(command_field, sizeof(schema::id128))) {
    view.command_ = {from.read_known<std::uint64_t>(place),
                     from.read_known<std::uint64_t>(place + sizeof(std::uint64_t))};
  }
  view.source_place_ = table.child(source_field);
  if (view.source_place_ != 0) {
    source_at(from, view.source_place_);
  }
  view.events_ = table.vector(events_field, sizeof(flatbuffers::uoffset_t));
  view.partition_ = partition;
  view.first_offset_ = first_offset;
  for (std::size_t i = view.event_count(); i > 0 && !from.damaged(); --i) {
    const std::size_t place = from.place_of(view.events_.data()) + (i - 1) * sizeof(std::uint32_t);
    view.first_event_ = event_at(from, place);
    const auto payload = view.first_event_.payload;
    if (payload.empty()) {
      return malformed("an event is empty");
    }
    if (from.place_of(payload.data()) % alignment != 0) {
      return malformed("an event is not aligned");
    }
  }
  if (from.damaged()) {
    return malformed("its structure does not verify");
  }
  if (view.events_.empty() || view.first_version_.value == 0 || view.tenant_.empty() ||
      view.entity_.data() == nullptr || view.kind_ == entity_kind{}) {
    return malformed("a field that every commit has is empty");
  }
  return view;
}

stream_id commit_view::stream() const {
  return {tenant_id(std::string(tenant_)), kind_, std::string(entity_)};
}

std::optional<source_position> commit_view::source() const {
  if (source_place_ == 0) {
    return std::nullopt;
  }
  flat_bytes from(bytes_);
  return source_at(from, source_place_);
}

event_bytes commit_view::event(std::size_t index) const {
  PARLEY_ASSERT(index < event_count(), "a commit was asked for an event it does not hold");
  if (index == 0) {
    return first_event_;
  }
  flat_bytes from(bytes_);
  return event_at(from, from.place_of(events_.data()) + index * sizeof(std::uint32_t));
}

}  // namespace parley::store
