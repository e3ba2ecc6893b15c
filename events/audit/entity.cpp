#include "events/audit/entity.hpp"

#include "events/base/one_of_definition.hpp"

namespace parley {

template class one_of<audit_event_cases>;
template class one_of<audit_command_cases>;

result<std::vector<audit_event>> audit_entity::decide(const state& /*now*/, const command& what,
                                                      const context& where) {
  const auto& told = std::get<record_refusal>(what);
  if (where.tenant == nullptr) {
    return rejection{errc::not_found, "there is no such tenant", {}};
  }
  if (told.target.empty() || told.code.empty()) {
    return rejection{errc::bad_request, "a refusal has a target and a code", {}};
  }
  std::vector<audit_event> list;
  list.emplace_back(refusal_recorded{told.target, told.command, told.code, told.message});
  return list;
}

void audit_entity::apply(state& to, const event& /*what*/, time_ms at) {
  ++to.records;
  to.last_at = at;
}

}  // namespace parley
