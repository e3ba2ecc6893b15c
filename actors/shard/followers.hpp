#pragma once
// Who wants to know when a partition's log grew: gateways that feed clients. Thread-safe.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "events/base/ids.hpp"

namespace parley {

class followers {
 public:
  std::uint64_t add(std::function<void(offset)> advanced);
  /// After it returns no call for `token` is under way or will come.
  void remove(std::uint64_t token);
  void advanced(offset at);

 private:
  std::mutex mutex_;
  std::uint64_t last_token_ = 0;
  std::map<std::uint64_t, std::function<void(offset)>> all_;
};

}  // namespace parley
