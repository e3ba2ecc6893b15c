// Goal: rows of customers' data become requests that say the same, and a row that cannot be told is
// told why. Method: small headers and rows.
#include "tools/parley/customer_rows.hpp"

#include <doctest/doctest.h>

namespace parley::tool {
namespace {

customer_rows header(const std::vector<std::string>& names) {
  auto rows = customer_rows::of_header(names);
  REQUIRE_MESSAGE(rows.ok(), (rows.ok() ? "" : rows.error().message));
  return std::move(*rows);
}

}  // namespace

TEST_CASE("each kind of row is a request of its own, with what its columns say") {
  const auto rows = header({"kind", "account", "id", "name", "contacts", "product", "starts_on"});
  const auto customer = rows.request_of({"customer", "a b", "", "Acme", "bob;eve;", "", ""});
  REQUIRE(customer.ok());
  CHECK(customer->path == "/customers/a%20b");
  CHECK(customer->body == R"({"name":"Acme","contacts":["bob","eve"]})");
  const auto asset = rows.request_of({"asset", "acme", "w1", "", "", "W", ""});
  CHECK(asset->path == "/customers/acme/assets/w1");
  CHECK(asset->body == R"({"asset":{"product":"W"},"imported":true})");
  const auto contract = rows.request_of({"contract", "acme", "k", "Care", "", "", "2019-01-01"});
  CHECK(contract->body == R"({"contract":{"name":"Care","starts_on":"2019-01-01"}})");
  const auto one = rows.request_of({"entitlement", "acme", "e", "", "bob", "", "2019-01-01"});
  CHECK(one->path == "/customers/acme/entitlements/e");
  const std::string told = R"("terms":{},"contacts":["bob"],"starts_on":"2019-01-01")";
  CHECK(one->body == R"({"entitlement":{)" + told + R"(},"imported":true})");
}

TEST_CASE("a contract that is kept elsewhere has its revision, a line its contract") {
  const auto rows = header(
      {"kind", "account", "id", "system", "external_id", "revision", "contract", "quantity"});
  const auto contract = rows.request_of({"contract", "acme", "k", "crm", "7", "12", "", ""});
  CHECK(contract->body ==
        R"({"contract":{"external_system":"crm","external_id":"7","external_revision":12}})");
  const auto line = rows.request_of({"line", "acme", "l", "", "", "", "k", "3"});
  CHECK(line->body == R"({"contract":"k","line":{"quantity":3},"imported":true})");
  CHECK_FALSE(rows.request_of({"line", "acme", "l", "", "", "", "k", "three"}).ok());
}

TEST_CASE("columns and rows that cannot be are refused") {
  CHECK_FALSE(customer_rows::of_header({"kind", "account", "colour"}).ok());
  CHECK_FALSE(customer_rows::of_header({"kind", "account", "kind"}).ok());
  CHECK_FALSE(customer_rows::of_header({"kind", "id"}).ok());
  const auto rows = header({"kind", "account", "id"});
  CHECK_FALSE(rows.request_of({"asset", "acme"}).ok());
  CHECK_FALSE(rows.request_of({"asset", "", "a1"}).ok());
  CHECK_FALSE(rows.request_of({"asset", "acme", ""}).ok());
  CHECK_FALSE(rows.request_of({"ticket", "acme", "t1"}).ok());
}

}  // namespace parley::tool
