// Goal: from what nodes say of themselves each node finds the one that serves a partition.
// Method: words in every order, old ones after new ones, damaged ones.

#include "actors/node/node_book.hpp"

#include <doctest/doctest.h>

namespace parley {
namespace {

constexpr partition_id third(3);

std::string word(const std::string& url, std::uint64_t since) {
  return write_word({url, {{third, epoch(since)}}});
}

TEST_CASE("a word is one line, and is read as it was written") {
  const node_word said{"http://[::1]:8080", {{partition_id(0), epoch(12)}, {third, epoch(9)}}};
  CHECK(write_word(said) == "http://[::1]:8080 0@12 3@9");
  CHECK(read_word(write_word(said)) == said);
  CHECK(read_word("http://a:1") == node_word{"http://a:1", {}});
  for (const char* bad : {"", "a:1 0@1", "http://a:1 0", "http://a:1 x@1", "http://a:1 0@", "0@1",
                          "http://a:1 0@1x", "http://a:1 99999@1"}) {
    CHECK_FALSE(read_word(bad).has_value());
  }
}

TEST_CASE("the newest epoch owns the partition, in whatever order the words come") {
  for (const bool older_first : {true, false}) {
    node_book book;
    book.hear(older_first ? "a" : "b",
              word(older_first ? "http://a:1" : "http://b:1", older_first ? 4 : 5));
    book.hear(older_first ? "b" : "a",
              word(older_first ? "http://b:1" : "http://a:1", older_first ? 5 : 4));
    CHECK(book.owner_of(third, "c")->node == "b");
    CHECK(book.owner_of(third, "c")->url == "http://b:1");
    CHECK(book.owner_of(third, "b")->node == "a");
    CHECK_FALSE(book.owner_of(partition_id(1), "c").has_value());
  }
}

TEST_CASE("a node that has left owns nothing, and nor does one whose word cannot be read") {
  node_book book;
  CHECK_FALSE(book.has_others("c"));
  book.hear("a", word("http://a:1", 4));
  CHECK(book.has_others("c"));
  CHECK_FALSE(book.has_others("a"));
  book.hear("a", "");
  CHECK_FALSE(book.owner_of(third, "c").has_value());
  CHECK_FALSE(book.has_others("c"));
  book.hear("a", word("http://a:1", 4));
  book.hear("a", "gibberish");
  CHECK_FALSE(book.owner_of(third, "c").has_value());
}

}  // namespace
}  // namespace parley
