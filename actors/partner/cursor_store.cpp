#include "actors/partner/cursor_store.hpp"

#include <charconv>

namespace parley::partner {
namespace {

std::string key_of(const std::string& partner, partition_id partition) {
  return "out/" + partner + "/" + std::to_string(partition.value);
}

}  // namespace

result<offset> topic_cursors::load(const std::string& partner, partition_id partition) {
  const auto table = store::read_compacted(options_, cursor_topic);
  if (!table) {
    return table.error();
  }
  const std::string key = key_of(partner, partition);
  for (const auto& [name, value] : *table) {
    if (name != key) {
      continue;
    }
    offset at;
    const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), at.value);
    if (wrong != std::errc() || end != value.data() + value.size()) {
      return rejection{errc::corrupt, "the cursor " + key + " is not a number: " + value, {}};
    }
    return at;
  }
  return offset();
}

void topic_cursors::save(const std::string& partner, partition_id partition, offset at,
                         std::function<void(status)> done) {
  store::partner_record record;
  record.from.topic = cursor_topic;
  record.key = key_of(partner, partition);
  record.value = std::to_string(at.value);
  sink_.send(std::move(record), std::move(done));
}

}  // namespace parley::partner
