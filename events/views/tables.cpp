#include <array>

#include "events/views/floor.hpp"

namespace parley {

std::span<const std::string_view> floor::tables() {
  static constexpr std::array<std::string_view, 11> names{
      "tenant", "agent", "conversation", "timer",    "queue",     "counters",
      "recent", "case",  "milestone",    "relation", "compliance"};
  return names;
}

}  // namespace parley
