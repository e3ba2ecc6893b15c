#pragma once
// The golden files of one folder: `<name>.v<n>.bin` with the bytes, `<name>.v<n>.json` with what
// they mean where JSON can tell it. Written once, then only read.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace parley::golden {

struct file {
  std::filesystem::path bin;
  std::string stem;  ///< "work_offered.v1"
  std::string name;  ///< "work_offered"
  std::vector<std::uint8_t> bytes() const;
  std::string json() const;
};

class folder {
 public:
  explicit folder(std::filesystem::path path) : path_(std::move(path)) {}

  std::vector<file> all() const;  ///< by stem
  std::vector<file> versions_of(const std::string& name) const;
  /// Fails the test if the file is there already. No JSON if `json` is empty.
  void write(const std::string& stem, const std::vector<std::uint8_t>& bytes,
             const std::string& json) const;

 private:
  std::filesystem::path path_;
};

/// The finished buffer of `json`, read as the table `name` of a compiled schema.
std::vector<std::uint8_t> from_json(const std::string& json, std::span<const std::uint8_t> schema,
                                    const std::string& name);

}  // namespace parley::golden
