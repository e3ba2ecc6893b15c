// Entitlements: made, changed, extended, renewed, cancelled, and asked for.

#include "events/customer/decision.hpp"
#include "events/customer/verify.hpp"

namespace parley::customer_rules {

status decision::good(const customer_entitlement& one) const {
  if (!good_name(one.entitlement.str()) || !good_names(one.contacts) || !good_names(one.assets) ||
      !good_names(one.products)) {
    return invalid("entitlement: ids of 1 to 256 bytes, each once, 1000 at most in a list");
  }
  for (const std::string* text : {&one.terms.name, &one.terms.level.str(), &one.terms.process.str(),
                                  &one.terms.hours.str(), &one.line.str()}) {
    if (!good_text(*text)) {
      return invalid("terms: a name is longer than 256 bytes");
    }
  }
  if (const status term = good_term(one.starts_on, one.ends_on); !term.ok()) {
    return term;
  }
  for (const asset_id& asset : one.assets) {
    if (find_asset(now_, asset) == nullptr) {
      return invalid("assets: the customer has no asset " + asset.str(), "MISMATCH");
    }
  }
  if (!one.contract.empty()) {
    const service_contract* contract = find_contract(now_, one.contract);
    if (contract == nullptr) {
      return invalid("contract: the customer has no such contract", "MISMATCH");
    }
    return within(*contract, one.starts_on, one.ends_on);
  }
  return done{};
}

// A set that is switched off goes on for those who have it, and is not chosen any more.
status decision::good_hours(const hours_id& hours) const {
  const auto set = hours.empty() || where_.tenant == nullptr
                       ? std::nullopt
                       : find_hours(where_.tenant->hours, hours);
  if (set && !set->active) {
    return rejection{errc::wrong_state, "hours: " + hours.str() + " is switched off",
                     "SET_INACTIVE"};
  }
  return done{};
}

// What the template gives where nothing else is said.
status decision::fill(customer_entitlement& one) const {
  if (one.starts_on.empty()) {
    one.starts_on = today(one.terms.hours);
  }
  if (one.made_from.empty()) {
    return done{};
  }
  const entitlement_template* from =
      where_.tenant == nullptr ? nullptr : find_template(*where_.tenant, one.made_from);
  if (from == nullptr) {
    return not_found("entitlement template");
  }
  if (!from->active) {
    return rejection{errc::wrong_state, "the template is switched off", "TEMPLATE_INACTIVE"};
  }
  entitlement_terms& terms = one.terms;
  terms.name = terms.name.empty() ? from->terms.name : terms.name;
  terms.level = terms.level.empty() ? from->terms.level : terms.level;
  terms.process = terms.process.empty() ? from->terms.process : terms.process;
  terms.hours = terms.hours.empty() ? from->terms.hours : terms.hours;
  terms.support = terms.support.empty() ? from->terms.support : terms.support;
  if (one.ends_on.empty() && from->term_days > 0 && is_date(one.starts_on)) {
    one.ends_on = add_days(one.starts_on, std::int64_t{from->term_days} - 1);
  }
  one.source = entitlement_source::from_template;
  return done{};
}

customer_outcome decision::operator()(const create_entitlement& what) const {
  if (!now_.defined) {
    return not_found("customer");
  }
  customer_entitlement one = what.entitlement;
  one.source = entitlement_source::by_hand;
  one.predecessor = {};
  one.successor = {};
  one.cancelled_on.clear();
  for (const status& each : {fill(one), good(one), good_hours(one.terms.hours), has_room(1)}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  if (what.imported) {
    one.source = entitlement_source::imported;
  }
  if (const auto* present = find_entitlement(now_, one.entitlement)) {
    if (*present == one) {
      return events{};
    }
    return rejection{errc::wrong_state, "there is an entitlement of that name", "exists"};
  }
  return events{entitlement_created{std::move(one)}};
}

customer_outcome decision::operator()(const change_entitlement& what) const {
  const auto* present = find_entitlement(now_, what.entitlement.entitlement);
  if (present == nullptr) {
    return not_found("entitlement");
  }
  customer_entitlement one = what.entitlement;
  one.starts_on = one.starts_on.empty() ? present->starts_on : one.starts_on;
  one.ends_on = one.ends_on.empty() ? present->ends_on : one.ends_on;
  one.source = present->source;
  one.made_from = present->made_from;
  one.predecessor = present->predecessor;
  one.successor = present->successor;
  one.cancelled_on = present->cancelled_on;
  const bool other_hours = one.terms.hours != present->terms.hours;
  for (const status& each :
       {good(one), other_hours ? good_hours(one.terms.hours) : status(done{})}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  return *present == one ? events{} : events{entitlement_changed{std::move(one)}};
}

customer_outcome decision::operator()(const change_entitled_contacts& what) const {
  const auto* present = find_entitlement(now_, what.entitlement);
  if (present == nullptr) {
    return not_found("entitlement");
  }
  std::vector<contact_id> contacts = present->contacts;
  for (const contact_id& each : what.remove) {
    std::erase(contacts, each);
  }
  for (const contact_id& each : what.add) {
    if (std::find(now_.contacts.begin(), now_.contacts.end(), each) == now_.contacts.end()) {
      return not_found("contact");
    }
    if (std::find(contacts.begin(), contacts.end(), each) == contacts.end()) {
      contacts.push_back(each);
    }
  }
  if (contacts == present->contacts) {
    return events{};
  }
  const bool everybody = contacts.empty();
  return events{entitled_contacts_changed{what.entitlement, std::move(contacts), everybody}};
}

customer_outcome decision::operator()(const extend_entitlement& what) const {
  const auto* present = find_entitlement(now_, what.entitlement);
  if (present == nullptr) {
    return not_found("entitlement");
  }
  if (!is_date(what.ends_on)) {
    return invalid("ends_on: a date is 2026-03-31");
  }
  if (present->ends_on == what.ends_on) {
    return events{};
  }
  if (present->ends_on.empty() || what.ends_on < present->ends_on) {
    return invalid("ends_on: is not later than it was", "NOT_AN_EXTENSION");
  }
  const auto* contract = find_contract(now_, present->contract);
  if (contract != nullptr) {
    const status inside = within(*contract, present->starts_on, what.ends_on);
    if (!inside.ok()) {
      return inside.error();
    }
  }
  return events{entitlement_extended{what.entitlement, what.ends_on, present->terms.level}};
}

customer_outcome decision::operator()(const renew_entitlement& what) const {
  const auto* present = find_entitlement(now_, what.entitlement);
  if (present == nullptr) {
    return not_found("entitlement");
  }
  if (!present->successor.empty()) {
    return events{};
  }
  if (present->ends_on.empty()) {
    return rejection{errc::wrong_state, "it does not end", "open_ended"};
  }
  customer_entitlement next = *present;
  next.entitlement =
      what.successor.empty() ? entitlement_id(what.entitlement.str() + "+") : what.successor;
  next.starts_on = add_days(present->ends_on, 1);
  next.ends_on = what.ends_on;
  next.source = entitlement_source::renewal;
  next.predecessor = what.entitlement;
  next.cancelled_on.clear();
  if (find_entitlement(now_, next.entitlement) != nullptr) {
    return rejection{errc::wrong_state, "there is an entitlement of that name", "exists"};
  }
  for (const status& each : {good(next), has_room(1)}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  return events{entitlement_renewed{what.entitlement, std::move(next)}};
}

customer_outcome decision::operator()(const cancel_entitlement& what) const {
  const auto* present = find_entitlement(now_, what.entitlement);
  if (present == nullptr) {
    return not_found("entitlement");
  }
  if (!present->cancelled_on.empty()) {
    return events{};
  }
  const std::string on =
      what.cancelled_on.empty() ? today(present->terms.hours) : what.cancelled_on;
  if (!is_date(on) || !good_text(what.reason)) {
    return invalid("cancelled_on: a date is 2026-03-31");
  }
  return events{entitlement_cancelled{what.entitlement, on, what.reason}};
}

customer_outcome decision::operator()(const verify_coverage& what) const {
  const time_ms at = what.at.value == 0 ? where_.now : what.at;
  coverage_question question = what.question;
  if (question.account.empty()) {
    question.account = account_id(where_.stream.entity);
  }
  if (question.account.str() != where_.stream.entity) {
    return rejection{errc::bad_request, "account: is not this customer", {}};
  }
  if (!now_.defined) {
    return not_found("customer");
  }
  coverage_answer answer = verify(now_, question, at, where_.tenant, where_.hours);
  if (answer.eligible) {
    answer.account = question.account;
  }
  return events{coverage_verified{question, std::move(answer), what.of_case, at}};
}

}  // namespace parley::customer_rules
