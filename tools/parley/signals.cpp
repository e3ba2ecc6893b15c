#include "tools/parley/signals.hpp"

#include <ctime>

namespace parley::tool {

signals::signals() {
  sigemptyset(&set_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  // A client that went away is an error of its write, not of the process.
  std::signal(SIGPIPE, SIG_IGN);
}

std::optional<int> signals::wait(std::chrono::milliseconds limit) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  timespec span{};
  span.tv_sec = seconds.count();
  span.tv_nsec = std::chrono::nanoseconds(limit - seconds).count();
  const int got = sigtimedwait(&set_, nullptr, &span);
  return got > 0 ? std::optional<int>(got) : std::nullopt;
}

}  // namespace parley::tool
