// Goal: the guard of the schemas can fail. Method: each breaking change is made to a small schema,
// and each harmless one; the guard must tell them apart.

#include "tests/conform/guard.hpp"

#include <doctest/doctest.h>
#include <flatbuffers/idl.h>

using parley::conform::breaks;

namespace {

const char* const original = R"(
namespace n;
enum colour : ubyte { red = 0, green = 1, blue = 2 }
struct point { x:int; y:int; }
table cat { name:string; lives:int = 9; colour:colour; }
table dog { name:string; }
union animal { cat, dog }
table home { pet:animal; at:point; tags:[string]; cats:[cat]; weight:float = 1.5; last:long; }
root_type home;
file_identifier "HOME";
)";

std::vector<std::uint8_t> compiled(const std::string& text) {
  flatbuffers::Parser parser;
  REQUIRE_MESSAGE(parser.Parse(text.c_str()), parser.error_);
  parser.Serialize();
  const auto& bytes = parser.builder_;
  return {bytes.GetBufferPointer(), bytes.GetBufferPointer() + bytes.GetSize()};
}

// The original with `from` replaced by `to`.
std::vector<std::string> breaks_of(const std::string& from, const std::string& to) {
  std::string changed = original;
  const auto place = changed.find(from);
  REQUIRE(place != std::string::npos);
  changed.replace(place, from.size(), to);
  return breaks(compiled(original), compiled(changed));
}

struct change {
  const char* from;
  const char* to;
  const char* told;  ///< part of the sentence that the guard must say
};

}  // namespace

TEST_CASE("a schema that is the same, or only grew, breaks nothing") {
  for (const auto& [from, to] : std::vector<std::pair<const char*, const char*>>{
           {"lives:int", "lives:int"},
           {"last:long;", "last:long; more:string;"},
           {"blue = 2", "blue = 2, white = 3"},
           {"cat, dog }", "cat, dog, bird }\ntable bird { name:string; }"},
           {"last:long", "last:long (deprecated)"},
           {"table dog", "table fish { name:string; }\ntable dog"},
           {"table cat { name:string; lives:int = 9; colour:colour; }",
            "table cat { colour:colour (id: 2); lives:int = 9 (id: 1); name:string (id: 0); }"}}) {
    CAPTURE(to);
    CHECK(breaks_of(from, to).empty());
  }
}

TEST_CASE("every change that old bytes or names do not survive is found") {
  for (const change& c : std::vector<change>{
           {"name:string; lives", "nick:string; lives", "cat.name was removed or renamed"},
           {" last:long;", "", "home.last was removed or renamed"},
           {"lives:int = 9; ", "", "cat.lives was removed or renamed"},
           {"name:string; lives", "age:int; name:string; lives", "cat.name moved"},
           {"lives:int = 9; colour:colour;", "colour:colour; lives:int = 9;", "cat.lives moved"},
           {"lives:int = 9", "lives:long = 9", "cat.lives has another type"},
           {"lives:int = 9", "lives:uint = 9", "cat.lives has another type"},
           {"lives:int = 9", "lives:int = 7", "cat.lives has another default"},
           {"lives:int = 9", "lives:int = null", "cat.lives has another default"},
           {"weight:float = 1.5", "weight:float = 1.25", "home.weight has another default"},
           {"tags:[string]", "tags:[ubyte]", "home.tags has another type"},
           {"cats:[cat]", "cats:[dog]", "home.cats has another type"},
           {"tags:[string]", "tags:[string] (required)", "home.tags became required"},
           {"last:long;", "last:long; more:string (required);", "home.more is new and required"},
           {"y:int; }", "y:int; z:int; }", "point is a struct of another layout"},
           {"x:int; y:int;", "y:int; x:int;", "point.x moved"},
           {"struct point", "table point", "point changed between table and struct"},
           {", blue = 2", "", "colour.blue was removed"},
           {"green = 1", "verde = 1", "colour.green was renamed"},
           {"green = 1, blue = 2", "blue = 1, green = 2", "colour.green was renamed"},
           {"colour : ubyte", "colour : ushort", "colour has another underlying type"},
           {"cat, dog }", "cat }", "animal.dog was removed"},
           {"cat, dog }", "dog, cat }", "animal.cat was renamed or its number"},
           {"cat, dog }", "cat, dog:cat }", "animal.dog has another type"},
           {"table dog { name:string; }\nunion animal { cat, dog }", "union animal { cat }",
            "n.dog was removed or renamed"},
           {"\"HOME\"", "\"HUIS\"", "another file identifier"},
           {"file_identifier \"HOME\";", "", "another file identifier"},
           {"root_type home", "root_type dog", "n.home is no longer the root"}}) {
    CAPTURE(c.from);
    CAPTURE(c.to);
    const auto found = breaks_of(c.from, c.to);
    std::string all;
    for (const std::string& one : found) {
      all += one + "\n";
    }
    CAPTURE(all);
    CHECK(all.find(c.told) != std::string::npos);
  }
}

TEST_CASE("bytes that are no schema are a break") {
  const std::vector<std::uint8_t> rubbish(64, 7);
  CHECK(breaks(compiled(original), rubbish).size() == 1);
  CHECK(breaks(rubbish, compiled(original)).size() == 1);
}
