#pragma once
// What a customer can be asked to do.

#include "events/base/one_of.hpp"
#include "events/customer/events.hpp"

namespace parley {

/// Makes the customer, or replaces its name and contacts.
struct define_customer {
  std::string name;
  std::vector<contact_id> contacts;
};
BOOST_DESCRIBE_STRUCT(define_customer, (), (name, contacts))
/// A new asset of a product with templates gets their entitlements, once.
struct record_asset {
  customer_asset asset;
  bool imported = false;  ///< its entitlements are told by themselves
};
BOOST_DESCRIBE_STRUCT(record_asset, (), (asset, imported))
/// The contract without its lines: those have commands of their own.
struct record_contract {
  service_contract contract;
};
BOOST_DESCRIBE_STRUCT(record_contract, (), (contract))
struct extend_contract {
  contract_id contract;
  std::string ends_on;
};
BOOST_DESCRIBE_STRUCT(extend_contract, (), (contract, ends_on))
/// A contract with the same lines from the day after, and a successor of each entitlement that it
/// holds. A second time: the first successor stays.
struct renew_contract {
  contract_id contract;
  contract_id successor;
  std::string ends_on;
};
BOOST_DESCRIBE_STRUCT(renew_contract, (), (contract, successor, ends_on))
/// By hand, or when the contract's end comes near. There is one already: no event.
struct open_renewal {
  contract_id contract;
};
BOOST_DESCRIBE_STRUCT(open_renewal, (), (contract))
/// A new line for a product with templates gets their entitlements, with the line's dates.
struct record_contract_line {
  contract_id contract;
  contract_line line;
  bool imported = false;  ///< its entitlements are told by themselves
};
BOOST_DESCRIBE_STRUCT(record_contract_line, (), (contract, line, imported))
/// Its entitlements end on that day; open cases go on.
struct remove_contract_line {
  contract_id contract;
  line_id line;
  std::string removed_on;
};
BOOST_DESCRIBE_STRUCT(remove_contract_line, (), (contract, line, removed_on))
/// From a template (`made_from`), whose values hold where the entitlement gives none, or by hand.
struct create_entitlement {
  customer_entitlement entitlement;
  bool imported = false;
};
BOOST_DESCRIBE_STRUCT(create_entitlement, (), (entitlement, imported))
struct change_entitlement {
  customer_entitlement entitlement;
};
BOOST_DESCRIBE_STRUCT(change_entitlement, (), (entitlement))
struct extend_entitlement {
  entitlement_id entitlement;
  std::string ends_on;
};
BOOST_DESCRIBE_STRUCT(extend_entitlement, (), (entitlement, ends_on))
/// A second time: the first successor stays.
struct renew_entitlement {
  entitlement_id entitlement;
  entitlement_id successor;
  std::string ends_on;
};
BOOST_DESCRIBE_STRUCT(renew_entitlement, (), (entitlement, successor, ends_on))
struct cancel_entitlement {
  entitlement_id entitlement;
  std::string cancelled_on;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(cancel_entitlement, (), (entitlement, cancelled_on, reason))
/// Answered by coverage_verified, whatever the answer is. `at` 0: now.
struct verify_coverage {
  coverage_question question;
  case_id of_case;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(verify_coverage, (), (question, of_case, at))

/// The order itself, with or without its lines. What is known already gives no event.
struct record_order {
  customer_order order;
};
BOOST_DESCRIBE_STRUCT(record_order, (), (order))
/// Waits if the order is not received yet.
struct record_order_line {
  std::string system;
  std::string order;
  contract_line line;
};
BOOST_DESCRIBE_STRUCT(record_order_line, (), (system, order, line))
/// Its lines end on that day, and those that are still to come do not begin.
struct cancel_order {
  std::string system;
  std::string order;
  std::string cancelled_on;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(cancel_order, (), (system, order, cancelled_on, reason))
/// By whoever keeps the customer, or by the customer itself. NOT_FOUND for contacts that are not
/// the customer's.
struct change_entitled_contacts {
  entitlement_id entitlement;
  std::vector<contact_id> add;
  std::vector<contact_id> remove;
};
BOOST_DESCRIBE_STRUCT(change_entitled_contacts, (), (entitlement, add, remove))

struct customer_command_cases {
  using variant =
      std::variant<define_customer, record_asset, record_contract, extend_contract,
                   record_contract_line, remove_contract_line, create_entitlement,
                   change_entitlement, extend_entitlement, renew_entitlement, cancel_entitlement,
                   verify_coverage, renew_contract, open_renewal, record_order, record_order_line,
                   cancel_order, change_entitled_contacts>;
};
using customer_command = one_of<customer_command_cases>;

}  // namespace parley
