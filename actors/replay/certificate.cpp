#include "actors/replay/certificate.hpp"

#include <map>

#include "actors/replay/fold.hpp"
#include "events/codec/event_codec.hpp"
#include "events/milestone/business_clock.hpp"
#include "events/milestone/entity.hpp"
#include "events/views/promises.hpp"

namespace parley {
namespace {

// Follows the runs of one case through the log.
class witness {
 public:
  witness(tenant_id tenant, case_id of_case) {
    told_.tenant = std::move(tenant);
    told_.of_case = std::move(of_case);
  }

  /// An event of the case or of one of its runs.
  void see(const recorded_event& event, const hours_source* hours) {
    ++told_.events;
    if (event.stream.kind != entity_kind::milestone) {
      return;
    }
    event_ = &event;
    hours_ = hours;
    std::visit([&](const auto& one) { take(one); }, event.event);
    if (certified_promise* promise = present()) {
      promise->positions.push_back(to_string(event.at));
    }
  }

  certificate finish(const position& last, time_ms recorded_at) && {
    told_.position = to_string(last);
    told_.recorded_at = recorded_at;
    for (certified_promise& promise : told_.promises) {
      judge(promise, recorded_at);
    }
    return std::move(told_);
  }

 private:
  certified_promise* present() {
    const auto found = runs_.find(event_->stream.entity);
    return found == runs_.end() ? nullptr : &told_.promises[found->second];
  }

  void take(const milestone_started& e) {
    certified_promise promise;
    promise.run = event_->stream.entity;
    promise.occurrence = e.occurrence;
    promise.milestone = e.setup.definition.milestone;
    adopt(promise, e.setup);
    promise.start = e.start;
    runs_[promise.run] = told_.promises.size();
    told_.promises.push_back(std::move(promise));
    place(e.setup.hours, e.anchor, e.rest_ms, e.due, e.hours, e.at);
    present()->verdict = e.paused ? "paused" : "running";
    check_first(e);
  }
  void take(const milestone_resumed& e) {
    if (certified_promise* promise = present()) {
      place(hours_of(*promise), e.anchor, e.rest_ms, e.due, e.hours, e.at);
      promise->verdict = e.due.value == 0 ? "paused" : "running";
      promise->violated = e.violated;
      promise->completed_at = {};
    }
  }
  void take(const milestone_retargeted& e) {
    if (certified_promise* promise = present()) {
      adopt(*promise, e.setup);
      place(e.setup.hours, e.anchor, e.rest_ms, e.due, e.hours, e.at);
    }
  }
  void take(const milestone_paused& e) {
    if (certified_promise* promise = present()) {
      const business_clock clock(hours_, hours_of(*promise));
      promise->agrees = promise->agrees && clock.difference(e.at, e.due) == e.rest_ms;
      count_until(*promise, e.at);
      promise->verdict = "paused";
      promise->due = {};
    }
  }
  void take(const milestone_violated& e) {
    if (certified_promise* promise = present()) {
      // Never early, and at the target that was placed.
      promise->agrees = promise->agrees && e.due == promise->due && event_->recorded_at > e.due;
      promise->violated = true;
      promise->verdict = "violated";
    }
  }
  void take(const violation_withdrawn& e) {
    if (certified_promise* promise = present()) {
      promise->agrees = promise->agrees && promise->violated && e.at <= promise->due;
      promise->violated = false;
      promise->verdict = "running";
    }
  }
  void take(const milestone_completed& e) {
    if (certified_promise* promise = present()) {
      const bool late = promise->due.value != 0 && e.at > promise->due;
      promise->agrees = promise->agrees && late == e.late && late == promise->violated;
      count_until(*promise, e.at);
      promise->completed_at = e.at;
      promise->verdict = e.late ? "met_late" : "met";
    }
  }
  void take(const milestone_cancelled& e) {
    if (certified_promise* promise = present()) {
      count_until(*promise, e.at);
      promise->verdict = "cancelled";
    }
  }
  template <class Other>
  void take(const Other&) {}

  void adopt(certified_promise& promise, const milestone_setup& setup) {
    promise.process = setup.process;
    promise.process_version = setup.process_version;
    promise.level = setup.level;
    promise.entitlement = setup.entitlement;
    promise.target_ms = minutes(setup.definition.target_minutes);
    named_hours_[promise.run] = setup.hours;
  }
  hours_id hours_of(const certified_promise& promise) { return named_hours_[promise.run]; }

  // The target that the start and the holds give.
  void check_first(const milestone_started& e) {
    const business_clock clock(hours_, e.setup.hours);
    const auto placed = place_target(
        clock, e.start, minutes(e.setup.definition.target_minutes),
        e.setup.definition.side == milestone_side::internal ? e.holds : std::vector<hold>{});
    certified_promise& promise = *present();
    promise.agrees = promise.agrees && placed && placed->due == e.due &&
                     placed->rest_ms == e.rest_ms && placed->paused == e.paused;
  }

  void place(const hours_id& hours, time_ms anchor, duration_ms rest, time_ms due,
             const hours_stamp& stamp, time_ms at) {
    certified_promise& promise = *present();
    const business_clock clock(hours_, hours);
    target_placement one{to_string(event_->at),
                         codec::name_of(event_->event),
                         at,
                         anchor,
                         rest,
                         due,
                         stamp,
                         {},
                         true};
    one.agrees = due.value == 0 || clock.add(anchor, rest) == due;
    if (const hours_in_force* found = hours_ == nullptr ? nullptr : hours_->find(hours)) {
      for (const applied_exception& each : found->compiled->exceptions(anchor, due)) {
        one.exceptions.push_back({each.name, each.date, each.effect == exception_effect::opens});
      }
    }
    promise.agrees = promise.agrees && one.agrees;
    promise.placements.push_back(std::move(one));
    promise.due = due;
  }

  // The business time from the last placement to `until`.
  void count_until(certified_promise& promise, time_ms until) {
    if (promise.due.value == 0 || promise.placements.empty()) {
      return;
    }
    const time_ms from = promise.placements.back().anchor;
    const hours_in_force* found = hours_ == nullptr ? nullptr : hours_->find(hours_of(promise));
    if (until <= from) {
      return;
    }
    if (found == nullptr) {
      promise.counted.push_back({from, until});
    } else {
      for (const open_span& span : found->compiled->spans(from, until)) {
        promise.counted.push_back({span.from, span.to});
      }
    }
  }

  void judge(certified_promise& promise, time_ms now) {
    if (promise.verdict == "running" || promise.verdict == "violated") {
      // Still to be done: what has run until the end of what was read.
      count_until(promise, now);
    }
    for (const counted_span& span : promise.counted) {
      promise.counted_ms = duration_ms(promise.counted_ms.value + (span.to - span.from).value);
    }
    told_.mismatches += promise.agrees ? 0U : 1U;
  }

  certificate told_;
  std::map<std::string, std::size_t> runs_;
  std::map<std::string, hours_id> named_hours_;
  const recorded_event* event_ = nullptr;
  const hours_source* hours_ = nullptr;
};

// Every case of a tenant, or only one.
class bench_of_witnesses {
 public:
  bench_of_witnesses(const tenant_id& tenant, const case_id& only) : tenant_(tenant), only_(only) {}

  void see(const recorded_event& event, const floor& views) {
    const bool run = event.stream.kind == entity_kind::milestone;
    if (event.stream.tenant != tenant_ ||
        (!run && event.stream.kind != entity_kind::support_case)) {
      return;
    }
    const case_id of_case = run ? case_in(event.stream.entity) : case_id(event.stream.entity);
    if (only_.empty() || of_case == only_) {
      witnesses_.try_emplace(of_case, tenant_, of_case)
          .first->second.see(event, views.hours(tenant_));
    }
  }

  std::vector<certificate> finish(const position& last, time_ms recorded_at) {
    std::vector<certificate> all;
    all.reserve(witnesses_.size());
    for (auto& [of_case, each] : witnesses_) {
      all.push_back(std::move(each).finish(last, recorded_at));
    }
    return all;
  }

 private:
  const tenant_id& tenant_;
  const case_id& only_;
  std::map<case_id, witness> witnesses_;
};

result<std::vector<certificate>> read(const store::journal& journal, const tenant_id& tenant,
                                      const case_id& only) {
  const partition_id partition = partition_of(tenant, journal.partition_count());
  floor views;
  views.finish_load({partition, offset{}});
  bench_of_witnesses sees(tenant, only);
  const auto folded = fold_floor(journal, partition, {}, views,
                                 [&](const recorded_event& event, const floor& at, bool done,
                                     const std::vector<reaction_command>&) {
                                   if (done) {
                                     sees.see(event, at);
                                   }
                                 });
  if (!folded.ok()) {
    return folded.error();
  }
  return sees.finish({partition, folded->last}, folded->recorded_at);
}

}  // namespace

result<certificate> certify(const store::journal& journal, const tenant_id& tenant,
                            const case_id& of_case) {
  auto told = read(journal, tenant, of_case);
  if (!told.ok()) {
    return told.error();
  }
  if (told->empty()) {
    return rejection{
        errc::not_found, "no case " + of_case.str() + " in tenant " + tenant.str(), {}};
  }
  return std::move(told->front());
}

result<std::vector<certificate>> certify_all(const store::journal& journal,
                                             const tenant_id& tenant) {
  return read(journal, tenant, {});
}

}  // namespace parley
