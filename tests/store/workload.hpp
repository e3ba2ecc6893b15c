#pragma once
// A small piece of work on a data directory that is expected to go wrong, and the question that
// counts afterwards: is everything there that was acknowledged, and nothing that is wrong?

#include <array>
#include <string>

#include "store/embedded.hpp"

namespace parley::store::test {

inline constexpr std::uint16_t workload_partitions = 2;

struct workload {
  std::string path;
  embedded_options options;
  /// The last offset of each partition whose append was answered with success.
  std::array<offset, workload_partitions> acknowledged{};
  std::size_t failures = 0;  ///< opens, claims, appends and applies that were refused or unknown

  workload(std::string directory, std::shared_ptr<rocksdb::FileSystem> file_system,
           bool sync = true);

  /// Opens, claims, appends `rounds` times to each partition, indexes, closes. Never retries
  /// without a claim; a claim that fails ends the work on its partition.
  void run(std::size_t rounds);
  /// Opens without any fault and reads everything. Says what is wrong, or nothing.
  std::string check() const;
  /// The same on an open store.
  std::string check(const embedded_store& store) const;

 private:
  void work_on(const embedded_store& store, std::uint16_t partition, std::size_t rounds);
};

}  // namespace parley::store::test
