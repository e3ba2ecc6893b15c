#pragma once
// A directory of compiled time zones, as the system, a Debian package or PyPI's tzdata has it: the
// one place where zone rules come from files. They go into commands as data; nothing computes with
// a directory.
// Limits: a zone file has at most 64 KiB; its release is what tzdata.zi of the directory says.

#include <filesystem>
#include <string>

#include "events/base/result.hpp"
#include "events/hours/zone_rules.hpp"

namespace parley {

class zone_files {
 public:
  /// UNAVAILABLE if there is no such directory or it does not tell its release.
  static result<zone_files> open(const std::filesystem::path& directory);

  const std::string& release() const { return release_; }
  /// Every zone of the directory, sorted. Names below `posix/` and `right/` are left out.
  std::vector<std::string> names() const;
  /// NOT_FOUND for what is no IANA zone's name there, such as `Mars/Base` or `UTC+2`.
  result<zone_rules> load(const std::string& zone) const;

 private:
  zone_files(std::filesystem::path directory, std::string release)
      : directory_(std::move(directory)), release_(std::move(release)) {}
  std::filesystem::path directory_;
  std::string release_;
};

}  // namespace parley
