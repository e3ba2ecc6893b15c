#include "events/views/tenant_floor.hpp"

#include "events/base/assert.hpp"

namespace parley {

const conversation_row* tenant_floor::find(const conversation_id& conversation) const {
  const auto found = conversations.find(conversation);
  return found == conversations.end() ? nullptr : &found->second;
}

const recent_row* tenant_floor::find_recent(const conversation_id& conversation) const {
  const auto found = recent_places_.find(conversation);
  return found == recent_places_.end() ? nullptr : &recents[found->second];
}

queue_row& tenant_floor::counts_of(const queue_id& queue) {
  if (changed.on) {
    changed.queues.insert(queue.str());
  }
  return queues[queue].counts;
}

routing::item_terms tenant_floor::terms_of(const conversation_id& conversation,
                                           const conversation_row& row) {
  const route_request& asked = row.request;
  routing::item_terms terms;
  terms.conversation = conversation;
  terms.queue = asked.queue;
  terms.skills = asked.skills;
  terms.channel = asked.channel;
  terms.weight = asked.weight;
  terms.interruptible = asked.interruptible;
  terms.priority = asked.priority;
  terms.since = row.waiting_since;
  const bool by_partner = asked.owner == channel_side::partner;
  // Until a partner has answered, whoever is named is a wish to it.
  terms.preferred = awaits_partner(asked) ? agent_id() : asked.preferred_agent;
  terms.only_preferred =
      by_partner || (!asked.preferred_agent.empty() && asked.prefer_until.value != 0);
  terms.excluded = asked.excluded_agent;
  terms.declined = row.declined;
  return terms;
}

routing::attempt tenant_floor::attempt_of(const conversation_id& conversation,
                                          const conversation_row& row) {
  const route_request& asked = row.request;
  return {row.attempt, conversation, asked.channel, asked.weight, asked.interruptible};
}

// ---- conversations ----

void tenant_floor::list(const conversation_id& conversation, const conversation_row& row) {
  by_change_.emplace(row.changed_at, conversation);
  active_ += row.owner.empty() ? 0U : 1U;
  if (!row.routing) {
    return;
  }
  queue_floor& queue = queues[row.request.queue];
  queue.waiting.insert(row.waiting_since);
  queue.offered += row.offer.empty() ? 0U : 1U;
  if (is_looking(row)) {
    board.put_item(terms_of(conversation, row));
  }
}

void tenant_floor::unlist(const conversation_id& conversation, const conversation_row& row) {
  by_change_.erase(row.changed_at);
  active_ -= row.owner.empty() ? 0U : 1U;
  if (!row.routing) {
    return;
  }
  queue_floor& queue = queues[row.request.queue];
  const auto since = queue.waiting.find(row.waiting_since);
  PARLEY_ASSERT(since != queue.waiting.end(), "a waiting route was not listed in its queue");
  queue.waiting.erase(since);
  queue.offered -= row.offer.empty() ? 0U : 1U;
  board.take_item(conversation);
}

conversation_row& tenant_floor::row_for_change(const conversation_id& conversation) {
  const auto [place, made] = conversations.try_emplace(conversation);
  conversation_row& row = place->second;
  if (!made) {
    unlist(conversation, row);
  } else if (const recent_row* recent = find_recent(conversation)) {
    row.session = recent->summary.session;
    row.contact = recent->summary.contact;
    row.channel = recent->summary.channel;
    row.opened_at = recent->summary.opened_at;
  }
  return row;
}

void tenant_floor::row_changed(const conversation_id& conversation, conversation_row& row) {
  if (changed.on) {
    changed.conversations.insert(conversation.str());
  }
  if (place_of(row) != conversation_place::open) {
    list(conversation, row);
    return;
  }
  keep_as_recent(conversation, row);
  conversations.erase(conversation);
}

void tenant_floor::keep_as_recent(const conversation_id& conversation,
                                  const conversation_row& row) {
  change_recent(conversation, row.changed_at, [&](conversation_summary& summary) {
    summary.session = row.session;
    summary.contact = row.contact;
    summary.channel = row.channel;
    summary.opened_at = row.opened_at;
    summary.place = conversation_place::open;
  });
}

std::size_t tenant_floor::recent_place(const conversation_id& conversation) {
  const auto found = recent_places_.find(conversation);
  if (found != recent_places_.end()) {
    return found->second;
  }
  const std::size_t place = counters.recents++ % recents_max;
  counters_changed();
  if (place < recents.size()) {
    recent_places_.erase(recents[place].summary.conversation);
    recents[place] = {};
  } else {
    recents.emplace_back();
  }
  recents[place].summary.conversation = conversation;
  recent_places_.emplace(conversation, place);
  return place;
}

// ---- agents ----

// Adds the row to the sums, or takes it away again: unsigned arithmetic wraps both ways.
void tenant_floor::add(const agent_row& row, std::uint32_t sign) {
  const agent_state& state = row.state;
  agent_totals& totals = totals_[static_cast<std::size_t>(state.presence)];
  totals.agents += sign;
  totals.capacity_units += sign * state.definition.capacity_units;
  totals.used_units += sign * used_units(state);
  totals.free_units += sign * free_units(state);
  for (const work_slot& slot : state.slots) {
    after_work_ += slot.state == slot_state::after_work ? sign : 0U;
  }
}

void tenant_floor::list(const agent_row& row) {
  if (row.state.defined) {
    add(row, 1U);
  }
}

void tenant_floor::unlist(const agent_row& row) {
  if (row.state.defined) {
    add(row, ~0U);
  }
}

// ---- the rest ----

void tenant_floor::settings_changed() {
  changed.settings = true;
  for (const tenant_queue& queue : settings.queues) {
    board.set_policy(queue.queue, queue.settings.policy);
  }
}

void tenant_floor::rebuild() {
  settings_changed();
  changed.settings = false;
  promises.cases.order();
  for (const auto& [agent, row] : agents) {
    list(row);
    board.define_agent(agent, row.state, row.worked_at);
  }
  for (std::size_t place = 0; place < recents.size(); ++place) {
    recent_places_.emplace(recents[place].summary.conversation, place);
  }
  for (const auto& [conversation, row] : conversations) {
    list(conversation, row);
  }
  for (const auto& [conversation, row] : conversations) {
    if (!row.attempt.empty() && !row.attempt_reserved) {
      board.add_attempt(row.attempt_agent, attempt_of(conversation, row));
    }
  }
}

}  // namespace parley
