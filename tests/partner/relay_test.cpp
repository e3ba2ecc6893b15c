// Records that one node reads and another one serves: what is sent, who may send it, and what
// becomes of it when the other node is not there.

#include "actors/http/gateway.hpp"
#include "actors/partner/door.hpp"
#include "actors/partner/record_batch.hpp"
#include "tests/http/client.hpp"
#include "tests/partner/partner_site.hpp"

using namespace parley;
using namespace parley::test;

namespace {

constexpr time_ms the_time{1'000'000};

const http::key_ring& keys() {
  static const http::key_ring ring = *http::key_ring::parse(*http::key_ring::generate_line("k1"));
  return ring;
}

std::string token(const tenant_id& tenant, const std::string& name) {
  http::token_claims claims;
  claims.tenant = tenant;
  claims.role = principal_role::partner;
  claims.name = name;
  claims.expires_at = the_time + duration_ms(1000);
  return *keys().mint(claims);
}

/// The node that serves the tenant, and one that reads the records.
struct site {
  site() : web(owner, options(owner)), wire(reader, &token) {
    create_tenant(owner);
    const auto bound = web.start();
    REQUIRE(bound.ok());
    port = bound->port;
    reader.be_called("reader");
    point_to(port);
    make_intake();
  }
  ~site() {
    in->stop();
    wire.stop();
  }
  static http::gateway_options options(fake_node& node) {
    http::gateway_options made;
    made.keys = keys();
    made.clock = [] { return the_time; };
    made.door = partner::door_of(node, two_partners(), {});
    return made;
  }
  void make_intake() {
    partner::intake_options quick;
    quick.retry_first = duration_ms(5);
    quick.retry_longest = duration_ms(20);
    in = std::make_unique<partner::intake>(reader, source, rejects, two_partners(), quick, &wire);
    in->start();
  }
  void point_to(std::uint16_t at) {
    partition_place there;
    there.who = partition_place::custody::elsewhere;
    there.node = "owner";
    there.url = "http://127.0.0.1:" + std::to_string(at);
    reader.move_partition(there);
  }
  bool committed(std::uint64_t next) {
    return eventually([&] { return source.committed(shop_0) == next; });
  }

  fake_node owner;
  fake_node reader;
  memory_source source;
  memory_sink rejects;
  http::gateway web;
  partner::relay wire;
  std::unique_ptr<partner::intake> in;
  std::uint16_t port = 0;
};

std::string batch_of(const std::vector<store::partner_record>& records) {
  std::string body;
  for (const auto& record : records) {
    partner::pack(body, record);
  }
  return body;
}

std::string as(const std::string& name, const std::string& content = http::records_content) {
  return "Authorization: Bearer " + token(tenant_id("acme"), name) +
         "\r\nContent-Type: " + content + "\r\nX-Parley-Forwarded-By: reader\r\n";
}

constexpr const char* shop_door = "/v1/tenants/acme/partners/shop/records";

}  // namespace

TEST_CASE("records of a tenant that another node serves have their effect there, in order") {
  site here;
  here.source.put(shop_0, opening("1", "c1"));
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) {
    texts.push_back("text " + std::to_string(i));
    here.source.put(shop_0, saying("m" + std::to_string(i), "c1", texts.back()));
  }
  REQUIRE(here.committed(41));
  CHECK(texts_of(here.owner, "c1") == texts);
  CHECK(here.reader.submitted() == 0);
  CHECK(here.owner.last_principal() == principal{principal_role::partner, "shop"});
  const auto cursor = here.owner.log().read(partition_id(0), offset(3));
  const auto said = cursor->next();
  REQUIRE(said.ok());
  REQUIRE(*said != nullptr);
  const auto source = (*said)->source();
  REQUIRE(source.has_value());
  CHECK(source->topic == "parley.in.shop");
  CHECK(source->at == 1);
}

TEST_CASE("what the other node refuses comes back with its reason") {
  site here;
  here.source.put(shop_0, saying("1", "unknown", "hello"));
  here.source.put(shop_0, opening("2", "c1", "sms"));
  here.source.put(shop_0, asking("3", "post_message", "c1", "{"));
  REQUIRE(here.committed(3));
  std::vector<std::string> codes;
  for (const auto& record : here.rejects.records("parley.rejected.shop")) {
    codes.push_back(header(record, "ce_id") + " " + header(record, "parley_code"));
  }
  std::sort(codes.begin(), codes.end());
  CHECK(codes ==
        std::vector<std::string>{"1 NOT_FOUND", "2 CHANNEL_NOT_CONFIGURED", "3 BAD_REQUEST"});
}

TEST_CASE("a node that is away delays its records and loses none") {
  site here;
  here.point_to(9);  // nobody listens there
  here.source.put(shop_0, opening("1", "c1"));
  here.source.put(shop_0, saying("2", "c1", "hello"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK(here.source.committed(shop_0) == 0);
  here.point_to(here.port);
  REQUIRE(here.committed(2));
  CHECK(texts_of(here.owner, "c1") == std::vector<std::string>{"hello"});
  CHECK(here.rejects.records("parley.rejected.shop").empty());
}

TEST_CASE("a record that is sent again after its answer was lost has one effect") {
  site here;
  here.source.put(shop_0, opening("1", "c1"));
  REQUIRE(here.committed(1));
  client other(here.port);
  auto record = saying("2", "c1", "hello");
  record.from = {"parley.in.shop", 0, 1};
  for (const bool repeated : {false, true}) {
    const auto told = other.ask("POST", shop_door, batch_of({record}), as("shop"));
    CHECK(told.status == 200);
    const auto outcomes = partner::unpack_outcomes(told.body);
    REQUIRE(outcomes.ok());
    REQUIRE(outcomes->size() == 1);
    CHECK((*outcomes)[0].did.ok());
    CHECK((*outcomes)[0].repeated == repeated);
  }
  here.source.put(shop_0, saying("2", "c1", "hello"));
  REQUIRE(here.committed(2));
  CHECK(texts_of(here.owner, "c1") == std::vector<std::string>{"hello"});
}

TEST_CASE("a partition that comes here while its records are sent on is served here") {
  site here;
  create_tenant(here.reader);
  here.point_to(9);
  here.source.put(shop_0, opening("1", "c1"));
  here.reader.move_partition({});
  REQUIRE(here.committed(1));
  CHECK(here.reader.submitted() == 2);
}

TEST_CASE("the door opens to the partner itself, for its tenant, with whole batches") {
  site here;
  client other(here.port);
  const std::string batch = batch_of({opening("1", "c1")});
  CHECK(other.ask("POST", shop_door, batch, as("rival")).status == 403);
  CHECK(other.ask("POST", shop_door, batch, as("shop", "application/json")).status == 415);
  CHECK(other.ask("POST", shop_door, batch, "Content-Type: application/x-parley-records\r\n")
            .status == 401);
  CHECK(other.ask("POST", "/v1/tenants/acme/partners/nobody/records", batch, as("nobody")).status ==
        404);
  CHECK(other.ask("POST", shop_door, batch.substr(1), as("shop")).status == 400);
  CHECK(other.ask("POST", shop_door, "", as("shop")).status == 400);
  auto elsewhere = opening("1", "c1");
  elsewhere.headers[4].value = "other/conversation/c1";
  const auto told = other.ask("POST", shop_door, batch_of({elsewhere}), as("shop"));
  REQUIRE(told.status == 200);
  const auto outcomes = partner::unpack_outcomes(told.body);
  REQUIRE(outcomes.ok());
  CHECK(outcomes->at(0).did.error().code == errc::bad_request);
  CHECK(here.owner.submitted() == 1);  // the tenant's definition
}

TEST_CASE("a batch that ends anywhere but at its end is none") {
  const std::string whole = batch_of({opening("1", "c1"), saying("2", "c1", "hello")});
  CHECK(partner::unpack_records(whole, "t")->size() == 2);
  const std::size_t first = batch_of({opening("1", "c1")}).size();
  for (std::size_t i = 1; i < whole.size(); ++i) {
    CHECK(partner::unpack_records(whole.substr(0, i), "t").ok() == (i == first));
  }
  std::string told;
  partner::pack(told, {rejection{errc::closed, "no", "ended"}, false});
  const auto read = partner::unpack_outcomes(told);
  REQUIRE(read.ok());
  CHECK(read->at(0).did.error() == rejection{errc::closed, "no", "ended"});
  told[2] = 99;
  CHECK(!partner::unpack_outcomes(told).ok());
}
