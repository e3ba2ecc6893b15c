// Goal: an event of the past is read as what it means today. Method: a made-up past, given to the
// decoder as its own steps.

#include "events/codec/upcast.hpp"

#include <doctest/doctest.h>

using namespace parley;

namespace {

// Once upon a time a reason was not stored; later it was the word "none"; today it says "unknown".
any_event name_the_reason(any_event old) {
  auto& declined = std::get<work_declined>(old);
  if (declined.reason.empty()) {
    declined.reason = "none";
  }
  return old;
}
any_event say_unknown(any_event old) {
  auto& declined = std::get<work_declined>(old);
  if (declined.reason == "none") {
    declined.reason = "unknown";
  }
  return old;
}
// And offers that expired were once withdrawals with a reason.
any_event split_expired(any_event old) {
  const auto& withdrawn = std::get<work_withdrawn>(old);
  if (withdrawn.reason != "timeout") {
    return old;
  }
  return work_expired{withdrawn.work, withdrawn.route, withdrawn.agent};
}

codec::event_type number_of(const any_event& event) { return codec::type_of(event); }

const std::vector<codec::upcast_step>& steps() {
  static const std::vector<codec::upcast_step> all{
      {number_of(work_declined{}), name_the_reason},
      {number_of(work_withdrawn{}), split_expired},
      {number_of(work_declined{}), say_unknown},
  };
  return all;
}

any_event read_back(const any_event& old) {
  flatbuffers::FlatBufferBuilder builder;
  codec::encode_event(builder, old);
  const auto now =
      codec::decode_event(number_of(old), {builder.GetBufferPointer(), builder.GetSize()}, steps());
  REQUIRE(now.ok());
  return *now;
}

}  // namespace

TEST_CASE("an event goes through every version between its own and today's") {
  work_declined old;
  old.work = work_id("c.w1");
  CHECK(std::get<work_declined>(read_back(old)).reason == "unknown");
  old.reason = "none";
  CHECK(std::get<work_declined>(read_back(old)).reason == "unknown");
  CHECK(std::get<work_declined>(read_back(old)).work == work_id("c.w1"));
}

TEST_CASE("an event of today is left as it is") {
  work_declined today;
  today.reason = "busy";
  CHECK(std::get<work_declined>(read_back(today)) == today);
  const any_event other = work_shown{work_id("c.w1")};
  CHECK(read_back(other) == other);
}

TEST_CASE("an event can become another one") {
  const any_event old =
      work_withdrawn{work_id("c.w1"), route_id("c.r1"), agent_id("ana"), "timeout"};
  const any_event expired = work_expired{work_id("c.w1"), route_id("c.r1"), agent_id("ana")};
  CHECK(read_back(old) == expired);
  const any_event cancelled =
      work_withdrawn{work_id("c.w1"), route_id("c.r1"), agent_id("ana"), "cancelled"};
  CHECK(read_back(cancelled) == cancelled);
}

TEST_CASE("steps never make a broken payload good") {
  const std::vector<std::uint8_t> rubbish(32, 0xEE);
  CHECK(codec::decode_event(number_of(work_declined{}), rubbish, steps()).error().code ==
        errc::corrupt);
}

TEST_CASE("this build's steps are in order and belong to known events") {
  for (const codec::upcast_step& step : codec::upcasts()) {
    CHECK(std::string(codec::name_of(step.from)) != "unknown");
    CHECK((step.step != nullptr));
  }
}
