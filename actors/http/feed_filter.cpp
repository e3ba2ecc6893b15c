#include "actors/http/feed_filter.hpp"

#include <algorithm>

#include "events/codec/event_codec.hpp"
#include "events/codec/event_json.hpp"

namespace parley::http {
namespace {

constexpr auto type_count = static_cast<std::uint16_t>(any_event::cases);

rejection bad(const std::string& why) { return {errc::bad_request, why, {}}; }

status read_types(std::string_view names, std::vector<std::uint16_t>& to) {
  while (!names.empty()) {
    const auto comma = names.find(',');
    const auto name = names.substr(0, comma);
    names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
    std::uint16_t type = 1;
    while (type <= type_count && name != codec::name_of(codec::event_type(type))) {
      ++type;
    }
    if (type > type_count) {
      return bad("?types= names an event that does not exist");
    }
    to.push_back(type);
  }
  return done{};
}

status read_stream(std::string_view text, const tenant_id& tenant, feed_filter& to) {
  if (text.empty()) {
    return done{};
  }
  stream_id stream;
  const auto slashes = std::count(text.begin(), text.end(), '/');
  const std::string full =
      slashes == 1 ? tenant.str() + "/" + std::string(text) : std::string(text);
  if (!parse_stream_id(full, stream) || stream.tenant != tenant) {
    return bad("?stream= is not a stream of this tenant");
  }
  to.kind = stream.kind;
  to.entity = stream.entity;
  return done{};
}

void write_event(std::string& to, const store::commit_view& commit, std::size_t index,
                 const position& at, const std::string& head) {
  const auto bytes = commit.event(index);
  const codec::event_type type(bytes.type);
  const char* name = codec::name_of(type);
  // A newer writer's event cannot be decoded: its place in the order is still told.
  const auto event = codec::decode_event(type, bytes.payload);
  to.append("id: ").append(to_string(at)).append("\nevent: ").append(name).append("\ndata: ");
  codec::write_event_json(to, at, version(commit.first_version().value + index), head, name,
                          event.ok() ? &*event : nullptr);
  to += "\n\n";
}

}  // namespace

bool feed_filter::wants(const store::commit_view& commit) const {
  return commit.tenant() == tenant.str() &&
         (entity.empty() || (commit.kind() == kind && commit.entity() == entity));
}

bool feed_filter::wants_type(std::uint16_t type) const {
  return types.empty() || std::find(types.begin(), types.end(), type) != types.end();
}

result<feed_filter> filter_of(const http_request& request, const tenant_id& tenant,
                              partition_id partition) {
  feed_filter filter;
  filter.tenant = tenant;
  filter.partition = partition;
  const status types = read_types(request.parameter("types"), filter.types);
  const status stream = read_stream(request.parameter("stream"), tenant, filter);
  if (!types.ok() || !stream.ok()) {
    return types.ok() ? stream.error() : types.error();
  }
  return filter;
}

namespace {

bool is_now(std::string_view given) { return given.empty() || given == "now"; }

}  // namespace

bool asks_for_the_past(const http_request& request) {
  return request.last_event_id.empty() && !is_now(request.parameter("from"));
}

result<offset> start_of(const http_request& request, partition_id partition, offset end) {
  const std::string_view given = request.last_event_id.empty()
                                     ? request.parameter("from")
                                     : std::string_view(request.last_event_id);
  if (is_now(given)) {
    return end;
  }
  if (given == "start") {
    return offset();
  }
  position at;
  if (!parse_position(given, at) || at.partition != partition) {
    return bad("the feed cannot start there: want a position of this tenant, start or now");
  }
  if (at.at > end) {
    return bad("the log does not reach that position");
  }
  return at.at;
}

std::size_t write_events(std::string& to, const store::commit_view& commit,
                         const feed_filter& filter, offset after, const partner_view* view) {
  if (!filter.wants(commit)) {
    return 0;
  }
  std::size_t count = 0;
  std::string head;
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const position at{filter.partition, offset(commit.first_position().at.value + i)};
    const bool wanted = at.at > after && filter.wants_type(commit.event(i).type);
    if (!wanted || (view != nullptr && !view->tells(commit, i))) {
      continue;
    }
    if (head.empty()) {
      head = codec::event_json_head(commit.stream(), commit.recorded_at(), commit.by(),
                                    commit.command());
    }
    write_event(to, commit, i, at, head);
    ++count;
  }
  return count;
}

}  // namespace parley::http
