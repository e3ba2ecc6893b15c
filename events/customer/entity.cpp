#include "events/customer/entity.hpp"

#include "events/customer/decision.hpp"

namespace parley {
namespace customer_rules {

rejection not_found(const char* what) {
  return {errc::not_found, std::string("no such ") + what, {}};
}

rejection mirrored(const service_contract& contract) {
  return {errc::wrong_state, "the contract is kept in " + contract.external_system, "MIRRORED"};
}

rejection invalid(std::string why, std::string code) {
  return {errc::invalid_definition, std::move(why), std::move(code)};
}

status good_term(const std::string& starts_on, const std::string& ends_on) {
  if (!is_date(starts_on) || (!ends_on.empty() && !is_date(ends_on))) {
    return invalid("starts_on, ends_on: a date is 2026-03-31");
  }
  if (!ends_on.empty() && ends_on < starts_on) {
    return invalid("ends_on: lies before starts_on", "INVALID_TERM");
  }
  return done{};
}

status within(const service_contract& contract, const std::string& starts_on,
              const std::string& ends_on) {
  const bool ends_late =
      !contract.ends_on.empty() && (ends_on.empty() || ends_on > contract.ends_on);
  if (starts_on < contract.starts_on || ends_late) {
    return invalid("starts_on, ends_on: lie outside the contract", "OUTSIDE_CONTRACT");
  }
  return done{};
}

customer_outcome decision::operator()(const define_customer& what) const {
  if (where_.tenant == nullptr) {
    return not_found("tenant");
  }
  if (!good_text(what.name) || !good_names(what.contacts)) {
    return invalid("contacts: names of 1 to 256 bytes, each once, 1000 at most");
  }
  if (now_.defined && now_.name == what.name && now_.contacts == what.contacts) {
    return events{};
  }
  return events{customer_defined{what.name, what.contacts}};
}

status decision::has_room(std::size_t more) const {
  if (now_.entitlements.size() + more > list_items_max) {
    return rejection{errc::wrong_state, "the customer has as many entitlements as it may have",
                     std::to_string(now_.entitlements.size())};
  }
  return done{};
}

// One entitlement of each template that the product is bundled with.
void decision::add_bundled(events& to, const product_id& product,
                           const customer_entitlement& pattern, const std::string& stem) const {
  const product_bundle* bundle = find_bundle(*where_.tenant, product);
  if (bundle == nullptr) {
    return;
  }
  for (const template_id& each : bundle->templates) {
    const entitlement_template* from = find_template(*where_.tenant, each);
    if (from == nullptr || !from->active) {
      continue;
    }
    customer_entitlement made = pattern;
    made.entitlement = entitlement_id(stem + "." + each.str());
    made.terms = from->terms;
    made.made_from = each;
    if (made.ends_on.empty() && from->term_days > 0) {
      made.ends_on = add_days(made.starts_on, std::int64_t{from->term_days} - 1);
    }
    to.emplace_back(entitlement_created{std::move(made)});
  }
}

customer_outcome decision::operator()(const record_asset& what) const {
  if (!now_.defined || where_.tenant == nullptr) {
    return not_found("customer");
  }
  customer_asset asset = what.asset;
  if (asset.bought_on.empty()) {
    asset.bought_on = today();
  }
  if (!good_name(asset.asset.str()) || !good_text(asset.product.str()) || !good_text(asset.name) ||
      !is_date(asset.bought_on)) {
    return invalid("asset: needs an id of 1 to 256 bytes and a date");
  }
  const customer_asset* present = find_asset(now_, asset.asset);
  if (present != nullptr) {
    return *present == asset ? events{} : events{asset_recorded{std::move(asset)}};
  }
  if (now_.assets.size() >= list_items_max) {
    return rejection{errc::wrong_state, "the customer has as many assets as it may have", {}};
  }
  events list{asset_recorded{asset}};
  customer_entitlement pattern;
  pattern.assets = {asset.asset};
  pattern.starts_on = asset.bought_on;
  pattern.source = entitlement_source::from_asset;
  if (!what.imported) {
    add_bundled(list, asset.product, pattern, asset.asset.str());
  }
  const status room = has_room(list.size() - 1);
  return room.ok() ? customer_outcome(std::move(list)) : customer_outcome(room.error());
}

customer_outcome decision::operator()(const record_contract& what) const {
  if (!now_.defined) {
    return not_found("customer");
  }
  if (!good_name(what.contract.contract.str()) || !good_text(what.contract.name)) {
    return invalid("contract: needs an id of 1 to 256 bytes");
  }
  const status term = good_term(what.contract.starts_on, what.contract.ends_on);
  if (!term.ok()) {
    return term.error();
  }
  const service_contract* present = find_contract(now_, what.contract.contract);
  service_contract contract = what.contract;
  contract.lines = present == nullptr ? std::vector<contract_line>{} : present->lines;
  contract.predecessor = present == nullptr ? contract_id() : present->predecessor;
  contract.successor = present == nullptr ? contract_id() : present->successor;
  const bool late = present != nullptr && !present->external_system.empty() &&
                    contract.external_system == present->external_system &&
                    contract.external_id == present->external_id &&
                    contract.external_revision <= present->external_revision;
  if (late) {
    return events{};
  }
  for (const status& each : {keep_mirrored(contract, present), good_book(contract, present)}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  if (present != nullptr && *present == contract) {
    return events{};
  }
  if (present == nullptr && now_.contracts.size() >= list_items_max) {
    return rejection{errc::wrong_state, "the customer has as many contracts as it may have", {}};
  }
  events list{contract_recorded{contract}};
  move_renewal(list, contract.contract, contract.ends_on);
  return list;
}

// What another system keeps is changed there, and comes here with its next revision.
status decision::keep_mirrored(service_contract& contract, const service_contract* present) const {
  if (!contract.external_system.empty() && !good_name(contract.external_id)) {
    return invalid("external_id: has 1 to 256 bytes");
  }
  if (present == nullptr || present->external_system.empty()) {
    return good_text(contract.external_system)
               ? status(done{})
               : status(invalid("external_system: has at most 256 bytes"));
  }
  const bool here = contract.external_system.empty();
  if (here) {
    contract.external_system = present->external_system;
    contract.external_id = present->external_id;
    contract.external_revision = present->external_revision;
  }
  const bool same = contract.kind == present->kind && contract.name == present->name &&
                    contract.starts_on == present->starts_on &&
                    contract.ends_on == present->ends_on;
  const bool other = contract.external_system != present->external_system ||
                     contract.external_id != present->external_id;
  return other || (here && !same) ? status(mirrored(*present)) : status(done{});
}

status decision::good_book(const service_contract& contract,
                           const service_contract* present) const {
  const price_book_id& book = contract.price_book;
  if (book.empty() || (present != nullptr && present->price_book == book)) {
    return done{};
  }
  const price_book_definition* found =
      where_.tenant == nullptr ? nullptr : find_price_book(*where_.tenant, book);
  if (found == nullptr || !found->active) {
    return invalid("price_book: there is no " + book.str() + ", or it is not sold from any more",
                   "WRONG_PRICE_BOOK");
  }
  return done{};
}

customer_outcome decision::operator()(const extend_contract& what) const {
  const service_contract* contract = find_contract(now_, what.contract);
  if (contract == nullptr) {
    return not_found("contract");
  }
  if (!contract->external_system.empty()) {
    return mirrored(*contract);
  }
  if (!is_date(what.ends_on)) {
    return invalid("ends_on: a date is 2026-03-31");
  }
  if (contract->ends_on == what.ends_on) {
    return events{};
  }
  if (contract->ends_on.empty() || what.ends_on < contract->ends_on) {
    return invalid("ends_on: is not later than it was", "NOT_AN_EXTENSION");
  }
  events list{contract_extended{what.contract, what.ends_on}};
  move_renewal(list, what.contract, what.ends_on);
  return list;
}

// The price is the entry's when the line is made, and stays.
status decision::set_price(contract_line& line, const service_contract& contract,
                           const contract_line* present) const {
  line.price = 0;
  line.currency.clear();
  if (line.price_entry.empty()) {
    return done{};
  }
  if (present != nullptr && present->price_entry == line.price_entry) {
    line.price = present->price;
    line.currency = present->currency;
    line.product = line.product.empty() ? present->product : line.product;
    return done{};
  }
  const price_book_definition* book = find_price_book(*where_.tenant, contract.price_book);
  if (book != nullptr) {
    for (const price_entry& each : book->entries) {
      if (each.entry == line.price_entry) {
        line.product = line.product.empty() ? each.product : line.product;
        line.price = each.price;
        line.currency = book->currency;
        return line.product == each.product
                   ? status(done{})
                   : status(invalid("product: is not what the price is for", "MISMATCH"));
      }
    }
  }
  return invalid("price_entry: is not of the contract's price book", "WRONG_PRICE_BOOK");
}

customer_outcome decision::operator()(const record_contract_line& what) const {
  return record_line(what, entitlement_source::from_line);
}

customer_outcome decision::record_line(const record_contract_line& what,
                                       entitlement_source source) const {
  const service_contract* contract = find_contract(now_, what.contract);
  if (contract == nullptr || where_.tenant == nullptr) {
    return not_found("contract");
  }
  contract_line line = what.line;
  line.removed_on.clear();
  if (line.starts_on.empty()) {
    line.starts_on = contract->starts_on;
  }
  if (line.ends_on.empty()) {
    line.ends_on = contract->ends_on;
  }
  if (!good_name(line.line.str()) || !good_text(line.product.str()) ||
      !good_text(line.asset.str())) {
    return invalid("line: needs an id of 1 to 256 bytes");
  }
  for (const status& each :
       {good_term(line.starts_on, line.ends_on), within(*contract, line.starts_on, line.ends_on)}) {
    if (!each.ok()) {
      return each.error();
    }
  }
  const contract_line* present = find_line(*contract, line.line);
  if (const status priced = set_price(line, *contract, present); !priced.ok()) {
    return priced.error();
  }
  if (present != nullptr) {
    line.removed_on = present->removed_on;
    return *present == line ? events{} : events{contract_line_recorded{what.contract, line}};
  }
  if (contract->lines.size() >= list_items_max) {
    return rejection{errc::wrong_state, "the contract has as many lines as it may have", {}};
  }
  events list{contract_line_recorded{what.contract, line}};
  customer_entitlement pattern;
  pattern.contract = what.contract;
  pattern.line = line.line;
  pattern.starts_on = line.starts_on;
  pattern.ends_on = line.ends_on;
  pattern.source = source;
  if (!line.asset.empty()) {
    pattern.assets = {line.asset};
  }
  if (!what.imported) {
    add_bundled(list, line.product, pattern, what.contract.str() + "." + line.line.str());
  }
  const status room = has_room(list.size() - 1);
  return room.ok() ? customer_outcome(std::move(list)) : customer_outcome(room.error());
}

customer_outcome decision::operator()(const remove_contract_line& what) const {
  const service_contract* contract = find_contract(now_, what.contract);
  const contract_line* line = contract == nullptr ? nullptr : find_line(*contract, what.line);
  if (line == nullptr) {
    return not_found("contract line");
  }
  if (!line->removed_on.empty()) {
    return events{};
  }
  const std::string on = what.removed_on.empty() ? today() : what.removed_on;
  if (!is_date(on)) {
    return invalid("removed_on: a date is 2026-03-31");
  }
  events list{contract_line_removed{what.contract, what.line, on}};
  for (const customer_entitlement& each : now_.entitlements) {
    if (each.contract == what.contract && each.line == what.line && each.cancelled_on.empty()) {
      list.emplace_back(entitlement_cancelled{each.entitlement, on, "line_removed"});
    }
  }
  return list;
}

}  // namespace customer_rules

result<std::vector<customer_event>> customer_entity::decide(const state& now, const command& what,
                                                            const context& where) {
  return std::visit(customer_rules::decision(now, where), what);
}

}  // namespace parley
