// parley tz preview: every open deadline of a tenant that another release of the time zone database
// would move, by how much and why. Folded from the log; nothing is written.

#include <map>
#include <memory>

#include <fmt/core.h>

#include "actors/replay/fold.hpp"
#include "actors/tz/zone_files.hpp"
#include "events/entities.hpp"
#include "events/hours/calendar_cache.hpp"
#include "events/hours/decisions.hpp"
#include "events/hours/notation.hpp"
#include "events/hours/zone_difference.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

constexpr std::int64_t minute_ms = 60'000;

struct preview_options {
  std::string data;
  std::string tenant;
  std::string zones = "/usr/share/zoneinfo";
};

struct folded_tenant {
  tenant_hours hours;
  std::map<std::string, milestone_state> runs;
};

// The tenant's hours and its milestones' states at the end of the log.
result<folded_tenant> fold(const store::embedded_store& data, const tenant_id& tenant) {
  const partition_id partition = partition_of(tenant, data.log->partition_count());
  floor views;
  views.finish_load({partition, offset{}});
  std::map<std::string, any_state> states;
  const auto watch = [&](const recorded_event& event, const floor&, bool folded,
                         const std::vector<reaction_command>&) {
    if (!folded && event.stream.tenant == tenant && event.stream.kind == entity_kind::milestone) {
      const auto at =
          states.try_emplace(event.stream.entity, empty_state(entity_kind::milestone)).first;
      apply(at->second, event.event, event.recorded_at);
    }
  };
  const auto count = fold_floor(*data.log, partition, {}, views, watch);
  if (!count.ok()) return count.error();
  const tenant_state* state = views.tenant(tenant);
  if (state == nullptr) {
    return rejection{errc::not_found, "there is no tenant " + tenant.str(), {}};
  }
  folded_tenant found{state->hours, {}};
  for (const auto& [run, each] : states) {
    found.runs.emplace(run, *state_as<milestone_state>(each));
  }
  return found;
}

tenant_hours with_release(tenant_hours hours, const zone_files& zones) {
  tz_release_loaded loaded{zones.release(), tz_policy::accepted, {}};
  for (const zone_rules& zone : hours.zones) {
    auto rules = zones.load(zone.zone);
    if (rules.ok()) loaded.zones.push_back(std::move(*rules));
  }
  hours::apply(hours, loaded);
  return hours;
}

std::string utc(std::optional<time_ms> at) {
  return at ? hours::format_instant({*at, 0}) : "never";
}

// The first stretch between the promise's start and its due times in which the releases disagree.
std::string reason(const tenant_hours& before, const tenant_hours& after, const hours_id& hours,
                   const moved_promise& each) {
  const auto set = find_hours(before, hours);
  const zone_rules* was = set ? find_zone(before, set->definition.zone) : nullptr;
  const zone_rules* is = set ? find_zone(after, set->definition.zone) : nullptr;
  const time_ms last =
      std::max(each.before.value_or(each.what.from), each.after.value_or(each.what.from));
  if (was == nullptr || is == nullptr) return "the set has no zone";
  const auto found = differences(*was, *is, each.what.from.value / 1000, last.value / 1000 + 1);
  if (!found.ok() || found->empty()) return "the zone's rules";
  return fmt::format("{}: {:+d} min instead of {:+d} since {}", was->zone,
                     found->front().offset_after_s / 60, found->front().offset_before_s / 60,
                     utc(time_ms(found->front().from_s * 1000)));
}

exit_code preview(const preview_options& options) {
  const auto zones = zone_files::open(options.zones);
  if (!zones.ok()) return report(zones.error());
  const auto data = open_data({options.data, {}, {}, {}});
  if (!data.ok()) return report(data.error());
  const auto tenant = fold(*data, tenant_id(options.tenant));
  if (!tenant.ok()) return report(tenant.error());
  const tenant_hours after = with_release(tenant->hours, *zones);
  calendar_cache old_calendars;
  calendar_cache new_calendars;
  std::size_t open = 0;
  std::size_t moving = 0;
  for (const auto& [run, state] : tenant->runs) {
    if (!is_open(state.phase) || state.due.value == 0) continue;
    ++open;
    const auto* was = old_calendars.find(tenant->hours, state.hours.hours);
    const auto* is = new_calendars.find(after, state.hours.hours);
    if (was == nullptr || is == nullptr) continue;
    for (const moved_promise& each :
         moved(*was->hours, *is->hours, {{state.anchor, state.rest_ms}})) {
      ++moving;
      fmt::print("{}: due {} instead of {}, {:+d} min: {}\n", run, utc(each.after),
                 utc(each.before), each.by().value / minute_ms,
                 reason(tenant->hours, after, state.hours.hours, each));
    }
  }
  fmt::print("{} of {} open deadlines move with release {}\n", moving, open, zones->release());
  return exit_code::ok;
}

}  // namespace

void add_tz_preview(CLI::App& tz, exit_code& code) {
  auto options = std::make_shared<preview_options>();
  auto* command = tz.add_subcommand(
      "preview", "Prints every open deadline of a tenant that a release would move, and why");
  command->add_option("--data", options->data, "Data directory, of no running server")->required();
  command->add_option("--tenant", options->tenant, "Whose deadlines")->required();
  command->add_option("--zones", options->zones, "Directory of compiled zones, the release")
      ->capture_default_str();
  command->callback([options, &code] { code = preview(*options); });
}

}  // namespace parley::tool
