// What a partner asks of agents and of consents: the checks and codes are those of HTTP.
#include "tests/partner/partner_site.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// On `chat` the shop owns the consents and has its own word for who is available; on `sms` it has
/// nothing.
struct site {
  site() : in(node, source, rejects, two_partners(), {}) {
    create_tenant(node);
    channel_settings chat;
    chat.partner = "shop";
    chat.consent_owner = channel_side::partner;
    chat.statuses = {{"on air", "available"}};
    tell(node, entity_kind::tenant, "acme",
         any_command(tenant_command(configure_channel{channel_kind("chat"), chat})));
    agent_definition definition;
    definition.capacity_units = 3;
    tell(node, entity_kind::agent, "zoe", any_command(agent_command(define_agent{definition})));
    definition.partners = {"shop"};
    tell(node, entity_kind::agent, "bo", any_command(agent_command(define_agent{definition})));
    in.start();
  }
  ~site() { in.stop(); }

  void ask(const std::string& command, const std::string& subject, std::string value,
           const std::string& partner = "shop") {
    const store::source_partition to{"parley.in." + partner, 0};
    auto record = asking(std::to_string(++sent), command, "", std::move(value));
    record.headers[4].value = "acme/" + subject;
    source.put(to, std::move(record));
    const std::uint64_t count = ++counts[partner];
    REQUIRE(eventually([&] { return source.committed(to) == count; }));
  }
  /// The code of the last rejected record; empty: there is none since the call before.
  std::string refusal(const std::string& partner = "shop") {
    const auto all = rejects.records("parley.rejected." + partner);
    const bool more = all.size() > std::exchange(refusals[partner], all.size());
    return more ? header(all.back(), "parley_code") : "";
  }
  template <class T>
  T state_of(entity_kind kind, const std::string& entity) {
    std::optional<T> found;
    std::atomic<bool> told = false;
    node.read_entity({tenant_id("acme"), kind, entity}, offset(), duration_ms(1000),
                     [&](const result<entity_reading>& read) {
                       if (read.ok()) {
                         found = *state_as<T>(read->state);
                       }
                       told = true;
                     });
    REQUIRE(eventually([&] { return told.load(); }));
    REQUIRE(found);
    return *found;
  }

  fake_node node;
  memory_source source;
  memory_sink rejects;
  partner::intake in;
  int sent = 0;
  std::map<std::string, std::uint64_t> counts;
  std::map<std::string, std::size_t> refusals;
};

}  // namespace

TEST_CASE("a partner tells where its agents are, in its own words, and of no other agent") {
  site here;
  here.ask("set_presence", "agent/bo", R"({"status":"on air","cause":"supervisor"})");
  CHECK(here.refusal() == "");
  const auto bo = here.state_of<agent_state>(entity_kind::agent, "bo");
  CHECK(bo.status == "available");
  const auto last = here.node.log().end(partition_id(0));
  presence_cause cause = presence_cause::agent;
  CHECK(here.node.log()
            .read_one(partition_id(0), last,
                      [&](const store::commit_view& commit) {
                        const auto bytes = commit.event(0);
                        const auto event =
                            codec::decode_event(codec::event_type(bytes.type), bytes.payload);
                        cause = std::get<presence_changed>(*event).cause;
                      })
            .ok());
  CHECK(cause == presence_cause::partner);
  here.ask("set_presence", "agent/zoe", R"({"status":"available"})");
  CHECK(here.refusal() == "NOT_FOUND");
  here.ask("set_presence", "agent/bo", R"({"status":"available"})", "rival");
  CHECK(here.refusal("rival") == "NOT_FOUND");
  here.ask("set_presence", "agent/bo", R"({"status":"nobody knows it"})");
  CHECK(here.refusal() == "BAD_REQUEST");
}

TEST_CASE("a partner reports its own work with an agent, in sequence") {
  site here;
  const std::string work = R"("started":[{"work":"7","channel":"chat","weight":2}]})";
  here.ask("report_partner_work", "agent/bo", R"({"sequence":1,"full":true,)" + work);
  CHECK(here.refusal() == "");
  CHECK(here.state_of<agent_state>(entity_kind::agent, "bo").slots.size() == 1);
  here.ask("report_partner_work", "agent/bo", R"({"sequence":5,"full":false})");
  CHECK(here.refusal() == "STALE_VERSION");
  here.ask("report_partner_work", "agent/bo", R"({"partner":"rival","sequence":2,"full":true})");
  CHECK(here.refusal() == "NOT_PERMITTED");
  here.ask("report_partner_work", "agent/zoe", R"({"sequence":1,"full":true,)" + work);
  CHECK(here.refusal() == "NOT_FOUND");
  here.ask("report_partner_work", "agent/bo", R"({"sequence":2,"ended":["7"]})");
  CHECK(here.refusal() == "");
  CHECK(here.state_of<agent_state>(entity_kind::agent, "bo").slots.empty());
}

TEST_CASE("a partner updates the consents that it owns, and what it does not own is recorded") {
  site here;
  here.ask("update_consent", "consent/chat:+4930", R"({"consent_given":"granted","sequence":1})");
  CHECK(here.refusal() == "");
  const auto known = here.state_of<consent_state>(entity_kind::contact_consent, "chat:+4930");
  CHECK(known.consent_given == consent::granted);
  CHECK(known.contact == contact_id("+4930"));
  here.ask("update_consent", "consent/chat:+4930", R"({"consent_given":"refused","sequence":1})");
  CHECK(here.refusal() == "STALE_VERSION");
  here.ask("update_consent", "consent/chat:+4930",
           R"({"contact":"lee","channel":"chat","consent_given":"refused"})");
  CHECK(here.refusal() == "BAD_REQUEST");
  here.ask("update_consent", "consent/sms:kim", R"({"consent_given":"granted"})");
  CHECK(here.refusal() == "CHANNEL_NOT_CONFIGURED");
  // The rival serves sms, but has not been given its consents.
  here.ask("update_consent", "consent/sms:kim", R"({"consent_given":"granted"})", "rival");
  CHECK(here.refusal("rival") == "CONSENT_OWNER_MISMATCH");
  CHECK(here.node.last_principal() == principal{principal_role::partner, "rival"});
  std::string recorded;
  CHECK(here.node.log()
            .read_one(partition_id(0), here.node.log().end(partition_id(0)),
                      [&](const store::commit_view& commit) {
                        const auto bytes = commit.event(0);
                        const auto event =
                            codec::decode_event(codec::event_type(bytes.type), bytes.payload);
                        recorded = std::get<refusal_recorded>(*event).target;
                      })
            .ok());
  CHECK(recorded == "acme/consent/sms:kim");
}

TEST_CASE("a command about another kind of thing than its subject is refused") {
  site here;
  here.ask("set_presence", "conversation/c1", R"({"status":"available"})");
  CHECK(here.refusal() == "BAD_REQUEST");
  here.ask("post_message", "agent/bo", R"({"message":{"text":"hello"}})");
  CHECK(here.refusal() == "BAD_REQUEST");
  here.ask("update_consent", "agent/bo", R"({"consent_given":"granted"})");
  CHECK(here.refusal() == "BAD_REQUEST");
  here.ask("define_agent", "agent/bo", "{}");
  CHECK(here.refusal() == "NOT_PERMITTED");
  here.ask("assign_consent_owner", "consent/chat:kim", R"({"owner":"shop"})");
  CHECK(here.refusal() == "NOT_PERMITTED");
}
