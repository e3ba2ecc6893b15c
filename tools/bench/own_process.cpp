#include "tools/bench/own_process.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace parley::bench {
namespace {

bool write_all(int to, const void* from, std::size_t size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    const ssize_t written = ::write(to, at, size);
    if (written <= 0) {
      return false;
    }
    at += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool read_all(int from, void* to, std::size_t size) {
  auto* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = ::read(from, at, size);
    if (got <= 0) {
      return false;
    }
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

[[noreturn]] void run_child(int to, ending how, const void* told, std::size_t size,
                            const std::function<status()>& step) {
  const status ran = step();
  if (!ran.ok()) {
    std::fprintf(stderr, "%s\n", ran.error().message.c_str());
    ::_exit(1);
  }
  if (!write_all(to, told, size)) {
    ::_exit(1);
  }
  if (how == ending::killed) {
    ::kill(::getpid(), SIGKILL);
  }
  ::_exit(0);
}

}  // namespace

status run_forked(ending how, void* told, std::size_t size, const std::function<status()>& step) {
  const rejection failed{errc::unavailable, "a process of the benchmark failed", {}};
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) {
    return failed;
  }
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) {
    return failed;
  }
  if (child == 0) {
    ::close(ends[0]);
    run_child(ends[1], how, told, size, step);
  }
  ::close(ends[1]);
  const bool whole = read_all(ends[0], told, size);
  ::close(ends[0]);
  int ended = 0;
  ::waitpid(child, &ended, 0);
  return whole ? status(done{}) : status(failed);
}

}  // namespace parley::bench
