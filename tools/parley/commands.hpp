#pragma once
// The subcommands of `parley`, one source file each. `add_x` declares options and help; when the
// user chose it, it runs during parsing and leaves its answer in `code`.

#include <CLI/CLI.hpp>

#include "tools/parley/exit_code.hpp"

namespace parley::tool {

void add_serve(CLI::App& app, exit_code& code);
void add_token(CLI::App& app, exit_code& code);
void add_version(CLI::App& app, exit_code& code);
void add_import(CLI::App& app, exit_code& code);
void add_demo(CLI::App& app, exit_code& code);
void add_log(CLI::App& app, exit_code& code);
void add_log_copy(CLI::App& log, exit_code& code);
void add_replay(CLI::App& app, exit_code& code);
void add_verify(CLI::App& app, exit_code& code);
void add_recover(CLI::App& app, exit_code& code);
void add_explain(CLI::App& app, exit_code& code);
void add_certify(CLI::App& app, exit_code& code);
void add_bench(CLI::App& app, exit_code& code);
void add_bench_timers(CLI::App& bench, exit_code& code);
void add_load(CLI::App& app, exit_code& code);
void add_hours(CLI::App& app, exit_code& code);
/// Below `hours`: import, export.
void add_hours_files(CLI::App& hours, exit_code& code);
void add_tz(CLI::App& app, exit_code& code);
/// Below `tz`: preview.
void add_tz_preview(CLI::App& tz, exit_code& code);

}  // namespace parley::tool
