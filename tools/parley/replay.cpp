// parley replay: the floor as it was at a position or a time.

#include <charconv>
#include <memory>

#include <fmt/core.h>

#include "actors/replay/fold.hpp"
#include "events/codec/json.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/instant.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct replay_options {
  log_source source;
  std::string until;
  std::string tenant;
  std::size_t conversations_max = 1000;
  bool json = false;
};

// Tenants are the keys of the view rows' table of that name.
std::vector<tenant_id> tenants_of(const floor& views) {
  std::vector<tenant_id> tenants;
  for (const view_row& row : views.all_rows()) {
    if (row.table == "tenant") {
      tenants.emplace_back(row.key.substr(0, row.key.find('\0')));
    }
  }
  return tenants;
}

void print_tenant_json(std::string& to, const floor& views, const tenant_id& tenant,
                       std::size_t conversations_max) {
  const auto member = [&](const char* name, const auto& answer) {
    to += std::string(",\"") + name + "\":";
    codec::write_json(to, *answer);
  };
  to += "{\"tenant\":";
  codec::write_json(to, tenant);
  member("overview", views.overview(tenant));
  member("capacity", views.capacity(tenant));
  member("conversations", views.conversations(tenant, conversations_max));
  to += '}';
}

void print_tenant_text(const floor& views, const tenant_id& tenant) {
  const auto overview = views.overview(tenant);
  fmt::print(
      "  {}: {} waiting, {} offered, {} active, {} in after-work; {} agents available, "
      "{} of {} units used\n",
      tenant.str(), overview->waiting, overview->offered, overview->active, overview->after_work,
      overview->agents_available, overview->used_units, overview->capacity_units);
}

exit_code run(const replay_options& options) {
  const auto until = parse_until(options.until);
  if (!until.ok()) {
    return report(until.error());
  }
  auto data = open_data(options.source);
  if (!data.ok()) {
    return report(data.error());
  }
  std::string json = "{\"partitions\":[";
  for (std::uint16_t i = 0; i < data->log->partition_count(); ++i) {
    if (until->partition && until->partition->value != i) {
      continue;
    }
    floor views;
    views.finish_load({partition_id(i), offset{}});
    progress_line progress(fmt::format("partition {}: events folded", i));
    const std::uint64_t end = data->log->end(partition_id(i)).value;
    const auto folded = fold_floor(*data->log, partition_id(i), until->bounds, views, {},
                                   [&](const fold_count& count) {
                                     progress.show(count.events, end);
                                     return true;
                                   });
    if (!folded.ok()) {
      return report(folded.error());
    }
    json += json.back() == '[' ? "" : ",";
    json += fmt::format(
        "{{\"partition\":{},\"position\":\"{}:{}\",\"recorded_at\":{},\"events\":{},"
        "\"tenants\":[",
        i, i, folded->last.value, folded->recorded_at.value, folded->events);
    if (!options.json) {
      fmt::print("partition {} at {}:{}, {} events\n", i, i, folded->last.value, folded->events);
    }
    bool first = true;
    for (const tenant_id& tenant : tenants_of(views)) {
      if (!options.tenant.empty() && options.tenant != tenant.str()) {
        continue;
      }
      if (options.json) {
        json += first ? "" : ",";
        print_tenant_json(json, views, tenant, options.conversations_max);
      } else {
        print_tenant_text(views, tenant);
      }
      first = false;
    }
    json += "]}";
  }
  if (options.json) {
    fmt::print("{}]}}\n", json);
  }
  return exit_code::ok;
}

}  // namespace

void add_replay(CLI::App& app, exit_code& code) {
  auto* command =
      app.add_subcommand("replay", "Rebuild the floor as it was at a position or a time");
  auto options = std::make_shared<replay_options>();
  add_source(*command, options->source);
  command
      ->add_option("--until", options->until,
                   "A position (1:2096), a time (2026-11-22T14:30:00Z or ms since 1970), or `end`")
      ->required();
  command->add_option("--tenant", options->tenant, "Only this tenant");
  command->add_option("--conversations", options->conversations_max,
                      "At most so many conversations of a tenant");
  command->add_flag("--json", options->json,
                    "One JSON object with queues, capacity, conversations");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool
