// Goal: no text makes the readers of configuration, mapping or ticket log crash, hang or throw. The
// first byte chooses the reader.
#include <sstream>

#include "tools/parley/config.hpp"
#include "tools/parley/mapping.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(data + 1, data + size);
  if (data[0] % 3 == 0) {
    static_cast<void>(parley::tool::parse_config(text, "fuzz.toml").ok());
  } else if (data[0] % 3 == 1) {
    static_cast<void>(parley::tool::parse_mapping(text, "fuzz.toml").ok());
  } else {
    parley::tool::log_mapping map;
    map.case_column = "c";
    map.activity_column = "a";
    map.time_column = "t";
    std::istringstream in(text);
    static_cast<void>(parley::tool::read_log(in, map, "fuzz.csv").ok());
  }
  return 0;
}
