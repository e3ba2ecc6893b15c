// After the faults stop: everything that is under way ends within a bound, clients that were left
// without an answer ask again, timers fire, and then every promise is checked.

#include "events/views/check.hpp"
#include "tests/sim/plants.hpp"
#include "tests/sim/world.hpp"

namespace parley::sim {
namespace {

constexpr int drain_rounds_max = 3000;
constexpr int jumps_count = 25;

}  // namespace

// Until nothing is left that could happen without time passing.
void world::drain(place& at) {
  machine& box = *at.box;
  for (int i = 0; i < drain_rounds_max && broken_.empty(); ++i) {
    if (!box.up()) {
      box.start_process();
    }
    box.claim(now_);
    box.replay(now_);
    box.complete_append(now_);
    box.follow();
    box.flush();
    const std::uint64_t before = box.book().last().value;
    box.tick(now_);
    check_broken(at);
    const bool due = box.running() && box.live().views().next_due() <= now_ &&
                     box.live().views().next_due().has_value();
    if (!box.busy() && !due && box.book().last().value == before) {
      return;
    }
  }
  if (broken_.empty()) {
    broken_ = "it does not come to rest: phase " +
              std::to_string(static_cast<int>(box.live().phase())) + ", " +
              std::to_string(box.held()) + " appends, " +
              std::to_string(box.live().progress().in_flight) + " commands in flight, log at " +
              std::to_string(box.book().last().value) + "; " + box.live().problem();
    std::vector<due_timer> due;
    box.live().views().due_timers(now_, 3, due);
    for (const due_timer& timer : due) {
      broken_ += " due: " + timer.timer.str();
    }
  }
}

void world::retry_unknown(place& at) {
  machine& box = *at.box;
  for (std::size_t i = 0; i < box.sent().size() && broken_.empty(); ++i) {
    for (int attempt = 0; attempt < 50; ++attempt) {
      const sent_command& sent = box.sent().at(i);
      const bool open = sent.attempts == 0 || sent.unknown;
      if (!open || !broken_.empty()) {
        break;
      }
      box.submit(i, now_);
      drain(at);
    }
  }
}

void world::rest(place& at) {
  machine& box = *at.box;
  if (!broken_.empty()) {
    return;
  }
  if (!box.running()) {
    broken_ = "the shard does not run again: " + box.live().problem();
    return;
  }
  if (box.sent().open() > 0) {
    broken_ = "a command is not answered";
  } else if (box.live().pending_reactions() > 0) {
    broken_ = "a reaction is never settled";
  }
  const honest checking;
  if (broken_.empty()) {
    broken_ = box.book().law().at_rest(now_);
  }
  if (broken_.empty()) {
    broken_ = check(box.live().views()).value_or("");
  }
  if (broken_.empty()) {
    broken_ = check_at_rest(box.live().views()).value_or("");
  }
  if (!broken_.empty()) {
    say(broken_.c_str());
  }
}

void world::settle() {
  say("settling");
  for (place& at : places_) {
    drain(at);
    retry_unknown(at);
    rest(at);
  }
  for (int jump = 0; jump < jumps_count && broken_.empty(); ++jump) {
    for (place& at : places_) {
      const auto due = broken_.empty() ? at.box->live().views().next_due() : std::nullopt;
      now_ = due ? std::max(now_, *due) : now_ + duration_ms(1000);
      drain(at);
      rest(at);
    }
  }
  for (place& at : places_) {
    if (broken_.empty()) {
      broken_ = at.box->sent().final_check();
    }
    if (broken_.empty() && at.box->open_reads() > 0) {
      broken_ = "a read is never answered";
    }
    if (broken_.empty()) {
      broken_ = at.box->compare_with_log();
    }
    if (broken_.empty()) {
      // The rows that a clean stop writes make the same views again.
      at.box->restart_cleanly(now_);
      drain(at);
      broken_ = broken_.empty() ? at.box->compare_with_log() : broken_;
    }
  }
}

}  // namespace parley::sim
