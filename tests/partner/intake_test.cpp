// Partners' records through the intake, on a wire in memory.
#include "tests/partner/partner_site.hpp"

using namespace parley;
using namespace parley::test;

namespace {

struct site {
  explicit site(partner::intake_options options = {})
      : in(node, source, rejects, two_partners(), options) {
    create_tenant(node);
    in.start();
  }
  ~site() { in.stop(); }
  bool done_with(std::uint64_t count, const store::source_partition& which = shop_0) {
    return eventually([&] { return source.committed(which) == count; });
  }
  partner::report told() {
    partner::report report;
    in.tell(report);
    return report;
  }
  std::vector<store::partner_record> rejected() { return rejects.records("parley.rejected.shop"); }

  fake_node node;
  memory_source source;
  memory_sink rejects;
  partner::intake in;
};

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("records become commands, in order, with their position in the commit") {
  site here;
  here.source.put(shop_0, opening("1", "c1"));
  here.source.put(shop_0, saying("2", "c1", "hello"));
  here.source.put(shop_0, saying("3", "c1", "again"));
  REQUIRE(here.done_with(3));
  CHECK(texts_of(here.node, "c1") == texts{"hello", "again"});
  CHECK(here.node.last_principal() == principal{principal_role::partner, "shop"});
  CHECK(here.rejected().empty());
  std::optional<store::source_position> source;
  CHECK(here.node.log()
            .read_one(partition_id(0), here.node.log().end(partition_id(0)),
                      [&](const store::commit_view& commit) { source = commit.source(); })
            .ok());
  CHECK(source == store::source_position{"parley.in.shop", 0, 2});
}

TEST_CASE("a record that is sent again, or read again, changes nothing") {
  site here;
  here.source.put(shop_0, opening("1", "c1"));
  here.source.put(shop_0, saying("2", "c1", "hello"));
  here.source.put(shop_0, saying("2", "c1", "hello"));
  REQUIRE(here.done_with(3));
  here.source.lose_commits(true);
  here.source.put(shop_0, saying("4", "c1", "more"));
  REQUIRE(eventually([&] { return texts_of(here.node, "c1").size() == 2; }));
  here.source.rebalance(shop_0);
  REQUIRE(eventually([&] { return here.told().counts.at("shop").repeated == 2; }));
  CHECK(here.source.committed(shop_0) == 3);
  here.source.lose_commits(false);
  REQUIRE(here.done_with(4));
  CHECK(texts_of(here.node, "c1") == texts{"hello", "more"});
}

TEST_CASE("what cannot be taken is rejected with a reason and stops nothing") {
  site here;
  store::partner_record poison;
  poison.value = "\x80";
  here.source.put(shop_0, poison);
  here.source.put(shop_0, opening("1", "c1"));
  here.source.put(shop_0, asking("2", "post_message", "c1", "{\"txt\":1}"));
  here.source.put(shop_0, asking("3", "close_conversation", "c1", "{}"));
  here.source.put(shop_0, saying("4", "nobody", "hello"));
  here.source.put(shop_0, asking("5", "cancel_route", "c1", "{}"));
  here.source.put(shop_0, saying("6", "c1", "hello"));
  REQUIRE(here.done_with(7));
  CHECK(texts_of(here.node, "c1") == texts{"hello"});
  std::map<std::string, std::string> codes;
  for (const auto& back : here.rejected()) {
    codes[header(back, "parley_offset")] = header(back, "parley_code");
  }
  CHECK(codes == std::map<std::string, std::string>{{"0", "BAD_REQUEST"},
                                                    {"2", "BAD_REQUEST"},
                                                    {"3", "NOT_PERMITTED"},
                                                    {"4", "NOT_FOUND"},
                                                    {"5", "WRONG_STATE"}});
}

TEST_CASE("no more commands wait for a shard than it may hold, and none is left behind") {
  partner::intake_options few;
  few.in_flight_max = 2;
  site here(few);
  constexpr std::uint64_t count = 40;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto name = "c" + std::to_string(i);
    here.source.put(shop_0, opening("open-" + name, name));
    here.source.put(shop_0, saying("say-" + name, name, "hello"));
  }
  here.source.put(shop_0, saying("nobody", "nobody", "hello"));
  REQUIRE(here.done_with(2 * count + 1));
  CHECK(here.told().counts.at("shop").accepted == 2 * count);
  CHECK(here.told().counts.at("shop").retried == 0);
  CHECK(texts_of(here.node, "c7") == texts{"hello"});
}

TEST_CASE("records that retention took before they were read are counted and told") {
  site here;
  here.source.put(shop_0, opening("1", "c1"));
  REQUIRE(here.done_with(1));
  here.source.pass(shop_0, 1, 8);
  REQUIRE(eventually([&] { return here.told().counts.at("shop").passed == 7; }));
  CHECK(here.told().trouble.find("retention") != std::string::npos);
  CHECK(
      partner::metrics_text(here.told()).find("parley_partner_passed_total{partner=\"shop\"} 7") !=
      std::string::npos);
}

TEST_CASE("a partner acts only in its own tenants and channels") {
  site here;
  const store::source_partition rival_0{"parley.in.rival", 0};
  here.source.put(shop_0, opening("1", "c1"));
  REQUIRE(here.done_with(1));
  here.source.put(rival_0, saying("1", "c1", "let me in"));
  here.source.put(rival_0, opening("2", "c1", "sms"));
  here.source.put(rival_0, opening("3", "c2", "chat"));
  auto elsewhere = opening("4", "c3", "sms");
  elsewhere.headers[4].value = "globex/conversation/c3";
  here.source.put(rival_0, elsewhere);
  REQUIRE(here.done_with(4, rival_0));
  std::vector<std::string> codes;
  for (const auto& back : here.rejects.records("parley.rejected.rival")) {
    codes.push_back(header(back, "parley_code"));
  }
  std::sort(codes.begin(), codes.end());
  CHECK(codes == texts{"CHANNEL_NOT_CONFIGURED", "NOT_FOUND", "NOT_FOUND", "WRONG_STATE"});
  CHECK(texts_of(here.node, "c1").empty());
}

TEST_CASE("a shard that is away is waited for, and nothing is committed meanwhile") {
  site here;
  here.source.put(shop_0, opening("1", "c1"));
  REQUIRE(here.done_with(1));
  here.node.refuse_with(rejection{errc::recovering, "replaying", {}});
  here.source.put(shop_0, saying("2", "c1", "first"));
  here.source.put(shop_0, saying("3", "c1", "second"));
  REQUIRE(eventually([&] { return here.told().counts.at("shop").retried >= 2; }));
  CHECK(here.source.committed(shop_0) == 1);
  here.node.refuse_with(std::nullopt);
  REQUIRE(here.done_with(3));
  CHECK(texts_of(here.node, "c1") == texts{"first", "second"});
  CHECK(here.rejected().empty());
}

TEST_CASE("a shard that stays away for too long is answered UNAVAILABLE") {
  partner::intake_options options;
  options.retry_for = duration_ms(100);
  site here(options);
  here.node.refuse_with(rejection{errc::overloaded, "full", {}});
  here.source.put(shop_0, opening("1", "c1"));
  REQUIRE(here.done_with(1));
  REQUIRE(here.rejected().size() == 1);
  CHECK(header(here.rejected().front(), "parley_code") == "UNAVAILABLE");
}

TEST_CASE("a partition is paused when its window is full, and others go on") {
  partner::intake_options options;
  options.within.records_max = 4;
  options.stop_within = duration_ms(50);
  site here(options);
  const store::source_partition shop_1{"parley.in.shop", 1};
  here.node.keep_silent(true);
  for (int i = 0; i < 10; ++i) {
    here.source.put(shop_0, opening("a" + std::to_string(i), "a" + std::to_string(i)));
  }
  REQUIRE(eventually([&] { return here.source.paused(shop_0); }));
  here.node.keep_silent(false);
  here.source.put(shop_1, opening("b", "b"));
  CHECK(here.done_with(1, shop_1));
  CHECK(here.source.committed(shop_0) == 0);
}

TEST_CASE("a tenant whose shard stands still stops no other tenant of the same partition") {
  struct two_shards : fake_node {
    std::uint16_t partition_count() const override { return 2; }
  };
  two_shards node;
  std::string other = "other";
  while (partition_of(tenant_id(other), 2) == partition_of(tenant_id("acme"), 2)) {
    other += 'y';
  }
  create_tenant(node);
  create_tenant(node, other);
  auto partners = two_partners();
  partners[0].installations.push_back({tenant_id(other), {channel_kind("chat")}});
  memory_source source;
  memory_sink rejects;
  partner::intake_options options;
  options.in_flight_max = 4;  // of each shard: the one that stands still is full at once
  options.within.records_max = 100;
  options.stop_within = duration_ms(50);
  partner::intake in(node, source, rejects, partners, options);
  in.start();
  node.stall(tenant_id("acme"));
  const std::size_t before = node.submitted();
  for (int i = 0; i < 20; ++i) {
    const std::string name = std::to_string(i);
    source.put(shop_0, opening("a" + name, "a" + name));
    auto record = opening("b" + name, "b" + name);
    record.key = other + "/conversation/b" + name;
    record.headers[4].value = record.key;
    source.put(shop_0, std::move(record));
  }
  partner::report report;
  REQUIRE(eventually([&] {
    in.tell(report);
    return report.counts["shop"].accepted == 20;
  }));
  CHECK(node.submitted() - before == 24);
  CHECK(source.committed(shop_0) == 0);
  CHECK(report.in.front().held == 40);
  in.stop();
}

TEST_CASE("a reject is tried until its sender can read it") {
  site here;
  here.rejects.fail_next(3, {errc::unavailable, "no leader", {}});
  here.source.put(shop_0, store::partner_record{});
  here.source.put(shop_0, opening("1", "c1"));
  REQUIRE(here.done_with(2));
  CHECK(here.rejected().size() == 1);
  CHECK(here.told().trouble == "no leader");
}

TEST_CASE("a record that is too large for the reject topic comes back without its value") {
  site here;
  here.rejects.set_value_bytes_max(100);
  here.source.put(shop_0, saying("1", "c1", std::string(200, 'x')));
  REQUIRE(here.done_with(1));
  REQUIRE(here.rejected().size() == 1);
  const auto back = here.rejected().front();
  CHECK(back.value.empty());
  CHECK(header(back, "ce_id") == "1");
  CHECK(header(back, "parley_omitted_bytes") != "");
}
