#pragma once
// Takes records that another node read and this one serves: what relay sends.

#include "actors/http/partner_view.hpp"
#include "actors/partner/performer.hpp"

namespace parley::partner {

/// For the options of the HTTP gateway. `behind` outlives every answer.
http::partner_door door_of(node_port& behind, std::vector<definition> partners, limits accept);

}  // namespace parley::partner
