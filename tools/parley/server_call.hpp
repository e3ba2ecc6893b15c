#pragma once
// One call at a time to one tenant of a server, waited for: what small commands need.
// Lives on one thread; a call blocks until it is answered or the client's patience is over.

#include <memory>
#include <string>

#include "tools/client/http_client.hpp"
#include "tools/parley/commands.hpp"

namespace parley::tool {

struct server_options {
  std::string url = "http://127.0.0.1:8080";
  std::string tenant;
  std::string token;
};
/// --url, --tenant and --token.
void add_server_options(CLI::App& command, server_options& options);

class server_call {
 public:
  static result<std::unique_ptr<server_call>> open(const server_options& options);
  server_call(const client::client_options& how, std::string path);

  /// The body of a good answer; else the method, path, status and message. `path` is below the
  /// tenant's.
  result<std::string> operator()(const std::string& method, const std::string& path,
                                 const std::string& body);

 private:
  client::loop loop_;
  client::http_client client_;
  std::string path_;
};

}  // namespace parley::tool
