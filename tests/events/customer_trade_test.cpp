// Goal: what is sold and kept elsewhere: price books, orders, mirrored contracts, contacts that a
// customer manages, and data of the past. Method: a customer like a support desk's.

#include "tests/events/customer_desk.hpp"

using namespace parley;
using given::about;
using given::customer;

namespace {

const price_book_id retail("retail");
const contract_id kept("k");

// A product with templates, at 900; a foreign book has the same product.
struct shop : customer {
  shop() {
    price_book_definition book{
        "Retail", "EUR", true, {{"care-1", product_id("care"), "Care", 900}}};
    tenant.price_books = {
        {price_book_id("partner"), {"", "USD", true, {{"p-1", product_id("care"), "", 5}}}},
        {retail, book}};
  }
  service_contract contract(const contract_id& name = kept) const {
    service_contract one;
    one.contract = name;
    one.kind = contract_kind::maintenance;
    one.name = "Care";
    one.starts_on = "2025-01-01";
    one.ends_on = "2025-12-31";
    return one;
  }
  static contract_line line(const char* name, const char* entry, const char* product = "") {
    contract_line one;
    one.line = line_id(name);
    one.product = product_id(product);
    one.price_entry = entry;
    one.quantity = 3;
    return one;
  }
  static customer_order order(const char* number) {
    customer_order one;
    one.system = "shop";
    one.order = number;
    one.name = "Care";
    one.starts_on = "2025-12-01";
    one.ends_on = "2026-11-30";
    one.price_book = retail;
    return one;
  }
  const service_contract& contract_of(const char* name) const {
    const auto* found = find_contract(state, contract_id(name));
    REQUIRE(found != nullptr);
    return *found;
  }
};

}  // namespace

TEST_CASE("a line takes the price of its contract's book, and keeps it when prices change") {
  shop c;
  auto one = c.contract();
  one.price_book = retail;
  c.does(record_contract{one});
  c.does(record_contract_line{kept, shop::line("l1", "care-1")});
  const contract_line* line = find_line(c.contract_of("k"), line_id("l1"));
  REQUIRE(line != nullptr);
  CHECK(line->price == 900);
  CHECK(line->currency == "EUR");
  CHECK(line->product == product_id("care"));
  CHECK(c.state.entitlements.size() == 2);
  c.tenant.price_books[1].settings.entries[0].price = 1000;
  const std::size_t before = c.history.size();
  c.does(record_contract_line{kept, shop::line("l1", "care-1")});
  CHECK(c.history.size() == before);
  CHECK(c.refuses(record_contract_line{kept, shop::line("l2", "p-1")}, errc::invalid_definition)
            .state == "WRONG_PRICE_BOOK");
  CHECK(c.refuses(record_contract_line{kept, shop::line("l2", "care-1", "W")},
                  errc::invalid_definition)
            .state == "MISMATCH");
  one.price_book = price_book_id("none");
  CHECK(c.refuses(record_contract{one}, errc::invalid_definition).state == "WRONG_PRICE_BOOK");
  c.does(record_contract_line{kept, shop::line("l3", "care-1")});
  CHECK(find_line(c.contract_of("k"), line_id("l3"))->price == 1000);
  c.does(open_renewal{kept});
  CHECK(c.state.renewals.front().value == 3 * 900 + 3 * 1000);
  CHECK(c.state.renewals.front().currency == "EUR");
}

TEST_CASE("an order makes one contract with its lines, whatever comes first and however often") {
  shop c;
  const auto line = shop::line("2", "care-1");
  c.gives(record_order_line{"shop", "77", line}, order_recorded{[&] {
            customer_order waits;
            waits.system = "shop";
            waits.order = "77";
            waits.lines = {line};
            return waits;
          }()});
  CHECK(c.state.contracts.empty());
  c.does(record_order{shop::order("77")});
  REQUIRE(c.state.contracts.size() == 1);
  const service_contract& made = c.contract_of("shop.77");
  CHECK(made.ends_on == "2026-11-30");
  REQUIRE(made.lines.size() == 1);
  CHECK(made.lines[0].line == line_id("shop.77.2"));
  CHECK(made.lines[0].price == 900);
  REQUIRE(c.state.entitlements.size() == 2);
  CHECK(c.entitlement("shop.77.shop.77.2.phone").source == entitlement_source::from_order);
  const std::size_t before = c.history.size();
  for (int i = 0; i < 3; ++i) {
    c.does(record_order_line{"shop", "77", line});
    c.does(record_order{shop::order("77")});
  }
  CHECK(c.history.size() == before);
  c.does(record_order_line{"shop", "77", shop::line("3", "care-1")});
  CHECK(c.contract_of("shop.77").lines.size() == 2);
  // A number is unique within its system only.
  customer_order other = shop::order("77");
  other.system = "web";
  c.does(record_order{other});
  CHECK(c.state.contracts.size() == 2);
}

TEST_CASE("a cancelled order ends its lines; one that is cancelled before it comes begins none") {
  shop c;
  customer_order order = shop::order("1");
  order.lines = {shop::line("1", "care-1")};
  c.does(record_order{order});
  c.does(cancel_order{"shop", "1", "2025-12-24", "sent back"});
  CHECK(c.contract_of("shop.1").lines[0].removed_on == "2025-12-24");
  for (const auto& each : c.state.entitlements) {
    CHECK(each.cancelled_on == "2025-12-24");
  }
  c.gives(cancel_order{"shop", "1", "2025-12-25", ""});
  c.gives(cancel_order{"shop", "2", "2025-12-24", "never mind"},
          order_cancelled{"shop", "2", "2025-12-24", "never mind"});
  order.order = "2";
  c.does(record_order{order});
  CHECK(find_contract(c.state, contract_id("shop.2")) == nullptr);
  CHECK(c.state.entitlements.size() == 2);
}

TEST_CASE("an order that cannot be is refused as a whole") {
  shop c;
  customer_order order = shop::order("1");
  order.lines = {shop::line("1", "care-1"), shop::line("2", "p-1")};
  CHECK(c.refuses(record_order{order}, errc::invalid_definition).state == "WRONG_PRICE_BOOK");
  order.lines.clear();
  order.ends_on = "2025-01-01";
  CHECK(c.refuses(record_order{order}, errc::invalid_definition).state == "INVALID_TERM");
  c.refuses(record_order{{}}, errc::invalid_definition);
  c.refuses(cancel_order{"", "1", "", ""}, errc::invalid_definition);
  given::actor<customer_entity> nobody({tenant_id("t"), entity_kind::customer, "x"});
  nobody.refuses(record_order{shop::order("1")}, errc::not_found);
  nobody.refuses(record_order_line{"shop", "1", {}}, errc::not_found);
  nobody.refuses(cancel_order{"shop", "1", "", ""}, errc::not_found);
}

TEST_CASE("an order for a contract that is there adds its lines and leaves it as it is") {
  shop c;
  auto one = c.contract();
  one.price_book = retail;
  c.does(record_contract{one});
  customer_order order = shop::order("5");
  order.contract = kept;
  order.lines = {shop::line("1", "care-1")};
  c.does(record_order{order});
  CHECK(c.state.contracts.size() == 1);
  CHECK(c.contract_of("k").starts_on == "2025-01-01");
  CHECK(c.contract_of("k").lines.front().line == line_id("shop.5.1"));
}

TEST_CASE("what another system keeps is changed there: the larger revision wins") {
  shop c;
  auto one = c.contract();
  one.external_system = "crm";
  one.external_id = "4711";
  one.external_revision = 7;
  c.does(record_contract{one});
  auto here = c.contract();
  here.ends_on = "2026-12-31";
  CHECK(c.refuses(record_contract{here}, errc::wrong_state).state == "MIRRORED");
  CHECK(c.refuses(extend_contract{kept, "2026-12-31"}, errc::wrong_state).state == "MIRRORED");
  CHECK(c.refuses(renew_contract{kept, {}, "2026-12-31"}, errc::wrong_state).state == "MIRRORED");
  auto late = one;
  late.external_revision = 6;
  late.ends_on = "2025-06-30";
  c.gives(record_contract{late});
  auto newer = one;
  newer.external_revision = 8;
  newer.ends_on = "2026-06-30";
  c.does(record_contract{newer});
  CHECK(c.contract_of("k").ends_on == "2026-06-30");
  CHECK(c.contract_of("k").external_revision == 8);
  newer.external_system = "other";
  newer.external_revision = 9;
  CHECK(c.refuses(record_contract{newer}, errc::wrong_state).state == "MIRRORED");
  // Its lines are kept here.
  c.does(record_contract_line{kept, shop::line("l1", "", "W")});
}

TEST_CASE("contacts are added and removed one by one; the last that goes opens it to everybody") {
  shop c;
  c.entitle("e", "silver");
  const entitlement_id e("e");
  c.gives(change_entitled_contacts{e, {contact_id("bob")}, {}},
          entitled_contacts_changed{e, {contact_id("bob")}, false});
  c.gives(change_entitled_contacts{e, {contact_id("bob")}, {contact_id("eve")}});
  auto question = about();
  question.contact = contact_id("eve");
  CHECK(c.ask(question).reason == "NOT_LISTED");
  c.refuses(change_entitled_contacts{e, {contact_id("mallory")}, {}}, errc::not_found);
  c.refuses(change_entitled_contacts{entitlement_id("none"), {}, {}}, errc::not_found);
  c.gives(change_entitled_contacts{e, {}, {contact_id("bob")}},
          entitled_contacts_changed{e, {}, true});
  CHECK(c.ask(question).eligible);
}

TEST_CASE("data of the past comes as it was, brings nothing by itself, and again changes nothing") {
  shop c;
  const auto load = [&] {
    c.does(record_asset{{asset_id("old"), product_id("W"), "", "2019-03-01"}, true});
    auto past = c.contract(contract_id("past"));
    past.starts_on = "2019-01-01";
    past.ends_on = "2019-12-31";
    c.does(record_contract{past});
    c.does(record_contract_line{contract_id("past"), shop::line("l1", "", "care"), true});
    c.does(create_entitlement{customer::made("was", "silver", {"old"}, "2019-03-01", "2020-02-28"),
                              true});
    c.does(create_entitlement{customer::made("is", "silver", {"old"}, "2025-03-01", "2026-02-28"),
                              true});
  };
  load();
  CHECK(c.state.entitlements.size() == 2);
  CHECK(c.entitlement("was").source == entitlement_source::imported);
  const std::size_t before = c.history.size();
  load();
  CHECK(c.history.size() == before);
  auto question = about();
  question.asset = asset_id("old");
  CHECK(c.ask(question).entitlement == entitlement_id("is"));
  question.entitlement = entitlement_id("was");
  CHECK(c.ask(question).reason == "EXPIRED");
}

TEST_CASE("an entitlement that names no process has its level's") {
  shop c;
  auto one = customer::made("e", "silver", {}, "2025-01-01", "2025-12-31");
  one.terms.process = {};
  c.does(create_entitlement{one});
  CHECK(c.ask(about()).terms.process.empty());
  c.tenant.levels[1].settings.process = process_id("slow");
  CHECK(c.ask(about()).terms.process == process_id("slow"));
}

TEST_CASE("hours that are switched off are not chosen for an entitlement, and stay with one") {
  shop c;
  hours_set off;
  off.hours = hours_id("office");
  c.tenant.hours.sets = {off};
  c.entitle("e", "silver");
  c.tenant.hours.sets[0].active = false;
  CHECK(c.refuses(create_entitlement{customer::made("f", "silver", {}, "2025-01-01", "")},
                  errc::wrong_state)
            .state == "SET_INACTIVE");
  auto change = c.entitlement("e");
  change.terms.level = level_id("platinum");
  c.does(change_entitlement{change});
  CHECK(c.entitlement("e").terms.hours == hours_id("office"));
}
