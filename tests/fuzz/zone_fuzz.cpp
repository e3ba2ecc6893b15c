// Zone files from anywhere: read, compiled and asked, whatever the bytes are.

#include <cstdint>

#include "events/hours/tzif.hpp"
#include "events/hours/zone_clock.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto rules = parley::parse_tzif("Fuzz/Zone", "2026f", {data, size});
  if (!rules.ok()) {
    return 0;
  }
  const auto clock = parley::hours::zone_clock::compile(*rules);
  if (!clock.ok()) {
    return 0;
  }
  for (std::int64_t at_s : {-5'000'000'000LL, 0LL, 1'795'000'000LL, 15'000'000'000LL}) {
    for (int step = 0; step < 4; ++step) {
      const auto change = clock->next_change(at_s);
      if (!change) {
        break;
      }
      if (change->at_s <= at_s || clock->offset_s(change->at_s) != change->offset_s) {
        __builtin_trap();
      }
      at_s = change->at_s;
    }
  }
  return 0;
}
