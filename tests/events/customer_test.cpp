// Goal: who is entitled to what, by which relation, and how entitlements come, grow and end.
// Method: a customer like a support desk's, and a table of questions.

#include "events/customer/dates.hpp"
#include "events/customer/verify.hpp"
#include "tests/events/customer_desk.hpp"

using namespace parley;
using given::about;
using given::customer;
using given::december;

TEST_CASE("dates are those of the calendar, and the local ones") {
  CHECK(is_date("2024-02-29"));
  CHECK_FALSE(is_date("2025-02-29"));
  CHECK_FALSE(is_date("2025-2-9"));
  CHECK(add_days("2025-03-01", 364) == "2026-02-28");
  given::office_hours hours;
  CHECK(local_date(&hours, hours_id("office"), december(22, 23, 59)) == "2025-12-22");
  CHECK(local_date(nullptr, {}, december(22, 23, 59)) == "2025-12-23");
}

TEST_CASE("an asset of a product with a template brings its entitlement, once") {
  customer c;
  for (int i = 0; i < 3; ++i) {
    c.own("w1", "W");
  }
  REQUIRE(c.state.entitlements.size() == 1);
  const auto& one = c.entitlement("w1.warranty");
  CHECK(one.starts_on == "2025-03-01");
  CHECK(one.ends_on == "2026-02-28");
  CHECK(one.source == entitlement_source::from_asset);
  // The last day counts to its end, on the clock of the entitlement's hours.
  auto question = about();
  question.support = "web";
  const time_ms end_of_day(december(31, 24).value + 59 * 86'400'000LL);  // 1 March 2026, 00:00
  CHECK(verify(c.state, question, end_of_day - duration_ms(1), &c.tenant, &c.hours).eligible);
  CHECK(verify(c.state, question, end_of_day, &c.tenant, &c.hours).reason == "EXPIRED");
}

TEST_CASE("a contract line brings the entitlements of its product, and ends them") {
  customer c;
  service_contract contract;
  contract.contract = contract_id("k");
  contract.starts_on = "2025-01-01";
  contract.ends_on = "2025-12-31";
  c.does(record_contract{contract});
  contract_line line;
  line.line = line_id("1");
  line.product = product_id("care");
  line.starts_on = "2025-02-01";
  c.does(record_contract_line{contract_id("k"), line});
  c.does(record_contract_line{contract_id("k"), line});
  REQUIRE(c.state.entitlements.size() == 2);
  CHECK(c.entitlement("k.1.phone").starts_on == "2025-02-01");
  CHECK(c.entitlement("k.1.phone").ends_on == "2025-12-31");
  auto question = about();
  question.support = "phone";
  CHECK(c.ask(question).entitlement == entitlement_id("k.1.phone"));
  c.does(remove_contract_line{contract_id("k"), line_id("1"), ""});
  CHECK(c.ask(question).reason == "CANCELLED");
  line.line = line_id("2");
  line.ends_on = "2026-01-01";
  CHECK(c.refuses(record_contract_line{contract_id("k"), line}, errc::invalid_definition).state ==
        "OUTSIDE_CONTRACT");
}

TEST_CASE(
    "an entitlement is extended later only, renewed once, and changed without effect on them") {
  customer c;
  c.entitle("e", "silver");
  CHECK(c.refuses(extend_entitlement{entitlement_id("e"), "2025-06-30"}, errc::invalid_definition)
            .state == "NOT_AN_EXTENSION");
  c.does(extend_entitlement{entitlement_id("e"), "2026-03-31"});
  CHECK(c.entitlement("e").ends_on == "2026-03-31");
  c.does(renew_entitlement{entitlement_id("e"), entitlement_id("e2"), "2027-03-31"});
  c.does(renew_entitlement{entitlement_id("e"), entitlement_id("e3"), "2027-03-31"});
  CHECK(c.entitlement("e").successor == entitlement_id("e2"));
  CHECK(c.entitlement("e2").predecessor == entitlement_id("e"));
  CHECK(c.entitlement("e2").starts_on == "2026-04-01");
  CHECK(find_entitlement(c.state, entitlement_id("e3")) == nullptr);
  auto changed = c.entitlement("e");
  changed.terms.level = level_id("platinum");
  changed.successor = {};
  c.does(change_entitlement{changed});
  CHECK(c.entitlement("e").successor == entitlement_id("e2"));
  CHECK(c.refuses(create_entitlement{customer::made("x", "silver", {}, "2025-02-01", "2025-01-01")},
                  errc::invalid_definition)
            .state == "INVALID_TERM");
}

TEST_CASE("a template's values are copied; later edits of it do not reach the copy") {
  customer c;
  customer_entitlement one;
  one.entitlement = entitlement_id("e");
  one.made_from = template_id("warranty");
  one.starts_on = "2025-12-01";
  one.ends_on = "2025-12-30";
  c.does(create_entitlement{one});
  c.tenant.templates[1].settings.terms.level = level_id("platinum");
  CHECK(c.entitlement("e").terms.level == level_id("silver"));
  CHECK(c.entitlement("e").ends_on == "2025-12-30");
  c.tenant.templates[1].settings.active = false;
  one.entitlement = entitlement_id("f");
  CHECK(c.refuses(create_entitlement{one}, errc::wrong_state).state == "TEMPLATE_INACTIVE");
}

TEST_CASE("each way to ask is answered, and each refusal says why") {
  customer c;
  c.own("a1");
  auto question = about();
  CHECK(c.ask(question).reason == "NO_ENTITLEMENT");
  c.entitle("past", "silver", {}, "2025-01-01", "2025-12-21");
  CHECK(c.ask(question).reason == "EXPIRED");
  CHECK(c.ask(question).renewable);
  c.entitle("future", "silver", {}, "2025-12-23", "2026-12-21");
  c.entitle("listed", "silver");
  auto change = c.entitlement("listed");
  change.contacts = {contact_id("bob")};
  change.terms.support = {"web"};
  c.does(change_entitlement{change});
  question.contact = contact_id("bob");
  CHECK(c.ask(question).path == "contact");
  question.support = "phone";
  CHECK(c.ask(question).reason == "EXPIRED");
  question.entitlement = entitlement_id("listed");
  CHECK(c.ask(question).reason == "NOT_INCLUDED");
  question.entitlement = entitlement_id("future");
  CHECK(c.ask(question).reason == "NOT_YET");
  question = about();
  question.contact = contact_id("eve");
  question.entitlement = entitlement_id("listed");
  CHECK(c.ask(question).reason == "NOT_LISTED");
  question = about();
  question.asset = asset_id("of another account");
  CHECK(c.ask(question).reason == "MISMATCH");
  CHECK(verify(c.state, {}, december(22, 12), &c.tenant, &c.hours).reason == "NOTHING_TO_VERIFY");
}

TEST_CASE("the most particular relation decides, then the level, then the end") {
  customer c;
  c.own("a1");
  c.own("a2");
  c.entitle("silver", "silver");
  c.entitle("platinum", "platinum", {"a1"});
  c.entitle("both", "silver", {"a1", "a2"});
  auto question = about();
  CHECK(c.ask(question).entitlement == entitlement_id("silver"));
  CHECK(c.ask(question).all.size() == 3);
  question.asset = asset_id("a1");
  CHECK(c.ask(question).entitlement == entitlement_id("platinum"));
  CHECK(c.ask(question).path == "asset");
  CHECK(c.ask(question).all.size() == 3);
  question.asset = asset_id("a2");
  CHECK(c.ask(question).entitlement == entitlement_id("both"));
  question = about();
  question.product = product_id("gadget");
  CHECK(c.ask(question).entitlement == entitlement_id("platinum"));
}

TEST_CASE("a contract that ends has one opportunity to be renewed, which moves with its end") {
  customer c;
  service_contract contract{
      contract_id("k1"), contract_kind::maintenance, "Care", "2025-04-01", "2026-03-31", {}};
  c.does(record_contract{contract});
  c.does(record_contract_line{contract.contract,
                              {line_id("l1"), product_id("care"), {}, 2, "", "", ""}});
  c.does(record_contract_line{contract.contract,
                              {line_id("l2"), product_id("gadget"), {}, 1, "", "", ""}});
  c.does(remove_contract_line{contract.contract, line_id("l2"), "2025-10-31"});
  c.refuses(open_renewal{contract_id("none")}, errc::not_found);
  c.does(open_renewal{contract.contract});
  REQUIRE(c.state.renewals.size() == 1);
  CHECK(c.state.renewals[0].opened_on == "2025-12-22");
  CHECK(c.state.renewals[0].ends_on == "2026-03-31");
  CHECK(c.state.renewals[0].lines.size() == 1);
  const std::size_t before = c.history.size();
  c.does(open_renewal{contract.contract});
  CHECK(c.history.size() == before);
  c.does(extend_contract{contract.contract, "2026-06-30"});
  CHECK(c.state.renewals.size() == 1);
  CHECK(c.state.renewals[0].ends_on == "2026-06-30");
  contract.ends_on = "2026-07-31";
  c.does(record_contract{contract});
  CHECK(c.state.renewals[0].ends_on == "2026-07-31");
}

TEST_CASE("a renewed contract goes on with its lines and entitlements, linked both ways, once") {
  customer c;
  c.does(record_contract{
      {contract_id("k1"), contract_kind::subscription, "Care", "2025-01-01", "2025-12-31", {}}});
  c.does(record_contract_line{contract_id("k1"),
                              {line_id("l1"), product_id("care"), {}, 1, "", "", ""}});
  c.does(open_renewal{contract_id("k1")});
  c.refuses(renew_contract{contract_id("k1"), contract_id("k2"), "2025-11-30"},
            errc::invalid_definition);
  c.refuses(renew_contract{contract_id("k1"), contract_id("k1"), "2026-12-31"}, errc::wrong_state);
  c.does(renew_contract{contract_id("k1"), contract_id("k2"), "2026-12-31"});
  const service_contract* old = find_contract(c.state, contract_id("k1"));
  const service_contract* next = find_contract(c.state, contract_id("k2"));
  REQUIRE(next != nullptr);
  CHECK(old->successor == next->contract);
  CHECK(next->predecessor == old->contract);
  CHECK(next->starts_on == "2026-01-01");
  CHECK(next->lines.front().ends_on == "2026-12-31");
  CHECK(c.state.renewals.front().successor == next->contract);
  CHECK(c.entitlement("k1.l1.phone").successor == entitlement_id("k1.l1.phone+"));
  CHECK(c.entitlement("k1.l1.phone+").contract == next->contract);
  CHECK(c.entitlement("k1.l1.phone+").starts_on == "2026-01-01");
  CHECK(c.entitlement("k1.l1.warranty+").predecessor == entitlement_id("k1.l1.warranty"));
  const std::size_t before = c.history.size();
  c.does(renew_contract{contract_id("k1"), contract_id("k3"), "2027-12-31"});
  CHECK(c.history.size() == before);
  coverage_question question;
  question.contract = contract_id("k2");
  c.where().now = december(31, 23) + duration_ms(2 * 3'600'000);
  question.support = "phone";
  CHECK(c.ask(question).eligible);
  c.does(record_contract{{contract_id("open"), contract_kind::other, "", "2025-01-01", "", {}}});
  c.refuses(renew_contract{contract_id("open"), {}, ""}, errc::wrong_state);
  c.refuses(open_renewal{contract_id("open")}, errc::wrong_state);
}

TEST_CASE("a date begins when the clock of the hours shows it") {
  given::office_hours hours;
  CHECK(start_of_date(&hours, hours_id("office"), "2025-12-22") == december(22, 0));
  CHECK(start_of_date(nullptr, {}, "1970-01-02") == time_ms(86'400'000));
}

TEST_CASE("nothing is asked of a customer that is not there") {
  given::actor<customer_entity> nobody({tenant_id("t"), entity_kind::customer, "x"});
  nobody.refuses(define_customer{}, errc::not_found);
  nobody.refuses(verify_coverage{}, errc::not_found);
  nobody.refuses(record_asset{}, errc::not_found);
  nobody.refuses(create_entitlement{}, errc::not_found);
}
