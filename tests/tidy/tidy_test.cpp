// Goal: the tree keeps its rules without anybody having to remember them.
// Method: every file that git knows is fed to every rule of rules.hpp.
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

namespace parley::tidy {
namespace {

const tree& whole_tree() {
  static const tree files = load_tree();
  return files;
}

void expect_none(const findings& found) {
  for (const finding& f : found) {
    FAIL_CHECK(f.path << ":" << f.line << ": " << f.message);
  }
  CHECK(found.empty());
}

void expect_none_in_each(void (*rule)(const source_file&, findings&)) {
  findings found;
  for (const source_file& file : whole_tree()) rule(file, found);
  expect_none(found);
}

void expect_none_in_all(void (*rule)(const tree&, findings&)) {
  findings found;
  rule(whole_tree(), found);
  expect_none(found);
}

TEST_CASE("the tree is found") { CHECK(whole_tree().size() > 40); }

TEST_CASE("each folder includes only what lies below it") { expect_none_in_each(&check_includes); }
TEST_CASE("files, functions and lines stay short") { expect_none_in_each(&check_sizes); }
TEST_CASE("banned calls and unfinished marks are absent") { expect_none_in_each(&check_banned); }
TEST_CASE("headers say what they are") { expect_none_in_each(&check_header); }
TEST_CASE("no file names a place of one machine") { expect_none_in_each(&check_places); }
TEST_CASE("every source is built") { expect_none_in_all(&check_registered); }
TEST_CASE("a source includes its own header first") { expect_none_in_all(&check_own_header); }
TEST_CASE("every folder has a README that names its limits") { expect_none_in_all(&check_readmes); }
TEST_CASE("links in documents lead somewhere") { expect_none_in_all(&check_links); }
TEST_CASE("three macros are enough") { expect_none_in_all(&check_macros); }

}  // namespace
}  // namespace parley::tidy
