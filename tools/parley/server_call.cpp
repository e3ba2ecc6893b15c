#include "tools/parley/server_call.hpp"

#include <fmt/core.h>

#include "tools/client/json_text.hpp"

namespace parley::tool {

void add_server_options(CLI::App& command, server_options& options) {
  command.add_option("--url", options.url, "The server")->capture_default_str();
  command.add_option("--tenant", options.tenant, "Whose")->required();
  command.add_option("--token", options.token, "Bearer token")->envname("PARLEY_TOKEN");
}

result<std::unique_ptr<server_call>> server_call::open(const server_options& options) {
  const auto at = client::parse_url(options.url);
  if (!at.ok()) return at.error();
  client::client_options how;
  how.server = *at;
  how.token = options.token;
  how.connections_max = 1;
  return std::make_unique<server_call>(how, "/v1/tenants/" + client::path_segment(options.tenant));
}

server_call::server_call(const client::client_options& how, std::string path)
    : client_(loop_, how), path_(std::move(path)) {}

result<std::string> server_call::operator()(const std::string& method, const std::string& path,
                                            const std::string& body) {
  client::answer got;
  client::call what;
  what.method = method;
  what.path = path_ + path;
  what.body = body;
  client_.send(std::move(what), [&](const client::answer& answer) {
    got = answer;
    loop_.stop();
  });
  loop_.run();
  if (got.ok()) return got.body;
  const std::string why = got.status == 0 ? got.body : client::json_text(got.body, "message");
  return rejection{got.status == 0 ? errc::unavailable : errc::bad_request,
                   fmt::format("{} {}: {} {}", method, path, got.status, why),
                   {}};
}

}  // namespace parley::tool
