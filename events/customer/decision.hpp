#pragma once
// A decision about a customer, and what all of them check. Part of the entity; nobody else includes
// it.

#include <algorithm>
#include <set>

#include "events/customer/dates.hpp"
#include "events/customer/entity.hpp"
#include "events/tenant/state.hpp"
#include "events/tenant/validate.hpp"

namespace parley::customer_rules {

using customer_outcome = result<std::vector<customer_event>>;
using events = std::vector<customer_event>;

rejection not_found(const char* what);
/// WRONG_STATE, MIRRORED.
rejection mirrored(const service_contract& contract);
/// INVALID_DEFINITION; `code` tells which rule.
rejection invalid(std::string why, std::string code = {});

inline bool good_name(const std::string& text) {
  return !text.empty() && text.size() <= name_bytes_max;
}
inline bool good_text(const std::string& text) { return text.size() <= name_bytes_max; }

/// Each once, and not too many.
template <class List>
bool good_names(const List& list) {
  std::set<std::string> seen;
  return list.size() <= list_items_max &&
         std::all_of(list.begin(), list.end(), [&](const auto& each) {
           return good_name(each.str()) && seen.insert(each.str()).second;
         });
}

/// `ends_on` may be open.
status good_term(const std::string& starts_on, const std::string& ends_on);
status within(const service_contract& contract, const std::string& starts_on,
              const std::string& ends_on);

class decision {
 public:
  decision(const customer_state& now, const context& where) : now_(now), where_(where) {}

  customer_outcome operator()(const define_customer& what) const;
  customer_outcome operator()(const record_asset& what) const;
  customer_outcome operator()(const record_contract& what) const;
  customer_outcome operator()(const extend_contract& what) const;
  customer_outcome operator()(const record_contract_line& what) const;
  customer_outcome operator()(const remove_contract_line& what) const;
  customer_outcome operator()(const create_entitlement& what) const;
  customer_outcome operator()(const change_entitlement& what) const;
  customer_outcome operator()(const extend_entitlement& what) const;
  customer_outcome operator()(const renew_entitlement& what) const;
  customer_outcome operator()(const cancel_entitlement& what) const;
  customer_outcome operator()(const verify_coverage& what) const;
  customer_outcome operator()(const renew_contract& what) const;
  customer_outcome operator()(const open_renewal& what) const;
  customer_outcome operator()(const record_order& what) const;
  customer_outcome operator()(const record_order_line& what) const;
  customer_outcome operator()(const cancel_order& what) const;
  customer_outcome operator()(const change_entitled_contacts& what) const;

  /// As record_contract_line; `source` of the entitlements that it brings.
  customer_outcome record_line(const record_contract_line& what, entitlement_source source) const;

 private:
  std::string today(const hours_id& hours = {}) const {
    return local_date(where_.hours, hours, where_.now);
  }
  status good(const customer_entitlement& one) const;
  status fill(customer_entitlement& one) const;
  status good_hours(const hours_id& hours) const;
  status keep_mirrored(service_contract& contract, const service_contract* present) const;
  status good_book(const service_contract& contract, const service_contract* present) const;
  status set_price(contract_line& line, const service_contract& contract,
                   const contract_line* present) const;
  status has_room(std::size_t more) const;
  void move_renewal(events& to, const contract_id& contract, const std::string& ends_on) const;
  void add_bundled(events& to, const product_id& product, const customer_entitlement& pattern,
                   const std::string& stem) const;

  const customer_state& now_;
  const context& where_;
};

}  // namespace parley::customer_rules
