#pragma once
// A customer: everything that tells what support it has a right to.

#include "events/customer/definitions.hpp"

namespace parley {

struct customer_state {
  bool defined = false;
  std::string name;
  std::vector<contact_id> contacts;
  std::vector<customer_asset> assets;  ///< by id, like all of these
  std::vector<service_contract> contracts;
  std::vector<customer_entitlement> entitlements;
  std::vector<renewal_opportunity> renewals;  ///< the latest of each contract, by contract
  std::vector<customer_order> orders;         ///< by system and number
  bool operator==(const customer_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(customer_state, (),
                      (defined, name, contacts, assets, contracts, entitlements, renewals, orders))

const customer_asset* find_asset(const customer_state& customer, const asset_id& asset);
const service_contract* find_contract(const customer_state& customer, const contract_id& contract);
const contract_line* find_line(const service_contract& contract, const line_id& line);
const renewal_opportunity* find_renewal(const customer_state& customer,
                                        const contract_id& contract);
const customer_order* find_order(const customer_state& customer, const std::string& system,
                                 const std::string& order);
const customer_entitlement* find_entitlement(const customer_state& customer,
                                             const entitlement_id& entitlement);

}  // namespace parley
