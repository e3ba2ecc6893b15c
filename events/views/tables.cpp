#include <array>

#include "events/views/floor.hpp"

namespace parley {

std::span<const std::string_view> floor::tables() {
  static constexpr std::array<std::string_view, 12> names{
      "tenant", "agent", "conversation", "timer",    "queue",      "counters",
      "recent", "case",  "milestone",    "relation", "compliance", "consent"};
  return names;
}

}  // namespace parley
