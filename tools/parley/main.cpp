#include <cstdio>
#include <exception>

#include "tools/parley/commands.hpp"

namespace {

constexpr const char* footer = R"(Examples:
  parley serve --data ./data --listen 127.0.0.1:8080 --dev
  parley demo --url http://127.0.0.1:8080
  parley token keygen > token.keys
  parley <command> --help

Exit codes: 0 ok, 1 a check failed, 2 usage or bad input, 3 unavailable or unsafe,
4 internal error)";

}  // namespace

int main(int argument_count, char** arguments) {
  using parley::tool::exit_code;
  exit_code code = exit_code::ok;
  CLI::App app("Parley, a multi-tenant event-sourced conversation router", "parley");
  app.require_subcommand(1);
  app.footer(footer);
  parley::tool::add_serve(app, code);
  parley::tool::add_import(app, code);
  parley::tool::add_demo(app, code);
  parley::tool::add_token(app, code);
  parley::tool::add_log(app, code);
  parley::tool::add_replay(app, code);
  parley::tool::add_verify(app, code);
  parley::tool::add_recover(app, code);
  parley::tool::add_explain(app, code);
  parley::tool::add_certify(app, code);
  parley::tool::add_bench(app, code);
  parley::tool::add_load(app, code);
  parley::tool::add_hours(app, code);
  parley::tool::add_tz(app, code);
  parley::tool::add_version(app, code);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    const bool asked = app.exit(error) == 0;  // --help; prints the text or the reason
    return static_cast<int>(asked ? exit_code::ok : exit_code::usage);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parley: internal error: %s\n", error.what());
    return static_cast<int>(exit_code::internal);
  }
  return static_cast<int>(code);
}
