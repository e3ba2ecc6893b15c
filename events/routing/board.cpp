#include "events/routing/board.hpp"

#include <algorithm>

#include "events/base/assert.hpp"

namespace parley::routing {

void board::add_attempt(const agent_id& agent, attempt what) {
  agent_entry& entry = entry_of(agent);
  const auto place =
      std::upper_bound(entry.attempts.begin(), entry.attempts.end(), what, sent_before);
  entry.attempts.insert(place, std::move(what));
  refresh(entry);
}

void board::drop_attempt(const agent_id& agent, const work_id& work) {
  const auto found = agents_.find(agent);
  if (found == agents_.end()) {
    return;
  }
  std::erase_if(found->second.attempts, [&](const attempt& a) { return a.work == work; });
  refresh(found->second);
  forget_if_nobody(agent);
}

std::vector<attempt> board::hopeless_attempts(const agent_id& agent) const {
  std::vector<attempt> hopeless;
  const agent_entry* entry = find_agent(agent);
  if (entry == nullptr) {
    return hopeless;
  }
  // The agent meets them in this order, each with what the ones before it left.
  agent_entry so_far;
  so_far.state = entry->state;
  for (const attempt& one : entry->attempts) {
    if (fits(so_far, one.channel, one.weight, one.interruptible)) {
      so_far.attempts.push_back(one);
    } else {
      hopeless.push_back(one);
    }
  }
  return hopeless;
}

void board::put_item(item_terms terms) {
  take_item(terms.conversation);
  work_class& in = class_of(terms);
  const conversation_id name = terms.conversation;
  item_entry& item = items_.emplace(name, item_entry{std::move(terms), &in}).first->second;
  if (in.items++ == 0) {
    unused_.erase(in.unused);
  }
  if (!item.terms.only_preferred) {
    in.waiting.insert(&item);
  }
  if (!item.terms.preferred.empty()) {
    entry_of(item.terms.preferred).preferred_by.insert(&item);
  }
}

void board::take_item(const conversation_id& conversation) {
  const auto found = items_.find(conversation);
  if (found == items_.end()) {
    return;
  }
  item_entry& item = found->second;
  work_class& in = *item.in;
  in.waiting.erase(&item);
  const agent_id preferred = item.terms.preferred;
  if (!preferred.empty()) {
    entry_of(preferred).preferred_by.erase(&item);
    forget_if_nobody(preferred);
  }
  items_.erase(found);
  if (--in.items == 0) {
    in.unused = unused_.insert(unused_.end(), &in);
    if (unused_.size() > unused_classes_max) {
      drop_class(*unused_.front());
    }
  }
}

bool board::is_waiting(const conversation_id& conversation) const {
  return items_.contains(conversation);
}

std::optional<agent_id> board::choose_agent(const conversation_id& conversation) const {
  const item_entry* item = find_item(conversation);
  PARLEY_ASSERT(item != nullptr, "a choice for an item that does not wait");
  const item_terms& terms = item->terms;
  const agent_entry* preferred = terms.preferred.empty() ? nullptr : find_agent(terms.preferred);
  if (preferred != nullptr && !is_blocked(terms, terms.preferred) &&
      fits(*preferred, terms.channel, terms.weight, terms.interruptible)) {
    return terms.preferred;
  }
  if (terms.only_preferred) {
    return std::nullopt;
  }
  for (const agent_key& key : item->in->ready) {
    if (!is_blocked(terms, key.agent->id)) {
      return key.agent->id;
    }
  }
  return std::nullopt;
}

std::optional<conversation_id> board::choose_item(const agent_id& agent) const {
  const agent_entry* entry = find_agent(agent);
  if (entry == nullptr) {
    return std::nullopt;
  }
  const item_entry* best = nullptr;
  const auto look_at = [&](const item_set& items, auto&& may_take) {
    for (const item_entry* item : items) {
      if (best != nullptr && !goes_before(item->terms, best->terms)) {
        return;
      }
      if (!is_blocked(item->terms, agent) && may_take(item->terms)) {
        best = item;
        return;
      }
    }
  };
  for (const membership& part : entry->memberships) {
    if (part.ready) {
      look_at(part.in->waiting, [](const item_terms&) { return true; });
    }
  }
  look_at(entry->preferred_by, [&](const item_terms& terms) {
    return fits(*entry, terms.channel, terms.weight, terms.interruptible);
  });
  return best == nullptr ? std::nullopt : std::optional(best->terms.conversation);
}

bool board::others_present(const conversation_id& conversation) const {
  const item_entry* item = find_item(conversation);
  PARLEY_ASSERT(item != nullptr, "a question about an item that does not wait");
  const item_terms& terms = item->terms;
  const auto is_present_member = [&](const agent_id& agent) {
    const agent_entry* entry = find_agent(agent);
    return entry != nullptr && is_present(*entry, terms.channel) &&
           is_member(*entry, terms.queue, terms.skills);
  };
  const agent_entry* preferred = terms.preferred.empty() ? nullptr : find_agent(terms.preferred);
  if (preferred != nullptr && !is_blocked(terms, terms.preferred) &&
      is_present(*preferred, terms.channel)) {
    return true;
  }
  std::uint32_t blocked = 0;
  for (const agent_id& agent : terms.declined) {
    blocked += agent != terms.excluded && is_present_member(agent) ? 1U : 0U;
  }
  blocked += !terms.excluded.empty() && is_present_member(terms.excluded) ? 1U : 0U;
  return item->in->present > blocked;
}

const agent_entry* board::find_agent(const agent_id& agent) const {
  const auto found = agents_.find(agent);
  return found == agents_.end() ? nullptr : &found->second;
}

const item_entry* board::find_item(const conversation_id& conversation) const {
  const auto found = items_.find(conversation);
  return found == items_.end() ? nullptr : &found->second;
}

routing_policy board::policy_of(const queue_id& queue) const {
  const auto found = policies_.find(queue);
  return found == policies_.end() ? routing_policy::most_available : found->second;
}

}  // namespace parley::routing
