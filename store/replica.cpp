#include "store/replica.hpp"

namespace parley::store {
namespace {

constexpr std::size_t commits_usual = 128;  // of a full batch

}  // namespace

void replica_update::index(const stream_id& stream, version first_version, offset first_offset) {
  if (index_.empty()) {
    index_.reserve(commits_usual);
  }
  index_.push_back({stream, first_version, first_offset});
}

void replica_update::put_snapshot(const stream_id& stream, version at,
                                  std::vector<std::uint8_t> state) {
  snapshots_.push_back({stream, {at, std::move(state)}});
}

void replica_update::put_row(std::string_view table, std::string_view key,
                             std::span<const std::uint8_t> value) {
  PARLEY_ASSERT(!table.empty() && table.size() <= 20, "a table's name has 1 to 20 bytes");
  rows_.push_back({std::string(table), std::string(key),
                   std::vector<std::uint8_t>(value.begin(), value.end())});
}

void replica_update::delete_row(std::string_view table, std::string_view key) {
  PARLEY_ASSERT(!table.empty() && table.size() <= 20, "a table's name has 1 to 20 bytes");
  rows_.push_back({std::string(table), std::string(key), std::nullopt});
}

void replica_update::clear() {
  index_.clear();
  snapshots_.clear();
  rows_.clear();
  follows_ = offset{};
}

}  // namespace parley::store
