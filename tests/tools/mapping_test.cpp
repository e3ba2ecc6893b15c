// Goal: a ticket log is read exactly or refused with its line. Method: small texts, and the shipped
// mappings.
#include "tools/parley/mapping.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "tools/parley/csv.hpp"

namespace parley::tool {
namespace {

std::vector<csv_row> rows_of(const std::string& text) {
  std::istringstream in(text);
  csv_reader reader(in);
  std::vector<csv_row> rows;
  while (true) {
    auto row = reader.next();
    REQUIRE(row.ok());
    if (!row->has_value()) return rows;
    rows.push_back(std::move(**row));
  }
}

TEST_CASE("CSV: quotes, doubled quotes, line ends in quotes, CRLF, byte order mark, blank lines") {
  const auto rows = rows_of(
      "\xEF\xBB\xBF"
      "a,\"b,\"\"c\"\"\nd\",\r\n\r\n,\"\"\nlast");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].fields == std::vector<std::string>{"a", "b,\"c\"\nd", ""});
  CHECK(rows[1].fields == std::vector<std::string>{"", ""});
  CHECK(rows[1].line == 4);
  CHECK(rows[2].fields == std::vector<std::string>{"last"});
  CHECK(rows_of("").empty());
  CHECK(rows_of("\n\n").empty());
}

TEST_CASE("CSV: broken records are refused with their line") {
  for (const char* text : {"a\nb\"c\n", "a\n\"b\"c\n", "a\n\"b\n"}) {
    std::istringstream in(text);
    csv_reader reader(in);
    CHECK(reader.next().ok());
    const auto row = reader.next();
    REQUIRE_FALSE(row.ok());
    CHECK(row.error().message.starts_with("line "));
  }
}

const char* const small_map = R"(
[columns]
case = "c"
activity = "a"
time = "t"
[tenant]
id = "x"
[[queue]]
id = "q"
[[staff]]
count = 2
[[activity]]
value = "1"
do = ["message_out", "transfer"]
)";

result<std::vector<log_row>> read(const std::string& text) {
  const auto map = parse_mapping(small_map, "m.toml");
  REQUIRE(map.ok());
  std::istringstream in(text);
  return read_log(in, *map, "l.csv");
}

TEST_CASE("a log is read in time order, and each case knows its ends") {
  const auto rows = read(
      "t,c,a\n2012-01-02 00:00:01,k,1\n2012-01-01 00:00:00,k,2\n"
      "2012-01-02 00:00:01,j,3\n");
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 3);
  CHECK((*rows)[0].activity == "2");
  CHECK((*rows)[0].first);
  CHECK_FALSE((*rows)[0].last);
  CHECK((*rows)[0].time_s == 1325376000);
  CHECK((*rows)[1].last);
  CHECK((*rows)[2].first);
  CHECK((*rows)[2].last);
  CHECK((*rows)[1].line == 2);
}

TEST_CASE("a row that cannot be read is refused with file and line") {
  CHECK(read("t,c\n").error().message.starts_with("l.csv:1: the header"));
  CHECK(read("t,c,a\n1,k\n").error().message == "l.csv:2: 2 fields, the header has 3");
  CHECK(read("t,c,a\nyesterday,k,1\n").error().message.starts_with("l.csv:2: `yesterday`"));
  CHECK(read("t,c,a\n2012-01-01 00:00:00,,1\n").error().message == "l.csv:2: the case is empty");
  CHECK(read("").error().message == "l.csv:1: the file is empty");
}

TEST_CASE("a mapping with a mistake is refused") {
  const std::string good = small_map;
  CHECK(parse_mapping(good, "m")->activities.at("1").steps.size() == 2);
  CHECK_FALSE(parse_mapping(good + "speed = 3\n", "m").ok());
  CHECK_FALSE(parse_mapping(good + "[[activity]]\nvalue = \"1\"\n", "m").ok());
  CHECK_FALSE(parse_mapping(good + "[[activity]]\nvalue = \"2\"\ndo = [\"fly\"]\n", "m").ok());
  CHECK_FALSE(parse_mapping("[tenant]\nid = \"x\"\n", "m").ok());
}

TEST_CASE("the shipped mappings are valid") {
  for (const char* path : {"tools/maps/bpi_13_incidents.toml", "tools/maps/helpdesk.toml"}) {
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto map = parse_mapping(text, path);
    CHECK_MESSAGE(map.ok(), (map.ok() ? "" : map.error().message));
  }
}

}  // namespace
}  // namespace parley::tool
