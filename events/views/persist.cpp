// The floor as rows: which changed, all of them, and back.

#include <algorithm>
#include <charconv>
#include <cstring>

#include "events/base/assert.hpp"
#include "events/codec/table.hpp"
#include "events/views/floor_state.hpp"

namespace parley {
namespace {

constexpr std::string_view agent_table = "agent";
constexpr std::string_view case_table = "case";
constexpr std::string_view compliance_table = "compliance";
constexpr std::string_view consent_rows = "consent";
constexpr std::string_view conversation_table = "conversation";
constexpr std::string_view counters_table = "counters";
constexpr std::string_view milestone_table = "milestone";
constexpr std::string_view queue_table = "queue";
constexpr std::string_view recent_table = "recent";
constexpr std::string_view relation_table = "relation";
constexpr std::string_view tenant_table = "tenant";
constexpr std::string_view timer_rows = "timer";

std::string recent_key(std::size_t place) {
  const std::string digits = std::to_string(place);
  return std::string(3 - digits.size(), '0') + digits;
}

std::optional<std::size_t> recent_place(std::string_view key) {
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), place);
  if (error != std::errc() || end != key.data() + key.size() || place >= recents_max) {
    return std::nullopt;
  }
  return place;
}

// Gathers rows. A row without a value is deleted.
class gatherer {
 public:
  explicit gatherer(const tenant_floor& tenant) : tenant_(tenant) {}

  template <class Row>
  void add(std::string_view table, const std::string& key, const Row& row) {
    rows_.push_back({std::string(table), full(key), codec::encode(row)});
  }
  void add_deleted(std::string_view table, const std::string& key) {
    rows_.push_back({std::string(table), full(key), {}});
  }
  // The row of `map` under `key`, or its deletion.
  template <class Id, class Map, class Rows>
  void add_from(std::string_view table, const std::string& key, const Map& map, Rows&& row_of) {
    const auto found = map.find(Id(key));
    if (found == map.end()) {
      add_deleted(table, key);
    } else {
      add(table, key, row_of(found->second));
    }
  }
  // The row, or its deletion if there is none.
  template <class Row>
  void add_known(std::string_view table, const std::string& key, const std::optional<Row>& row) {
    if (row) {
      add(table, key, *row);
    } else {
      add_deleted(table, key);
    }
  }
  std::vector<view_row> take() && { return std::move(rows_); }

 private:
  std::string full(const std::string& key) const { return tenant_.id.str() + '\0' + key; }

  const tenant_floor& tenant_;
  std::vector<view_row> rows_;
};

void add_promises(gatherer& to, const tenant_promises& promises) {
  promises.cases.visit([&](std::string_view of_case, const case_row& row) {
    to.add(case_table, std::string(of_case), row);
    return true;
  });
  promises.milestones.for_each([&](const timer_entry& entry) {
    to.add(milestone_table, std::string(entry.id()), row_of(promises, entry));
  });
  for (const auto& [key, account] : promises.relations) {
    to.add(relation_table, key, relation_row{account});
  }
  for (const auto& [key, row] : promises.compliance) {
    to.add(compliance_table, key, row);
  }
}

void add_changed_promises(gatherer& to, const tenant_promises& promises,
                          const changed_rows& changed) {
  const auto whole = [](const auto& row) -> const auto& { return row; };
  for (const std::string& key : changed.cases) {
    to.add_known(case_table, key, promises.cases.find(key));
  }
  for (const std::string& key : changed.milestones) {
    const timer_entry* const entry = promises.milestones.find(key);
    to.add_known(milestone_table, key,
                 entry == nullptr ? std::nullopt : std::optional(row_of(promises, *entry)));
  }
  for (const std::string& key : changed.relations) {
    to.add_from<std::string>(relation_table, key, promises.relations,
                             [](const account_id& account) { return relation_row{account}; });
  }
  for (const std::string& key : changed.compliance) {
    to.add_from<std::string>(compliance_table, key, promises.compliance, whole);
  }
}

std::vector<view_row> rows_of(const tenant_floor& tenant) {
  gatherer all(tenant);
  all.add(tenant_table, {}, tenant.settings);
  all.add(counters_table, {}, tenant.counters);
  for (const auto& [agent, row] : tenant.agents) {
    all.add(agent_table, agent.str(), row);
  }
  for (const auto& [conversation, row] : tenant.conversations) {
    all.add(conversation_table, conversation.str(), row);
  }
  for (const auto& [queue, live] : tenant.queues) {
    all.add(queue_table, queue.str(), live.counts);
  }
  tenant.timers.for_each([&](const timer_entry& entry) {
    all.add(timer_rows, std::string(entry.id()), timer_row{entry.due});
  });
  for (std::size_t place = 0; place < tenant.recents.size(); ++place) {
    all.add(recent_table, recent_key(place), tenant.recents[place]);
  }
  for (const auto& [name, row] : tenant.consents.rows) {
    all.add(consent_rows, name, row);
  }
  add_promises(all, tenant.promises);
  return std::move(all).take();
}

std::vector<view_row> changed_rows_of(const tenant_floor& tenant) {
  const changed_rows& changed = tenant.changed;
  gatherer some(tenant);
  const auto whole = [](const auto& row) -> const auto& { return row; };
  if (changed.settings) {
    some.add(tenant_table, {}, tenant.settings);
  }
  if (changed.counters) {
    some.add(counters_table, {}, tenant.counters);
  }
  for (const std::string& key : changed.agents) {
    some.add_from<agent_id>(agent_table, key, tenant.agents, whole);
  }
  for (const std::string& key : changed.conversations) {
    some.add_from<conversation_id>(conversation_table, key, tenant.conversations, whole);
  }
  for (const std::string& key : changed.queues) {
    some.add_from<queue_id>(queue_table, key, tenant.queues,
                            [](const queue_floor& live) { return live.counts; });
  }
  for (const std::string& key : changed.timers) {
    const timer_entry* const entry = tenant.timers.find(key);
    some.add_known(timer_rows, key,
                   entry == nullptr ? std::nullopt : std::optional(timer_row{entry->due}));
  }
  for (const std::size_t place : changed.recents) {
    some.add(recent_table, recent_key(place), tenant.recents[place]);
  }
  for (const std::string& key : changed.consents) {
    some.add_from<std::string>(consent_rows, key, tenant.consents.rows, whole);
  }
  add_changed_promises(some, tenant.promises, changed);
  return std::move(some).take();
}

template <class Row>
std::optional<Row> decoded(std::span<const std::uint8_t> value) {
  Row row;
  if (!codec::decode(value.data(), value.size(), row)) {
    return std::nullopt;
  }
  return row;
}

template <class Row, class Put>
bool put(std::span<const std::uint8_t> value, Put&& where) {
  auto row = decoded<Row>(value);
  if (row) {
    where(std::move(*row));
  }
  return row.has_value();
}

bool load_recent(tenant_floor& tenant, std::string_view key, std::span<const std::uint8_t> value) {
  const auto place = recent_place(key);
  return place && put<recent_row>(value, [&](recent_row row) {
           tenant.recents.resize(std::max(tenant.recents.size(), *place + 1));
           tenant.recents[*place] = std::move(row);
         });
}

bool load_promise(floor::state& all, tenant_floor& tenant, std::string_view table,
                  const std::string& name, std::span<const std::uint8_t> value) {
  tenant_promises& promises = tenant.promises;
  if (table == case_table) {
    return put<case_row>(value, [&](const case_row& row) { promises.put(case_id(name), row); });
  }
  if (table == milestone_table) {
    return put<milestone_row>(
        value, [&](const milestone_row& row) { all.keep_milestone(tenant, name, row); });
  }
  if (table == relation_table) {
    return put<relation_row>(
        value, [&](const relation_row& row) { promises.relations[name] = row.account; });
  }
  return table == compliance_table && put<compliance_row>(value, [&](const compliance_row& row) {
           promises.compliance[name] = row;
         });
}

}  // namespace

std::vector<view_row> floor::all_rows() const {
  std::vector<view_row> rows;
  for (const auto& [name, tenant] : state_->tenants) {
    auto some = rows_of(*tenant);
    rows.insert(rows.end(), std::make_move_iterator(some.begin()),
                std::make_move_iterator(some.end()));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void floor::drain_rows(const row_sink& sink) {
  std::vector<view_row> rows;
  for (const auto& [name, tenant] : state_->tenants) {
    auto some = tenant->changed.on ? changed_rows_of(*tenant) : rows_of(*tenant);
    rows.insert(rows.end(), std::make_move_iterator(some.begin()),
                std::make_move_iterator(some.end()));
    tenant->changed = {};
    tenant->changed.on = true;
  }
  std::sort(rows.begin(), rows.end());
  for (const view_row& row : rows) {
    sink(row.table, row.key, row.value, row.value.empty());
  }
}

void floor::mark_all_rows() {
  for (const auto& [name, tenant] : state_->tenants) {
    tenant->changed = {};
  }
}

bool floor::load_row(std::string_view table, std::string_view key,
                     std::span<const std::uint8_t> value) {
  const std::size_t end = key.find('\0');
  if (end == std::string_view::npos || end == 0) {
    return false;
  }
  tenant_floor& tenant = state_->at_tenant(tenant_id(std::string(key.substr(0, end))));
  const std::string name(key.substr(end + 1));
  if (table == tenant_table) {
    return put<tenant_state>(value, [&](tenant_state row) { tenant.settings = std::move(row); });
  }
  if (table == counters_table) {
    return put<counters_row>(value, [&](counters_row row) { tenant.counters = std::move(row); });
  }
  if (table == agent_table) {
    return put<agent_row>(value,
                          [&](agent_row row) { tenant.agents[agent_id(name)] = std::move(row); });
  }
  if (table == conversation_table) {
    return put<conversation_row>(value, [&](conversation_row row) {
      tenant.conversations[conversation_id(name)] = std::move(row);
    });
  }
  if (table == queue_table) {
    return put<queue_row>(
        value, [&](queue_row row) { tenant.queues[queue_id(name)].counts = std::move(row); });
  }
  if (table == consent_rows) {
    return put<consent_row>(value,
                            [&](consent_row row) { tenant.consents.rows[name] = std::move(row); });
  }
  if (table == timer_rows) {
    return put<timer_row>(value, [&](timer_row row) { state_->arm(tenant, name, row.due); });
  }
  return table == recent_table ? load_recent(tenant, name, value)
                               : load_promise(*state_, tenant, table, name, value);
}

void floor::finish_load(position last) {
  state_->at = last;
  for (const auto& [name, tenant] : state_->tenants) {
    tenant->rebuild();
    tenant->changed = {};
    tenant->changed.on = true;
  }
}

}  // namespace parley
