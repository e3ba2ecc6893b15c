// Goal: who may do what with business hours, holidays of regions, and holidays without links.
// Method: commands to a tenant with the events they must give.

#include "events/hours/answers.hpp"
#include "events/hours/calendar_cache.hpp"
#include "events/hours/rights.hpp"
#include "events/tenant/entity.hpp"
#include "tests/events/given.hpp"
#include "tests/events/hours_desk.hpp"

using namespace parley;

namespace {

const hours_id berlin("berlin");
const holiday_id christmas("christmas");
const holiday_id unity("unity");

struct tenant : given::actor<tenant_entity> {
  tenant() : actor({tenant_id("acme"), entity_kind::tenant, "acme"}) {
    does(define_tenant{});
    does(define_holiday{christmas, yearly("2025-12-25 FREQ=YEARLY all", "Christmas")});
    does(define_holiday{unity, yearly("2025-10-03 FREQ=YEARLY all", "Unity")});
  }
  static holiday_definition yearly(const char* text, const char* name) {
    holiday_definition holiday = desk::closed(text).front();
    holiday.name = name;
    holiday.origin = hours_origin::region;
    return holiday;
  }
  void may(principal_role role, const hours_right& right) {
    where().by.role = principal_role::admin;
    hours_administration given = state.hours.administration;
    given.rights.push_back(right);
    does(administer_hours{given});
    where().by.role = role;
  }
  bool is_open(const std::string& instant) {
    return cache.find(state.hours, berlin)->hours->is_open(desk::at(instant));
  }
  calendar_cache cache;
};

define_hours define(hours_definition definition) {
  definition.name = "Berlin";
  definition.zone = "Europe/Berlin";
  return {berlin, std::move(definition), desk::zone("Europe/Berlin")};
}

define_hours office() { return define(desk::weekly("Mon-Sun 09:00-17:00")); }

std::string allowed(const tenant& acme, principal_role role, const char* profile = "") {
  const auto may = [&](hours::access what, const char* letter) {
    return std::string(
        hours::permitted(acme.state.hours, {role, "somebody", profile}, what).ok() ? letter : "");
  };
  return may(hours::access::create, "c") + may(hours::access::read, "r") +
         may(hours::access::update, "u");
}

}  // namespace

TEST_CASE(
    "administrators create, read and update, others read, customers see nothing; all may "
    "be changed but deleting") {
  tenant acme;
  CHECK(allowed(acme, principal_role::system) == "cru");
  CHECK(allowed(acme, principal_role::admin) == "cru");
  for (const auto role :
       {principal_role::supervisor, principal_role::agent, principal_role::partner}) {
    CHECK(allowed(acme, role) == "r");
  }
  CHECK(allowed(acme, principal_role::customer).empty());
  acme.where().by.role = principal_role::supervisor;
  CHECK(acme.refuses(office(), errc::not_permitted).state == "FORBIDDEN create");
  acme.may(principal_role::supervisor, {hours_profile::supervisor, false, true, true, false});
  CHECK(acme.refuses(office(), errc::not_permitted).state == "FORBIDDEN create");
  acme.may(principal_role::customer, {hours_profile::customer, false, true, false, false});
  CHECK(allowed(acme, principal_role::customer) == "r");
  acme.where().by.role = principal_role::admin;
  acme.does(office());
  acme.where().by.role = principal_role::supervisor;
  acme.does(define(desk::weekly("Mon-Fri 09:00-17:00")));
  acme.does(deactivate_hours{berlin});
  acme.refuses(delete_hours{berlin}, errc::not_permitted);
  CHECK(acme.refuses(administer_hours{{}}, errc::not_permitted).state == "FORBIDDEN administer");
  // The system goes on whatever administrators take from themselves.
  acme.may(principal_role::system, {hours_profile::administrator, false, true, false, false});
  acme.does(activate_hours{berlin});
  acme.where().by.role = principal_role::admin;
  CHECK(acme.refuses(deactivate_hours{berlin}, errc::not_permitted).state == "FORBIDDEN update");
  acme.does(administer_hours{{}});
  acme.does(deactivate_hours{berlin});
}

TEST_CASE("a profile of the tenant's own reads by default, and may what it was given") {
  tenant acme;
  CHECK(allowed(acme, principal_role::admin, "planner") == "r");
  CHECK(allowed(acme, principal_role::agent, "planner") == "r");
  CHECK(allowed(acme, principal_role::customer, "planner").empty());
  acme.may(principal_role::agent, {hours_profile::agent, false, true, true, false, "planner"});
  CHECK(allowed(acme, principal_role::agent, "planner") == "ru");
  CHECK(allowed(acme, principal_role::agent) == "r");
  CHECK(allowed(acme, principal_role::agent, "visitor") == "r");
  CHECK(acme.refuses(office(), errc::not_permitted).state == "FORBIDDEN create");
  acme.where().by = {principal_role::agent, "ana", "planner"};
  acme.does(define_holiday{unity, tenant::yearly("2025-10-04 FREQ=YEARLY all", "Unity")});
  acme.where().by = {principal_role::admin, "ada"};
  const hours_right twice{hours_profile::agent, false, true, true, false, "planner"};
  CHECK(acme.refuses(administer_hours{{{twice, twice}, false}}, errc::invalid_definition).state ==
        "INVALID_RIGHTS");
  const hours_right all{hours_profile::agent, true, true, true, true, "planner"};
  CHECK(acme.refuses(administer_hours{{{all}, false}}, errc::invalid_definition).state ==
        "DELETE_FORBIDDEN");
}

TEST_CASE("the right to delete business hours is given to nobody") {
  tenant acme;
  for (const auto profile : {hours_profile::administrator, hours_profile::agent}) {
    const administer_hours what{{{{profile, true, true, true, true}}, false}};
    CHECK(acme.refuses(what, errc::invalid_definition).state == "DELETE_FORBIDDEN");
  }
  const hours_right once{hours_profile::agent, false, true, false, false};
  acme.refuses(administer_hours{{{once, once}, false}}, errc::invalid_definition);
}

TEST_CASE("a set of a region has its holidays by itself, marked, but those that it does without") {
  tenant acme;
  auto local = office();
  local.definition.region = "DE";
  CHECK(acme.refuses(local, errc::invalid_definition).state == "UNKNOWN_REGION");
  acme.refuses(define_holiday_region{{"DE", "Germany", {holiday_id("none")}}},
               errc::invalid_definition);
  acme.does(define_holiday_region{{"DE", "Germany", {unity, christmas, unity}}});
  acme.gives(define_holiday_region{{"DE", "Germany", {christmas, unity}}});
  acme.does(local);
  CHECK_FALSE(acme.is_open("2025-12-25T12:00:00+01:00"));
  CHECK_FALSE(acme.is_open("2031-10-03T12:00:00+02:00"));
  const auto told = list_hours(acme.state.hours);
  REQUIRE(told.linked.size() == 1);
  CHECK(told.linked[0].holidays == std::vector<holiday_id>{christmas, unity});
  CHECK(find_set(acme.state.hours, berlin)->definition.holidays.empty());
  local.definition.unlinked = {unity};
  acme.does(local);
  CHECK(acme.is_open("2031-10-03T12:00:00+02:00"));
  // The list is refreshed: what the set does without stays away, what is new is there.
  const holiday_id may_day("may-day");
  acme.does(define_holiday{may_day, tenant::yearly("2025-05-01 FREQ=YEARLY all", "May")});
  const auto before = find_set(acme.state.hours, berlin)->version;
  acme.does(define_holiday_region{{"DE", "Germany", {christmas, may_day, unity}}});
  CHECK(find_set(acme.state.hours, berlin)->version == before + 1);
  CHECK(acme.is_open("2031-10-03T12:00:00+02:00"));
  CHECK_FALSE(acme.is_open("2026-05-01T12:00:00+02:00"));
  // An edited holiday of the region is the set's next version, too.
  acme.does(define_holiday{may_day, tenant::yearly("2025-05-02 FREQ=YEARLY all", "May")});
  CHECK(find_set(acme.state.hours, berlin)->version == before + 2);
  CHECK(acme.is_open("2026-05-01T12:00:00+02:00"));
}

TEST_CASE("a holiday that is linked is not deleted, by sets or by regions") {
  tenant acme;
  auto local = office();
  local.definition.holidays = {christmas};
  acme.does(local);
  acme.does(define_holiday_region{{"DE", "", {unity}}});
  auto refused = acme.refuses(remove_holiday{christmas}, errc::wrong_state);
  CHECK(refused.state == "HOLIDAY_LINKED");
  CHECK(refused.message == "the holiday is linked to berlin");
  refused = acme.refuses(remove_holiday{unity}, errc::wrong_state);
  CHECK(refused.message == "the holiday is linked to region DE");
}

TEST_CASE("a holiday goes with its last link if the tenant wants it so") {
  tenant acme;
  auto local = office();
  local.definition.holidays = {christmas, unity};
  acme.does(local);
  acme.does(define_holiday_region{{"DE", "", {unity}}});
  local.definition.holidays = {christmas};
  acme.does(local);
  CHECK(acme.state.hours.holidays.size() == 2);
  acme.does(administer_hours{{{}, true}});
  local.definition.holidays = {};
  acme.does(local);
  REQUIRE(acme.state.hours.holidays.size() == 1);
  CHECK(acme.state.hours.holidays[0].holiday == unity);
}
