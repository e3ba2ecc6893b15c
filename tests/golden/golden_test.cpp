// Goal: bytes that any release stored are read for ever, and mean what they meant. Method: for each
// kind of stored table a file of its bytes, and beside it the JSON of what today's build must make
// of them. Files are never changed; PARLEY_WRITE_GOLDEN=1 writes those that are missing.

#include <cstdlib>
#include <set>

#include <doctest/doctest.h>

#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"
#include "events/entities.hpp"
#include "schemas/embedded.hpp"
#include "tests/golden/files.hpp"
#include "tests/support/filled.hpp"

using namespace parley;

namespace {

const golden::folder events("tests/golden/events");
const golden::folder snapshots("tests/golden/snapshots");

bool writing() { return std::getenv("PARLEY_WRITE_GOLDEN") != nullptr; }

codec::event_type number_of(const std::string& name) {
  for (std::uint16_t n = 1; n <= any_event::cases; ++n) {
    if (codec::name_of(codec::event_type(n)) == name) {
      return codec::event_type(n);
    }
  }
  return codec::event_type(0);
}

// The value that the file's JSON tells, as `table` of the schema: fields that are newer than the
// file have their default.
template <class T>
T expected(const golden::file& file, std::span<const std::uint8_t> schema,
           const std::string& table) {
  const auto bytes = golden::from_json(file.json(), schema, table);
  T value{};
  REQUIRE(codec::decode(bytes.data(), bytes.size(), value));
  return value;
}

template <class T>
void write_missing(const golden::folder& folder, const std::string& name) {
  if (writing() && folder.versions_of(name).empty()) {
    const T value = filled::source().next<T>();
    folder.write(name + ".v1", codec::encode(value), codec::to_json(value));
  }
}

// Not in check_event: each of its instances would visit every event.
void check_as_told(const golden::file& file, const any_event& event) {
  std::visit(
      [&](const auto& now) {
        using now_t = std::remove_cvref_t<decltype(now)>;
        CHECK(now == expected<now_t>(file, schemas::events_bfbs(), codec::name_of(event)));
      },
      event);
}

// `sparse`: an event of that type with nothing in it.
void check_file(const golden::file& file, codec::event_type type,
                std::span<const std::uint8_t> sparse) {
  CAPTURE(file.stem);
  const auto decoded = codec::decode_event(type, file.bytes());
  REQUIRE(decoded.ok());
  codec::event_decoder keeping;
  const auto kept = keeping.decode(type, file.bytes());
  REQUIRE(kept.ok());
  CHECK(**kept == *decoded);
  // Nothing of it is left in the next event of its type.
  const auto after = keeping.decode(type, sparse);
  REQUIRE(after.ok());
  CHECK(**after == *codec::decode_event(type, sparse));
  // An upcast may have made another event of it: the JSON is then that event's.
  check_as_told(file, *decoded);
}

template <class E>
void check_event() {
  const codec::event_type type = codec::type_of(E{});
  const std::string name = codec::name_of(type);
  CAPTURE(name);
  write_missing<E>(events, name);
  const auto files = events.versions_of(name);
  CHECK_FALSE(files.empty());
  const auto sparse = codec::encode(E{});
  for (const golden::file& file : files) {
    check_file(file, type, sparse);
  }
}

template <std::size_t... I>
void check_events(std::index_sequence<I...>) {
  (check_event<any_event::at<I>>(), ...);
}

template <class State>
void check_state(entity_kind kind, const std::string& name) {
  CAPTURE(name);
  write_missing<State>(snapshots, name);
  const auto files = snapshots.versions_of(name);
  CHECK_FALSE(files.empty());
  for (const golden::file& file : files) {
    CAPTURE(file.stem);
    const auto decoded = decode_state(kind, file.bytes());
    REQUIRE(decoded.ok());
    CHECK(*state_as<State>(*decoded) == expected<State>(file, schemas::snapshots_bfbs(), name));
  }
}

}  // namespace

TEST_CASE("every event that any release wrote is read as what it means") {
  check_events(std::make_index_sequence<any_event::cases>{});
}

TEST_CASE("every golden file belongs to an event of this build") {
  for (const golden::file& file : events.all()) {
    CAPTURE(file.stem);
    CHECK(number_of(file.name).value != 0);
  }
}

TEST_CASE("every snapshot that any release wrote is read as what it means") {
  check_state<tenant_state>(entity_kind::tenant, "tenant_state");
  check_state<agent_state>(entity_kind::agent, "agent_state");
  check_state<conversation_state>(entity_kind::conversation, "conversation_state");
  check_state<timer_state>(entity_kind::timer, "timer_state");
  check_state<customer_state>(entity_kind::customer, "customer_state");
  check_state<case_state>(entity_kind::support_case, "case_state");
  check_state<milestone_state>(entity_kind::milestone, "milestone_state");
  check_state<consent_state>(entity_kind::contact_consent, "consent_state");
  check_state<audit_state>(entity_kind::audit, "audit_state");
  const std::set<std::string> known{"tenant_state",    "agent_state",    "conversation_state",
                                    "timer_state",     "customer_state", "case_state",
                                    "milestone_state", "consent_state",  "audit_state"};
  for (const golden::file& file : snapshots.all()) {
    CAPTURE(file.stem);
    CHECK(known.count(file.name) == 1);
  }
}

TEST_CASE("a golden file tells every field apart") {
  // What equals the default, or another field, could hide a mix-up.
  const auto filled = filled::source().next<route_requested>();
  CHECK(filled.request.deadline != filled.request.overflow_at);
  CHECK(filled.request.deadline != time_ms(0));
  REQUIRE(filled.request.skills.size() == 2);
  CHECK(filled.request.skills[0] != filled.request.skills[1]);
}
