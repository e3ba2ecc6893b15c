#pragma once
// What can happen to a customer: its contacts, assets, contracts and entitlements, and what was
// asked about them.

#include "events/base/one_of.hpp"
#include "events/customer/definitions.hpp"

namespace parley {

struct customer_defined {
  std::string name;
  std::vector<contact_id> contacts;
  bool operator==(const customer_defined&) const = default;
};
BOOST_DESCRIBE_STRUCT(customer_defined, (), (name, contacts))

/// New, or as it is now.
struct asset_recorded {
  customer_asset asset;
  bool operator==(const asset_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(asset_recorded, (), (asset))

/// New, or as it is now; the lines of an older state are gone from it only by `removed_on`.
struct contract_recorded {
  service_contract contract;
  bool operator==(const contract_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(contract_recorded, (), (contract))

struct contract_extended {
  contract_id contract;
  std::string ends_on;
  bool operator==(const contract_extended&) const = default;
};
BOOST_DESCRIBE_STRUCT(contract_extended, (), (contract, ends_on))

/// The successor begins on the day after.
struct contract_renewed {
  contract_id contract;
  service_contract successor;
  bool operator==(const contract_renewed&) const = default;
};
BOOST_DESCRIBE_STRUCT(contract_renewed, (), (contract, successor))

/// The contract ends soon: somebody should offer to renew it.
struct renewal_opened {
  renewal_opportunity opportunity;
  bool operator==(const renewal_opened&) const = default;
};
BOOST_DESCRIBE_STRUCT(renewal_opened, (), (opportunity))

/// The contract ends on another day than when the opportunity was opened.
struct renewal_moved {
  contract_id contract;
  std::string ends_on;
  bool operator==(const renewal_moved&) const = default;
};
BOOST_DESCRIBE_STRUCT(renewal_moved, (), (contract, ends_on))

struct contract_line_recorded {
  contract_id contract;
  contract_line line;
  bool operator==(const contract_line_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(contract_line_recorded, (), (contract, line))

struct contract_line_removed {
  contract_id contract;
  line_id line;
  std::string removed_on;
  bool operator==(const contract_line_removed&) const = default;
};
BOOST_DESCRIBE_STRUCT(contract_line_removed, (), (contract, line, removed_on))

struct entitlement_created {
  customer_entitlement entitlement;
  bool operator==(const entitlement_created&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_created, (), (entitlement))

/// Cases that run under it keep what they started with.
struct entitlement_changed {
  customer_entitlement entitlement;
  bool operator==(const entitlement_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_changed, (), (entitlement))

struct entitlement_extended {
  entitlement_id entitlement;
  std::string ends_on;
  level_id level{};
  bool operator==(const entitlement_extended&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_extended, (), (entitlement, ends_on, level))

/// The successor begins on the day after.
struct entitlement_renewed {
  entitlement_id entitlement;
  customer_entitlement successor;
  bool operator==(const entitlement_renewed&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_renewed, (), (entitlement, successor))

/// From that day on it does not count.
struct entitlement_cancelled {
  entitlement_id entitlement;
  std::string cancelled_on;
  std::string reason;
  bool operator==(const entitlement_cancelled&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_cancelled, (), (entitlement, cancelled_on, reason))

/// The answer given, also when nobody is entitled to anything.
struct coverage_verified {
  coverage_question question;
  coverage_answer answer;
  case_id of_case;  ///< empty: somebody just asked
  time_ms at;
  bool operator==(const coverage_verified&) const = default;
};
BOOST_DESCRIBE_STRUCT(coverage_verified, (), (question, answer, of_case, at))

/// The order as it is known now; before it is received, its lines wait.
struct order_recorded {
  customer_order order;
  bool operator==(const order_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(order_recorded, (), (order))

struct order_cancelled {
  std::string system;
  std::string order;
  std::string cancelled_on;
  std::string reason;
  bool operator==(const order_cancelled&) const = default;
};
BOOST_DESCRIBE_STRUCT(order_cancelled, (), (system, order, cancelled_on, reason))

/// `everybody`: the list is empty, so every contact of the account may use it.
struct entitled_contacts_changed {
  entitlement_id entitlement;
  std::vector<contact_id> contacts;
  bool everybody = false;
  bool operator==(const entitled_contacts_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitled_contacts_changed, (), (entitlement, contacts, everybody))

struct customer_event_cases {
  using variant =
      std::variant<customer_defined, asset_recorded, contract_recorded, contract_extended,
                   contract_line_recorded, contract_line_removed, entitlement_created,
                   entitlement_changed, entitlement_extended, entitlement_renewed,
                   entitlement_cancelled, coverage_verified, contract_renewed, renewal_opened,
                   renewal_moved, order_recorded, order_cancelled, entitled_contacts_changed>;
};
using customer_event = one_of<customer_event_cases>;

}  // namespace parley
