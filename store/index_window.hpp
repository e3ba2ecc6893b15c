#pragma once
// The newest part of a partition's index, in memory: where each stream's commits start. Bounded by
// its owner, which writes it out and clears it. Not thread-safe.

#include <unordered_map>

#include "store/replica.hpp"

namespace parley::store {

class index_window {
 public:
  struct entry {
    version first_version;
    offset first_offset;
  };
  using entries = std::vector<entry>;

  /// Up to which offset the index is whole, this window included.
  offset upto() const { return upto_; }
  /// Forgets everything; the index is now whole up to `upto` without this window.
  void restart(offset upto);
  /// Moves the entries out, to be written; this window goes on after them.
  index_window take();

  /// What take() gave could not be written: it is in front of this window again.
  void put_back(const index_window& older);

  /// Takes the entries that lie behind upto() (others are repeats) and moves it to `applied`.
  /// WRONG_STATE, and nothing taken, if an entry or what the update follows on is beyond upto():
  /// the caller skipped commits.
  status add(const replica_update& update, offset applied);

  /// Offsets of the stream's commits whose first version is ≥ `from`, ascending.
  void find(const stream_id& stream, version from, std::vector<offset>& out) const;
  // Not noexcept, so that libstdc++ keeps each hash: a look-up then compares one string, not a
  // chain.
  struct stream_hash {
    std::size_t operator()(const stream_id& stream) const { return std::hash<stream_id>{}(stream); }
  };
  using by_stream = std::unordered_map<stream_id, entries, stream_hash>;
  const by_stream& streams() const { return streams_; }
  std::size_t size() const { return size_; }    ///< entries
  std::size_t bytes() const { return bytes_; }  ///< roughly what they take in memory

 private:
  by_stream streams_;
  offset upto_;
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace parley::store
