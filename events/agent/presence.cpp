#include <algorithm>

#include "events/agent/decisions.hpp"
#include "events/tenant/state.hpp"
#include "events/tenant/validate.hpp"

namespace parley::agent_rules {
namespace {

std::string name_of(presence_state presence) {
  return boost::describe::enum_to_string(presence, "unknown");
}

// Sorted and without repeats, so that the same set of channels is the same presence.
std::vector<channel_kind> normal_form(std::vector<channel_kind> channels) {
  std::sort(channels.begin(), channels.end());
  channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
  return channels;
}

status check_channels(const agent_state& now, const std::vector<channel_kind>& channels) {
  const auto& allowed = now.definition.channels;
  for (const channel_kind& channel : channels) {
    const bool known =
        allowed.empty() || std::find(allowed.begin(), allowed.end(), channel) != allowed.end();
    if (channel.empty() || !known) {
      return rejection{
          errc::bad_request, "channels: the agent is not defined for '" + channel.str() + "'", {}};
    }
  }
  return done{};
}

// Leaving with live work is being lost, where the tenant grants grace for it.
agent_event leave(const agent_state& now, const tenant_settings& settings, std::string status_name,
                  presence_cause cause, time_ms at) {
  if (has_live_work(now) && settings.grace_ms > duration_ms(0)) {
    return presence_lost{at + settings.grace_ms, cause};
  }
  return presence_changed{
      std::move(status_name), presence_state::logged_out, {}, cause, time_ms(0)};
}

result<events> log_out(const agent_state& now, const std::string& status_name, presence_cause cause,
                       const context& where) {
  if (now.presence == presence_state::lost ||
      (now.presence == presence_state::logged_out && now.status == status_name)) {
    return events{};
  }
  if (now.presence == presence_state::logged_out) {
    return events{presence_changed{status_name, presence_state::logged_out, {}, cause, time_ms(0)}};
  }
  return events{leave(now, where.tenant->settings, status_name, cause, where.now)};
}

// A partner may use its own names, where a channel of its own says what they mean.
const std::string& in_our_words(const std::string& status_name, const tenant_state& tenant,
                                const principal& by) {
  if (by.role != principal_role::partner) {
    return status_name;
  }
  for (const tenant_channel& each : tenant.channels) {
    if (each.settings.partner != by.name) {
      continue;
    }
    for (const partner_status& known : each.settings.statuses) {
      if (known.theirs == status_name) {
        return known.ours;
      }
    }
  }
  return status_name;
}

}  // namespace

result<events> decide_one(const agent_state& now, const set_presence& what, const context& where) {
  if (!now.defined || where.tenant == nullptr) {
    return rejection{errc::not_found, "there is no such agent", {}};
  }
  if (where.by.role == principal_role::partner && !serves_partner(now, where.by.name)) {
    return rejection{errc::not_found, "there is no such agent", {}};
  }
  const std::string& status_name = in_our_words(what.status, *where.tenant, where.by);
  const auto meaning = find_status(where.tenant->settings, status_name);
  if (!meaning) {
    return rejection{errc::bad_request, "status: the tenant has no status '" + status_name + "'",
                     name_of(now.presence)};
  }
  if (what.lease_ms < duration_ms(0) || what.lease_ms > duration_max) {
    return rejection{errc::bad_request, "lease_ms: is outside 0 to ten years", {}};
  }
  if (what.cause != presence_cause::agent && what.cause != presence_cause::supervisor &&
      what.cause != presence_cause::partner) {
    return rejection{errc::bad_request, "cause: only a timer names this cause", {}};
  }
  if (const status good = check_channels(now, what.channels); !good) {
    return good.error();
  }
  if (*meaning == presence_state::logged_out) {
    return log_out(now, status_name, what.cause, where);
  }
  const duration_ms lease =
      what.lease_ms > duration_ms(0) ? what.lease_ms : where.tenant->settings.lease_ms;
  const time_ms lease_until = lease > duration_ms(0) ? where.now + lease : time_ms(0);
  auto channels = normal_form(what.channels);
  if (now.presence != *meaning || now.status != status_name || now.channels != channels) {
    return events{
        presence_changed{status_name, *meaning, std::move(channels), what.cause, lease_until}};
  }
  if (now.lease_until == lease_until) {
    return events{};
  }
  return events{lease_renewed{lease_until}};
}

result<events> decide_one(const agent_state& now, const note_unanswered& /*what*/,
                          const context& where) {
  if (now.presence != presence_state::available || where.tenant == nullptr) {
    return events{};
  }
  const tenant_settings& settings = where.tenant->settings;
  const std::string& name = settings.unanswered_status;
  const auto meaning = name.empty() ? std::nullopt : find_status(settings, name);
  if (!meaning) {
    return events{};
  }
  return events{presence_changed{name, *meaning, now.channels, presence_cause::offer_expired,
                                 now.lease_until}};
}

result<events> decide_one(const agent_state& now, const expire_lease& /*what*/,
                          const context& where) {
  if (now.lease_until == time_ms(0)) {
    return rejection{errc::wrong_state, "the presence has no lease", name_of(now.presence)};
  }
  if (where.now < now.lease_until) {
    return rejection{errc::wrong_state, "the lease was renewed",
                     std::to_string(now.lease_until.value)};
  }
  const tenant_settings settings =
      where.tenant != nullptr ? where.tenant->settings : tenant_settings{};
  return events{
      leave(now, settings, logged_out_status(settings), presence_cause::lease_expired, where.now)};
}

result<events> decide_one(const agent_state& now, const expire_grace& /*what*/,
                          const context& where) {
  if (now.presence != presence_state::lost) {
    return rejection{errc::wrong_state, "the agent is not lost", name_of(now.presence)};
  }
  if (where.now < now.grace_until) {
    return rejection{errc::wrong_state, "the grace time is not over",
                     std::to_string(now.grace_until.value)};
  }
  const tenant_settings settings =
      where.tenant != nullptr ? where.tenant->settings : tenant_settings{};
  return events{presence_changed{logged_out_status(settings),
                                 presence_state::logged_out,
                                 {},
                                 presence_cause::grace_expired,
                                 time_ms(0)}};
}

}  // namespace parley::agent_rules
