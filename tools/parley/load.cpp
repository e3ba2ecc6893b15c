// parley load: customers, assets, contracts, lines and entitlements of the past, from a CSV file.
// What became of each row is told; running it again changes nothing.

#include <algorithm>
#include <fstream>
#include <memory>

#include <fmt/core.h>
#include <sodium.h>

#include "tools/parley/bulk_load.hpp"
#include "tools/parley/server_call.hpp"

namespace parley::tool {
namespace {

struct load_options {
  server_options server;
  std::string file;
  bool quiet = false;
};

const char* text_of(bulk_load::fate what) {
  return what == bulk_load::fate::changed     ? "changed"
         : what == bulk_load::fate::unchanged ? "unchanged"
                                              : "refused";
}

// No other run has it, so that what another one was answered is not taken for this one's answer.
std::string new_run() {
  std::uint64_t number = 0;
  randombytes_buf(&number, sizeof number);
  return fmt::format("load.{:016x}", number);
}

bulk_load::listener listener_of(const load_options& options) {
  bulk_load::listener told;
  told.row = [quiet = options.quiet](std::size_t line, bulk_load::fate what,
                                     const std::string& why) {
    if (what == bulk_load::fate::refused) {
      fmt::print("line {}: refused: {}\n", line, why);
    } else if (!quiet) {
      fmt::print("line {}: {}\n", line, text_of(what));
    }
  };
  told.progress = [](const bulk_totals& so_far) {
    fmt::print(stderr, "{} rows, {:.0f}/s\n", so_far.rows(),
               static_cast<double>(so_far.rows()) / std::max(so_far.seconds, 0.001));
  };
  return told;
}

exit_code load(const load_options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) return report({errc::bad_request, "cannot read " + options.file, {}});
  csv_reader csv(file);
  const auto header = csv.next();
  if (!header.ok()) return report(header.error());
  if (!*header) return report({errc::bad_request, options.file + " is empty", {}});
  const auto rows = customer_rows::of_header((*header)->fields);
  if (!rows.ok()) return report(rows.error());
  client::client_options how;
  const auto server = client::parse_url(options.server.url);
  if (!server.ok()) return report(server.error());
  how.server = *server;
  how.token = options.server.token;
  if (sodium_init() < 0) return report({errc::unavailable, "no source of random numbers", {}});
  client::loop loop;
  bulk_load all(loop, how, "/v1/tenants/" + client::path_segment(options.server.tenant), new_run(),
                listener_of(options));
  const auto told = all.run(csv, *rows);
  if (!told.ok()) return report(told.error());
  fmt::print("{} changed, {} unchanged, {} refused in {:.1f} s\n", told->changed, told->unchanged,
             told->refused, told->seconds);
  if (!told->stopped.empty()) {
    return report(
        {errc::unavailable, "stopped: " + told->stopped + "; load the file again to go on", {}});
  }
  return told->refused == 0 ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_load(CLI::App& app, exit_code& code) {
  auto options = std::make_shared<load_options>();
  auto* load_it = app.add_subcommand(
      "load",
      "Loads customers and what they are entitled to, with dates of the past; exit 1 if a "
      "row was refused");
  load_it->footer(
      "Columns: kind (customer, asset, contract, line, entitlement), account, id, and what each "
      "has:\nname, contacts, product, bought_on, type, starts_on, ends_on, system, external_id, "
      "revision,\ncontract, asset, quantity, level, process, hours, support, assets, products.\n"
      "Lists are separated by semicolons. Rows of a customer come after its own. Customers are "
      "told\n"
      "side by side. A load that was interrupted goes on when the file is loaded again.");
  add_server_options(*load_it, options->server);
  load_it->add_option("file", options->file, "The CSV file, its first row the columns' names")
      ->required();
  load_it->add_flag("--quiet", options->quiet, "Tell refused rows only");
  load_it->callback([options, &code] { code = load(*options); });
}

}  // namespace parley::tool
