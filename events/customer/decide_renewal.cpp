// Contracts that end: opportunities to renew them, and their successors.

#include "events/customer/decision.hpp"

namespace parley::customer_rules {

// One that is open follows its contract's end; it stays the same one.
void decision::move_renewal(events& to, const contract_id& contract,
                            const std::string& ends_on) const {
  const renewal_opportunity* open = find_renewal(now_, contract);
  if (open != nullptr && open->successor.empty() && open->ends_on != ends_on) {
    to.emplace_back(renewal_moved{contract, ends_on});
  }
}

customer_outcome decision::operator()(const open_renewal& what) const {
  const service_contract* contract = find_contract(now_, what.contract);
  if (contract == nullptr) {
    return not_found("contract");
  }
  const renewal_opportunity* present = find_renewal(now_, what.contract);
  if (present != nullptr || !contract->successor.empty()) {
    return events{};
  }
  if (contract->ends_on.empty()) {
    return rejection{errc::wrong_state, "it does not end", "open_ended"};
  }
  renewal_opportunity opportunity;
  opportunity.contract = what.contract;
  opportunity.opened_on = today();
  opportunity.ends_on = contract->ends_on;
  for (const contract_line& line : contract->lines) {
    if (line.removed_on.empty()) {
      opportunity.lines.push_back(line);
      opportunity.value += line.price * std::int64_t{line.quantity};
      opportunity.currency = line.currency.empty() ? opportunity.currency : line.currency;
    }
  }
  return events{renewal_opened{std::move(opportunity)}};
}

customer_outcome decision::operator()(const renew_contract& what) const {
  const service_contract* present = find_contract(now_, what.contract);
  if (present == nullptr) {
    return not_found("contract");
  }
  if (!present->successor.empty()) {
    return events{};
  }
  if (!present->external_system.empty()) {
    return mirrored(*present);
  }
  if (present->ends_on.empty()) {
    return rejection{errc::wrong_state, "it does not end", "open_ended"};
  }
  service_contract next = *present;
  next.contract = what.successor.empty() ? contract_id(what.contract.str() + "+") : what.successor;
  next.starts_on = add_days(present->ends_on, 1);
  next.ends_on = what.ends_on;
  next.predecessor = what.contract;
  if (!good_name(next.contract.str())) {
    return invalid("successor: an id has 1 to 256 bytes");
  }
  if (const status term = good_term(next.starts_on, next.ends_on); !term.ok()) {
    return term.error();
  }
  if (find_contract(now_, next.contract) != nullptr) {
    return rejection{errc::wrong_state, "there is a contract of that name", "exists"};
  }
  if (now_.contracts.size() >= list_items_max) {
    return rejection{errc::wrong_state, "the customer has as many contracts as it may have", {}};
  }
  std::erase_if(next.lines, [](const contract_line& line) { return !line.removed_on.empty(); });
  for (contract_line& line : next.lines) {
    line.starts_on = next.starts_on;
    line.ends_on = next.ends_on;
  }
  events list{contract_renewed{what.contract, next}};
  for (const customer_entitlement& each : now_.entitlements) {
    const bool goes_on = each.contract == what.contract && each.cancelled_on.empty() &&
                         each.successor.empty() && !each.ends_on.empty();
    if (!goes_on) {
      continue;
    }
    customer_entitlement successor = each;
    successor.entitlement = entitlement_id(each.entitlement.str() + "+");
    successor.contract = next.contract;
    successor.starts_on = next.starts_on;
    successor.ends_on = next.ends_on;
    successor.source = entitlement_source::renewal;
    successor.predecessor = each.entitlement;
    if (!good_name(successor.entitlement.str()) ||
        find_entitlement(now_, successor.entitlement) != nullptr) {
      return rejection{errc::wrong_state, "there is an entitlement of the successor's name",
                       successor.entitlement.str()};
    }
    list.emplace_back(entitlement_renewed{each.entitlement, std::move(successor)});
  }
  const status room = has_room(list.size() - 1);
  return room.ok() ? customer_outcome(std::move(list)) : customer_outcome(room.error());
}

}  // namespace parley::customer_rules
