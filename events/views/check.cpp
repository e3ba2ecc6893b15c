#include "events/views/check.hpp"

namespace parley {

std::optional<std::string> check(const floor&) { return std::nullopt; }

}  // namespace parley
