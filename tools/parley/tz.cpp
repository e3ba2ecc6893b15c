// parley tz: which zones two releases of the time zone database disagree about, and which promises
// that moves.

#include <filesystem>
#include <map>
#include <memory>

#include <fmt/core.h>

#include "actors/tz/zone_files.hpp"
#include "events/hours/notation.hpp"
#include "events/hours/zone_difference.hpp"
#include "tools/client/json_build.hpp"
#include "tools/client/json_text.hpp"
#include "tools/parley/server_call.hpp"

namespace parley::tool {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t week_ms = 7 * 24 * 60 * minute_ms;

struct tz_options {
  std::string from;
  std::string to;
  std::vector<std::string> zones;
  std::string hours;
  std::string since = "2026-01-01T00:00:00Z";
  std::string until = "2030-01-01T00:00:00Z";
  std::string week;
  std::int64_t target_minutes = 60;
  bool list = false;
  server_options server;
  std::string release;
  std::string policy = "accepted";
};

struct releases {
  zone_files before;
  zone_files after;
};

result<releases> open_both(const tz_options& options) {
  auto before = zone_files::open(options.from);
  if (!before.ok()) return before.error();
  auto after = zone_files::open(options.to);
  if (!after.ok()) return after.error();
  return releases{std::move(*before), std::move(*after)};
}

result<time_ms> instant_of(const std::string& text) {
  const auto at = hours::parse_instant(text);
  if (!at) return rejection{errc::bad_request, "not an instant: " + text, {}};
  return at->at;
}

std::string utc(std::optional<time_ms> at) {
  return at ? hours::format_instant({*at, 0}) : "never";
}

// ---- parley tz diff ----

exit_code diff(const tz_options& options) {
  const auto both = open_both(options);
  if (!both.ok()) return report(both.error());
  const auto since = instant_of(options.since);
  const auto until = instant_of(options.until);
  if (!since.ok() || !until.ok()) return report(since.ok() ? until.error() : since.error());
  const auto names = options.zones.empty() ? both->before.names() : options.zones;
  std::size_t differ = 0;
  for (const std::string& name : names) {
    const auto before = both->before.load(name);
    const auto after = both->after.load(name);
    if (!before.ok() || !after.ok()) {
      fmt::print("{}: only in one release\n", name);
      ++differ;
      continue;
    }
    const auto found = differences(*before, *after, since->value / 1000, until->value / 1000);
    if (!found.ok()) return report(found.error());
    if (found->empty()) continue;
    ++differ;
    for (const zone_difference& each : *found) {
      fmt::print("{}: {} to {}: {:+d} min instead of {:+d}\n", name,
                 utc(time_ms(each.from_s * 1000)), utc(time_ms(each.to_s * 1000)),
                 each.offset_after_s / 60, each.offset_before_s / 60);
    }
  }
  fmt::print("{} of {} zones differ between {} and {}\n", differ, names.size(),
             both->before.release(), both->after.release());
  return exit_code::ok;
}

// ---- parley tz promises ----

result<std::vector<moved_promise>> judge(const releases& both, const std::string& zone,
                                         const hours_definition& hours,
                                         const std::vector<promise>& promises) {
  const auto before = both.before.load(zone);
  if (!before.ok()) return before.error();
  const auto after = both.after.load(zone);
  if (!after.ok()) return after.error();
  const auto by_before = calendar::compile(hours, {}, *before);
  if (!by_before.ok()) return by_before.error();
  const auto by_after = calendar::compile(hours, {}, *after);
  if (!by_after.ok()) return by_after.error();
  return moved(*by_before, *by_after, promises);
}

void print(const tz_options& options, const std::string& zone, std::size_t asked,
           const std::vector<moved_promise>& found) {
  std::int64_t most_ms = 0;
  for (const moved_promise& each : found) {
    most_ms = std::max(most_ms, std::abs(each.by().value));
    if (options.list) {
      fmt::print("{}: from {}: due {} instead of {}, {:+d} min\n", zone, utc(each.what.from),
                 utc(each.after), utc(each.before), each.by().value / minute_ms);
    }
  }
  fmt::print("{}: {} of {} move, by up to {} min\n", zone, found.size(), asked,
             most_ms / minute_ms);
}

exit_code promises(const tz_options& options) {
  const auto both = open_both(options);
  if (!both.ok()) return report(both.error());
  const auto monday = instant_of(options.week + "T00:00:00Z");
  auto weekly = hours::parse_weekly(options.hours);
  if (!monday.ok() || !weekly.ok()) return report(monday.ok() ? weekly.error() : monday.error());
  hours_definition hours;
  hours.weekly = std::move(*weekly);
  std::vector<promise> opened;
  for (std::int64_t at = 0; at < week_ms; at += minute_ms) {
    opened.push_back({*monday + duration_ms(at), duration_ms(options.target_minutes * minute_ms)});
  }
  for (const std::string& zone : options.zones) {
    const auto found = judge(*both, zone, hours, opened);
    if (!found.ok()) return report(found.error());
    print(options, zone, opened.size(), *found);
  }
  return exit_code::ok;
}

// ---- parley tz load ----

exit_code load(const tz_options& options) {
  const auto to = server_call::open(options.server);
  if (!to.ok()) return report(to.error());
  const auto done = (**to)(
      "POST", "/hours/tz",
      client::json_object().text("release", options.release).text("policy", options.policy).str());
  if (!done.ok()) return report(done.error());
  const auto now = (**to)("GET", "/hours?after=" + client::json_text(*done, "position"), "");
  if (!now.ok()) return report(now.error());
  fmt::print("{}: release {} {}\n", options.server.tenant, client::json_text(*now, "tz_release"),
             client::json_text(*now, "policy"));
  return exit_code::ok;
}

void add_load(CLI::App& tz, const std::shared_ptr<tz_options>& options, exit_code& code) {
  auto* loading = tz.add_subcommand(
      "load", "Loads the release of the server's zone files for all zones of a tenant");
  add_server_options(*loading, options->server);
  loading->add_option("--release", options->release, "Refused if the server has another");
  loading->add_option("--policy", options->policy, "What the tenant makes of it")
      ->check(CLI::IsMember({"accepted", "grandfathered", "pinned"}))
      ->capture_default_str();
  loading->callback([options, &code] { code = load(*options); });
}

void add_releases(CLI::App& command, const std::shared_ptr<tz_options>& options) {
  command.add_option("--from", options->from, "Directory of compiled zones, the older release")
      ->required();
  command.add_option("--to", options->to, "Directory of compiled zones, the newer release")
      ->required();
}

}  // namespace

void add_tz(CLI::App& app, exit_code& code) {
  auto options = std::make_shared<tz_options>();
  auto* tz = app.add_subcommand("tz", "Releases of the time zone database: compare, load");
  tz->require_subcommand(1);
  tz->footer(
      "Examples:\n"
      "  parley tz diff --from old/zoneinfo --to /usr/share/zoneinfo\n"
      "  parley tz promises --from old/zoneinfo --to /usr/share/zoneinfo \\\n"
      "    --zone America/Vancouver --hours 'Mon-Fri 09:00-17:00' --week 2026-11-16\n"
      "  parley tz load --tenant acme --policy grandfathered");

  add_load(*tz, options, code);
  add_tz_preview(*tz, code);
  auto* zones = tz->add_subcommand("diff", "Prints when two releases give a zone other offsets");
  add_releases(*zones, options);
  zones->add_option("--zone", options->zones, "A zone; repeatable; default: all");
  zones->add_option("--since", options->since, "An instant")->capture_default_str();
  zones->add_option("--until", options->until, "An instant")->capture_default_str();
  zones->callback([options, &code] { code = diff(*options); });

  auto* moving = tz->add_subcommand(
      "promises", "Counts the promises, one for each minute of a week, that fall due elsewhere");
  add_releases(*moving, options);
  moving->add_option("--zone", options->zones, "A zone; repeatable")->required();
  moving->add_option("--hours", options->hours, "Weekly hours")->required();
  moving->add_option("--week", options->week, "The week's first day, in UTC: 2026-11-16")
      ->required();
  moving->add_option("--target-minutes", options->target_minutes, "Business time of a promise")
      ->capture_default_str();
  moving->add_flag("--list", options->list, "Print each promise that moves");
  moving->callback([options, &code] { code = promises(*options); });
}

}  // namespace parley::tool
