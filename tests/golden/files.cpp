#include "tests/golden/files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <flatbuffers/idl.h>

namespace parley::golden {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), path.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::vector<std::uint8_t> file::bytes() const {
  const std::string text = read(bin);
  return {text.begin(), text.end()};
}

std::string file::json() const {
  auto path = bin;
  return read(path.replace_extension(".json"));
}

std::vector<file> folder::all() const {
  std::vector<file> files;
  if (!std::filesystem::exists(path_)) {
    return files;
  }
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    if (entry.path().extension() == ".bin") {
      const std::string stem = entry.path().stem().string();
      files.push_back({entry.path(), stem, stem.substr(0, stem.rfind(".v"))});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const file& a, const file& b) { return a.stem < b.stem; });
  return files;
}

std::vector<file> folder::versions_of(const std::string& name) const {
  auto files = all();
  files.erase(
      std::remove_if(files.begin(), files.end(), [&](const file& f) { return f.name != name; }),
      files.end());
  return files;
}

void folder::write(const std::string& stem, const std::vector<std::uint8_t>& bytes,
                   const std::string& json) const {
  std::filesystem::create_directories(path_);
  const auto bin = path_ / (stem + ".bin");
  REQUIRE_FALSE(std::filesystem::exists(bin));
  std::ofstream(bin, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  if (!json.empty()) {
    std::ofstream(path_ / (stem + ".json")) << json << "\n";
  }
}

std::vector<std::uint8_t> from_json(const std::string& json, std::span<const std::uint8_t> schema,
                                    const std::string& name) {
  flatbuffers::IDLOptions options;
  options.strict_json = true;
  flatbuffers::Parser parser(options);
  REQUIRE(parser.Deserialize(schema.data(), schema.size()));
  REQUIRE(parser.SetRootType(("parley.schema." + name).c_str()));
  REQUIRE_MESSAGE(parser.ParseJson(json.c_str()), parser.error_);
  const auto& built = parser.builder_;
  return {built.GetBufferPointer(), built.GetBufferPointer() + built.GetSize()};
}

}  // namespace parley::golden
