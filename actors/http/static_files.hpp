#pragma once
// The console's files, read once at start. A request looks a path up among them, so no path can
// lead out of the directory. Limits: 4,096 files, 8 MB each, 64 MB in all; a change on disk is seen
// at the next start.

#include <string>
#include <unordered_map>

#include "actors/http/request.hpp"
#include "actors/http/response.hpp"

namespace parley::http {

class static_files {
 public:
  /// An empty `directory` is no files. BAD_REQUEST if it cannot be read or is beyond the limits.
  static result<static_files> load(const std::string& directory);

  /// Nothing for an unknown path. `/` is index.html.
  bool find(const http_request& request, response& out) const;
  std::size_t size() const { return files_.size(); }

 private:
  struct file {
    std::string content;
    std::string_view content_type;
    std::string etag;
  };
  std::unordered_map<std::string, file> files_;
};

}  // namespace parley::http
