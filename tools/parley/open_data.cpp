#include "tools/parley/open_data.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include <unistd.h>

namespace parley::tool {

result<store::embedded_store> open_data(const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::path(directory) / "db" / "CURRENT", error)) {
    return rejection{errc::bad_request, directory + " is not a Parley data directory", {}};
  }
  store::embedded_options options;
  options.partition_count = 0;
  return store::open_embedded(directory, options);
}

progress_line::~progress_line() {
  if (shown_) {
    std::fputs("\r\033[K", stderr);
  }
}

void progress_line::show(std::uint64_t count, std::uint64_t of) {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  const std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  if (now == shown_at_ || isatty(STDERR_FILENO) == 0) {
    return;
  }
  shown_at_ = now;
  shown_ = true;
  if (of == 0) {
    std::fprintf(stderr, "\r%s: %llu", what_.c_str(), static_cast<unsigned long long>(count));
  } else {
    std::fprintf(stderr, "\r%s: %llu of %llu (%llu %%)", what_.c_str(),
                 static_cast<unsigned long long>(count), static_cast<unsigned long long>(of),
                 static_cast<unsigned long long>(count * 100 / of));
  }
}

}  // namespace parley::tool
