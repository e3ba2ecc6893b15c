#include "actors/tz/zone_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "events/hours/tzif.hpp"

namespace parley {
namespace {

constexpr std::size_t file_bytes_max = 65'536;

// Letters, digits, `_`, `-`, `+` in parts divided by `/`: no part can lead out of the directory.
bool is_zone_name(const std::string& zone) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '/';
  };
  return !zone.empty() && zone.front() != '/' && zone.back() != '/' &&
         std::all_of(zone.begin(), zone.end(), good);
}

}  // namespace

result<zone_files> zone_files::open(const std::filesystem::path& directory) {
  std::ifstream text(directory / "tzdata.zi");
  const std::string prefix = "# version ";
  std::string line;
  if (!std::getline(text, line) || !line.starts_with(prefix)) {
    return rejection{
        errc::unavailable, directory.string() + ": has no tzdata.zi that tells the release", {}};
  }
  return zone_files(directory, line.substr(prefix.size()));
}

std::vector<std::string> zone_files::names() const {
  std::vector<std::string> found;
  std::error_code failed;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_, failed)) {
    const std::string name = entry.path().lexically_relative(directory_).string();
    if (!name.starts_with("posix/") && !name.starts_with("right/") && load(name).ok()) {
      found.push_back(name);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

result<zone_rules> zone_files::load(const std::string& zone) const {
  const rejection unknown{errc::not_found, "there is no time zone " + zone, "UNKNOWN_ZONE"};
  std::error_code failed;
  if (!is_zone_name(zone) || !std::filesystem::is_regular_file(directory_ / zone, failed)) {
    return unknown;
  }
  std::ifstream file(directory_ / zone, std::ios::binary);
  std::vector<char> bytes(file_bytes_max);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  const std::vector<std::uint8_t> octets(bytes.begin(), bytes.end());
  result<zone_rules> rules = parse_tzif(zone, release_, octets);
  // Tables and texts lie in the same directory.
  return rules.ok() ? std::move(rules) : result<zone_rules>(unknown);
}

}  // namespace parley
