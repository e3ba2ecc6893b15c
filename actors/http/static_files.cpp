#include "actors/http/static_files.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sodium.h>

namespace parley::http {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t files_max = 4096;
constexpr std::uintmax_t file_bytes_max = 8U << 20U;
constexpr std::uintmax_t total_bytes_max = 64U << 20U;

// Nothing but our own origin, nothing inline. tests/browser runs the console under a policy that is
// not wider.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

std::string_view type_of(std::string_view extension) {
  struct row {
    std::string_view extension;
    std::string_view type;
  };
  static constexpr std::array<row, 14> rows{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".jpg", "image/jpeg"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".wasm", "application/wasm"},
  }};
  for (const auto& r : rows) {
    if (r.extension == extension) {
      return r.type;
    }
  }
  return "application/octet-stream";
}

std::string etag_of(const std::string& content) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                     nullptr, 0);
  std::array<char, 33> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return '"' + std::string(text.data()) + '"';
}

rejection bad(const std::string& why) { return {errc::bad_request, why, {}}; }

}  // namespace

result<static_files> static_files::load(const std::string& directory) {
  static_files loaded;
  if (directory.empty()) {
    return loaded;
  }
  std::error_code ec;
  std::uintmax_t total = 0;
  const fs::path root(directory);
  for (fs::recursive_directory_iterator at(root, ec), end; !ec && at != end; at.increment(ec)) {
    // A link may lead out of the directory, so links are not served.
    if (at->is_symlink(ec) || !at->is_regular_file(ec)) {
      continue;
    }
    const auto size = at->file_size(ec);
    total += size;
    if (ec || size > file_bytes_max || total > total_bytes_max ||
        loaded.files_.size() == files_max) {
      return bad("the files of " + directory + " are beyond the limits");
    }
    std::ifstream from(at->path(), std::ios::binary);
    std::stringstream content;
    content << from.rdbuf();
    if (!from) {
      return bad("cannot read " + at->path().string());
    }
    file next{content.str(), type_of(at->path().extension().string()), {}};
    next.etag = etag_of(next.content);
    loaded.files_.emplace(at->path().lexically_relative(root).generic_string(), std::move(next));
  }
  if (ec) {
    return bad("cannot read the directory " + directory);
  }
  return loaded;
}

bool static_files::find(const http_request& request, response& out) const {
  std::string path;
  for (const auto& segment : request.segments) {
    path += (path.empty() ? "" : "/") + segment;
  }
  const auto found = files_.find(path.empty() ? "index.html" : path);
  if (found == files_.end()) {
    return false;
  }
  const file& f = found->second;
  out.add_header("ETag", f.etag);
  // The page is asked for each time (and mostly answered 304), so that a new build is seen at once.
  out.add_header("Cache-Control", "no-cache");
  out.add_header("Content-Security-Policy", content_security_policy);
  out.add_header("Referrer-Policy", "no-referrer");
  if (request.if_none_match.find(f.etag) != std::string::npos) {
    out.status = 304;
    return true;
  }
  out.content_type = f.content_type;
  out.body = f.content;
  return true;
}

}  // namespace parley::http
