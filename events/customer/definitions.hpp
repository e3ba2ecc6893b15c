#pragma once
// Rights to support, as a tenant defines and its customers hold them. Dates are local dates,
// `2026-03-31`, of the clock of the entitlement's hours; the last day counts.

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "events/base/ids.hpp"
#include "events/base/time.hpp"
#include "events/hours/ids.hpp"
#include "events/milestone/ids.hpp"

namespace parley {

// ---- what the tenant defines ----

struct service_level {
  std::string name;
  std::int32_t rank = 0;  ///< the larger one is chosen if several entitlements fit alike
  process_id process{};   ///< of entitlements of this level that name none
  bool operator==(const service_level&) const = default;
};
BOOST_DESCRIBE_STRUCT(service_level, (), (name, rank, process))

/// What an entitlement grants.
struct entitlement_terms {
  std::string name;
  level_id level;
  process_id process;  ///< empty: it is verified, and nothing is enforced
  hours_id hours;
  std::vector<std::string> support;  ///< kinds of it: "phone", "web"; empty: every kind
  bool operator==(const entitlement_terms&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_terms, (), (name, level, process, hours, support))

struct entitlement_template {
  entitlement_terms terms;
  std::uint32_t term_days = 0;  ///< 0: no end
  bool active = true;
  bool operator==(const entitlement_template&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_template, (), (terms, term_days, active))

/// Buying the product, or a contract line for it, makes an entitlement of each template.
struct product_bundle {
  std::string name;
  std::vector<template_id> templates;
  bool operator==(const product_bundle&) const = default;
};
BOOST_DESCRIBE_STRUCT(product_bundle, (), (name, templates))

struct price_entry {
  std::string entry;
  product_id product;
  std::string name;
  std::int64_t price = 0;
  bool operator==(const price_entry&) const = default;
};
BOOST_DESCRIBE_STRUCT(price_entry, (), (entry, product, name, price))

/// Prices are in the currency's smallest unit. Lines copy them: a later price changes none.
struct price_book_definition {
  std::string name;
  std::string currency;
  bool active = true;
  std::vector<price_entry> entries;
  bool operator==(const price_book_definition&) const = default;
};
BOOST_DESCRIBE_STRUCT(price_book_definition, (), (name, currency, active, entries))

// ---- what a customer has ----

struct customer_asset {
  asset_id asset;
  product_id product;
  std::string name;
  std::string bought_on;
  bool operator==(const customer_asset&) const = default;
};
BOOST_DESCRIBE_STRUCT(customer_asset, (), (asset, product, name, bought_on))

struct contract_line {
  line_id line;
  product_id product;
  asset_id asset;
  std::uint32_t quantity = 1;
  std::string starts_on;
  std::string ends_on;
  std::string removed_on;     ///< empty: it is not
  std::string price_entry{};  ///< of the contract's price book
  std::int64_t price = 0;     ///< as it was when the line was made
  std::string currency{};
  bool operator==(const contract_line&) const = default;
};
BOOST_DESCRIBE_STRUCT(contract_line, (),
                      (line, product, asset, quantity, starts_on, ends_on, removed_on, price_entry,
                       price, currency))

enum class contract_kind : std::uint8_t {
  subscription = 0,
  maintenance = 1,
  warranty = 2,
  other = 3
};
BOOST_DESCRIBE_ENUM(contract_kind, subscription, maintenance, warranty, other)

struct service_contract {
  contract_id contract;
  contract_kind kind = contract_kind::subscription;
  std::string name;
  std::string starts_on;
  std::string ends_on;  ///< empty: open-ended
  std::vector<contract_line> lines;
  contract_id predecessor{};
  contract_id successor{};
  price_book_id price_book{};
  std::string external_system{};  ///< whose record this mirrors; empty: it is kept here
  std::string external_id{};
  std::uint64_t external_revision = 0;
  bool operator==(const service_contract&) const = default;
};
BOOST_DESCRIBE_STRUCT(service_contract, (),
                      (contract, kind, name, starts_on, ends_on, lines, predecessor, successor,
                       price_book, external_system, external_id, external_revision))

/// A contract that ends soon, to be renewed: one for each term, moved when the contract is
/// extended.
struct renewal_opportunity {
  contract_id contract;
  std::string opened_on;
  std::string ends_on;
  std::vector<contract_line> lines;
  contract_id successor;   ///< empty: not renewed yet
  std::int64_t value = 0;  ///< of its lines, as far as they have prices
  std::string currency{};
  bool operator==(const renewal_opportunity&) const = default;
};
BOOST_DESCRIBE_STRUCT(renewal_opportunity, (),
                      (contract, opened_on, ends_on, lines, successor, value, currency))

enum class entitlement_source : std::uint8_t {
  by_hand = 0,
  from_template = 1,
  from_asset = 2,
  from_line = 3,
  renewal = 4,
  from_order = 5,
  imported = 6
};
BOOST_DESCRIBE_ENUM(entitlement_source, by_hand, from_template, from_asset, from_line, renewal,
                    from_order, imported)

struct customer_entitlement {
  entitlement_id entitlement;
  entitlement_terms terms;
  std::vector<contact_id> contacts;  ///< who may use it; empty: every contact of the account
  std::vector<asset_id> assets;
  std::vector<product_id> products;
  contract_id contract;
  line_id line;
  std::string starts_on;
  std::string ends_on;  ///< empty: open-ended
  entitlement_source source = entitlement_source::by_hand;
  template_id made_from;
  entitlement_id predecessor;
  entitlement_id successor;
  std::string cancelled_on;
  bool operator==(const customer_entitlement&) const = default;
};
BOOST_DESCRIBE_STRUCT(customer_entitlement, (),
                      (entitlement, terms, contacts, assets, products, contract, line, starts_on,
                       ends_on, source, made_from, predecessor, successor, cancelled_on))

/// What another system sold, by its system and number there. Its parts may come in any order and
/// more than once: lines wait until the order itself is received.
struct customer_order {
  std::string system;
  std::string order;
  contract_id contract;  ///< empty: `<system>.<order>`
  contract_kind kind = contract_kind::subscription;
  std::string name;
  std::string starts_on;
  std::string ends_on;
  price_book_id price_book;
  std::vector<contract_line> lines;  ///< by line, which is the line's number there
  bool received = false;
  std::string cancelled_on;
  bool operator==(const customer_order&) const = default;
};
BOOST_DESCRIBE_STRUCT(customer_order, (),
                      (system, order, contract, kind, name, starts_on, ends_on, price_book, lines,
                       received, cancelled_on))

// ---- verification ----

/// Who or what asks for support. What is empty is not asked about.
struct coverage_question {
  account_id account;
  contact_id contact;
  asset_id asset;
  contract_id contract;
  line_id line;
  product_id product;
  entitlement_id entitlement;  ///< only this one, although others may be better
  std::string support;         ///< the kind that is wanted
  bool operator==(const coverage_question&) const = default;
};
BOOST_DESCRIBE_STRUCT(coverage_question, (),
                      (account, contact, asset, contract, line, product, entitlement, support))

struct covering_entitlement {
  entitlement_id entitlement;
  level_id level;
  std::string path;  ///< the most particular relation that matched: "asset"
  std::string ends_on;
  bool operator==(const covering_entitlement&) const = default;
};
BOOST_DESCRIBE_STRUCT(covering_entitlement, (), (entitlement, level, path, ends_on))

/// `reason` when not eligible: NOT_FOUND, NOTHING_TO_VERIFY, MISMATCH, NOT_LISTED, EXPIRED,
/// NOT_YET, CANCELLED, NOT_INCLUDED, NO_ENTITLEMENT.
struct coverage_answer {
  bool eligible = false;
  entitlement_id entitlement;
  entitlement_terms terms;  ///< of that one, or of the one that expired
  std::string path;
  std::string ends_on;
  std::vector<covering_entitlement> all;  ///< best first
  std::string reason;
  bool renewable = false;  ///< an expired one has no successor yet
  account_id account{};    ///< of an eligible one
  bool operator==(const coverage_answer&) const = default;
};
BOOST_DESCRIBE_STRUCT(coverage_answer, (),
                      (eligible, entitlement, terms, path, ends_on, all, reason, renewable,
                       account))

}  // namespace parley
