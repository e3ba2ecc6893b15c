#pragma once
// What every replica must do. A replica's test makes a `replica_suite` and runs it.

#include <functional>
#include <memory>

#include "store/replica.hpp"

namespace parley::store::test {

struct replica_suite {
  /// With two partitions.
  std::function<std::unique_ptr<replica>()> make;
  /// Flushes, closes and opens again.
  std::function<std::unique_ptr<replica>(std::unique_ptr<replica>)> reopen;

  void run() const;
};

stream_id conversation(std::uint64_t number);

}  // namespace parley::store::test
