#pragma once
// The part of the floor that belongs to one tenant: its rows, and the sums and orders derived from
// them. Nothing here refers to another tenant.
//
// A row of a conversation changes only between `unlist` and `list`, so that the sums, the queues'
// orders and the routing board never differ from the rows.

#include <array>
#include <map>
#include <set>
#include <unordered_set>

#include "events/routing/board.hpp"
#include "events/views/consent_table.hpp"
#include "events/views/contact_table.hpp"
#include "events/views/promises.hpp"
#include "events/views/rows.hpp"
#include "events/views/tenant_calendars.hpp"
#include "events/views/timer_table.hpp"

namespace parley {

/// Which rows changed since the last drain. Off until somebody drains.
struct changed_rows {
  bool on = false;
  bool settings = false;
  bool counters = false;
  std::unordered_set<std::string> conversations;
  std::unordered_set<std::string> agents;
  std::unordered_set<std::string> timers;
  std::unordered_set<std::string> queues;
  std::unordered_set<std::size_t> recents;
  std::unordered_set<std::string> milestones;
  std::unordered_set<std::string> cases;
  std::unordered_set<std::string> relations;
  std::unordered_set<std::string> compliance;
  std::unordered_set<std::string> consents;
};

struct queue_floor {
  queue_row counts;
  std::multiset<time_ms> waiting;  ///< since when, of every live route
  std::uint32_t offered = 0;
};

/// Sums over the agents of one presence state.
struct agent_totals {
  std::uint32_t agents = 0;
  std::uint32_t capacity_units = 0;
  std::uint32_t used_units = 0;
  std::uint32_t free_units = 0;
};

class tenant_floor {
 public:
  tenant_floor(tenant_id name, std::uint32_t number_in_floor)
      : id(std::move(name)), number(number_in_floor) {}

  const tenant_id id;
  const std::uint32_t number;
  tenant_state settings;
  counters_row counters;
  std::map<agent_id, agent_row> agents;
  std::unordered_map<conversation_id, conversation_row> conversations;
  std::map<queue_id, queue_floor> queues;
  timer_table timers;
  tenant_promises promises;
  tenant_calendars calendars{settings};
  consent_table consents;
  contact_table contacts{promises};
  std::vector<recent_row> recents;  ///< a ring
  routing::board board;
  changed_rows changed;

  // ---- conversations ----

  const conversation_row* find(const conversation_id& conversation) const;
  /// Changes one row by `edit(row)`. A missing row is made first; one that nobody waits for and
  /// nobody owns any more is dropped. `changed_at` 0: the change is no news.
  template <class Edit>
  void change(const conversation_id& conversation, std::uint64_t changed_at, Edit&& edit);
  /// As `change`, but only if there is a row.
  template <class Edit>
  void change_known(const conversation_id& conversation, std::uint64_t changed_at, Edit&& edit) {
    if (find(conversation) != nullptr) {
      change(conversation, changed_at, std::forward<Edit>(edit));
    }
  }
  /// Changes the entry among the recent conversations, making it if needed.
  template <class Edit>
  void change_recent(const conversation_id& conversation, std::uint64_t changed_at, Edit&& edit);
  const recent_row* find_recent(const conversation_id& conversation) const;
  queue_row& counts_of(const queue_id& queue);

  // ---- agents ----

  /// Changes one agent's row by `edit(row)`; the board follows. `defined`: its definition, too.
  template <class Edit>
  void change_agent(const agent_id& agent, bool defined, Edit&& edit);

  // ---- consents ----

  /// Changes one contact's row by `edit(row)`, making it if needed.
  template <class Edit>
  void change_consent_of(const contact_id& contact, const channel_kind& channel, Edit&& edit) {
    const std::string name = consent_name(contact, channel);
    edit(consents.rows[name]);
    if (changed.on) {
      changed.consents.insert(name);
    }
  }

  // ---- sums ----

  const agent_totals& totals(presence_state presence) const {
    return totals_[static_cast<std::size_t>(presence)];
  }
  std::uint32_t active() const { return active_; }
  std::uint32_t after_work() const { return after_work_; }
  /// By offset of the last change.
  const std::map<std::uint64_t, conversation_id>& by_change() const { return by_change_; }

  void settings_changed();
  void counters_changed() { changed.counters = true; }
  /// After all rows are loaded.
  void rebuild();

  static routing::item_terms terms_of(const conversation_id& conversation,
                                      const conversation_row& row);
  static routing::attempt attempt_of(const conversation_id& conversation,
                                     const conversation_row& row);

 private:
  void list(const conversation_id& conversation, const conversation_row& row);
  void unlist(const conversation_id& conversation, const conversation_row& row);
  void list(const agent_row& row);
  void unlist(const agent_row& row);
  void add(const agent_row& row, std::uint32_t sign);
  conversation_row& row_for_change(const conversation_id& conversation);
  void row_changed(const conversation_id& conversation, conversation_row& row);
  void keep_as_recent(const conversation_id& conversation, const conversation_row& row);
  std::size_t recent_place(const conversation_id& conversation);

  std::array<agent_totals, 5> totals_{};
  std::uint32_t active_ = 0;
  std::uint32_t after_work_ = 0;
  std::map<std::uint64_t, conversation_id> by_change_;
  std::unordered_map<conversation_id, std::size_t> recent_places_;
};

template <class Edit>
void tenant_floor::change(const conversation_id& conversation, std::uint64_t changed_at,
                          Edit&& edit) {
  conversation_row& row = row_for_change(conversation);
  edit(row);
  if (changed_at != 0) {
    row.changed_at = changed_at;
  }
  row_changed(conversation, row);
}

template <class Edit>
void tenant_floor::change_recent(const conversation_id& conversation, std::uint64_t changed_at,
                                 Edit&& edit) {
  const std::size_t place = recent_place(conversation);
  edit(recents[place].summary);
  recents[place].changed_at = changed_at;
  if (changed.on) {
    changed.recents.insert(place);
  }
}

template <class Edit>
void tenant_floor::change_agent(const agent_id& agent, bool defined, Edit&& edit) {
  agent_row& row = agents[agent];
  unlist(row);
  edit(row);
  list(row);
  if (defined) {
    board.define_agent(agent, row.state, row.worked_at);
  } else {
    board.refresh_agent(agent, row.worked_at);
  }
  if (changed.on) {
    changed.agents.insert(agent.str());
  }
}

}  // namespace parley
