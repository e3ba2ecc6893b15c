// The floor's answers. Each is a copy that names the position it holds for.

#include "events/views/answers.hpp"

#include <algorithm>

#include "events/views/floor_state.hpp"

namespace parley {
namespace {

agent_summary summary_of(const agent_id& agent, const agent_row& row) {
  const agent_state& state = row.state;
  agent_summary summary;
  summary.agent = agent;
  summary.name = state.definition.name;
  summary.status = state.status;
  summary.presence = state.presence;
  summary.cause = state.cause;
  summary.since = state.since;
  summary.lease_until = state.lease_until;
  summary.capacity_units = state.definition.capacity_units;
  summary.used_units = used_units(state);
  summary.free_units = free_units(state);
  summary.queues = state.definition.queues;
  summary.skills = state.definition.skills;
  summary.work = state.slots;
  summary.version = row.version;
  summary.free_at = free_at(row.state);
  return summary;
}

queue_summary summary_of(const queue_id& queue, const queue_settings* settings,
                         const queue_floor* live) {
  queue_summary summary;
  summary.queue = queue;
  if (settings != nullptr) {
    summary.name = settings->name;
    summary.priority = settings->priority;
  }
  if (live == nullptr) {
    return summary;
  }
  const queue_row& counts = live->counts;
  summary.waiting = static_cast<std::uint32_t>(live->waiting.size());
  summary.offered = live->offered;
  summary.oldest_since = live->waiting.empty() ? time_ms() : *live->waiting.begin();
  summary.routed = counts.routed;
  summary.accepted = counts.accepted;
  summary.declined = counts.declined;
  summary.expired = counts.expired;
  summary.withdrawn = counts.withdrawn;
  summary.cancelled = counts.cancelled;
  summary.failed = counts.failed;
  summary.overflowed = counts.overflowed;
  summary.waits = counts.waits;
  return summary;
}

// Configured queues, and those that only the counts know, by id.
std::vector<queue_summary> summaries_of(const tenant_floor& tenant) {
  std::vector<queue_summary> all;
  for (const tenant_queue& queue : tenant.settings.queues) {
    const auto live = tenant.queues.find(queue.queue);
    all.push_back(summary_of(queue.queue, &queue.settings,
                             live == tenant.queues.end() ? nullptr : &live->second));
  }
  for (const auto& [queue, live] : tenant.queues) {
    if (find_queue(tenant.settings, queue) == nullptr) {
      all.push_back(summary_of(queue, nullptr, &live));
    }
  }
  std::sort(all.begin(), all.end(),
            [](const queue_summary& a, const queue_summary& b) { return a.queue < b.queue; });
  return all;
}

conversation_summary summary_of(const conversation_id& conversation, const conversation_row& row) {
  conversation_summary summary;
  summary.conversation = conversation;
  summary.session = row.session;
  summary.place = place_of(row);
  summary.channel = row.channel;
  summary.contact = row.contact;
  summary.queue = row.request.queue;
  summary.agent = row.owner.empty() ? row.offer_agent : row.owner;
  summary.priority = row.request.priority;
  summary.opened_at = row.opened_at;
  summary.waiting_since = row.waiting_since;
  return summary;
}

void add_agents(overview_answer& to, const tenant_floor& tenant) {
  const auto& available = tenant.totals(presence_state::available);
  to.agents_available = available.agents;
  to.agents_busy = tenant.totals(presence_state::busy).agents;
  to.agents_away = tenant.totals(presence_state::away).agents;
  to.agents_lost = tenant.totals(presence_state::lost).agents;
  to.agents_logged_out = tenant.totals(presence_state::logged_out).agents;
  to.capacity_units = available.capacity_units;
  to.used_units = available.used_units;
  std::uint64_t capacity = 0;
  std::uint64_t used = 0;
  for (const auto presence : {presence_state::available, presence_state::busy, presence_state::away,
                              presence_state::lost}) {
    capacity += tenant.totals(presence).capacity_units;
    used += tenant.totals(presence).used_units;
  }
  to.occupancy_permille = capacity == 0 ? 0 : static_cast<std::uint32_t>(used * 1000 / capacity);
}

void add_counts(overview_answer& to, const counters_row& counts) {
  to.conversations_opened = counts.conversations_opened;
  to.sessions_ended = counts.sessions_ended;
  to.messages_in = counts.messages_in;
  to.messages_out = counts.messages_out;
  to.offers = counts.offers;
  to.accepted = counts.accepted;
  to.declined = counts.declined;
  to.expired = counts.expired;
  to.withdrawn = counts.withdrawn;
  to.waits = counts.waits;
}

const tenant_floor* known(const floor::state& state, const tenant_id& tenant) {
  const tenant_floor* found = state.find(tenant);
  return found == nullptr || !found->settings.created ? nullptr : found;
}

}  // namespace

std::optional<queues_answer> floor::queues(const tenant_id& tenant) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  return queues_answer{to_string(state_->at), summaries_of(*found)};
}

std::optional<capacity_answer> floor::capacity(const tenant_id& tenant) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  const agent_totals& available = found->totals(presence_state::available);
  capacity_answer answer{to_string(state_->at),
                         available.capacity_units,
                         available.used_units,
                         available.free_units,
                         {}};
  answer.agents.reserve(found->agents.size());
  for (const auto& [agent, row] : found->agents) {
    answer.agents.push_back(summary_of(agent, row));
  }
  return answer;
}

std::optional<agent_summary> floor::agent(const tenant_id& tenant, const agent_id& agent) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  const auto row = found->agents.find(agent);
  return row == found->agents.end() ? std::nullopt : std::optional(summary_of(agent, row->second));
}

std::optional<overview_answer> floor::overview(const tenant_id& tenant) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  overview_answer answer;
  answer.position = to_string(state_->at);
  answer.queues = summaries_of(*found);
  for (const queue_summary& queue : answer.queues) {
    answer.waiting += queue.waiting;
    answer.offered += queue.offered;
    if (queue.waiting > 0 &&
        (answer.oldest_since.value == 0 || queue.oldest_since < answer.oldest_since)) {
      answer.oldest_since = queue.oldest_since;
    }
  }
  answer.active = found->active();
  answer.after_work = found->after_work();
  add_agents(answer, *found);
  add_counts(answer, found->counters);
  return answer;
}

std::optional<conversations_answer> floor::conversations(const tenant_id& tenant,
                                                         std::size_t limit) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  conversations_answer answer{to_string(state_->at), {}};
  const auto& live = found->by_change();
  for (auto one = live.rbegin(); one != live.rend() && answer.conversations.size() < limit; ++one) {
    answer.conversations.push_back(summary_of(one->second, *found->find(one->second)));
  }
  std::vector<const recent_row*> others;
  for (const recent_row& row : found->recents) {
    if (found->find(row.summary.conversation) == nullptr) {
      others.push_back(&row);
    }
  }
  std::sort(others.begin(), others.end(),
            [](const recent_row* a, const recent_row* b) { return a->changed_at > b->changed_at; });
  for (const recent_row* row : others) {
    if (answer.conversations.size() >= limit) {
      break;
    }
    answer.conversations.push_back(row->summary);
  }
  return answer;
}

}  // namespace parley
