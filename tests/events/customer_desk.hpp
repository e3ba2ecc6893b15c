#pragma once
// A customer like a support desk's: two levels, two templates, a product that brings one
// entitlement and one that brings two. It is Monday 22 December 2025, noon, in New York.

#include "events/customer/entity.hpp"
#include "events/tenant/state.hpp"
#include "tests/events/given.hpp"
#include "tests/events/office_hours.hpp"

namespace parley::given {

struct customer : actor<customer_entity> {
  tenant_state tenant;
  office_hours hours;

  customer() : actor({tenant_id("t"), entity_kind::customer, "acme"}) {
    tenant.created = true;
    tenant.levels = {{level_id("platinum"), {"Platinum", 2}}, {level_id("silver"), {"Silver", 1}}};
    entitlement_template warranty;
    warranty.terms = {
        "Standard warranty", level_id("silver"), process_id("basic"), hours_id("office"), {"web"}};
    warranty.term_days = 365;
    entitlement_template phone = warranty;
    phone.terms.support = {"phone"};
    tenant.templates = {{template_id("phone"), phone}, {template_id("warranty"), warranty}};
    tenant.bundles = {
        {product_id("W"), {"Widget", {template_id("warranty")}}},
        {product_id("care"), {"Care", {template_id("phone"), template_id("warranty")}}}};
    where().tenant = &tenant;
    where().hours = &hours;
    where().now = december(22, 12);
    does(define_customer{"Acme", {contact_id("bob"), contact_id("eve")}});
  }
  void entitle(const char* name, const char* level, std::vector<std::string> assets = {},
               std::string starts_on = "2025-01-01", std::string ends_on = "2025-12-31") {
    does(create_entitlement{
        made(name, level, std::move(assets), std::move(starts_on), std::move(ends_on))});
  }
  static customer_entitlement made(const char* name, const char* level,
                                   std::vector<std::string> assets, std::string starts_on,
                                   std::string ends_on) {
    customer_entitlement one;
    one.entitlement = entitlement_id(name);
    one.terms.level = level_id(level);
    one.terms.process = process_id("basic");
    one.terms.hours = hours_id("office");
    for (auto& asset : assets) {
      one.assets.emplace_back(std::move(asset));
    }
    one.starts_on = std::move(starts_on);
    one.ends_on = std::move(ends_on);
    return one;
  }
  void own(const char* asset, const char* product = "gadget") {
    does(record_asset{{asset_id(asset), product_id(product), "", "2025-03-01"}});
  }
  coverage_answer ask(const coverage_question& question) {
    does(verify_coverage{question, {}, {}});
    return std::get<coverage_verified>(history.back().first).answer;
  }
  const customer_entitlement& entitlement(const char* name) {
    const auto* found = find_entitlement(state, entitlement_id(name));
    REQUIRE(found != nullptr);
    return *found;
  }
};

inline coverage_question about() {
  coverage_question question;
  question.account = account_id("acme");
  return question;
}

}  // namespace parley::given
