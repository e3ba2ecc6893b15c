#pragma once
// The state behind `floor`.

#include "events/views/floor.hpp"

namespace parley {

struct floor::state {
  position at;
};

}  // namespace parley
