#include <array>

#include "events/views/floor.hpp"

namespace parley {

std::span<const std::string_view> floor::tables() {
  static constexpr std::array<std::string_view, 7> names{
      "tenant", "agent", "conversation", "timer", "queue", "counters", "recent"};
  return names;
}

}  // namespace parley
