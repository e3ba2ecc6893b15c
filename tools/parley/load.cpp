// parley load: customers, assets, contracts, lines and entitlements of the past, from a CSV file.
// Each row is told what became of it; running it again changes nothing.

#include <fstream>
#include <map>
#include <memory>

#include <fmt/core.h>

#include "tools/client/json_text.hpp"
#include "tools/parley/csv.hpp"
#include "tools/parley/customer_rows.hpp"
#include "tools/parley/server_call.hpp"

namespace parley::tool {
namespace {

struct load_options {
  server_options server;
  std::string file;
  bool quiet = false;
};

struct load_sums {
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::size_t refused = 0;
};

class loading {
 public:
  loading(server_call& to, const load_options& options) : to_(to), options_(options) {}

  void take(const customer_rows& rows, const csv_row& row) {
    const auto request = rows.request_of(row.fields);
    if (!request.ok()) {
      tell(row, "refused: " + request.error().message, sums_.refused, true);
      return;
    }
    const std::int64_t before = version_of(*request);
    const auto done = to_(request->method, request->path, request->body);
    if (!done.ok()) {
      tell(row, "refused: " + done.error().message, sums_.refused, true);
      return;
    }
    const std::int64_t after = client::json_number(*done, "version").value_or(0);
    versions_[request->account] = after;
    const bool same = after == before;
    tell(row, same ? "unchanged" : "changed", same ? sums_.unchanged : sums_.changed, false);
  }
  const load_sums& sums() const { return sums_; }

 private:
  void tell(const csv_row& row, const std::string& what, std::size_t& count, bool always) const {
    ++count;
    if (always || !options_.quiet) fmt::print("line {}: {}\n", row.line, what);
  }
  // Whether a row changes something shows in the version of its customer.
  std::int64_t version_of(const row_request& request) {
    const auto known = versions_.find(request.account);
    if (known != versions_.end()) return known->second;
    const auto read = to_("GET", "/customers/" + client::path_segment(request.account), "");
    return read.ok() ? client::json_number(*read, "version").value_or(0) : 0;
  }

  server_call& to_;
  const load_options& options_;
  std::map<std::string, std::int64_t> versions_;
  load_sums sums_;
};

exit_code load(const load_options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) return report({errc::bad_request, "cannot read " + options.file, {}});
  csv_reader csv(file);
  const auto header = csv.next();
  if (!header.ok()) return report(header.error());
  if (!*header) return report({errc::bad_request, options.file + " is empty", {}});
  const auto rows = customer_rows::of_header((*header)->fields);
  if (!rows.ok()) return report(rows.error());
  const auto to = server_call::open(options.server);
  if (!to.ok()) return report(to.error());
  loading all(**to, options);
  while (true) {
    const auto row = csv.next();
    if (!row.ok()) return report(row.error());
    if (!*row) break;
    all.take(*rows, **row);
  }
  const load_sums& sums = all.sums();
  fmt::print("{} changed, {} unchanged, {} refused\n", sums.changed, sums.unchanged, sums.refused);
  return sums.refused == 0 ? exit_code::ok : exit_code::failed;
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
      "Lists are separated by semicolons. Rows of a customer come after its own.");
  add_server_options(*load_it, options->server);
  load_it->add_option("file", options->file, "The CSV file, its first row the columns' names")
      ->required();
  load_it->add_flag("--quiet", options->quiet, "Tell refused rows only");
  load_it->callback([options, &code] { code = load(*options); });
}

}  // namespace parley::tool
