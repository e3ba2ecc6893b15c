// Goal: every step of a tenant, legal and illegal. Method: commands with the events they must give.

#include <functional>

#include <doctest/doctest.h>

#include "events/codec/table.hpp"
#include "events/tenant/entity.hpp"
#include "tests/events/given.hpp"

using namespace parley;

namespace {

struct tenant : given::actor<tenant_entity> {
  tenant() : actor({tenant_id("acme"), entity_kind::tenant, "acme"}) {}
};

tenant_settings named(const char* name) {
  tenant_settings settings;
  settings.name = name;
  return settings;
}

void check_field(const given::refusal& refused, const std::string& field) {
  CAPTURE(refused.message);
  CHECK(refused.message.rfind(field + ":", 0) == 0);
}

}  // namespace

TEST_CASE("defining a tenant creates it once, then replaces its settings") {
  tenant acme;
  acme.gives(define_tenant{named("Acme")}, tenant_created{named("Acme")});
  CHECK(acme.state.created);
  acme.gives(define_tenant{named("Acme")});
  acme.gives(define_tenant{named("Acme Ltd")}, tenant_configured{named("Acme Ltd")});
  CHECK(acme.state.settings.name == "Acme Ltd");
}

TEST_CASE("a queue needs a tenant, and is added, replaced or left as it is") {
  tenant acme;
  queue_settings sales;
  sales.name = "Sales";
  acme.refuses(configure_queue{queue_id("sales"), sales}, errc::not_found);
  acme.does(define_tenant{});
  acme.gives(configure_queue{queue_id("sales"), sales}, queue_configured{queue_id("sales"), sales});
  acme.gives(configure_queue{queue_id("sales"), sales});
  sales.priority = 5;
  acme.gives(configure_queue{queue_id("sales"), sales}, queue_configured{queue_id("sales"), sales});
  REQUIRE(acme.state.queues.size() == 1);
  CHECK(acme.state.queues[0].settings.priority == 5);
}

TEST_CASE("queues are kept by id and found by it") {
  tenant acme;
  acme.does(define_tenant{});
  for (const char* name : {"m", "z", "a", "q"}) {
    queue_settings settings;
    settings.name = name;
    acme.does(configure_queue{queue_id(name), settings});
  }
  for (const char* name : {"a", "m", "q", "z"}) {
    const auto* found = find_queue(acme.state, queue_id(name));
    REQUIRE(found != nullptr);
    CHECK(found->name == name);
  }
  CHECK(find_queue(acme.state, queue_id("b")) == nullptr);
  CHECK(find_queue(acme.state, queue_id("zz")) == nullptr);
  CHECK(find_queue(tenant_state{}, queue_id("a")) == nullptr);
}

TEST_CASE("there are never more than queues_max queues, but those that are may change") {
  tenant acme;
  auto settings = named("Acme");
  settings.queues_max = 2;
  acme.does(define_tenant{settings});
  acme.does(configure_queue{queue_id("a"), {}});
  acme.does(configure_queue{queue_id("b"), {}});
  CHECK(acme.refuses(configure_queue{queue_id("c"), {}}, errc::wrong_state).state == "2");
  queue_settings changed;
  changed.priority = 1;
  CHECK(acme.tell(configure_queue{queue_id("b"), changed}).ok());
}

TEST_CASE("a bad tenant definition is refused with the field's name") {
  const std::vector<std::pair<std::string, std::function<void(tenant_settings&)>>> faults{
      {"name", [](auto& s) { s.name.assign(257, 'x'); }},
      {"consent_default", [](auto& s) { s.consent_default = static_cast<consent>(9); }},
      {"after_work_ms", [](auto& s) { s.after_work_ms = duration_ms(-1); }},
      {"after_work_max_ms", [](auto& s) { s.after_work_max_ms = duration_ms(-1); }},
      {"lease_ms", [](auto& s) { s.lease_ms = duration_ms(-5); }},
      {"lease_ms", [](auto& s) { s.lease_ms = duration_ms(INT64_MAX); }},
      {"grace_ms", [](auto& s) { s.grace_ms = duration_ms(-5); }},
      {"idle_ms", [](auto& s) { s.idle_ms = duration_ms(-5); }},
      {"decline_pause_ms", [](auto& s) { s.decline_pause_ms = duration_ms(-5); }},
      {"decline_pause_ms", [](auto& s) { s.decline_pause_ms = duration_ms(0); }},
      {"agents_max", [](auto& s) { s.agents_max = 1000001; }},
      {"queues_max", [](auto& s) { s.queues_max = 100001; }},
      {"message_bytes_max", [](auto& s) { s.message_bytes_max = 0; }},
      {"message_bytes_max", [](auto& s) { s.message_bytes_max = 1048577; }},
      {"statuses",
       [](auto& s) {
         s.statuses = {{"", presence_state::away}};
       }},
      {"statuses",
       [](auto& s) {
         s.statuses = {{"a", presence_state::away}, {"a", presence_state::busy}};
       }},
      {"statuses",
       [](auto& s) {
         s.statuses = {{"gone", presence_state::lost}};
       }},
      {"statuses",
       [](auto& s) {
         s.statuses = {{"x", static_cast<presence_state>(9)}};
       }},
      {"statuses",
       [](auto& s) {
         s.statuses = {{"logged_out", presence_state::away}};
       }},
      {"channel_weights",
       [](auto& s) {
         s.channel_weights = {{channel_kind("voice"), 0}};
       }},
      {"channel_weights",
       [](auto& s) {
         s.channel_weights = {{channel_kind("voice"), 1}, {channel_kind("voice"), 2}};
       }},
      {"channel_weights", [](auto& s) { s.channel_weights.resize(1001); }},
  };
  for (const auto& [field, spoil] : faults) {
    tenant acme;
    auto settings = named("Acme");
    spoil(settings);
    check_field(acme.refuses(define_tenant{settings}, errc::invalid_definition), field);
  }
}

TEST_CASE("a bad queue definition is refused with the field's name") {
  const std::vector<std::pair<std::string, std::function<void(queue_settings&)>>> faults{
      {"name", [](auto& s) { s.name.assign(257, 'x'); }},
      {"skills",
       [](auto& s) {
         s.skills = {{skill_id("french"), 0}};
       }},
      {"skills",
       [](auto& s) {
         s.skills = {{skill_id("french"), 11}};
       }},
      {"skills",
       [](auto& s) {
         s.skills = {{skill_id(""), 1}};
       }},
      {"skills",
       [](auto& s) {
         s.skills = {{skill_id("f"), 1}, {skill_id("f"), 2}};
       }},
      {"policy", [](auto& s) { s.policy = static_cast<routing_policy>(7); }},
      {"offer_timeout_ms", [](auto& s) { s.offer_timeout_ms = duration_ms(-1); }},
      {"offer_timeout_ms", [](auto& s) { s.offer_timeout_ms = duration_ms(0); }},
      {"route_timeout_ms", [](auto& s) { s.route_timeout_ms = duration_ms(-1); }},
      {"prefer_timeout_ms", [](auto& s) { s.prefer_timeout_ms = duration_ms(-1); }},
      {"relax_after_ms", [](auto& s) { s.relax_after_ms = duration_ms(-1); }},
      {"overflow_queue", [](auto& s) { s.overflow_queue = queue_id("sales"); }},
      {"overflow_after_ms", [](auto& s) { s.overflow_after_ms = duration_ms(-1); }},
      {"channel_weights",
       [](auto& s) {
         s.channel_weights = {{channel_kind("voice"), 0}};
       }},
  };
  tenant acme;
  acme.does(define_tenant{});
  for (const auto& [field, spoil] : faults) {
    queue_settings settings;
    spoil(settings);
    check_field(
        acme.refuses(configure_queue{queue_id("sales"), settings}, errc::invalid_definition),
        field);
  }
  check_field(acme.refuses(configure_queue{queue_id(""), {}}, errc::invalid_definition), "queue");
}

TEST_CASE("levels 1 and 10 and another overflow queue are good") {
  tenant acme;
  acme.does(define_tenant{});
  queue_settings settings;
  settings.skills = {{skill_id("french"), 1}, {skill_id("billing"), 10}};
  settings.overflow_queue = queue_id("not-there-yet");
  CHECK(acme.tell(configure_queue{queue_id("sales"), settings}).ok());
}

TEST_CASE("a work item weighs what the queue says, else the tenant, else 1") {
  tenant_state state;
  state.settings.channel_weights = {{channel_kind("voice"), 4}, {channel_kind("email"), 2}};
  queue_settings queue;
  queue.channel_weights = {{channel_kind("voice"), 7}};
  CHECK(weight_of(state, &queue, channel_kind("voice")) == 7);
  CHECK(weight_of(state, &queue, channel_kind("email")) == 2);
  CHECK(weight_of(state, &queue, channel_kind("messaging")) == 1);
  CHECK(weight_of(state, nullptr, channel_kind("voice")) == 4);
}

TEST_CASE("a tenant without statuses has the four standard ones") {
  const tenant_settings standard;
  CHECK(find_status(standard, "available") == presence_state::available);
  CHECK(find_status(standard, "busy") == presence_state::busy);
  CHECK(find_status(standard, "away") == presence_state::away);
  CHECK(find_status(standard, "logged_out") == presence_state::logged_out);
  CHECK_FALSE(find_status(standard, "lost"));
  CHECK_FALSE(find_status(standard, "lunch"));
  CHECK(logged_out_status(standard) == "logged_out");
}

TEST_CASE("a tenant's own statuses replace the standard ones, but leaving is always possible") {
  tenant_settings own;
  own.statuses = {{"here", presence_state::available}, {"lunch", presence_state::away}};
  CHECK(find_status(own, "here") == presence_state::available);
  CHECK(find_status(own, "lunch") == presence_state::away);
  CHECK_FALSE(find_status(own, "available"));
  CHECK(find_status(own, "logged_out") == presence_state::logged_out);
  CHECK(logged_out_status(own) == "logged_out");
  own.statuses.push_back({"home", presence_state::logged_out});
  CHECK(logged_out_status(own) == "home");
}

TEST_CASE("a tenant's state is the fold of its events, and survives its bytes") {
  tenant acme;
  acme.does(define_tenant{named("Acme")});
  acme.does(configure_queue{queue_id("b"), {}});
  acme.does(configure_queue{queue_id("a"), {}});
  acme.does(define_tenant{named("Other")});
  tenant_state folded;
  for (const auto& [event, at] : acme.history) {
    tenant_entity::apply(folded, event, at);
  }
  CHECK(folded == acme.state);
  const auto bytes = codec::encode(folded);
  tenant_state back;
  REQUIRE(codec::decode(bytes.data(), bytes.size(), back));
  CHECK(back == folded);
}
