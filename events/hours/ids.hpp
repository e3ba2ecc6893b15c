#pragma once
// The names of sets of business hours and of holidays. Unique within their tenant.

#include "events/base/strong.hpp"

namespace parley {

using hours_id = id<struct hours_tag>;
using holiday_id = id<struct holiday_tag>;

}  // namespace parley
