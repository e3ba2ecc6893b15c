#pragma once
// A gateway in development mode over a fake node, with a tenant `acme`, ready to be asked.

#include <doctest/doctest.h>

#include "actors/http/gateway.hpp"
#include "tests/http/client.hpp"
#include "tests/http/fake_node.hpp"

namespace parley::test {

inline http::gateway_options dev_options() {
  http::gateway_options options;
  options.dev = true;
  return options;
}

struct site {
  explicit site(http::gateway_options options = dev_options(), bool with_tenant = true)
      : gateway(node, std::move(options)) {
    const auto bound = gateway.start();
    REQUIRE(bound.ok());
    port = bound->port;
    if (with_tenant) {
      const auto made =
          ask("PUT", "/v1/tenants/acme", R"({"settings":{"name":"Acme","after_work_ms":1000}})");
      REQUIRE_MESSAGE(made.status == 200, made.body);
    }
  }
  answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {}) const {
    client one(port);
    return one.ask(method, target, body, headers);
  }
  /// A path of the tenant acme.
  answer acme(std::string_view method, std::string_view path, std::string_view body = {},
              std::string_view headers = {}) const {
    return ask(method, "/v1/tenants/acme" + std::string(path), body, headers);
  }

  fake_node node;
  http::gateway gateway;
  std::uint16_t port = 0;
};

/// The text behind `"name":` up to the next comma or brace, without quotes.
inline std::string member(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":");
  if (at == std::string::npos) {
    return {};
  }
  auto begin = at + name.size() + 3;
  const bool quoted = json[begin] == '"';
  begin += quoted ? 1U : 0U;
  return json.substr(begin, json.find_first_of(quoted ? "\"" : ",}]", begin) - begin);
}

}  // namespace parley::test
