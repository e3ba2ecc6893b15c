// The floor's answers about promises.

#include "events/views/promise_answers.hpp"

#include "events/views/floor_state.hpp"

namespace parley {
namespace {

const tenant_floor* known(const floor::state& state, const tenant_id& tenant) {
  const tenant_floor* found = state.find(tenant);
  return found == nullptr || !found->settings.created ? nullptr : found;
}

case_summary summary_of(const case_id& of_case, const case_row& row) {
  return {of_case,   row.phase,    row.status,  row.account,       row.level,    row.process,
          row.queue, row.priority, row.subject, row.conversations, row.opened_at};
}

promise_summary summary_of(const tenant_promises& promises, const timer_entry& entry) {
  promise_summary summary;
  const milestone_label& label = promises.labels[entry.label];
  summary.run = entry.id();
  summary.of_case = case_in(entry.id());
  summary.milestone = milestone_in(entry.id());
  summary.phase = entry.phase;
  summary.process = label.process;
  summary.process_version = label.process_version;
  summary.level = label.level;
  summary.due = entry.target;
  if (const auto row = promises.cases.find(summary.of_case.str())) {
    summary.queue = row->queue;
    summary.priority = row->priority;
  }
  return summary;
}

// The milestones nearest to their targets. The clock looks at a run before or right after its
// target, never later, so the heap's order bounds how far this has to look.
class nearest {
 public:
  nearest(const tenant_floor& tenant, const queue_id& queue, time_ms horizon, std::size_t limit)
      : tenant_(tenant), queue_(queue), horizon_(horizon), limit_(limit) {}

  bool look_at(const timer_entry& entry) {
    const bool full = found_.size() >= limit_;
    const time_ms last = full && limit_ > 0 ? found_.rbegin()->first : time_ms{};
    if (entry.due > horizon_ + duration_ms(1) && full && (limit_ == 0 || entry.due > last)) {
      return false;
    }
    const bool ticks =
        entry.phase == milestone_phase::running || entry.phase == milestone_phase::warned;
    if (!entry.milestone || entry.tenant != tenant_.number || !ticks) {
      return true;
    }
    const queue_id queue = tenant_.promises.cases.queue_of(case_in(entry.id()).str());
    if (entry.target <= horizon_) {
      ++at_risk_[queue];
    }
    if (limit_ > 0 && (queue_.empty() || queue_ == queue)) {
      found_.emplace(entry.target, &entry);
      if (found_.size() > limit_) {
        found_.erase(std::prev(found_.end()));
      }
    }
    return true;
  }
  const std::multimap<time_ms, const timer_entry*>& found() const { return found_; }
  const std::map<queue_id, std::uint64_t>& at_risk() const { return at_risk_; }

 private:
  const tenant_floor& tenant_;
  const queue_id& queue_;
  const time_ms horizon_;
  const std::size_t limit_;
  std::multimap<time_ms, const timer_entry*> found_;
  std::map<queue_id, std::uint64_t> at_risk_;
};

void add_violated(promises_answer& to, const tenant_promises& promises, const queue_id& queue,
                  std::size_t limit, std::map<queue_id, queue_promises>& queues) {
  for (const timer_entry* entry : promises.overdue) {
    promise_summary summary = summary_of(promises, *entry);
    ++queues[summary.queue].overdue;
    if (to.violated.size() < limit && (queue.empty() || queue == summary.queue)) {
      to.violated.push_back(std::move(summary));
    }
  }
}

compliance_of sort_of(const std::string& key) {
  if (key.front() != compliance_other) {
    return compliance_of::level;
  }
  return key[1] == 'a' ? compliance_of::account : compliance_of::office;
}

void add(compliance_line& to, const compliance_row& row) {
  to.met += row.met;
  to.met_late += row.met_late;
  to.missed += row.missed;
  to.cancelled += row.cancelled;
  const std::uint64_t all = to.met + to.met_late + to.missed;
  to.met_permille = all == 0 ? 0 : static_cast<std::uint32_t>(to.met * 1000 / all);
}

}  // namespace

std::optional<cases_answer> floor::cases(const tenant_id& tenant, const queue_id& queue,
                                         std::size_t limit) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  const tenant_promises& promises = found->promises;
  cases_answer answer{to_string(state_->at), promises.cases.size(), {}};
  promises.cases.visit([&](std::string_view of_case, const case_row& row) {
    if (answer.cases.size() < limit && (queue.empty() || row.queue == queue)) {
      answer.cases.push_back(summary_of(case_id(std::string(of_case)), row));
    }
    return answer.cases.size() < limit;
  });
  return answer;
}

std::optional<promises_answer> floor::promises(const tenant_id& tenant, const queue_id& queue,
                                               time_ms horizon, std::size_t limit) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  const tenant_promises& promises = found->promises;
  promises_answer answer;
  answer.position = to_string(state_->at);
  answer.running = promises.milestones.size();
  answer.overdue = promises.overdue.size();
  std::map<queue_id, queue_promises> queues;
  add_violated(answer, promises, queue, limit, queues);
  nearest near(*found, queue, horizon, limit);
  state_->due.visit([&](const timer_entry& entry) { return near.look_at(entry); });
  for (const auto& [target, entry] : near.found()) {
    answer.next.push_back(summary_of(promises, *entry));
  }
  for (const auto& [name, count] : near.at_risk()) {
    queues[name].at_risk = count;
  }
  for (auto& [name, sums] : queues) {
    sums.queue = name;
    answer.queues.push_back(sums);
  }
  return answer;
}

std::optional<compliance_answer> floor::compliance(const tenant_id& tenant,
                                                   const std::string& period,
                                                   std::size_t period_letters,
                                                   compliance_of what) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  compliance_answer answer{to_string(state_->at), {}};
  std::map<std::array<std::string, 3>, compliance_line> lines;
  constexpr char between = compliance_separator;
  for (const auto& [key, row] : found->promises.compliance) {
    const std::size_t first = key.find(between);
    const std::size_t second = key.find(between, first + 1);
    const std::string day = key.substr(second + 1);
    if (!day.starts_with(period) || sort_of(key) != what) {
      continue;
    }
    const std::array<std::string, 3> name{key.substr(0, first),
                                          key.substr(first + 1, second - first - 1),
                                          day.substr(0, period_letters)};
    compliance_line& line = lines[name];
    if (what == compliance_of::level) {
      line.level = level_id(name[0]);
      line.milestone = milestone_id(name[1]);
    } else if (what == compliance_of::account) {
      line.account = account_id(name[1]);
    } else {
      line.office = hours_id(name[1]);
    }
    line.period = name[2];
    add(line, row);
  }
  for (auto& [name, line] : lines) {
    answer.lines.push_back(std::move(line));
  }
  return answer;
}

std::optional<customers_answer> floor::customers(const tenant_id& tenant, const std::string& from,
                                                 std::size_t limit) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  customers_answer answer{to_string(state_->at), 0, {}};
  const auto& relations = found->promises.relations;
  const std::string first = relation_key("account", {});
  for (auto each = relations.lower_bound(first);
       each != relations.end() && each->first.starts_with(first); ++each) {
    ++answer.count;
    if (each->second.str() >= from && answer.customers.size() < limit) {
      answer.customers.push_back(each->second);
    }
  }
  return answer;
}

std::optional<processes_answer> floor::processes(const tenant_id& tenant) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return std::nullopt;
  }
  const tenant_state& settings = found->settings;
  return processes_answer{to_string(state_->at), settings.processes, settings.levels,
                          settings.templates,    settings.bundles,   settings.price_books};
}

account_id floor::account_of(const tenant_id& tenant, const char* kind,
                             const std::string& name) const {
  const tenant_floor* found = known(*state_, tenant);
  if (found == nullptr) {
    return {};
  }
  const auto& relations = found->promises.relations;
  const auto relation = relations.find(relation_key(kind, name));
  return relation == relations.end() ? account_id() : relation->second;
}

const hours_source* floor::hours(const tenant_id& tenant) const {
  const tenant_floor* found = known(*state_, tenant);
  return found == nullptr ? nullptr : &found->calendars;
}

}  // namespace parley
