#include "store/index_window.hpp"

#include <algorithm>

namespace parley::store {
namespace {

constexpr std::size_t stream_bytes = 128;  // a name, its slot, and what they grow by
constexpr std::size_t names_ahead = 8;     // fetched from memory while those before are taken

rejection gap(offset upto, offset next) {
  return {errc::wrong_state,
          "the index goes up to offset " + std::to_string(upto.value) +
              ", the update goes on at offset " + std::to_string(next.value),
          {}};
}

}  // namespace

void index_window::restart(offset upto) {
  places_.clear();
  names_.clear();
  log_.clear();
  bytes_ = 0;
  upto_ = upto;
}

index_window index_window::take() {
  index_window taken = std::move(*this);
  restart(taken.upto_);
  return taken;
}

std::uint32_t index_window::place_of(std::size_t hash, const stream_id& stream) const {
  const auto found = places_.find(hash);
  std::uint32_t place = found == places_.end() ? none : found->second;
  while (place != none && names_[place].stream != stream) {
    place = names_[place].next;
  }
  return place;
}

std::uint32_t index_window::name(std::size_t hash, const stream_id& stream) {
  const std::uint32_t known = place_of(hash, stream);
  if (known != none) {
    return known;
  }
  const auto place = static_cast<std::uint32_t>(names_.size());
  const auto [slot, first] = places_.try_emplace(hash, place);
  names_.push_back({stream, none, first ? none : std::exchange(slot->second, place)});
  bytes_ += stream_bytes + stream.entity.size() + stream.tenant.str().size();
  return place;
}

void index_window::push(named& to, const entry& what) {
  log_.push_back({what, std::exchange(to.newest, static_cast<std::uint32_t>(log_.size()))});
  bytes_ += sizeof(logged);
}

void index_window::put_back(const index_window& older) {
  const index_window newer = std::exchange(*this, older);
  upto_ = newer.upto_;
  newer.for_each([this](const stream_id& stream, const entries& commits) {
    for (const entry& commit : commits) {
      push(names_[name(std::hash<stream_id>{}(stream), stream)], commit);
    }
  });
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
  const auto first = static_cast<std::size_t>(fresh - list.begin());
  std::vector<std::size_t> hashes(list.size());
  for (std::size_t i = first; i < list.size(); ++i) {
    hashes[i] = std::hash<stream_id>{}(list[i].stream);
  }
  for (std::size_t i = first; i < list.size(); ++i) {
    if (i + names_ahead < list.size()) {
      const auto soon = places_.find(hashes[i + names_ahead]);
      if (soon != places_.end()) {
        __builtin_prefetch(&names_[soon->second]);
      }
    }
    push(names_[name(hashes[i], list[i].stream)], {list[i].first_version, list[i].first_offset});
  }
  upto_ = std::max(upto_, applied);
  return done{};
}

void index_window::gather(const named& one, version from, entries& out) const {
  out.clear();
  for (std::uint32_t at = one.newest; at != none && log_[at].what.first_version >= from;
       at = log_[at].earlier) {
    out.push_back(log_[at].what);
  }
  std::reverse(out.begin(), out.end());
}

void index_window::find(const stream_id& stream, version from, std::vector<offset>& out) const {
  const std::uint32_t place = place_of(std::hash<stream_id>{}(stream), stream);
  if (place == none) {
    return;
  }
  entries list;
  gather(names_[place], from, list);
  for (const entry& commit : list) {
    out.push_back(commit.first_offset);
  }
}

}  // namespace parley::store
