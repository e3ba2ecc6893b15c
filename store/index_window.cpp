#include "store/index_window.hpp"

#include <algorithm>

namespace parley::store {
namespace {

constexpr std::size_t stream_bytes = 160;  // a node of the map and two short strings

rejection gap(offset upto, offset next) {
  return {errc::wrong_state,
          "the index goes up to offset " + std::to_string(upto.value) +
              ", the update goes on at offset " + std::to_string(next.value),
          {}};
}

}  // namespace

void index_window::restart(offset upto) {
  streams_.clear();
  size_ = 0;
  bytes_ = 0;
  upto_ = upto;
}

index_window index_window::take() {
  index_window taken = std::move(*this);
  restart(taken.upto_);
  return taken;
}

void index_window::put_back(const index_window& older) {
  for (const auto& [stream, commits] : older.streams_) {
    auto& newer = streams_[stream];
    newer.insert(newer.begin(), commits.begin(), commits.end());
  }
  size_ += older.size_;
  bytes_ += older.bytes_;
}

status index_window::add(const replica_update& update, offset applied) {
  const auto& list = update.index_;
  if (update.follows() > upto_) {
    return gap(upto_, update.follows());
  }
  const auto fresh = std::find_if(list.begin(), list.end(),
                                  [this](const auto& e) { return e.first_offset > upto_; });
  if (fresh != list.end() && fresh->first_offset != upto_.next()) {
    return gap(upto_, fresh->first_offset);
  }
  for (auto at = fresh; at != list.end(); ++at) {
    auto [found, made] = streams_.try_emplace(at->stream);
    if (made) {
      bytes_ += stream_bytes + at->stream.entity.size() + at->stream.tenant.str().size();
    }
    found->second.push_back({at->first_version, at->first_offset});
    bytes_ += sizeof(entry);
    ++size_;
  }
  upto_ = std::max(upto_, applied);
  return done{};
}

void index_window::find(const stream_id& stream, version from, std::vector<offset>& out) const {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) {
    return;
  }
  for (const auto& commit : found->second) {
    if (commit.first_version >= from) {
      out.push_back(commit.first_offset);
    }
  }
}

}  // namespace parley::store
