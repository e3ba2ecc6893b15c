#include "actors/http/token.hpp"

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include <fmt/core.h>

#include "events/codec/json.hpp"
#include "tools/parley/commands.hpp"

namespace parley::tool {
namespace {

time_ms wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return time_ms(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

struct token_options {
  std::string keys;
  std::string key_id = "k1";
  std::string tenant;
  std::string role = "agent";
  std::string name;
  std::string profile;
  std::vector<std::string> scopes;
  std::int64_t minutes = 15;
  std::string token;
  bool json = false;
};

result<principal_role> role_named(const std::string& name) {
  principal_role role{};
  if (!boost::describe::enum_from_string(name.c_str(), role)) {
    return rejection{errc::bad_request, "unknown role: " + name, {}};
  }
  return role;
}

exit_code mint(const token_options& options) {
  const auto keys = http::key_ring::load(options.keys);
  if (!keys.ok()) return report(keys.error());
  const auto role = role_named(options.role);
  if (!role.ok()) return report(role.error());
  http::token_claims claims;
  claims.tenant = tenant_id(options.tenant);
  claims.role = *role;
  claims.name = options.name;
  claims.scopes = options.scopes;
  claims.profile = options.profile;
  claims.expires_at = wall_clock() + duration_ms(options.minutes * 60'000);
  const auto token = keys->mint(claims);
  if (!token.ok()) return report(token.error());
  if (options.json) {
    fmt::print("{{\"token\":\"{}\",\"expires_at\":{}}}\n", *token, claims.expires_at.value);
  } else {
    fmt::print("{}\n", *token);
  }
  return exit_code::ok;
}

exit_code inspect(const token_options& options) {
  const auto keys = http::key_ring::load(options.keys);
  if (!keys.ok()) return report(keys.error());
  const auto claims = keys->verify(options.token, wall_clock());
  if (!claims.ok()) {
    std::fprintf(stderr, "parley: %s: %s\n", to_string(claims.error().code),
                 claims.error().message.c_str());
    return exit_code::failed;
  }
  std::string json = "{\"tenant\":";
  codec::write_json_string(json, claims->tenant.str());
  json += ",\"role\":";
  codec::write_json(json, claims->role);
  json += ",\"name\":";
  codec::write_json_string(json, claims->name);
  json += ",\"profile\":";
  codec::write_json_string(json, claims->profile);
  json += ",\"scopes\":";
  codec::write_json(json, claims->scopes);
  json += fmt::format(",\"expires_at\":{},\"key_id\":", claims->expires_at.value);
  codec::write_json_string(json, claims->key_id);
  fmt::print("{}}}\n", json);
  return exit_code::ok;
}

exit_code generate(const token_options& options) {
  const auto line = http::key_ring::generate_line(options.key_id);
  if (!line.ok()) return report(line.error());
  fmt::print("{}\n", *line);
  return exit_code::ok;
}

}  // namespace

void add_token(CLI::App& app, exit_code& code) {
  auto options = std::make_shared<token_options>();
  auto* token = app.add_subcommand("token", "Mint and inspect bearer tokens");
  token->require_subcommand(1);
  token->footer(
      "Examples:\n"
      "  parley token keygen > token.keys && chmod 600 token.keys\n"
      "  parley token mint --keys token.keys --tenant acme --role agent --name ann\n"
      "  parley token inspect --keys token.keys TOKEN");

  auto* make = token->add_subcommand("mint", "Prints a signed token");
  make->add_option("--keys", options->keys, "Key file; its first key signs")->required();
  make->add_option("--tenant", options->tenant, "Tenant, or * for role system")->required();
  make->add_option("--role", options->role, "What its bearer is")->capture_default_str();
  make->add_option("--name", options->name, "Who its bearer is")->required();
  make->add_option("--profile", options->profile,
                   "One of the tenant's own, for its rights to business hours");
  make->add_option("--scope", options->scopes, "Narrows what the role may do; repeatable");
  make->add_option("--minutes", options->minutes, "How long it holds")
      ->check(CLI::Range(1, 525'600))
      ->capture_default_str();
  make->add_flag("--json", options->json, "One JSON object");
  make->callback([options, &code] { code = mint(*options); });

  auto* look = token->add_subcommand("inspect", "Verifies a token and prints its claims as JSON");
  look->add_option("--keys", options->keys, "Key file")->required();
  look->add_option("token", options->token, "The token")->required();
  look->callback([options, &code] { code = inspect(*options); });

  auto* keygen = token->add_subcommand("keygen", "Prints a line for a key file, with a fresh key");
  keygen->add_option("--id", options->key_id, "The key's id")->capture_default_str();
  keygen->callback([options, &code] { code = generate(*options); });
}

}  // namespace parley::tool
