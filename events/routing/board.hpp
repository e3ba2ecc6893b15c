#pragma once
// The routing board of one tenant: who waits for what, who has room, and the two choices — the best
// agent for an item and the best item for an agent. Pure data; it sends nothing.
//
// A choice costs O(log n): items are grouped in classes (work_class.hpp), and a change of an agent
// touches only its own classes. Limitations: an item skips, one by one, the agents that declined
// it, and an agent the items that it declined in this round; a class that has not been used lately
// is dropped, and building one costs a look at each agent of its queue. Not copyable: entries refer
// to each other.

#include <memory>
#include <optional>

#include "events/routing/work_class.hpp"

namespace parley::routing {

class board {
 public:
  board() = default;
  board(const board&) = delete;
  board& operator=(const board&) = delete;

  // ---- agents ----

  /// Adds an agent, or takes its new definition. `state` must outlive the board.
  void define_agent(const agent_id& agent, const agent_state& state, time_ms idle_since);
  /// After any other change of the agent's state.
  void refresh_agent(const agent_id& agent, time_ms idle_since);
  /// The queue's policy from now on; most_available until it is known.
  void set_policy(const queue_id& queue, routing_policy policy);

  // ---- attempts under way ----

  void add_attempt(const agent_id& agent, attempt what);
  void drop_attempt(const agent_id& agent, const work_id& work);
  /// The agent's attempts that its state cannot satisfy any more, in the order they were sent.
  std::vector<attempt> hopeless_attempts(const agent_id& agent) const;

  // ---- items ----

  /// The item waits from now on, by these terms.
  void put_item(item_terms terms);
  /// The item does not wait any more. Unknown: nothing happens.
  void take_item(const conversation_id& conversation);
  bool is_waiting(const conversation_id& conversation) const;

  // ---- choices ----

  /// The agent that should get this item now: its preferred one if that has room, else the first
  /// by the policy. A preferred agent needs presence, channel and room, not the queue or skills.
  std::optional<agent_id> choose_agent(const conversation_id& conversation) const;
  /// The waiting item that this agent should get now.
  std::optional<conversation_id> choose_item(const agent_id& agent) const;
  /// True if an agent that did not decline is available for this item, with or without room.
  bool others_present(const conversation_id& conversation) const;

  // ---- for checks and explanations ----

  const agent_entry* find_agent(const agent_id& agent) const;
  const item_entry* find_item(const conversation_id& conversation) const;
  routing_policy policy_of(const queue_id& queue) const;
  const std::unordered_map<agent_id, agent_entry>& agents() const { return agents_; }
  const std::unordered_map<conversation_id, item_entry>& items() const { return items_; }

  /// How many classes without items are kept warm. A tenant has queues × skill sets of them.
  static constexpr std::size_t unused_classes_max = 256;

 private:
  agent_entry& entry_of(const agent_id& agent);
  void forget_if_nobody(const agent_id& agent);
  void join_classes(agent_entry& agent);
  void leave_classes(agent_entry& agent);
  void refresh(agent_entry& agent);
  void refresh(agent_entry& agent, membership& part);
  work_class& class_of(const item_terms& terms);
  void drop_class(work_class& which);

  std::unordered_map<agent_id, agent_entry> agents_;
  std::unordered_map<queue_id, std::set<agent_id>> queue_agents_;
  std::unordered_map<queue_id, routing_policy> policies_;
  std::unordered_map<conversation_id, item_entry> items_;
  std::unordered_map<std::string, std::unique_ptr<work_class>> classes_;
  std::unordered_map<queue_id, std::vector<work_class*>> queue_classes_;
  std::list<work_class*> unused_;  ///< the longest unused first
};

}  // namespace parley::routing
