#pragma once
// A directory that is gone when the test ends.

#include <cstdlib>
#include <filesystem>
#include <string>

#include "events/base/assert.hpp"

namespace parley::store::test {

class temporary_directory {
 public:
  temporary_directory() {
    auto name = (std::filesystem::temp_directory_path() / "parley-store-XXXXXX").string();
    PARLEY_ASSERT(mkdtemp(name.data()) != nullptr, "no temporary directory");
    path_ = name;
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace parley::store::test
