// The console's files, and that nothing else of the machine can be had.
#include <filesystem>
#include <fstream>

#include "tests/http/site.hpp"

using namespace parley;
using parley::test::client;
using parley::test::site;

namespace {

namespace fs = std::filesystem;

struct directory {
  directory() : path(fs::temp_directory_path() / ("parley_static_" + std::to_string(::getpid()))) {
    fs::create_directories(path / "web" / "assets");
    write("web/index.html", "<!doctype html><title>Parley</title>");
    write("web/assets/app.js", "export {};");
    write("secret.txt", "secret");
    fs::create_symlink(path / "secret.txt", path / "web" / "link.txt");
  }
  ~directory() { fs::remove_all(path); }
  directory(const directory&) = delete;
  directory& operator=(const directory&) = delete;
  void write(const char* name, const char* text) const { std::ofstream(path / name) << text; }
  http::gateway_options options() const {
    auto o = test::dev_options();
    o.static_directory = (path / "web").string();
    return o;
  }
  fs::path path;
};

}  // namespace

TEST_CASE("files come with type, tag and the rules for the browser") {
  const directory files;
  const site s(files.options());
  const auto index = s.ask("GET", "/");
  CHECK(index.status == 200);
  CHECK(index.has("<title>Parley</title>"));
  CHECK(index.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(index.headers.at("x-content-type-options") == "nosniff");
  const auto& policy = index.headers.at("content-security-policy");
  CHECK(policy.find("default-src 'none'; script-src 'self'; style-src 'self';") == 0);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(policy.find("data:") == std::string::npos);
  CHECK(index.headers.count("access-control-allow-origin") == 0);
  CHECK(s.ask("GET", "/index.html").body == index.body);
  const auto script = s.ask("GET", "/assets/app.js");
  CHECK(script.headers.at("content-type") == "text/javascript; charset=utf-8");
  const auto same =
      s.ask("GET", "/assets/app.js", {}, "If-None-Match: " + script.headers.at("etag") + "\r\n");
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(s.ask("HEAD", "/").headers.at("content-length") == std::to_string(index.body.size()));
  CHECK(s.ask("POST", "/").status == 405);
}

TEST_CASE("no path leads out of the directory, and links are not followed") {
  const directory files;
  const site s(files.options());
  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt", "/....//secret.txt", "//secret.txt", "/link.txt",
        "/assets", "/assets/", "/etc/passwd", "/%2fetc%2fpasswd", "/..\\secret.txt",
        "/.%00./secret.txt", "/index.html%00.js"}) {
    CAPTURE(path);
    const auto got = s.ask("GET", path);
    CHECK((got.status == 404 || got.status == 400));
    CHECK_FALSE(got.has("secret\""));
  }
}

TEST_CASE("a directory that is not there stops the start, none is fine") {
  test::fake_node node;
  auto options = test::dev_options();
  options.static_directory = "/nonexistent/console";
  http::gateway gateway(node, options);
  CHECK_FALSE(gateway.start().ok());
  const site s;
  CHECK(s.ask("GET", "/").status == 404);
}
