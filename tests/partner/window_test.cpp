// Which records may run, and how far a partition is done.
#include "actors/partner/window.hpp"

#include <doctest/doctest.h>

using namespace parley;
using partner::window;

namespace {

stream_id talk(const char* name) { return {tenant_id("acme"), entity_kind::conversation, name}; }
using places = std::vector<window::place>;

}  // namespace

TEST_CASE("records of one conversation run one after the other, others beside them") {
  window some(window::bounds{});
  some.add(10, 1, talk("a"));
  some.add(11, 1, talk("a"));
  some.add(12, 1, talk("b"));
  CHECK(some.startable() == places{0, 2});
  CHECK(some.startable().empty());
  some.finish(0);
  CHECK(some.startable() == places{1});
}

TEST_CASE("an offset may be committed only after everything before it is done") {
  window some(window::bounds{});
  some.add(10, 1, talk("a"));
  some.add(13, 1, talk("b"));
  some.add(14, 1, talk("c"));
  static_cast<void>(some.startable());
  some.finish(1);
  some.finish(2);
  CHECK_FALSE(some.committable().has_value());
  some.finish(0);
  CHECK(some.committable() == 15);
  some.committed(14);
  CHECK(some.size() == 1);
  CHECK(some.committable() == 15);
  some.committed(15);
  CHECK(some.empty());
  CHECK_FALSE(some.committable().has_value());
}

TEST_CASE("a window is full by records or bytes, and roomy again at half of both") {
  window some(window::bounds{4, 100, 64});
  some.add(0, 99, talk("a"));
  CHECK_FALSE(some.full());
  some.add(1, 1, talk("a"));
  CHECK(some.full());
  static_cast<void>(some.startable());
  some.finish(0);
  CHECK_FALSE(some.full());
  CHECK(some.roomy());
  some.add(2, 0, talk("b"));
  some.add(3, 0, talk("c"));
  CHECK(some.full());
  CHECK_FALSE(some.roomy());
  some.committed(1);
  CHECK_FALSE(some.full());
}

TEST_CASE("a conversation does not run further ahead of the committed offset than it remembers") {
  window some(window::bounds{100, 1000, 2});
  some.add(0, 1, talk("slow"));
  for (std::uint64_t at = 1; at < 6; ++at) {
    some.add(at, 1, talk("busy"));
  }
  CHECK(some.startable() == places{0, 1});
  some.finish(1);
  CHECK(some.startable() == places{2});
  some.finish(2);
  CHECK(some.startable().empty());
  some.finish(0);
  CHECK(some.startable().empty());
  some.committed(*some.committable());
  CHECK(some.startable() == places{3});
}
