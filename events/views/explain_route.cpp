#include "events/views/explain_route.hpp"

#include "events/views/floor_state.hpp"

namespace parley {

std::optional<route_explanation> explain_route(const floor& floor, const tenant_id& tenant,
                                               const conversation_id& conversation) {
  const tenant_floor* found = floor.inner().find(tenant);
  const conversation_row* row = found == nullptr ? nullptr : found->find(conversation);
  if (row == nullptr || !row->routing) {
    return std::nullopt;
  }
  route_explanation told =
      routing::explain(found->board, tenant_floor::terms_of(conversation, *row));
  told.position = to_string(floor.at());
  told.route = row->request.route;
  told.sent_to = row->offer.empty() ? row->attempt_agent : row->offer_agent;
  return told;
}

}  // namespace parley
