// parley hours import and export: iCalendar files of holidays to and from a server.

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/core.h>

#include "events/codec/json_in.hpp"
#include "events/hours/commands.hpp"
#include "events/hours/ical_file.hpp"
#include "tools/client/json_build.hpp"
#include "tools/client/json_text.hpp"
#include "tools/parley/server_call.hpp"

namespace parley::tool {
namespace {

struct file_options {
  server_options server;
  std::string file;
  std::string region;
};

// Every set of the region links them from here on.
exit_code define_region(server_call& to, const std::string& region,
                        const std::vector<std::string>& holidays) {
  const std::string body =
      client::json_object()
          .raw("region",
               client::json_object().text("region", region).texts("holidays", holidays).str())
          .str();
  const auto done = to("PUT", "/hours/regions/" + client::path_segment(region), body);
  if (!done.ok()) return report(done.error());
  fmt::print("region {}: {} holidays\n", region, holidays.size());
  return exit_code::ok;
}

exit_code import(const file_options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) return report({errc::bad_request, "cannot read " + options.file, {}});
  const auto read = hours::read_ical(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!read.ok()) return report(read.error());
  const auto to = server_call::open(options.server);
  if (!to.ok()) return report(to.error());
  std::vector<std::string> ids;
  for (const hours::named_holiday& each : read->holidays) {
    holiday_definition holiday = each.definition;
    holiday.origin = options.region.empty() ? hours_origin::user : hours_origin::region;
    ids.push_back(each.holiday.str());
    std::string definition;
    codec::write_json(definition, holiday);
    const auto done = (**to)("PUT", "/hours/holidays/" + client::path_segment(each.holiday.str()),
                             client::json_object().raw("definition", definition).str());
    if (!done.ok()) return report(done.error());
    fmt::print("{}: {}\n", each.holiday.str(), each.definition.name);
  }
  if (!options.region.empty()) {
    const exit_code linked = define_region(**to, options.region, ids);
    if (linked != exit_code::ok) return linked;
  }
  for (const std::string& each : read->left_out) {
    fmt::print("left out: {}\n", each);
  }
  fmt::print("{} holidays, {} left out\n", read->holidays.size(), read->left_out.size());
  return read->left_out.empty() ? exit_code::ok : exit_code::failed;
}

exit_code export_all(const file_options& options) {
  const auto from = server_call::open(options.server);
  if (!from.ok()) return report(from.error());
  const auto answer = (**from)("GET", "/hours", "");
  if (!answer.ok()) return report(answer.error());
  std::vector<hours::named_holiday> holidays;
  for (const std::string_view item : client::json_items(client::json_member(*answer, "holidays"))) {
    const std::string body = client::json_object()
                                 .raw("holiday", client::json_member(item, "holiday"))
                                 .raw("definition", client::json_member(item, "definition"))
                                 .str();
    auto one = codec::from_json<define_holiday>(body, "define_holiday");
    if (!one.ok()) return report(one.error());
    holidays.push_back({one->holiday, std::move(one->definition)});
  }
  const auto text = hours::write_ical(holidays);
  if (!text.ok()) return report(text.error());
  if (options.file.empty()) {
    std::cout << *text;
    return exit_code::ok;
  }
  std::ofstream file(options.file, std::ios::binary);
  file << *text;
  file.flush();
  if (!file) return report({errc::bad_request, "cannot write " + options.file, {}});
  fmt::print("{} holidays\n", holidays.size());
  return exit_code::ok;
}

}  // namespace

void add_hours_files(CLI::App& hours, exit_code& code) {
  auto options = std::make_shared<file_options>();
  auto* in = hours.add_subcommand("import",
                                  "Defines the holidays of an iCalendar file; exit 1 if any event "
                                  "was left out");
  add_server_options(*in, options->server);
  in->add_option("file", options->file, "The .ics file")->required();
  in->add_option("--region", options->region,
                 "They are the holidays of this region: its sets link them by themselves");
  in->callback([options, &code] { code = import(*options); });

  auto* out = hours.add_subcommand("export", "Writes a tenant's holidays as an iCalendar file");
  add_server_options(*out, options->server);
  out->add_option("file", options->file, "The .ics file; default: standard output");
  out->callback([options, &code] { code = export_all(*options); });
}

}  // namespace parley::tool
