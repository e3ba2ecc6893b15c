#pragma once
// The newest part of a partition's index, in memory: where each stream's commits start. Bounded by
// its owner, which writes it out and clears it. Not thread-safe.
//
// Every commit passes through here, and the next stream is never in the processor's cache: so
// entries lie in one sequence, linked backwards by stream, and adding touches one line of a small
// table of hashes and one name.

#include <limits>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

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

  /// Offsets of the stream's commits whose first version is ≥ `from`, ascending, behind `out`.
  void find(const stream_id& stream, version from, std::vector<offset>& out) const;
  /// Calls `use(stream, entries)` for each stream, its entries ascending.
  template <class Use>
  void for_each(Use&& use) const {
    entries list;
    for (const named& one : names_) {
      gather(one, version{}, list);
      use(one.stream, list);
    }
  }
  std::size_t streams() const { return names_.size(); }
  std::size_t size() const { return log_.size(); }  ///< entries
  std::size_t bytes() const { return bytes_; }      ///< roughly what they take in memory

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  struct logged {
    entry what;
    std::uint32_t earlier = none;  ///< the same stream's entry before
  };
  struct named {
    stream_id stream;
    std::uint32_t newest = none;
    std::uint32_t next = none;  ///< another stream with the same hash
  };
  struct identity {
    using is_avalanching = void;
    std::size_t operator()(std::size_t hash) const { return hash; }
  };

  void gather(const named& one, version from, entries& out) const;
  std::uint32_t place_of(std::size_t hash, const stream_id& stream) const;
  std::uint32_t name(std::size_t hash, const stream_id& stream);
  void push(named& to, const entry& what);

  boost::unordered_flat_map<std::size_t, std::uint32_t, identity> places_;  // of the first name
  std::vector<named> names_;
  std::vector<logged> log_;
  offset upto_;
  std::size_t bytes_ = 0;
};

}  // namespace parley::store
