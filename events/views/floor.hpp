#pragma once
// The live floor: every view of one partition, folded in log order. Who waits, who works, which
// timers are due, and the counters beside them. A plain value: no clock, no I/O, no threads.
//
// Limitations: one writer; answers copy. Conversations that nobody waits for and nobody owns cost
// nothing here, apart from the last few hundred of each tenant.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/base/recorded.hpp"
#include "events/views/answers.hpp"
#include "events/views/promise_answers.hpp"

namespace parley {

struct tenant_state;  // events/tenant/state.hpp

/// A timer whose time has come: what a `fire_timer{due}` at its stream needs. Or a milestone that
/// the clock must look at: what a `check_milestone{due}` at the run's stream needs.
struct due_timer {
  tenant_id tenant;
  timer_id timer;
  time_ms due;
  bool milestone = false;  ///< `timer` is a run
  bool operator==(const due_timer&) const = default;
};

/// One stored row of a view. `key` starts with the tenant id and a zero byte.
struct view_row {
  std::string table;
  std::string key;
  std::vector<std::uint8_t> value;
  auto operator<=>(const view_row&) const = default;
  bool operator==(const view_row&) const = default;
};

class floor {
 public:
  floor();
  ~floor();
  floor(floor&&) noexcept;
  floor& operator=(floor&&) noexcept;

  // ---- fold ----

  /// Folds the next event of the log. Positions only grow.
  void project(const recorded_event& event);
  /// Of the last event folded or loaded.
  position at() const;

  // ---- answers: nothing for a tenant that does not exist ----

  std::optional<queues_answer> queues(const tenant_id& tenant) const;
  std::optional<capacity_answer> capacity(const tenant_id& tenant) const;
  /// Nothing for an unknown agent, too.
  std::optional<agent_summary> agent(const tenant_id& tenant, const agent_id& agent) const;
  std::optional<overview_answer> overview(const tenant_id& tenant) const;
  /// Live ones first, then recent others; each part by latest change. At most `limit`.
  std::optional<conversations_answer> conversations(const tenant_id& tenant,
                                                    std::size_t limit) const;
  /// For `context::tenant`. Null if unknown; valid until the next `project` or load.
  const tenant_state* tenant(const tenant_id& tenant) const;
  /// For `context::agents`. 0 if unknown.
  std::uint32_t agents(const tenant_id& tenant) const;

  /// For `context::hours`. Null for an unknown tenant; valid until the next `project` or load.
  const hours_source* hours(const tenant_id& tenant) const;

  /// For `context::consents`. Null for an unknown tenant; valid until the next `project` or load.
  const consent_source* consents(const tenant_id& tenant) const;

  /// For `context::contacts`. Null for an unknown tenant; valid until the next `project` or load.
  const contact_source* contacts(const tenant_id& tenant) const;
  /// For `context::agent`. Null: no agent, or an unknown one; valid until the next `project` or
  /// load.
  const agent_definition* definition_of(const tenant_id& tenant, const principal& by) const;

  // ---- promises ----

  /// Open cases, latest change first; of one queue, unless that is empty. At most `limit`.
  std::optional<cases_answer> cases(const tenant_id& tenant, const queue_id& queue,
                                    std::size_t limit) const;
  /// What is overdue, and what will be next: at most `limit` of each, of one queue or (empty) all.
  /// The sums by queue count targets up to `horizon`.
  std::optional<promises_answer> promises(const tenant_id& tenant, const queue_id& queue,
                                          time_ms horizon, std::size_t limit) const;
  /// Targets whose date starts with `period` ("2026-11"; empty: all), each line `period_letters` of
  /// a date long: 10, 7 or 4.
  std::optional<compliance_answer> compliance(const tenant_id& tenant, const std::string& period,
                                              std::size_t period_letters,
                                              compliance_of what = compliance_of::level) const;
  /// By id, those from `from` on; at most `limit`.
  std::optional<customers_answer> customers(const tenant_id& tenant, const std::string& from,
                                            std::size_t limit) const;
  std::optional<processes_answer> processes(const tenant_id& tenant) const;
  /// Which customer has that asset, contact, contract, line or entitlement. Empty: none.
  account_id account_of(const tenant_id& tenant, const char* kind, const std::string& name) const;

  // ---- timers ----

  /// Appends the armed timers with due ≤ now, oldest first, at most `limit`.
  void due_timers(time_ms now, std::size_t limit, std::vector<due_timer>& out) const;
  /// The earliest due time of all armed timers.
  std::optional<time_ms> next_due() const;

  // ---- persistence ----

  /// The tables that rows belong to.
  static std::span<const std::string_view> tables();
  /// Receives one row. A deleted row has no value.
  using row_sink = std::function<void(std::string_view table, std::string_view key,
                                      std::span<const std::uint8_t> value, bool deleted)>;
  /// Hands out every row that changed since the last drain, once, sorted by table and key.
  void drain_rows(const row_sink& sink);
  /// The next drain hands out every row there is, whether it changed or not.
  void mark_all_rows();
  /// Puts one row back. False: unknown table, or bytes that are not its row.
  [[nodiscard]] bool load_row(std::string_view table, std::string_view key,
                              std::span<const std::uint8_t> value);
  /// After the last `load_row`: rebuilds what is derived from rows. `last` is the rows' position.
  void finish_load(position last);
  /// Every row, sorted: equal, byte for byte, for equal prefixes of the log.
  std::vector<view_row> all_rows() const;

  /// The state itself, for reactions, checks and explanations (events/views/floor_state.hpp).
  struct state;
  state& inner() { return *state_; }
  const state& inner() const { return *state_; }

 private:
  std::unique_ptr<state> state_;
};

}  // namespace parley
