// Goal: a rule that finds nothing is a rule that works. Each is fed a sample that breaks it.
#include "tests/tidy/rules.hpp"

#include <doctest/doctest.h>

namespace parley::tidy {
namespace {

using file_rule = void (*)(const source_file&, findings&);
using tree_rule = void (*)(const tree&, findings&);

std::size_t found_by(file_rule rule, std::string path, std::string text) {
  findings found;
  rule({std::move(path), std::move(text)}, found);
  return found.size();
}

std::size_t found_by(tree_rule rule, const tree& files) {
  findings found;
  rule(files, found);
  return found.size();
}

std::string repeated(std::string_view line, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

TEST_CASE("includes: the domain knows neither store, nor actors, nor CAF") {
  CHECK(found_by(&check_includes, "events/a.hpp", "#include \"store/journal.hpp\"\n") == 1);
  CHECK(found_by(&check_includes, "events/a.hpp", "#include <caf/actor.hpp>\n") == 1);
  CHECK(found_by(&check_includes, "events/a.cpp", "#include <chrono>\n") == 1);
  CHECK(found_by(&check_includes, "events/a.cpp", "#include \"events/base/ids.hpp\"\n") == 0);
}

TEST_CASE("includes: store knows the base vocabulary and nothing else of events") {
  CHECK(found_by(&check_includes, "store/a.hpp", "#include \"events/base/ids.hpp\"\n") == 0);
  CHECK(found_by(&check_includes, "store/a.hpp", "#include \"events/events.hpp\"\n") == 1);
  CHECK(found_by(&check_includes, "store/a.hpp", "#include <rocksdb/db.h>\n") == 0);
  CHECK(found_by(&check_includes, "actors/a.hpp", "#include <rocksdb/db.h>\n") == 1);
}

TEST_CASE("includes: nobody reaches upwards or beside the root") {
  CHECK(found_by(&check_includes, "actors/a.cpp", "#include \"tools/client/client.hpp\"\n") == 1);
  CHECK(found_by(&check_includes, "actors/node/a.cpp", "#include \"port.hpp\"\n") == 1);
  CHECK(found_by(&check_includes, "actors/node/a.cpp", "#include <boost/asio.hpp>\n") == 1);
  CHECK(found_by(&check_includes, "actors/http/a.cpp", "#include <boost/asio.hpp>\n") == 0);
}

TEST_CASE("sizes: long lines, files and functions are found") {
  CHECK(found_by(&check_sizes, "events/a.cpp", std::string(101, 'x') + "\n") == 1);
  CHECK(found_by(&check_sizes, "events/a.cpp", std::string(100, 'x') + "\n") == 0);
  CHECK(found_by(&check_sizes, "events/a.cpp", repeated("// x\n", 401)) == 1);
  CHECK(found_by(&check_sizes, "events/a.cpp", "int a; \n") == 1);
  const std::string body = repeated("  a();\n", 70);
  CHECK(found_by(&check_sizes, "a.cpp", "namespace x {\nvoid f() {\n" + body + "}\n}\n") == 1);
  CHECK(found_by(&check_sizes, "a.cpp", "struct x {\n" + body + "};\n") == 0);
}

TEST_CASE("sizes: braces in comments and literals are not code") {
  const std::string text = "void f() {\n  a(\"{{{\", '{');  // {{\n}\n" + repeated("int b;\n", 90);
  CHECK(found_by(&check_sizes, "a.cpp", text) == 0);
  CHECK(without_comments_and_literals("a(R\"x({\")x\", 1'000);").find('{') == std::string::npos);
  CHECK(without_comments_and_literals("1'000; b();").find("b()") != std::string::npos);
}

TEST_CASE("banned: calls are found in code and not in comments") {
  CHECK(found_by(&check_banned, "actors/a.cpp", "auto t = system_clock::now();\n") == 1);
  CHECK(found_by(&check_banned, "actors/a.cpp", "// system_clock::now()\n") == 0);
  CHECK(found_by(&check_banned, "actors/shard/a.cpp", "std::thread t;\n") == 1);
  CHECK(found_by(&check_banned, "store/a.cpp", "std::thread t;\n") == 0);
  CHECK(found_by(&check_banned, "actors/a.cpp", "caf::binary_serializer s;\n") == 1);
  CHECK(found_by(&check_banned, "actors/a.cpp", "using namespace caf;\n") == 1);
  CHECK(found_by(&check_banned, "events/a.cpp", "auto t = clock.now();\n") == 1);
  CHECK(found_by(&check_banned, "events/a.cpp",
                 "// FIX"
                 "ME later\n") == 1);
  CHECK(found_by(&check_banned, "store/a.cpp",
                 "mkdtemp(\"a-XX"
                 "XXXX\");\n") == 0);
}

TEST_CASE("headers: the guard and the opening comment are demanded") {
  CHECK(found_by(&check_header, "events/a.hpp", "#pragma once\n// What it is.\n") == 0);
  CHECK(found_by(&check_header, "events/a.hpp", "#pragma once\n\nint a;\n") == 1);
  CHECK(found_by(&check_header, "events/a.hpp", "// What it is.\n#pragma once\n") == 1);
}

TEST_CASE("places: paths of one machine are found") {
  CHECK(found_by(&check_places, "README.md",
                 "see /work"
                 "/shared/x\n") == 1);
  CHECK(found_by(&check_places, "README.md", "POST /v1/tenants/t/work/w/accept\n") == 0);
  CHECK(found_by(&check_places, "store/a.cpp",
                 "open(\"/tmp"
                 "/a\")\n") == 1);
  CHECK(found_by(&check_places, "a/package-lock.json", "\"resolved\": \"https://r/x\"\n") == 1);
}

TEST_CASE("registered: a test that no list names is found") {
  const source_file test = {"tests/a/b_test.cpp", ""};
  CHECK(found_by(&check_registered, {test, {"tests/a/CMakeLists.txt", "b_test.cpp"}}) == 0);
  CHECK(found_by(&check_registered, {test, {"tests/CMakeLists.txt", "a/b_test.cpp"}}) == 0);
  CHECK(found_by(&check_registered, {test, {"tests/a/CMakeLists.txt", "c_test.cpp"}}) == 1);
}

TEST_CASE("readmes: a folder without one, or one without limits, is found") {
  CHECK(found_by(&check_readmes, {{"store/a.cpp", ""}}) == 1);
  CHECK(found_by(&check_readmes, {{"store/README.md", "# Store\n"}}) == 1);
  CHECK(found_by(&check_readmes, {{"store/README.md", "# Store\n## Limits\n"}}) == 0);
}

TEST_CASE("links: a dead relative link is found") {
  const source_file target = {"store/README.md", ""};
  CHECK(found_by(&check_links, {target, {"README.md", "[s](store/README.md)"}}) == 0);
  CHECK(found_by(&check_links, {target, {"actors/README.md", "[s](../store/)"}}) == 0);
  CHECK(found_by(&check_links, {target, {"README.md", "[s](stores/README.md)"}}) == 1);
  CHECK(found_by(&check_links, {target, {"README.md", "[s](https://example.org)"}}) == 0);
}

TEST_CASE("own header: a source that includes something else before it is found") {
  const source_file header = {"store/a.hpp", ""};
  const std::string own = "#include \"store/a.hpp\"\n";
  const std::string other = "#include <map>\n";
  CHECK(found_by(&check_own_header, {header, {"store/a.cpp", own + other}}) == 0);
  CHECK(found_by(&check_own_header, {header, {"store/a.cpp", other + own}}) == 1);
  CHECK(found_by(&check_own_header, {header, {"store/a.cpp", ""}}) == 1);
  CHECK(found_by(&check_own_header, {header, {"store/b.cpp", other}}) == 0);
}

TEST_CASE("macros: foreign names and a fourth one are found") {
  CHECK(found_by(&check_macros, {{"a/a.hpp", "#define HELPER(x) x\n"}}) == 1);
  const std::string four = "#define PARLEY_A\n#define PARLEY_B\n#define PARLEY_C\n";
  CHECK(found_by(&check_macros, {{"a/a.hpp", four}}) == 0);
  CHECK(found_by(&check_macros, {{"a/a.hpp", four + "#define PARLEY_D\n"}}) == 1);
}

}  // namespace
}  // namespace parley::tidy
