#include "events/views/case_times.hpp"

#include <algorithm>

#include "events/milestone/business_clock.hpp"

namespace parley {
namespace {

struct stretch {
  time_ms from;
  time_ms to;
};

// What is covered by any of them, within [from, to); each instant once.
template <class Spell>
std::vector<stretch> united(const std::vector<Spell>& spells, time_ms from, time_ms to) {
  std::vector<stretch> all;
  for (const Spell& each : spells) {
    const stretch one{std::max(each.from, from), each.to.value == 0 ? to : std::min(each.to, to)};
    if (one.from < one.to) {
      all.push_back(one);
    }
  }
  std::sort(all.begin(), all.end(),
            [](const stretch& a, const stretch& b) { return a.from < b.from; });
  std::vector<stretch> joined;
  for (const stretch& each : all) {
    if (!joined.empty() && each.from <= joined.back().to) {
      joined.back().to = std::max(joined.back().to, each.to);
    } else {
      joined.push_back(each);
    }
  }
  return joined;
}

time_spent sum(std::string name, const std::vector<stretch>& of, const business_clock& clock) {
  time_spent spent{std::move(name), 0, 0};
  for (const stretch& each : of) {
    spent.clock_ms += (each.to - each.from).value;
    spent.business_ms += clock.difference(each.from, each.to).value;
  }
  return spent;
}

}  // namespace

void case_times::enter(const std::string& name, time_ms at) {
  leave(at);
  auto found = std::find_if(statuses_.begin(), statuses_.end(),
                            [&](const named& each) { return each.name == name; });
  if (found == statuses_.end()) {
    found = statuses_.insert(found, {name, {}});
  }
  found->spells.push_back({at, {}});
  status_ = static_cast<std::size_t>(found - statuses_.begin()) + 1;
}

void case_times::leave(time_ms at) {
  if (status_ != 0) {
    statuses_[status_ - 1].spells.back().to = at;
  }
  status_ = 0;
}

void case_times::take(const any_event& event, time_ms recorded_at) {
  if (const auto* opened = std::get_if<case_opened>(&event)) {
    opened_at_ = opened->at;
    enter(opened->status, opened->at);
  } else if (const auto* changed = std::get_if<case_status_changed>(&event)) {
    enter(changed->status, changed->at);
  } else if (const auto* closed = std::get_if<case_closed>(&event)) {
    leave(closed->at);
    closed_at_ = closed->at;
  } else if (const auto* reopened = std::get_if<case_reopened>(&event)) {
    closed_at_ = {};
    enter(reopened->status, reopened->at);
  } else if (const auto* joined = std::get_if<participant_joined>(&event)) {
    if (joined->role == participant_role::agent) {
      agents_[joined->participant].push_back({recorded_at, {}});
    }
  } else if (const auto* left = std::get_if<participant_left>(&event)) {
    const auto agent = agents_.find(left->participant);
    if (agent != agents_.end() && agent->second.back().to.value == 0) {
      agent->second.back().to = recorded_at;
    }
  }
}

case_times_answer case_times::answer(const hours_source* source, const hours_id& by,
                                     time_ms now) const {
  const business_clock clock(source, by);
  case_times_answer told;
  told.now = closed_at_.value == 0 ? now : closed_at_;
  told.hours = clock.stamp();
  const std::vector<stretch> whole{{opened_at_, std::max(told.now, opened_at_)}};
  const time_spent age = sum({}, whole, clock);
  told.clock_ms = age.clock_ms;
  told.business_ms = age.business_ms;
  for (const named& each : statuses_) {
    told.statuses.push_back(sum(each.name, united(each.spells, opened_at_, told.now), clock));
  }
  for (const auto& [agent, spells] : agents_) {
    told.agents.push_back(sum(agent, united(spells, opened_at_, told.now), clock));
  }
  return told;
}

}  // namespace parley
