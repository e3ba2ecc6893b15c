#pragma once
// A data directory opened by a tool, without a server. Exclusive: a directory that a server uses is
// refused, because nothing would be safe to say about it while it changes.

#include <memory>
#include <string>

#include "store/embedded.hpp"
#include "tools/parley/exit_code.hpp"

namespace parley::tool {

/// The directory must exist and hold a Parley log: nothing is created.
result<store::embedded_store> open_data(const std::string& directory);

/// Progress of long work, on stderr, at most once a second; silent when stderr is no terminal.
class progress_line {
 public:
  explicit progress_line(std::string what) : what_(std::move(what)) {}
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  void show(std::uint64_t count, std::uint64_t of = 0);

 private:
  std::string what_;
  std::int64_t shown_at_ = 0;
  bool shown_ = false;
};

}  // namespace parley::tool
