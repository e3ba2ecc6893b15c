#include "events/views/check.hpp"

#include <algorithm>

#include "events/codec/json.hpp"
#include "events/views/floor_state.hpp"

namespace parley {
namespace {

using finding = std::optional<std::string>;

// ---- one place ----

finding check_place(const conversation_row& row) {
  if (place_of(row) == conversation_place::open) {
    return "has a row, but nobody waits for it or owns it";
  }
  if (row.owner.empty() != row.work.empty()) {
    return "has an owner without work, or work without an owner";
  }
  if (!row.owner.empty() && !row.bot.empty()) {
    return "is owned by an agent and by a bot";
  }
  if (row.routing && !row.owner.empty() && row.request.reason != route_reason::transfer) {
    return "waits and is owned, but is not transferred";
  }
  const bool under_way = !row.attempt.empty() || !row.offer.empty();
  if (!row.routing && under_way) {
    return "is offered, but does not wait";
  }
  if (!row.attempt.empty() && !row.offer.empty()) {
    return "is sent to two agents at once";
  }
  return std::nullopt;
}

// ---- routing ----

bool same_terms(const routing::item_terms& a, const routing::item_terms& b) {
  return !goes_before(a, b) && !goes_before(b, a) && a.queue == b.queue && a.skills == b.skills &&
         a.channel == b.channel && a.weight == b.weight && a.interruptible == b.interruptible &&
         a.preferred == b.preferred && a.only_preferred == b.only_preferred &&
         a.excluded == b.excluded && a.declined == b.declined;
}

finding check_item(const tenant_floor& tenant, const conversation_id& conversation,
                   const conversation_row& row) {
  const routing::item_entry* item = tenant.board.find_item(conversation);
  const bool waits = is_looking(row);
  if (waits != (item != nullptr)) {
    return waits ? "waits, but is not on the board" : "is on the board, but does not wait";
  }
  if (waits && !same_terms(item->terms, tenant_floor::terms_of(conversation, row))) {
    return "waits on the board by other terms than its own";
  }
  if (waits && tenant.board.choose_agent(conversation)) {
    return "waits while agent " + tenant.board.choose_agent(conversation)->str() + " has room";
  }
  if (!row.attempt.empty() && !row.attempt_reserved) {
    const routing::agent_entry* agent = tenant.board.find_agent(row.attempt_agent);
    const bool counted =
        agent != nullptr &&
        std::any_of(agent->attempts.begin(), agent->attempts.end(),
                    [&](const routing::attempt& a) { return a.work == row.attempt; });
    if (!counted) {
      return "was sent to an agent whose room does not show it";
    }
  }
  return std::nullopt;
}

// The class's order of agents against a look at every agent.
finding check_class(const tenant_floor& tenant, const routing::work_class& one) {
  std::size_t ready = 0;
  std::uint32_t present = 0;
  for (const auto& [id, agent] : tenant.board.agents()) {
    if (!is_member(agent, one.queue, one.skills) || !is_present(agent, one.channel)) {
      continue;
    }
    ++present;
    if (fits(agent, one.channel, one.weight, one.interruptible)) {
      ++ready;
      if (!one.ready.contains(key_of(agent, one.policy, one.interruptible))) {
        return "agent " + id.str() + " has room, but is not in its place in " + one.name;
      }
    }
  }
  if (ready != one.ready.size() || present != one.present) {
    return "an agent without room or presence is listed in " + one.name;
  }
  return std::nullopt;
}

finding check_routing(const tenant_floor& tenant) {
  std::set<const routing::work_class*> classes;
  for (const auto& [conversation, item] : tenant.board.items()) {
    classes.insert(item.in);
  }
  for (const routing::work_class* one : classes) {
    if (auto found = check_class(tenant, *one)) {
      return found;
    }
  }
  std::size_t attempts = 0;
  for (const auto& [agent, entry] : tenant.board.agents()) {
    attempts += entry.attempts.size();
  }
  for (const auto& [conversation, row] : tenant.conversations) {
    auto found = check_place(row);
    found = found ? found : check_item(tenant, conversation, row);
    if (found) {
      return "conversation " + conversation.str() + " " + *found;
    }
    attempts -= !row.attempt.empty() && !row.attempt_reserved ? 1U : 0U;
  }
  return attempts == 0 ? std::nullopt : finding("an attempt is counted for no conversation");
}

// ---- what is derived ----

finding check_derived(const floor& live) {
  floor loaded;
  for (const view_row& row : live.all_rows()) {
    if (!loaded.load_row(row.table, row.key, row.value)) {
      return "row " + row.table + " does not load";
    }
  }
  loaded.finish_load(live.at());
  for (const auto& [name, tenant] : live.inner().tenants) {
    const auto same = [](const auto& a, const auto& b) {
      return a.has_value() == b.has_value() && (!a || codec::to_json(*a) == codec::to_json(*b));
    };
    constexpr std::size_t conversations_compared = 1000;
    if (!same(live.overview(tenant->id), loaded.overview(tenant->id)) ||
        !same(live.capacity(tenant->id), loaded.capacity(tenant->id)) ||
        !same(live.conversations(tenant->id, conversations_compared),
              loaded.conversations(tenant->id, conversations_compared))) {
      return "the answers of tenant " + name + " are not those that its rows give";
    }
  }
  return live.next_due() == loaded.next_due() ? std::nullopt
                                              : finding("the due times are not those of the rows");
}

}  // namespace

std::optional<std::string> check(const floor& floor) {
  for (const auto& [name, tenant] : floor.inner().tenants) {
    if (auto found = check_routing(*tenant)) {
      return "tenant " + name + ": " + *found;
    }
  }
  return check_derived(floor);
}

}  // namespace parley
