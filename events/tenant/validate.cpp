#include "events/tenant/validate.hpp"

#include <set>

#include "events/base/fault.hpp"
#include "events/tenant/state.hpp"

namespace parley {
namespace {

constexpr std::size_t text_bytes_max = 4096;

class checker : public first_fault {
 public:
  void duration(duration_ms value, const char* field) {
    require(value >= duration_ms(0), field, "is negative");
    require(value <= duration_max, field, "is longer than ten years");
  }
  // `key` tells what must be there and be unique within the list.
  template <class List, class Key>
  void list(const List& items, const char* field, Key key) {
    require(items.size() <= list_items_max, field, "has more than 1000 items");
    std::set<std::string> seen;
    for (const auto& item : items) {
      named(key(item), field);
      require(seen.insert(key(item)).second, field, "names the same twice");
    }
  }
  void skills(const std::vector<skill_level>& skills) {
    list(skills, "skills", [](const skill_level& s) { return s.skill.str(); });
    for (const skill_level& s : skills) {
      require(s.level >= 1 && s.level <= 10, "skills", "has a level outside 1 to 10");
    }
  }
  void weights(const std::vector<channel_weight>& weights) {
    list(weights, "channel_weights", [](const channel_weight& w) { return w.channel.str(); });
    for (const channel_weight& w : weights) {
      require(w.weight > 0, "channel_weights", "has a weight of 0");
    }
  }
};

void check_statuses(checker& check, const std::vector<presence_status>& statuses) {
  check.list(statuses, "statuses", [](const presence_status& s) { return s.name; });
  for (const presence_status& s : statuses) {
    check.known(s.state, "statuses");
    check.require(s.state != presence_state::lost, "statuses", "nobody can choose to be lost");
    check.require(s.name != "logged_out" || s.state == presence_state::logged_out, "statuses",
                  "logged_out must mean logged_out");
  }
}

template <class Id>
std::string text_of(const Id& id) {
  return id.str();
}

}  // namespace

status validate(const tenant_settings& settings) {
  checker check;
  check.text(settings.name, "name");
  check.known(settings.consent_default, "consent_default");
  check.known(settings.unsupported, "unsupported");
  check.require(settings.refusal_text.size() <= text_bytes_max, "refusal_text",
                "is longer than 4096 bytes");
  check.require(settings.renewal_text.size() <= text_bytes_max, "renewal_text",
                "is longer than 4096 bytes");
  check.duration(settings.after_work_ms, "after_work_ms");
  check.duration(settings.after_work_max_ms, "after_work_max_ms");
  check.duration(settings.lease_ms, "lease_ms");
  check.duration(settings.grace_ms, "grace_ms");
  check.duration(settings.idle_ms, "idle_ms");
  check.duration(settings.decline_pause_ms, "decline_pause_ms");
  check.require(settings.decline_pause_ms.value > 0, "decline_pause_ms",
                "is 0: declined work would come back at once, for ever");
  check.require(settings.agents_max <= agents_most, "agents_max", "is above 1000000");
  check.require(settings.queues_max <= queues_most, "queues_max", "is above 100000");
  check.require(settings.message_bytes_max > 0 && settings.message_bytes_max <= message_bytes_most,
                "message_bytes_max", "is outside 1 to 1048576");
  check_statuses(check, settings.statuses);
  check.weights(settings.channel_weights);
  check.text(settings.unanswered_status, "unanswered_status");
  const auto meaning = find_status(settings, settings.unanswered_status);
  check.require(settings.unanswered_status.empty() || meaning == presence_state::busy ||
                    meaning == presence_state::away,
                "unanswered_status", "is no status that means busy or away");
  return check.outcome();
}

status validate(const queue_id& queue, const queue_settings& settings) {
  checker check;
  check.named(queue.str(), "queue");
  check.text(settings.name, "name");
  check.skills(settings.skills);
  check.known(settings.policy, "policy");
  check.duration(settings.offer_timeout_ms, "offer_timeout_ms");
  check.require(settings.offer_timeout_ms.value > 0, "offer_timeout_ms",
                "is 0: an offer would expire at once");
  check.duration(settings.route_timeout_ms, "route_timeout_ms");
  check.duration(settings.prefer_timeout_ms, "prefer_timeout_ms");
  check.duration(settings.relax_after_ms, "relax_after_ms");
  check.text(settings.overflow_queue.str(), "overflow_queue");
  check.require(settings.overflow_queue != queue, "overflow_queue", "is the queue itself");
  check.duration(settings.overflow_after_ms, "overflow_after_ms");
  check.weights(settings.channel_weights);
  return check.outcome();
}

status validate(const agent_definition& definition) {
  checker check;
  check.text(definition.name, "name");
  check.list(definition.queues, "queues", text_of<queue_id>);
  check.skills(definition.skills);
  check.list(definition.channels, "channels", text_of<channel_kind>);
  const auto same = [](const std::string& name) { return name; };
  check.list(definition.partners, "partners", same);
  for (const std::string& partner : definition.partners) {
    check.require(partner.find('/') == std::string::npos, "partners", "has a name with a slash");
  }
  check.list(definition.permission_sets, "permission_sets", same);
  check.list(definition.attributes, "attributes", [](const attribute& a) { return a.key; });
  return check.outcome();
}

status validate(const channel_kind& channel, const channel_settings& settings) {
  checker check;
  check.named(channel.str(), "channel");
  check.text(settings.name, "name");
  check.text(settings.partner, "partner");
  check.known(settings.routing_owner, "routing_owner");
  check.known(settings.consent_owner, "consent_owner");
  check.known(settings.consent_default, "consent_default");
  check.text(settings.consent_request_type, "consent_request_type");
  check.known(settings.fallback, "fallback");
  const bool served = !settings.partner.empty();
  check.require(served || settings.routing_owner == channel_side::tenant, "routing_owner",
                "is a partner, and the channel has none");
  check.require(served || settings.consent_owner == channel_side::tenant, "consent_owner",
                "is a partner, and the channel has none");
  check.duration(settings.answer_timeout_ms, "answer_timeout_ms");
  check.require(settings.answer_timeout_ms.value > 0, "answer_timeout_ms",
                "is 0: no partner could answer in time");
  check.list(settings.actions, "actions", [](const std::string& name) { return name; });
  check.list(settings.statuses, "statuses", [](const partner_status& s) { return s.theirs; });
  for (const partner_status& each : settings.statuses) {
    check.named(each.ours, "statuses");
  }
  check.known(settings.medium, "medium");
  return check.outcome();
}

status validate(const std::string& permissions, const permission_set& settings) {
  checker check;
  check.named(permissions, "permissions");
  check.text(settings.name, "name");
  check.list(settings.channels, "channels", text_of<channel_kind>);
  check.list(settings.given_if, "given_if", [](const attribute& a) { return a.key; });
  return check.outcome();
}

}  // namespace parley
