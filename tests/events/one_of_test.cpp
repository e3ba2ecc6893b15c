// Goal: a one_of behaves as the variant it stands for. Method: a sum of its own, compared with it.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "events/base/one_of_definition.hpp"

namespace parley {
namespace sums {

struct nothing {
  bool operator==(const nothing&) const = default;
};
struct text {
  std::string value;
  bool operator==(const text&) const = default;
};
struct list {
  std::vector<int> values;
  bool operator==(const list&) const = default;
};
struct opaque {};

struct some_cases {
  using variant = std::variant<text, nothing, list>;
};
using some = one_of<some_cases>;
struct opaque_cases {
  using variant = std::variant<some, opaque>;
};

const std::string long_text(100, 'x');

}  // namespace sums

using namespace sums;
template class one_of<some_cases>;
template class one_of<opaque_cases>;

static_assert(some::cases == 3 && std::is_same_v<some::at<2>, list>);
static_assert(std::is_nothrow_move_constructible_v<some> &&
              std::is_nothrow_move_assignable_v<some>);
static_assert(std::is_convertible_v<text, some> && !std::is_convertible_v<std::string, some>);
static_assert(std::equality_comparable<some> && !std::is_convertible_v<opaque, some>);

TEST_CASE("a fresh one is the first alternative") { CHECK(std::get<text>(some()).value.empty()); }

TEST_CASE("each alternative is taken as what it is, and found again") {
  CHECK(some(text{"a"}).index() == 0);
  CHECK(some(nothing{}).index() == 1);
  CHECK(some(list{{1, 2}}).index() == 2);
  CHECK(std::get<list>(some(list{{1, 2}})).values == std::vector{1, 2});
  CHECK(std::get_if<text>(static_cast<const some*>(nullptr)) == nullptr);
  const some holds = text{"a"};
  CHECK(std::holds_alternative<text>(holds));
  CHECK(std::visit([](const auto& one) { return sizeof(one); }, holds) == sizeof(text));
}

TEST_CASE("an lvalue is copied, an rvalue is moved from") {
  text from{long_text};
  const auto* bytes = from.value.data();
  const some copied = from;
  CHECK(from.value == long_text);
  CHECK(std::get<text>(copied).value.data() != bytes);
  const some moved = std::move(from);
  CHECK(std::get<text>(moved).value.data() == bytes);
  const text constant{long_text};
  CHECK(std::get<text>(some(constant)).value == long_text);
}

TEST_CASE("copies are equal and their own, moves take all") {
  some first = text{long_text};
  some second = first;
  CHECK(second == first);
  std::get<text>(second).value = "b";
  CHECK(second != first);
  const auto* bytes = std::get<text>(first).value.data();
  second = std::move(first);
  CHECK(std::get<text>(second).value.data() == bytes);
  second = list{{3}};
  first = second;
  CHECK(first == some(list{{3}}));
  CHECK(first != some(nothing{}));
}

TEST_CASE("a sum of sums holds one of them") {
  const one_of<opaque_cases> outer = some(list{{7}});
  CHECK(std::get<list>(std::get<some>(outer)).values.front() == 7);
}

}  // namespace parley
