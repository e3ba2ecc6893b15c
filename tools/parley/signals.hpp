#pragma once
// Signals as values: blocked in every thread from the start, taken one at a time by the one that
// waits. So no handler runs in the middle of anything.

#include <chrono>
#include <csignal>
#include <optional>

namespace parley::tool {

/// Make one before the first thread starts: threads inherit what is blocked.
class signals {
 public:
  signals();
  /// SIGINT, SIGTERM or SIGHUP; nothing if none came within `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit) const;

 private:
  sigset_t set_{};
};

}  // namespace parley::tool
