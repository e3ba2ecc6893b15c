// The fold of a customer. Lists are kept by id.

#include <algorithm>
#include <tuple>

#include "events/customer/entity.hpp"

namespace parley {
namespace {

template <class List, class Id, class IdOf>
auto place_of(List& list, const Id& id, IdOf id_of) {
  return std::lower_bound(list.begin(), list.end(), id,
                          [&](const auto& each, const Id& wanted) { return id_of(each) < wanted; });
}

template <class List, class Id, class IdOf>
auto* find_in(List& list, const Id& id, IdOf id_of) {
  const auto at = place_of(list, id, id_of);
  return at != list.end() && id_of(*at) == id ? &*at : nullptr;
}

template <class List, class Value, class IdOf>
void put(List& list, const Value& value, IdOf id_of) {
  if (auto* found = find_in(list, id_of(value), id_of)) {
    *found = value;
  } else {
    list.insert(place_of(list, id_of(value), id_of), value);
  }
}

const auto id_of_asset = [](const customer_asset& each) -> const asset_id& { return each.asset; };
const auto id_of_contract = [](const service_contract& each) -> const contract_id& {
  return each.contract;
};
const auto id_of_renewal = [](const renewal_opportunity& each) -> const contract_id& {
  return each.contract;
};
const auto id_of_line = [](const contract_line& each) -> const line_id& { return each.line; };
const auto id_of_entitlement = [](const customer_entitlement& each) -> const entitlement_id& {
  return each.entitlement;
};

template <class Edit>
void edit_contract(customer_state& to, const contract_id& contract, Edit edit) {
  if (auto* found = find_in(to.contracts, contract, id_of_contract)) {
    edit(*found);
  }
}

template <class Edit>
void edit_entitlement(customer_state& to, const entitlement_id& entitlement, Edit edit) {
  if (auto* found = find_in(to.entitlements, entitlement, id_of_entitlement)) {
    edit(*found);
  }
}

void apply_one(customer_state& to, const customer_defined& e) {
  to.defined = true;
  to.name = e.name;
  to.contacts = e.contacts;
}
void apply_one(customer_state& to, const asset_recorded& e) {
  put(to.assets, e.asset, id_of_asset);
}
void apply_one(customer_state& to, const contract_recorded& e) {
  put(to.contracts, e.contract, id_of_contract);
}
void apply_one(customer_state& to, const contract_extended& e) {
  edit_contract(to, e.contract, [&](service_contract& each) { each.ends_on = e.ends_on; });
}
void apply_one(customer_state& to, const contract_line_recorded& e) {
  edit_contract(to, e.contract,
                [&](service_contract& each) { put(each.lines, e.line, id_of_line); });
}
void apply_one(customer_state& to, const contract_line_removed& e) {
  edit_contract(to, e.contract, [&](service_contract& each) {
    if (auto* line = find_in(each.lines, e.line, id_of_line)) {
      line->removed_on = e.removed_on;
    }
  });
}
void apply_one(customer_state& to, const entitlement_created& e) {
  put(to.entitlements, e.entitlement, id_of_entitlement);
}
void apply_one(customer_state& to, const entitlement_changed& e) {
  put(to.entitlements, e.entitlement, id_of_entitlement);
}
void apply_one(customer_state& to, const entitlement_extended& e) {
  edit_entitlement(to, e.entitlement,
                   [&](customer_entitlement& each) { each.ends_on = e.ends_on; });
}
void apply_one(customer_state& to, const entitlement_renewed& e) {
  edit_entitlement(to, e.entitlement,
                   [&](customer_entitlement& each) { each.successor = e.successor.entitlement; });
  put(to.entitlements, e.successor, id_of_entitlement);
}
void apply_one(customer_state& to, const entitlement_cancelled& e) {
  edit_entitlement(to, e.entitlement,
                   [&](customer_entitlement& each) { each.cancelled_on = e.cancelled_on; });
}
void apply_one(customer_state& /*to*/, const coverage_verified& /*e*/) {}
void apply_one(customer_state& to, const contract_renewed& e) {
  const contract_id& next = e.successor.contract;
  edit_contract(to, e.contract, [&](service_contract& each) { each.successor = next; });
  put(to.contracts, e.successor, id_of_contract);
  if (auto* opportunity = find_in(to.renewals, e.contract, id_of_renewal)) {
    opportunity->successor = next;
  }
}
void apply_one(customer_state& to, const renewal_opened& e) {
  put(to.renewals, e.opportunity, id_of_renewal);
}
void apply_one(customer_state& to, const renewal_moved& e) {
  if (auto* opportunity = find_in(to.renewals, e.contract, id_of_renewal)) {
    opportunity->ends_on = e.ends_on;
  }
}

bool before(const customer_order& a, const customer_order& b) {
  return std::tie(a.system, a.order) < std::tie(b.system, b.order);
}
customer_order& order_in(customer_state& to, const std::string& system, const std::string& order) {
  customer_order wanted;
  wanted.system = system;
  wanted.order = order;
  const auto at = std::lower_bound(to.orders.begin(), to.orders.end(), wanted, before);
  const bool there = at != to.orders.end() && !before(wanted, *at);
  return there ? *at : *to.orders.insert(at, std::move(wanted));
}
void apply_one(customer_state& to, const order_recorded& e) {
  order_in(to, e.order.system, e.order.order) = e.order;
}
void apply_one(customer_state& to, const order_cancelled& e) {
  order_in(to, e.system, e.order).cancelled_on = e.cancelled_on;
}
void apply_one(customer_state& to, const entitled_contacts_changed& e) {
  edit_entitlement(to, e.entitlement,
                   [&](customer_entitlement& each) { each.contacts = e.contacts; });
}

}  // namespace

const customer_order* find_order(const customer_state& customer, const std::string& system,
                                 const std::string& order) {
  const auto at = std::find_if(
      customer.orders.begin(), customer.orders.end(),
      [&](const customer_order& each) { return each.system == system && each.order == order; });
  return at == customer.orders.end() ? nullptr : &*at;
}
const customer_asset* find_asset(const customer_state& customer, const asset_id& asset) {
  return find_in(customer.assets, asset, id_of_asset);
}
const service_contract* find_contract(const customer_state& customer, const contract_id& contract) {
  return find_in(customer.contracts, contract, id_of_contract);
}
const contract_line* find_line(const service_contract& contract, const line_id& line) {
  return find_in(contract.lines, line, id_of_line);
}
const renewal_opportunity* find_renewal(const customer_state& customer,
                                        const contract_id& contract) {
  return find_in(customer.renewals, contract, id_of_renewal);
}
const customer_entitlement* find_entitlement(const customer_state& customer,
                                             const entitlement_id& entitlement) {
  return find_in(customer.entitlements, entitlement, id_of_entitlement);
}

void customer_entity::apply(state& to, const event& what, time_ms /*at*/) {
  std::visit([&](const auto& one) { apply_one(to, one); }, what);
}

}  // namespace parley
