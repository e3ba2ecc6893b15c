#include "store/verify.hpp"

#include <doctest/doctest.h>

#include "store/embedded.hpp"
#include "store/memory_journal.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

const partition_id p0(0);

void fill(journal& log) {
  REQUIRE(append_now(log, p0, log.claim(p0)->at, make_batch(offset(1), 300, 200)).ok());
  REQUIRE(append_now(log, p0, log.claim(p0)->at, make_batch(offset(601), 3)).ok());
}

std::vector<std::vector<std::uint8_t>> records_of(const journal& log) {
  std::vector<std::vector<std::uint8_t>> all;
  REQUIRE(log.records(p0,
                      [&](std::span<const std::uint8_t> bytes) {
                        all.emplace_back(bytes.begin(), bytes.end());
                        return true;
                      })
              .ok());
  return all;
}

log_report verify_changed(const std::vector<std::vector<std::uint8_t>>& records) {
  memory_journal changed(1);
  for (const auto& record : records) {
    changed.inject(p0, record);
  }
  return verify_log(changed, p0);
}

}  // namespace

TEST_CASE("an intact log verifies with its counts, in memory and on disk") {
  const temporary_directory directory;
  memory_journal memory(1);
  embedded_options options;
  options.partition_count = 1;
  const auto disk = open_embedded_journal(directory.path(), options);
  REQUIRE(disk.ok());
  for (journal* log : {static_cast<journal*>(&memory), disk->get()}) {
    fill(*log);
    const auto report = verify_log(*log, p0);
    CHECK_FALSE(report.problem.has_value());
    CHECK(report.claims == 2);
    CHECK(report.commits == 303);
    CHECK(report.events == 606);
    CHECK(report.ignored == 0);
    CHECK(report.tip.last == offset(606));
    CHECK(report.records > 5);
  }
  CHECK(verify_log(memory, p0).tip == verify_log(**disk, p0).tip);
}

TEST_CASE("a record that was removed, replaced, swapped or damaged is found where it is") {
  memory_journal log(1);
  fill(log);
  auto records = records_of(log);
  REQUIRE(records.size() > 4);
  CHECK_FALSE(verify_changed(records).problem.has_value());
  const auto third = record_view::parse(records[2])->header().first;
  SUBCASE("removed") { records.erase(records.begin() + 2); }
  SUBCASE("swapped") { std::swap(records[2], records[3]); }
  SUBCASE("damaged") { records[2][100] ^= 1; }
  SUBCASE("replaced by a well-formed one of the same length") {
    const auto header = record_view::parse(records[2])->header();
    log_tip tip = tip_before(header);
    tip.hash[0] ^= 1;
    std::vector<encoded_record> forged;
    encode_batch(p0, tip, make_batch(header.first, header.commits, 200), forged);
    records[2] = forged[0].bytes;
  }
  const auto report = verify_changed(records);
  REQUIRE(report.problem.has_value());
  CHECK(report.problem->at == position{p0, third});
}

TEST_CASE("a forged record with the right header is found by the record after it") {
  memory_journal log(1);
  fill(log);
  auto records = records_of(log);
  const auto header = record_view::parse(records[2])->header();
  std::vector<encoded_record> forged;
  commit_batch batch;
  add_commit(batch, header.first, header.events, 10);
  encode_batch(p0, tip_before(header), batch, forged);
  records[2] = forged[0].bytes;
  const auto report = verify_changed(records);
  REQUIRE(report.problem.has_value());
  CHECK(report.problem->what.find("hash chain") != std::string::npos);
  CHECK(report.problem->at.at == record_view::parse(records[3])->header().first);
}
