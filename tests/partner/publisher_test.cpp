// What partners are told, on a wire in memory.
#include "actors/partner/publisher.hpp"

#include "tests/partner/partner_site.hpp"

using namespace parley;
using namespace parley::test;

namespace {

struct site {
  site() : in(node, source, sink, two_partners(), {}) {
    create_tenant(node);
    in.start();
  }
  ~site() { in.stop(); }
  std::unique_ptr<partner::publisher> start(std::size_t which) {
    auto made = std::make_unique<partner::publisher>(node, sink, cursors, two_partners()[which],
                                                     partner::publisher_options{});
    made->start();
    return made;
  }
  std::vector<std::string> told(const std::string& who) {
    std::vector<std::string> all;
    for (const auto& record : sink.records("parley.out." + who)) {
      all.push_back(header(record, "ce_id") + " " + header(record, "ce_type"));
    }
    return all;
  }
  void say(const std::string& id, store::partner_record record) {
    record.headers[1].value = id;
    source.put(shop_0, std::move(record));
    ++sent;
    REQUIRE(eventually([&] { return source.committed(shop_0) == sent; }));
  }

  fake_node node;
  memory_source source;
  memory_sink sink;
  memory_cursors cursors;
  partner::intake in;
  std::uint64_t sent = 0;
};

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a partner is told what happens to its conversations, in log order, and nothing else") {
  site here;
  const store::source_partition rival_0{"parley.in.rival", 0};
  here.say("1", opening("", "c1"));
  here.source.put(rival_0, opening("1", "c2", "sms"));
  REQUIRE(eventually([&] { return here.source.committed(rival_0) == 1; }));
  here.say("2", saying("", "c1", "hello"));
  const auto shop = here.start(0);
  const auto rival = here.start(1);
  const lines expected{"0:2 parley.conversation_opened", "0:3 parley.session_opened",
                       "0:6 parley.inbound_message_received"};
  REQUIRE(eventually([&] { return here.told("shop").size() == 3; }));
  CHECK(here.told("shop") == expected);
  REQUIRE(eventually([&] { return here.told("rival").size() == 2; }));
  const auto last = here.sink.records("parley.out.shop").back();
  CHECK(last.key == "acme/conversation/c1");
  CHECK(header(last, "ce_subject") == last.key);
  CHECK(header(last, "ce_source") == "parley");
  CHECK(header(last, "ce_cause") == "parley.in.shop:0:1");
  CHECK(header(last, "ce_time") == "2023-11-14T22:13:20.000Z");
  CHECK(last.value.find("\"text\":\"hello\"") != std::string::npos);
  CHECK(header(here.sink.records("parley.out.rival").back(), "ce_cause") == "parley.in.rival:0:0");
}

TEST_CASE("a milestone's outbound event reaches the partner whose conversation its case is about") {
  site here;
  here.say("1", opening("", "c1"));
  tell_of_case(here.node, "ours", "c1");
  tell_of_case(here.node, "nobodys", "unknown");
  const auto shop = here.start(0);
  const auto rival = here.start(1);
  REQUIRE(eventually([&] { return here.told("shop").size() == 3; }));
  const auto last = here.sink.records("parley.out.shop").back();
  CHECK(header(last, "ce_type") == "parley.milestone_acted");
  CHECK(header(last, "ce_subject") == "acme/milestone/ours.first");
  CHECK(last.value.find("\"target\":\"answered\"") != std::string::npos);
  here.say("2", saying("", "c1", "hello"));
  REQUIRE(eventually([&] { return here.told("shop").size() == 4; }));
  CHECK(here.told("rival").empty());
}

TEST_CASE("an action that failed at a partner is told to it again, when its time comes") {
  site here;
  here.say("1", opening("", "c1"));
  const time_ms then(1'700'000'000'000 - 600'000);
  const auto tell_case = [&](case_command what) {
    tell(here.node, entity_kind::support_case, "ours", any_command(std::move(what)));
  };
  open_case what;
  what.conversation = conversation_id("c1");
  what.at = then;
  tell_case(what);
  add_case_milestone more;
  more.definition.milestone = milestone_id("first");
  more.definition.target_minutes = 30;
  more.definition.actions = {
      {action_trigger::violation, action_kind::notify, 0, "lead", "late"},
      {action_trigger::violation, action_kind::restore_service, 0, "mail", ""}};
  more.at = then;
  tell_case(more);
  for (const char* action : {"ours.first.1.0", "ours.first.1.1"}) {
    tell_case(report_case_action{action, true, "no route", then});
    tell_case(repeat_case_action{action});
  }
  const auto shop = here.start(0);
  const auto rival = here.start(1);
  here.say("2", saying("", "c1", "hello"));
  REQUIRE(eventually([&] { return here.told("shop").size() == 4; }));
  const auto last = here.sink.records("parley.out.shop").at(2);
  CHECK(header(last, "ce_type") == "parley.case_action_repeated");
  CHECK(header(last, "ce_subject") == "acme/case/ours");
  CHECK(last.value.find("\"kind\":\"restore_service\"") != std::string::npos);
  CHECK(last.value.find("\"attempt\":2") != std::string::npos);
  CHECK(here.told("rival").empty());
}

TEST_CASE(
    "c57 c59 a partner hears of its agents: presence, room, its own work, and nothing of others'") {
  site here;
  std::uint64_t commands = 0;
  const auto ask = [&](const std::string& agent, agent_command command) {
    std::atomic<bool> done = false;
    here.node.submit({{tenant_id("acme"), entity_kind::agent, agent},
                      {8, ++commands},
                      principal{},
                      any_command(std::move(command)),
                      [&](const result<command_answer>& did) {
                        CHECK(did.ok());
                        done = true;
                      }});
    REQUIRE(eventually([&] { return done.load(); }));
  };
  agent_definition definition;
  definition.capacity_units = 3;
  ask("zoe", define_agent{definition});
  definition.partners = {"shop", "rival"};
  ask("bo", define_agent{definition});
  const partner_work job{"7", channel_kind("chat"), 1, false};
  for (const char* agent : {"zoe", "bo"}) {
    ask(agent, set_presence{"available", {}, {}, presence_cause::agent});
  }
  ask("bo", report_partner_work{"shop", 1, true, {job}, {}});
  ask("bo", report_partner_work{"rival", 1, true, {job}, {}});
  ask("bo",
      reserve_capacity{work_id("c.w1"), conversation_id("c"), channel_kind("chat"), 1, false});
  ask("bo", report_partner_work{"shop", 2, false, {}, {"7"}});
  const auto shop = here.start(0);
  const auto rival = here.start(1);
  const auto types = [&](const std::string& who) {
    lines all;
    for (const std::string& line : here.told(who)) {
      all.push_back(line.substr(line.find(' ') + 1));
    }
    return all;
  };
  const lines expected{"parley.capacity_changed",     "parley.presence_changed",
                       "parley.partner_work_started", "parley.partner_work_reported",
                       "parley.capacity_changed",  // its own work takes room
                       "parley.capacity_changed",  // the rival's does
                       "parley.capacity_changed",  // an offer does
                       "parley.capacity_released",    "parley.partner_work_reported",
                       "parley.capacity_changed"};
  REQUIRE(eventually([&] { return types("shop").size() == expected.size(); }));
  CHECK(types("shop") == expected);
  const auto last = here.sink.records("parley.out.shop").back();
  CHECK(last.value.find(R"("capacity_units":3,"used_units":2,"free_units":1)") !=
        std::string::npos);
  CHECK(here.sink.records("parley.out.shop").back().key == "acme/agent/bo");
  REQUIRE(eventually([&] { return types("rival").size() == 8; }));
}

TEST_CASE("after a stop a partner is told what it was not told yet") {
  site here;
  here.say("1", opening("", "c1"));
  auto shop = here.start(0);
  REQUIRE(eventually([&] { return here.told("shop").size() == 2; }));
  shop.reset();
  here.say("2", saying("", "c1", "while away"));
  shop = here.start(0);
  REQUIRE(eventually([&] { return here.told("shop").size() == 3; }));
  CHECK(here.told("shop").back() == "0:4 parley.inbound_message_received");
}

TEST_CASE("the cursor never passes what has not arrived") {
  site here;
  here.say("1", opening("", "c1"));
  here.sink.hold(true);
  auto shop = here.start(0);
  REQUIRE(eventually([&] { return here.told("shop").size() == 2; }));
  shop.reset();
  CHECK(here.cursors.load("shop", partition_id(0))->value <= 1);
  here.sink.hold(false);
  shop = here.start(0);
  REQUIRE(eventually([&] { return here.told("shop").size() == 4; }));
  CHECK(here.told("shop")[2] == here.told("shop")[0]);
}

TEST_CASE("after a failure telling goes on from what arrived, with the same ids") {
  site here;
  here.say("1", opening("", "c1"));
  here.sink.fail_next(1, {errc::unavailable, "no leader", {}});
  const auto shop = here.start(0);
  REQUIRE(eventually([&] {
    const auto all = here.told("shop");
    return !all.empty() && all.back() == "0:3 parley.session_opened" &&
           std::count(all.begin(), all.end(), "0:2 parley.conversation_opened") == 1;
  }));
  partner::report report;
  REQUIRE(eventually([&] {
    report = {};
    shop->tell(report);
    return !report.out.empty() && report.out.front().failures == 1;
  }));
  CHECK(report.trouble.find("no leader") != std::string::npos);
}

TEST_CASE("an event that its topic does not take is told without its value") {
  site here;
  here.say("1", opening("", "c1"));
  here.sink.set_value_bytes_max(60);
  here.say("2", saying("", "c1", std::string(200, 'x')));
  const auto shop = here.start(0);
  REQUIRE(eventually([&] { return here.told("shop").size() == 3; }));
  for (const auto& record : here.sink.records("parley.out.shop")) {
    if (header(record, "ce_id") == "0:4") {
      CHECK(record.value.empty());
      CHECK(header(record, "parley_omitted_bytes") != "");
    }
  }
}

TEST_CASE("a cursor beyond the log's end is another log's and is refused") {
  site here;
  here.cursors.save("shop", partition_id(0), offset(1000), [](const status&) {});
  const auto shop = here.start(0);
  partner::report report;
  REQUIRE(eventually([&] {
    report = {};
    shop->tell(report);
    return report.trouble.find("beyond the log's end") != std::string::npos;
  }));
  CHECK(here.told("shop").empty());
}
