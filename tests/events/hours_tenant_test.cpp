// Goal: the life of sets, holidays and releases, legal and illegal. Method: commands to a tenant
// with the events they must give.

#include "events/hours/calendar_cache.hpp"
#include "events/tenant/entity.hpp"
#include "tests/events/given.hpp"
#include "tests/events/hours_desk.hpp"

using namespace parley;

namespace {

const hours_id berlin("berlin");
const holiday_id christmas("christmas");

struct tenant : given::actor<tenant_entity> {
  tenant() : actor({tenant_id("acme"), entity_kind::tenant, "acme"}) { does(define_tenant{}); }
};

hours_definition office(const std::string& name = "Berlin") {
  hours_definition hours = desk::weekly("Mon-Fri 09:00-17:00");
  hours.name = name;
  hours.zone = "Europe/Berlin";
  return hours;
}

define_hours define(const hours_definition& definition, const hours_id& id = berlin) {
  return {id, definition, desk::zone("Europe/Berlin")};
}

holiday_definition closed(const std::string& text) {
  holiday_definition holiday = desk::closed(text).front();
  holiday.name = "Christmas";
  return holiday;
}

hours_use process(const std::string& user, const hours_id& hours = berlin) {
  return {hours, "process", user, "Process " + user};
}

}  // namespace

TEST_CASE("a set is created with its zone's rules, then edited, each time with its next version") {
  tenant acme;
  acme.gives(define(office()), hours_zone_recorded{desk::zone("Europe/Berlin")},
             hours_defined{berlin, 1, office()});
  acme.gives(define(office()));
  hours_definition longer = office();
  longer.weekly.push_back({weekday::saturday, day_ms(0), day_end});
  acme.gives(define(longer), hours_defined{berlin, 2, longer});
  CHECK(acme.state.hours.zones.size() == 1);
}

TEST_CASE("a zone that is known keeps its rules until a release is loaded") {
  tenant acme;
  acme.does(define(office()));
  define_hours later = define(office("Berlin 2"), hours_id("berlin-2"));
  later.rules.release = "2030a";
  acme.gives(later, hours_defined{hours_id("berlin-2"), 1, office("Berlin 2")});
  CHECK(acme.state.hours.zones[0].release == "2026f");
}

TEST_CASE("a set that cannot be is refused with the reason") {
  tenant acme;
  const auto reason = [&](const define_hours& command, errc code = errc::invalid_definition) {
    return acme.refuses(command, code).state;
  };
  CHECK(reason(define(office(""))) == "INVALID_NAME");
  CHECK(reason(define(office(std::string(241, 'x')))) == "INVALID_NAME");
  acme.does(define(office(std::string(240, 'x')), hours_id("long")));
  hours_definition mars = office();
  mars.zone = "Mars/Base";
  CHECK(reason(define(mars)) == "UNKNOWN_ZONE");
  hours_definition night = office();
  night.weekly[0] = {weekday::monday, day_ms(61'200'000), day_ms(32'400'000)};
  CHECK(reason(define(night)) == "INVALID_INTERVAL");
  night.weekly[0] = {weekday::monday, day_ms(0), day_ms(86'460'000)};
  CHECK(reason(define(night)) == "INVALID_INTERVAL");
  hours_definition linked = office();
  linked.holidays = {christmas};
  CHECK(reason(define(linked)) == "UNKNOWN_HOLIDAY");
  acme.does(define(office()));
  CHECK(reason(define(office(), hours_id("other")), errc::wrong_state) == "NAME_TAKEN");
  CHECK(reason(define(office("default"), hours_id("other")), errc::wrong_state) == "NAME_TAKEN");
}

TEST_CASE("a tenant has one default set from its creation, and another replaces it in one event") {
  tenant acme;
  const auto built_in = find_hours(acme.state.hours, {});
  REQUIRE(built_in.has_value());
  CHECK(built_in->hours == hours_id("default"));
  CHECK(built_in->definition.weekly.size() == 7);
  acme.does(define(office()));
  acme.gives(make_default_hours{berlin}, default_hours_changed{berlin, hours_id("default")});
  acme.gives(make_default_hours{berlin});
  CHECK(find_hours(acme.state.hours, {})->hours == berlin);
  CHECK(acme.refuses(deactivate_hours{berlin}, errc::wrong_state).state == "IS_DEFAULT");
  acme.gives(deactivate_hours{hours_id("default")}, hours_deactivated{hours_id("default")});
  CHECK(acme.refuses(make_default_hours{hours_id("default")}, errc::wrong_state).state ==
        "SET_INACTIVE");
  acme.refuses(make_default_hours{hours_id("nowhere")}, errc::not_found);
}

TEST_CASE("the built-in set can be defined like any other") {
  tenant acme;
  acme.gives(define(office("Ours"), hours_id("default")),
             hours_zone_recorded{desk::zone("Europe/Berlin")},
             hours_defined{hours_id("default"), 2, office("Ours")});
  CHECK(find_hours(acme.state.hours, {})->definition.zone == "Europe/Berlin");
}

TEST_CASE("a set in use is not switched off, and the answer names all that use it") {
  tenant acme;
  acme.does(define(office()));
  acme.gives(claim_hours{process("gold")}, hours_claimed{process("gold")});
  acme.gives(claim_hours{process("gold")});
  acme.does(claim_hours{process("silver")});
  const auto refused = acme.refuses(deactivate_hours{berlin}, errc::wrong_state);
  CHECK(refused.state == "IN_USE");
  CHECK(refused.message ==
        "the set is in use by process gold (Process gold), process silver (Process silver)");
  acme.gives(release_hours{process("gold")}, hours_released{process("gold")});
  acme.gives(release_hours{process("gold")});
  acme.does(release_hours{process("silver")});
  acme.gives(deactivate_hours{berlin}, hours_deactivated{berlin});
  acme.gives(deactivate_hours{berlin});
}

TEST_CASE("a set that is switched off is not claimed any more, but goes on computing") {
  tenant acme;
  acme.does(define(office()));
  acme.does(deactivate_hours{berlin});
  CHECK(acme.refuses(claim_hours{process("gold")}, errc::wrong_state).state == "SET_INACTIVE");
  calendar_cache cache;
  REQUIRE(cache.find(acme.state.hours, berlin) != nullptr);
  acme.gives(activate_hours{berlin}, hours_activated{berlin});
  acme.gives(activate_hours{berlin});
  acme.does(claim_hours{process("gold")});
  acme.refuses(claim_hours{process("gold", hours_id("nowhere"))}, errc::not_found);
  acme.refuses(claim_hours{process("")}, errc::invalid_definition);
}

TEST_CASE("nobody deletes a set") {
  tenant acme;
  acme.does(define(office()));
  for (const auto role : {principal_role::system, principal_role::admin, principal_role::agent}) {
    acme.where().by.role = role;
    CHECK(acme.refuses(delete_hours{berlin}, errc::not_permitted).state == "DELETE_FORBIDDEN");
  }
}

TEST_CASE("only administrators and the system change business hours") {
  tenant acme;
  for (const auto role :
       {principal_role::agent, principal_role::supervisor, principal_role::partner}) {
    acme.where().by.role = role;
    acme.refuses(define(office()), errc::not_permitted);
    acme.refuses(activate_hours{berlin}, errc::not_permitted);
    acme.refuses(deactivate_hours{berlin}, errc::not_permitted);
    acme.refuses(make_default_hours{berlin}, errc::not_permitted);
    acme.refuses(define_holiday{christmas, closed("2026-12-25 all")}, errc::not_permitted);
    acme.refuses(remove_holiday{christmas}, errc::not_permitted);
    acme.refuses(claim_hours{process("gold")}, errc::not_permitted);
    acme.refuses(release_hours{process("gold")}, errc::not_permitted);
    acme.refuses(load_tz_release{"2026f", tz_policy::accepted, {}}, errc::not_permitted);
  }
  acme.where().by.role = principal_role::admin;
  acme.does(define(office()));
}

TEST_CASE("a holiday is stored with the first date that fits, and serves several sets") {
  tenant acme;
  const auto quarterly = closed("2025-01-15 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10 all");
  acme.gives(define_holiday{christmas, quarterly},
             holiday_defined{christmas, 1, quarterly, "2025-02-10"});
  acme.gives(define_holiday{christmas, quarterly});
  hours_definition twice = office();
  twice.holidays = {christmas, christmas};
  acme.does(define(twice));
  CHECK(find_set(acme.state.hours, berlin)->definition.holidays.size() == 1);
  hours_definition second = office("Second");
  second.holidays = {christmas};
  acme.does(define(second, hours_id("second")));
  const auto refused = acme.refuses(remove_holiday{christmas}, errc::wrong_state);
  CHECK(refused.state == "HOLIDAY_LINKED");
  CHECK(refused.message == "the holiday is linked to berlin, second");
}

TEST_CASE("an edited holiday gives the sets that link it their next version, and no other set") {
  tenant acme;
  acme.does(define_holiday{christmas, closed("2026-12-25 all")});
  hours_definition linked = office();
  linked.holidays = {christmas};
  acme.does(define(linked));
  acme.does(define(office("Unlinked"), hours_id("unlinked")));
  calendar_cache cache;
  const time_ms noon = desk::at("2026-12-25T12:00:00+01:00");
  CHECK_FALSE(cache.find(acme.state.hours, berlin)->hours->is_open(noon));
  acme.does(define_holiday{christmas, closed("2026-12-24 all")});
  CHECK(find_set(acme.state.hours, berlin)->version == 2);
  CHECK(find_set(acme.state.hours, hours_id("unlinked"))->version == 1);
  const auto* now = cache.find(acme.state.hours, berlin);
  CHECK(now->hours->is_open(noon));
  CHECK(now->stamp == hours_stamp{berlin, 2, "2026f"});
}

TEST_CASE("a holiday that cannot be is refused with the reason, and unlinked ones can go") {
  tenant acme;
  const auto reason = [&](const holiday_definition& definition) {
    return acme.refuses(define_holiday{christmas, definition}, errc::invalid_definition).state;
  };
  CHECK(reason(closed("2025-01-01 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 all")) == "NEVER_HAPPENS");
  holiday_definition night = closed("2026-09-01 23:00-24:00");
  night.when.to_ms = day_ms(86'400'000 + 3 * 3'600'000);
  CHECK(reason(night) == "CROSSES_DAY");
  night.when.to_ms = night.when.from_ms;
  CHECK(reason(night) == "INVALID_INTERVAL");
  holiday_definition nameless = closed("2026-09-01 all");
  nameless.name.clear();
  CHECK(reason(nameless) == "INVALID_NAME");
  acme.refuses(remove_holiday{christmas}, errc::not_found);
  acme.does(define_holiday{christmas, closed("2026-12-25 all")});
  acme.gives(remove_holiday{christmas}, holiday_removed{christmas});
}

TEST_CASE("a release is accepted, grandfathered or pinned, and is part of the log") {
  tenant acme;
  hours_definition vancouver = office("Vancouver");
  vancouver.zone = "America/Vancouver";
  acme.does(define_hours{berlin, vancouver, desk::zone("America/Vancouver", "2025b")});
  const std::vector<zone_rules> newer{desk::zone("America/Vancouver"), desk::zone("Asia/Tokyo")};
  const std::vector<zone_rules> used{newer[0]};
  acme.gives(load_tz_release{"2026f", tz_policy::pinned, newer},
             tz_release_loaded{"2026f", tz_policy::pinned, {}});
  calendar_cache cache;
  CHECK(cache.find(acme.state.hours, berlin)->stamp.tz_release == "2025b");
  acme.gives(load_tz_release{"2026f", tz_policy::accepted, newer},
             tz_release_loaded{"2026f", tz_policy::accepted, used});
  acme.gives(load_tz_release{"2026f", tz_policy::accepted, newer});
  CHECK(cache.find(acme.state.hours, berlin)->stamp.tz_release == "2026f");
  acme.refuses(load_tz_release{"2027a", tz_policy::accepted, newer}, errc::invalid_definition);
  acme.refuses(load_tz_release{"", tz_policy::accepted, {}}, errc::invalid_definition);
}

TEST_CASE("the fold of the events is the state") {
  tenant acme;
  acme.does(define_holiday{christmas, closed("2026-12-25 FREQ=YEARLY all")});
  hours_definition linked = office();
  linked.holidays = {christmas};
  acme.does(define(linked));
  acme.does(claim_hours{process("gold")});
  acme.does(make_default_hours{berlin});
  acme.does(deactivate_hours{hours_id("default")});
  tenant_state folded;
  for (const auto& [event, at] : acme.history) {
    tenant_entity::apply(folded, event, at);
  }
  CHECK(folded == acme.state);
}
