// One feed: from the log to the topic.

#include "actors/partner/publisher.hpp"

#include <algorithm>

#include "actors/http/log.hpp"
#include "actors/partner/outgoing.hpp"
#include "actors/partner/publisher_signal.hpp"

namespace parley::partner {
namespace {

constexpr std::size_t slice_commits = 512;

std::string place_of(const std::string& partner, partition_id partition) {
  return partner + ", partition " + std::to_string(partition.value);
}

}  // namespace

/// Does one slice of work; false: there is nothing to do now.
bool publisher::step(feed& of) {
  if (clock::now() < of.retry_at) {
    return false;
  }
  if (!of.cursor) {
    const status opened = open(of);
    if (!opened.ok()) {
      fail(of, opened.error());
      return false;
    }
  }
  for (std::size_t i = 0; i < slice_commits; ++i) {
    std::optional<rejection> failed;
    {
      const std::lock_guard hold(of.sent->mutex);
      if (of.sent->records.size() >= options_.in_flight_max) {
        return i > 0;
      }
      failed = of.sent->failed;
    }
    if (failed) {
      fail(of, *failed);
      return false;
    }
    const auto next = of.cursor->next();
    if (!next.ok()) {
      fail(of, next.error());
      return false;
    }
    if (*next == nullptr) {
      return i > 0;
    }
    const status published = publish(of, **next);
    if (!published.ok()) {
      fail(of, published.error());
      return false;
    }
  }
  return true;
}

status publisher::open(feed& of) {
  if (!of.loaded) {
    const auto stored = cursors_.load(who_.name, of.partition);
    if (!stored.ok()) {
      return stored.error();
    }
    if (*stored > node_.log().end(of.partition)) {
      return rejection{errc::wrong_state,
                       "the stored cursor of " + place_of(who_.name, of.partition) + " is " +
                           std::to_string(stored->value) + ", beyond the log's end: another log's?",
                       {}};
    }
    of.stored = *stored;
    of.read = *stored;
    of.loaded = true;
  }
  begin_at(of, of.read);
  offset from = of.read;
  if (from.value > 0) {
    // The cursor may be inside a commit, the rest of which is still to be told.
    const status found =
        node_.log().read_one(of.partition, from, [&](const store::commit_view& commit) {
          from = offset(commit.first_position().at.value - 1);
        });
    if (!found.ok()) {
      return found;
    }
  }
  of.cursor = node_.log().read(of.partition, from);
  return done{};
}

void publisher::begin_at(feed& of, offset after) {
  of.sent = std::make_shared<sent_list>();
  of.sent->stored = of.stored;
  of.read = after;
}

void publisher::fail(feed& of, const rejection& why) {
  ++of.failures;
  trouble_ = place_of(who_.name, of.partition) + ": " + why.message;
  http::log_event(http::log_level::warning, "partner_publishing_failed",
                  {{"partner", who_.name},
                   {"partition", std::to_string(of.partition.value)},
                   {"code", to_string(why.code)},
                   {"reason", why.message}});
  if (of.sent) {
    begin_at(of, arrived(of));
  }
  of.cursor.reset();
  of.retry_at = clock::now() + std::chrono::milliseconds(options_.retry_after.value);
}

status publisher::publish(feed& of, const store::commit_view& commit) {
  const auto ours = concern_.of(commit);
  if (!ours.ok()) {
    return ours.error();
  }
  for (std::size_t i = 0; *ours && i < commit.event_count(); ++i) {
    const offset at(commit.first_position().at.value + i);
    if (at > of.read && concern_.tells(commit, i)) {
      send(of, outgoing_record(who_, commit, i), at);
      ++of.published;
    }
  }
  of.read = std::max(of.read, commit.last_position().at);
  return done{};
}

void publisher::send(feed& of, store::partner_record record, offset at) {
  {
    const std::lock_guard hold(of.sent->mutex);
    of.sent->records.push_back({at, false});
  }
  // Sent again without its value if the topic does not take all of it. That may come later than
  // what follows it, but only its place in the order was left to tell.
  auto small = std::make_shared<store::partner_record>();
  small->from = record.from;
  small->key = record.key;
  small->headers = record.headers;
  small->headers.push_back({"parley_omitted_bytes", std::to_string(record.value.size())});
  const auto told = [list = of.sent, at, wake = signal_](const status& outcome) {
    note_arrival(*list, at, outcome);
    wake->raise();
  };
  sink_.send(std::move(record), [this, small, told](const status& outcome) {
    if (!outcome.ok() && outcome.error().code == errc::unsupported && !small->key.empty()) {
      store::partner_record again = std::move(*small);
      sink_.send(std::move(again), told);
    } else {
      told(outcome);
    }
  });
}

void publisher::note_arrival(sent_list& list, offset at, const status& outcome) {
  const std::lock_guard hold(list.mutex);
  if (!outcome.ok()) {
    list.failed = outcome.error();
    return;
  }
  const auto found =
      std::lower_bound(list.records.begin(), list.records.end(), at,
                       [](const sent_list::one& one, offset wanted) { return one.at < wanted; });
  found->arrived = true;
  while (!list.failed && !list.records.empty() && list.records.front().arrived) {
    list.records.pop_front();
  }
}

/// Everything up to here is in the topic, or does not concern the partner.
offset publisher::arrived(feed& of) {
  const std::lock_guard hold(of.sent->mutex);
  return of.sent->records.empty() ? of.read : offset(of.sent->records.front().at.value - 1);
}

void publisher::save(feed& of, bool at_once) {
  if (!of.sent) {
    return;
  }
  const offset at = arrived(of);
  const auto now = clock::now();
  {
    const std::lock_guard hold(of.sent->mutex);
    of.stored = std::max(of.stored, of.sent->stored);
    const bool due =
        at_once || now - of.saved_at >= std::chrono::milliseconds(options_.save_every.value);
    if (at <= of.stored || of.sent->saving || !due) {
      return;
    }
    of.sent->saving = true;
  }
  of.saved_at = now;
  cursors_.save(who_.name, of.partition, at,
                [list = of.sent, at, wake = signal_](const status& outcome) {
                  const std::lock_guard hold(list->mutex);
                  list->saving = false;
                  if (outcome.ok()) {
                    list->stored = std::max(list->stored, at);
                  }
                  wake->raise();
                });
}

}  // namespace parley::partner
