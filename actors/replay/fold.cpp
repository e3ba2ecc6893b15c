#include "actors/replay/fold.hpp"

#include "actors/shard/commit_events.hpp"
#include "events/reactions/react.hpp"

namespace parley {

result<fold_count> fold_floor(const store::journal& journal, partition_id partition,
                              const fold_until& until, floor& into, const fold_watcher& watch,
                              const fold_progress& progress) {
  constexpr std::uint64_t commits_between_reports = 8192;
  fold_count count;
  const auto commits = journal.read(partition, offset{});
  const std::vector<reaction_command> none;
  codec::event_decoder decoder;
  for (;;) {
    const auto next = commits->next();
    if (!next.ok()) {
      return next.error();
    }
    const store::commit_view* const commit = *next;
    if (commit == nullptr || commit->last_position().at > until.at ||
        commit->recorded_at() > until.recorded_at) {
      return count;
    }
    const status told = for_each_event(*commit, decoder, [&](const recorded_event& event) {
      if (watch) {
        watch(event, into, false, none);
      }
      into.project(event);
      const std::vector<reaction_command> reactions = react(event, into);
      if (watch) {
        watch(event, into, true, reactions);
      }
    });
    if (!told.ok()) {
      return told.error();
    }
    ++count.commits;
    count.events += commit->event_count();
    count.last = commit->last_position().at;
    count.recorded_at = commit->recorded_at();
    if (progress && count.commits % commits_between_reports == 0 && !progress(count)) {
      return count;
    }
  }
}

}  // namespace parley
