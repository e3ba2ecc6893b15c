// Every path: what it does when all is well, and what it says when not.
#include <vector>

#include "tests/http/site.hpp"

using namespace parley;
using parley::test::answer;
using parley::test::client;
using parley::test::dev_options;
using parley::test::member;
using parley::test::site;

namespace {

constexpr const char* open_body = R"({"contact":"ann","channel":"messaging","address":"+1"})";

// An agent `bo` with room on queue `q`, and a conversation `c1` whose work `bo` was given. The fake
// node runs no reactions, so the steps of a system are taken by hand.
void seat(const site& s) {
  REQUIRE(s.acme("PUT", "/queues/q", R"({"settings":{"name":"Q"}})").status == 200);
  REQUIRE(s.acme("PUT", "/agents/bo",
                 R"({"definition":{"name":"Bo","queues":["q"],"capacity_units":2}})")
              .status == 200);
  REQUIRE(s.acme("POST", "/conversations?conversation=c1", open_body).status == 201);
  REQUIRE(s.acme("POST", "/conversations/c1/route", R"({"queue":"q"})").status == 200);
}

void offer(site& s) {
  command_request request;
  request.target = {tenant_id("acme"), entity_kind::conversation, "c1"};
  request.id = {1, 1};
  request.command =
      conversation_command(offer_work{work_id("c1.w7"), route_id("c1.r1"), agent_id("bo")});
  request.reply = [](const result<command_answer>&) {};
  s.node.submit(std::move(request));
}

}  // namespace

TEST_CASE("definitions answer their position and version, the same again changes nothing") {
  const site s;
  const auto first = s.acme("PUT", "/queues/q", R"({"settings":{"name":"Q","priority":3}})");
  CHECK(first.body == R"({"position":"0:2","version":2})");
  const auto again = s.acme("PUT", "/queues/q", R"({"settings":{"name":"Q","priority":3}})");
  CHECK(again.body == first.body);
  CHECK(s.acme("PUT", "/agents/bo", R"({"definition":{"name":"Bo"}})").status == 200);
  CHECK(s.acme("PUT", "/", R"({"settings":{"name":"Acme 2"}})").status == 200);
}

TEST_CASE("a body is judged by the schema, and must agree with the path") {
  const site s;
  for (const char* body :
       {"{", "[]", "3", R"({"unknown":1})", R"({"settings":{"priority":"high"}})",
        R"({"settings":{"priority":99999999999}})", R"({"queue":"other","settings":{}})",
        R"({"settings":{}} trailing)"}) {
    CAPTURE(body);
    const auto got = s.acme("PUT", "/queues/q", body);
    CHECK(got.status == 400);
    CHECK(member(got.body, "code") == "BAD_REQUEST");
  }
  CHECK(s.acme("PUT", "/queues/q", R"({"queue":"q","settings":{}})").status == 200);
  CHECK(s.acme("PUT", "/queues/q", R"({"settings":{"offer_timeout_ms":-5}})").status == 422);
  CHECK(s.acme("PUT", "/queues/a%22b", R"({"settings":{}})").status == 400);
}

TEST_CASE("a body nested 33 deep is refused") {
  const site s;
  const std::string deep = std::string(33, '[') + std::string(33, ']');
  const auto got = s.acme("PUT", "/queues/q", "{\"settings\":" + deep + "}");
  CHECK(got.status == 400);
  CHECK(got.has("32 deep"));
}

TEST_CASE("a body that is not JSON by its type is 415") {
  const site s;
  const auto got = s.acme("PUT", "/queues/q", "{}", "Content-Type: text/plain\r\n");
  CHECK(got.status == 415);
  CHECK(member(got.body, "code") == "BAD_REQUEST");
  CHECK(s.acme("PUT", "/queues/q", R"({"settings":{}})",
               "Content-Type: Application/JSON; charset=utf-8\r\n")
            .status == 200);
}

TEST_CASE("a conversation is opened once, under its own name or one derived from the key") {
  const site s;
  const auto named = s.acme("POST", "/conversations?conversation=c1", open_body);
  CHECK(named.status == 201);
  CHECK(member(named.body, "conversation_id") == "c1");
  CHECK(member(named.body, "session_id") == "c1.s1");
  // A live session is answered as it is.
  const auto live = s.acme("POST", "/conversations?conversation=c1", open_body);
  CHECK(live.status == 200);
  CHECK(member(live.body, "session_id") == "c1.s1");
  const auto derived = s.acme("POST", "/conversations", open_body, "Idempotency-Key: k\r\n");
  CHECK(derived.status == 201);
  CHECK(member(derived.body, "conversation_id").size() == 21);
  const auto repeat = s.acme("POST", "/conversations", open_body, "Idempotency-Key: k\r\n");
  CHECK(repeat.body == derived.body);
  CHECK(s.acme("POST", "/conversations?conversation=a%20b", open_body).status == 400);
  CHECK(member(s.acme("POST", "/conversations", open_body).body, "conversation_id") !=
        member(derived.body, "conversation_id"));
}

TEST_CASE("an ended conversation is opened again with its next session") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  CHECK(s.acme("POST", "/conversations/c1/end", R"({"by":"ann","reason":"left"})").status == 200);
  const auto again = s.acme("POST", "/conversations?conversation=c1", open_body);
  CHECK(again.status == 201);
  CHECK(member(again.body, "session_id") == "c1.s2");
}

TEST_CASE("messages answer their id and their place in the session") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  const auto one = s.acme("POST", "/conversations/c1/messages",
                          R"({"message":{"message":"m1","author":"ann","text":"hi"}})");
  CHECK_MESSAGE(one.status == 200, one.body);
  CHECK(member(one.body, "message_id") == "m1");
  CHECK(member(one.body, "seq") == "1");
  const auto two = s.acme("POST", "/conversations/c1/messages",
                          R"({"message":{"author":"ann","text":"you there?"}})");
  CHECK(member(two.body, "seq") == "2");
  CHECK(member(two.body, "message_id") != "");
  const auto known = s.acme("POST", "/conversations/c1/messages",
                            R"({"message":{"message":"m1","author":"ann","text":"hi"}})");
  CHECK(known.status == 200);
  CHECK(member(known.body, "message_id") == "m1");
  CHECK(s.acme("POST", "/conversations/none/messages", R"({"message":{"text":"x"}})").status ==
        404);
}

TEST_CASE("routes are asked for and cancelled, and the refusals tell the state") {
  const site s;
  seat(s);
  const auto twice = s.acme("POST", "/conversations/c1/route", R"({"queue":"q"})");
  CHECK(twice.status == 409);
  CHECK(member(twice.body, "code") == "WRONG_STATE");
  CHECK(member(twice.body, "state") != "");
  CHECK(s.acme("DELETE", "/conversations/c1/route").status == 200);
  const auto route = s.acme("POST", "/conversations/c1/route", R"({"queue":"q"})");
  CHECK(member(route.body, "route_id") == "c1.r2");
  CHECK(s.acme("POST", "/conversations/c1/route", R"({"queue":"none"})").status >= 400);
}

TEST_CASE("work is shown, accepted, delivered, completed, extended") {
  site s;
  seat(s);
  offer(s);
  const std::string who = R"({"agent":"bo"})";
  CHECK(s.acme("POST", "/work/c1.w7/shown", who).status == 200);
  const auto accepted = s.acme("POST", "/work/c1.w7/accept", who);
  CHECK_MESSAGE(accepted.status == 200, accepted.body);
  CHECK(s.acme("POST", "/work/c1.w7/delivered", who).status == 200);
  const auto sent = s.acme("POST", "/conversations/c1/messages",
                           R"({"outbound":true,"message":{"author":"bo","text":"hello"}})");
  CHECK_MESSAGE(sent.status == 200, sent.body);
  CHECK(s.acme("POST", "/work/c1.w7/extend", R"({"agent":"bo","by_ms":100})").status == 409);
  CHECK(s.acme("POST", "/conversations/c1/transfer", R"({"by":"bo","queue":"q"})").status == 200);
  CHECK(s.acme("DELETE", "/conversations/c1/transfer").status == 200);
  CHECK(s.acme("POST", "/work/c1.w7/complete", who).status == 200);
  const auto late = s.acme("POST", "/work/c1.w7/accept", R"({"agent":"zoe"})");
  CHECK(late.status >= 400);
}

TEST_CASE("work is declined, and by the agent it was offered to only") {
  site s;
  seat(s);
  offer(s);
  CHECK(s.acme("POST", "/work/c1.w7/decline", R"({"agent":"zoe"})").status == 403);
  CHECK(s.acme("POST", "/work/c1.w7/decline", R"({"agent":"bo","reason":"busy"})").status == 200);
  CHECK(s.acme("POST", "/work/c1.w7/accept", R"({"agent":"bo"})").status == 409);
  CHECK(s.acme("POST", "/work/c1.w7/accept", R"({"work":"c1.w8","agent":"bo"})").status == 400);
  for (const char* work : {"c1", "c1.w", "c1.wx", ".w1", "c1.w1x"}) {
    CHECK(s.acme("POST", "/work/" + std::string(work) + "/accept", R"({"agent":"bo"})").status ==
          404);
  }
}

TEST_CASE("flows start and finish, a conversation closes") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  CHECK(s.acme("POST", "/conversations/c1/flow", R"({"flow":"ivr"})").status == 200);
  CHECK(s.acme("DELETE", "/conversations/c1/flow", R"({"outcome":"done"})").status == 200);
  CHECK(
      s.acme("POST", "/conversations/c1/handback", R"({"bot":"b","route":{"queue":"q"}})").status >=
      400);
  CHECK(s.acme("POST", "/conversations/c1/close").status == 200);
  CHECK(s.acme("POST", "/conversations/c1/messages", R"({"message":{"text":"x"}})").status == 410);
}

TEST_CASE("a repeat by key answers byte by byte as the first time, and says that it is one") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  const std::string body = R"({"message":{"author":"ann","text":"hi"}})";
  const auto first = s.acme("POST", "/conversations/c1/messages", body, "Idempotency-Key: a\r\n");
  const auto again = s.acme("POST", "/conversations/c1/messages", body, "Idempotency-Key: a\r\n");
  CHECK(first.headers.count("idempotent-replayed") == 0);
  CHECK(again.headers.at("idempotent-replayed") == "true");
  CHECK(again.status == first.status);
  CHECK(again.body == first.body);
  // The three ways to give a key name the same command.
  CHECK(s.acme("POST", "/conversations/c1/messages?id=a", body).body == first.body);
  const std::string with_id = R"({ "id" : "a" ,"message":{"author":"ann","text":"hi"}})";
  CHECK(s.acme("POST", "/conversations/c1/messages", with_id).body == first.body);
  CHECK(s.acme("POST", "/conversations/c%31/messages?id=a", body).body == first.body);
  // Another key, path or none is another command.
  CHECK(s.acme("POST", "/conversations/c1/messages?id=b", body).body != first.body);
  CHECK(s.acme("POST", "/conversations/c1/messages", body).body != first.body);
  CHECK(s.acme("POST", "/conversations/c1/messages?id=b", body, "Idempotency-Key: a\r\n").status ==
        400);
  CHECK(s.acme("POST", "/conversations/c1/messages", body,
               "Idempotency-Key: " + std::string(201, 'k') + "\r\n")
            .status == 400);
}

TEST_CASE("an unknown tenant is told in the same words everywhere") {
  const site s;
  const auto words = [&](const answer& got) {
    CHECK(got.status == 404);
    return member(got.body, "code") + member(got.body, "message");
  };
  const std::string want = "NOT_FOUNDno such tenant";
  CHECK(words(s.ask("GET", "/v1/tenants/none/overview")) == want);
  CHECK(words(s.ask("GET", "/v1/tenants/none/agents/bo")) == want);
  CHECK(words(s.ask("GET", "/v1/tenants/none/events")) == want);
  CHECK(words(s.ask("GET", "/v1/tenants/none/conversations/c1")) == want);
  CHECK(words(s.ask("PUT", "/v1/tenants/none/queues/q", R"({"settings":{}})")) == want);
  CHECK(words(s.ask("PUT", "/v1/tenants/none/agents/a", R"({"definition":{}})")) == want);
  CHECK(words(s.ask("POST", "/v1/tenants/none/conversations/c/end")) == want);
  CHECK(words(s.ask("GET", "/v1/tenants/%2a/overview")) == want);
}

TEST_CASE("the floor is read with the position it holds for") {
  const site s;
  seat(s);
  CHECK(s.acme("POST", "/agents/bo/presence", R"({"status":"available"})").status == 200);
  for (const char* path : {"/overview", "/queues", "/capacity", "/agents", "/conversations"}) {
    CAPTURE(path);
    const auto got = s.acme("GET", path);
    CHECK(got.status == 200);
    CHECK(member(got.body, "position").substr(0, 2) == "0:");
  }
  CHECK(member(s.acme("GET", "/overview").body, "waiting") == "1");
  const auto agent = s.acme("GET", "/agents/bo");
  CHECK(member(agent.body, "presence") == "available");
  CHECK(s.acme("GET", "/agents").has("\"agent\":\"bo\""));
  CHECK(s.acme("GET", "/conversations?limit=1").has("\"conversation\":\"c1\""));
  CHECK(s.acme("GET", "/agents/none").status == 404);
  for (const char* limit : {"0", "1001", "x", "-1", "1e3"}) {
    CHECK(s.acme("GET", "/conversations?limit=" + std::string(limit)).status == 400);
  }
  CHECK(s.acme("POST", "/agents/bo/presence", R"({"status":"x","cause":"grace_expired"})").status ==
        400);
}

TEST_CASE("a read may wait for a position, within bounds") {
  const site s;
  seat(s);
  const auto now = member(s.acme("GET", "/overview").body, "position");
  CHECK(s.acme("GET", "/overview?after=" + now).status == 200);
  const auto late = s.acme("GET", "/overview?after=0:999&wait_ms=30");
  CHECK(late.status == 503);
  CHECK(late.headers.at("retry-after") == "1");
  for (const char* bad : {"after=1:1", "after=x", "after=0", "after=0:-1", "after=0:1&wait_ms=0",
                          "after=0:1&wait_ms=30001"}) {
    CAPTURE(bad);
    CHECK(s.acme("GET", "/overview?" + std::string(bad)).status == 400);
    CHECK(s.acme("GET", "/conversations/c1?" + std::string(bad)).status == 400);
  }
  client waiting(s.port);
  const auto next = "0:" + std::to_string(std::stoi(now.substr(2)) + 1);
  waiting.send(parley::test::request_text("GET", "/v1/tenants/acme/queues?after=" + next));
  CHECK(s.acme("PUT", "/queues/q2", R"({"settings":{}})").status == 200);
  const auto got = waiting.read();
  CHECK(got.status == 200);
  CHECK(got.has("q2"));
}

TEST_CASE("a conversation is read with its transcript, page by page") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  for (int i = 1; i <= 5; ++i) {
    s.acme("POST", "/conversations/c1/messages",
           R"({"message":{"author":"ann","text":"line )" + std::to_string(i) + "\"}}");
  }
  const auto all = s.acme("GET", "/conversations/c1");
  CHECK(all.status == 200);
  CHECK(member(all.body, "version") == "7");
  CHECK(member(all.body, "state") == "new");
  CHECK(member(all.body, "next_version") == "0");
  CHECK(all.has("\"type\":\"conversation_opened\""));
  CHECK(all.has("\"author\":\"ann\",\"text\":\"line 5\",\"seq\":5"));
  const auto page = s.acme("GET", "/conversations/c1?limit=3");
  CHECK(member(page.body, "next_version") == "4");
  CHECK(page.has("line 1"));
  CHECK_FALSE(page.has("line 2"));
  const auto rest = s.acme("GET", "/conversations/c1?from_version=4");
  CHECK(rest.has("line 2"));
  CHECK(rest.has("line 5"));
  CHECK_FALSE(rest.has("line 1"));
  // Version 2 is inside the first commit.
  const auto inside = s.acme("GET", "/conversations/c1?from_version=2&limit=1");
  CHECK(inside.has("session_opened"));
  CHECK_FALSE(inside.has("conversation_opened"));
  CHECK(s.acme("GET", "/conversations/none").status == 404);
  CHECK(s.acme("GET", "/conversations/c1?limit=1001").status == 400);
}

TEST_CASE("what the node refuses keeps its code and status") {
  site s;
  struct row {
    errc code;
    int status;
  };
  for (const auto& r : std::vector<row>{{errc::overloaded, 429},
                                        {errc::recovering, 503},
                                        {errc::unavailable, 503},
                                        {errc::corrupt, 500},
                                        {errc::no_capacity, 409}}) {
    s.node.refuse_with(rejection{r.code, "because", "now"});
    const auto got = s.acme("PUT", "/queues/q", R"({"settings":{}})");
    CHECK(got.status == r.status);
    CHECK(member(got.body, "code") == to_string(r.code));
    CHECK(member(got.body, "state") == "now");
    CHECK((got.headers.count("retry-after") == 1) == (r.status == 429 || r.status == 503));
  }
}

TEST_CASE("c67 c74 c76 the paths to the outside: consent, receipts, transfers, writing first") {
  site s;
  seat(s);
  offer(s);
  REQUIRE(s.acme("POST", "/work/c1.w7/accept", R"({"agent":"bo"})").status == 200);
  const std::string c1 = "/conversations/c1";
  REQUIRE(s.acme("POST", c1 + "/messages",
                 R"({"outbound":true,"message":{"message":"m1","author":"bo","text":"hi"}})")
              .status == 200);
  CHECK(s.acme("POST", c1 + "/receipts", R"({"message":"m1","outcome":"read"})").status == 200);
  CHECK(s.acme("POST", c1 + "/receipts", R"({"message":"m1","outcome":"lost"})").status == 400);
  CHECK(s.acme("POST", c1 + "/receipts", R"({"message":"m2","outcome":"read"})").status == 404);
  CHECK(s.acme("POST", c1 + "/consent", R"({"consent_given":"refused"})").status == 200);
  const auto blocked =
      s.acme("POST", c1 + "/messages",
             R"({"outbound":true,"message":{"message":"m3","author":"bo","text":"hi"}})");
  CHECK(member(blocked.body, "code") == "CONSENT_REFUSED");
  const auto answered = s.acme("POST", c1 + "/transfer/result", R"({"accepted":true})");
  CHECK(member(answered.body, "code") == "WRONG_STATE");
  REQUIRE(s.acme("POST", c1 + "/transfer", R"({"by":"bo","to_external":["zed"]})").status == 200);
  CHECK(s.acme("POST", c1 + "/transfer/result", R"({"accepted":true})").status == 200);
  CHECK(member(s.acme("GET", c1).body, "state") == "ended");

  REQUIRE(s.acme("POST", "/agents/bo/presence", R"({"status":"available"})").status == 200);
  const std::string body = R"({"contact":"eve","channel":"messaging","address":"+2","queue":"q"})";
  const auto wrote =
      s.acme("POST", "/agents/bo/conversations", body, "Idempotency-Key: write-1\r\n");
  CHECK(wrote.status == 201);
  const auto conversation = member(wrote.body, "conversation_id");
  CHECK(member(wrote.body, "work_id").find(conversation + ".w") == 0);
  const auto again =
      s.acme("POST", "/agents/bo/conversations", body, "Idempotency-Key: write-1\r\n");
  CHECK(again.body == wrote.body);
  CHECK(s.acme("POST", "/agents/bo/conversations", R"({"contact":"eve"})").status == 400);
  CHECK(s.acme("POST", "/agents/nobody/conversations", body).status == 404);
}

TEST_CASE("health tells of life always and of readiness while all shards run") {
  site s;
  CHECK(s.ask("GET", "/health/live").status == 200);
  CHECK(s.ask("GET", "/health/ready").status == 200);
  s.node.set_phase(shard_phase::replaying);
  CHECK(s.ask("GET", "/health/live").status == 200);
  const auto replaying = s.ask("GET", "/health/ready");
  CHECK(replaying.status == 503);
  CHECK(replaying.body ==
        R"({"ready":false,"partitions":[{"partition":0,"phase":"replaying","applied":3,"end":7,)"
        R"("behind":0}],"problems":[]})");
  CHECK(s.acme("GET", "/overview").status == 503);
}

TEST_CASE("metrics tell requests, shards and floors") {
  const site s;
  seat(s);
  s.acme("GET", "/nowhere/at/all");
  const auto got = s.ask("GET", "/metrics");
  CHECK(got.status == 200);
  CHECK(got.headers.at("content-type").substr(0, 10) == "text/plain");
  for (const char* line :
       {"parley_http_requests_total{operation=\"open_conversation\",outcome=\"OK\"} 1",
        "outcome=\"NOT_FOUND\"} 1", "parley_http_request_seconds_bucket{kind=\"command\",le=",
        "parley_shard_applied_offset{partition=\"0\"} 3", "parley_waiting{tenant=\"acme\"} 1",
        "parley_queue_waiting{tenant=\"acme\",queue=\"q\"} 1", "parley_http_subscribers 0"}) {
    CHECK_MESSAGE(got.has(line), line);
  }
}
