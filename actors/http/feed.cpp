#include "actors/http/feed.hpp"

#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/log.hpp"
#include "actors/http/token_life.hpp"
#include "events/tenant/rights.hpp"

namespace parley::http {
namespace {

// A slice is what one piece of the stream may hold, and how far a reader goes for one subscriber
// before it turns to the next.
constexpr std::size_t slice_bytes = std::size_t{64} << 10U;
constexpr std::size_t slice_commits = 4096;

void start_feed(const exchange_ptr& ex, const feed_filter& filter,
                const std::shared_ptr<partner_view>& view) {
  const auto& log = ex->home().node.log();
  const auto after = start_of(ex->request, filter.partition, log.end(filter.partition));
  if (!after.ok()) {
    ex->refuse(after.error());
    return;
  }
  auto feed = std::make_shared<event_feed>(ex->home().shared_from_this(), ex->shared_client(),
                                           filter, view, good_until(ex->request.authorization));
  const status opened = feed->open(*after);
  if (!opened.ok()) {
    ex->refuse(opened.error());
    return;
  }
  ex->open_stream(std::move(feed));
}

// What a client has seen at another node, this one may still have to read; 0: it need not wait.
offset seen_elsewhere(const exchange& ex) {
  if (ex.home().node.place_of(ex.partition).who == partition_place::custody::here) {
    return offset();
  }
  const auto seen = start_of(ex.request, ex.partition, offset(UINT64_MAX));
  return seen.ok() && seen->value != UINT64_MAX ? *seen : offset();
}

// What was told before needs the right to replay, where rights are given at all; going on after a
// lost connection does not.
std::optional<rejection> may_not_replay(const floor& views, const exchange& ex) {
  const tenant_state* tenant = views.tenant(ex.tenant);
  return asks_for_the_past(ex.request) && tenant != nullptr
             ? need_right(ex.by, *tenant, views.definition_of(ex.tenant, ex.by), right::replay_log,
                          {})
             : std::nullopt;
}

// An agent may watch itself; the whole floor is for those who look after it.
status admit(const exchange& ex, const feed_filter& filter) {
  const bool itself = filter.kind == entity_kind::agent && filter.entity == ex.by.name;
  if (ex.by.role == principal_role::agent && !itself) {
    return rejection{errc::not_permitted, "an agent may follow ?stream=agent/<itself> only", {}};
  }
  const auto& home = ex.home();
  if (home.counters.subscribers.load() >= static_cast<std::int64_t>(home.options.subscribers_max)) {
    return rejection{errc::overloaded, "too many event feeds are open", {}};
  }
  return done{};
}

}  // namespace

event_feed::event_feed(std::shared_ptr<service> home, std::shared_ptr<link> client,
                       feed_filter filter, std::shared_ptr<partner_view> view, time_ms until)
    : home_(std::move(home)),
      client_(std::move(client)),
      filter_(std::move(filter)),
      view_(std::move(view)),
      until_(until) {
  home_->counters.subscribers.fetch_add(1);
}

event_feed::~event_feed() { home_->counters.subscribers.fetch_sub(1); }

status event_feed::open(offset after) {
  sent_ = after;
  offset from = after;
  if (after.value > 0) {
    // `after` may be inside a commit, the rest of which is still to be sent.
    const status read = home_->node.log().read_one(
        filter_.partition, after,
        [&](const store::commit_view& c) { from = offset(c.first_position().at.value - 1); });
    if (!read.ok()) {
      return read;
    }
  }
  cursor_ = home_->node.log().read(filter_.partition, from);
  following_ = true;
  follow_ = home_->node.follow(filter_.partition, [self = weak_from_this()](offset) {
    if (const auto feed = self.lock()) {
      feed->wake();
    }
  });
  return done{};
}

void event_feed::pull() {
  wanted_.store(true);
  wake();
}

void event_feed::closed() {
  if (!closed_.exchange(true) && following_) {
    home_->node.unfollow(filter_.partition, follow_);
  }
}

// Whoever sets `running_` posts the task; all others leave word that there is more to see.
void event_feed::wake() {
  again_.store(true);
  if (!wanted_.load() || closed_.load() || running_.exchange(true)) {
    return;
  }
  home_->on_reader([self = shared_from_this()] { self->read_on(); });
}

void event_feed::read_on() {
  std::string out;
  bool more = true;
  while (wanted_.load() && !closed_.load() && out.empty() && (more || again_.load())) {
    again_.store(false);
    more = read_slice(out);
    if (more && out.empty()) {
      // Nothing of this tenant in a long stretch: let the other subscribers have the reader.
      home_->on_reader([self = shared_from_this()] { self->read_on(); });
      return;
    }
  }
  if (!out.empty()) {
    wanted_.store(false);
    const auto client = client_.lock();
    if (client && failed_) {
      client->finish(std::move(out));
    } else if (client) {
      client->push(std::move(out));
    }
  }
  running_.store(false);
  // An append, or a client's wish, may have come between the last look and this line.
  if (again_.load() && wanted_.load()) {
    wake();
  }
}

bool event_feed::read_slice(std::string& out) {
  if (home_->now() >= until_) {
    end(out, errc::token_expired);
    return false;
  }
  for (std::size_t i = 0; i < slice_commits && out.size() < slice_bytes; ++i) {
    const auto next = cursor_->next();
    if (!next.ok()) {
      fail(out, next.error());
      return false;
    }
    if (*next == nullptr) {
      return false;
    }
    const auto wanted = wants(**next);
    if (!wanted.ok()) {
      fail(out, wanted.error());
      return false;
    }
    if (*wanted) {
      home_->counters.events_sent.fetch_add(write_events(out, **next, filter_, sent_, view_.get()));
    }
    sent_ = (*next)->last_position().at;
  }
  return true;
}

result<bool> event_feed::wants(const store::commit_view& commit) {
  if (!filter_.wants(commit)) {
    return false;
  }
  return view_ ? view_->concerns(commit) : result<bool>(true);
}

void event_feed::fail(std::string& out, const rejection& why) {
  log_event(log_level::error, "feed_failed",
            {{"tenant", filter_.tenant.str()}, {"reason", why.message}});
  end(out, why.code);
}

void event_feed::end(std::string& out, errc why) {
  out += "event: failed\ndata: {\"code\":\"";
  out += to_string(why);
  out += "\"}\n\n";
  failed_ = true;
}

void follow_events_of(const exchange_ptr& ex) {
  if (ex->request.method == http_method::head) {
    ex->answer({200, "text/event-stream", {}, {}, true});
    return;
  }
  const auto filter = filter_of(ex->request, ex->tenant, ex->partition);
  if (!filter.ok()) {
    ex->refuse(filter.error());
    return;
  }
  const status admitted = admit(*ex, *filter);
  if (!admitted.ok()) {
    ex->refuse(admitted.error());
    return;
  }
  std::shared_ptr<partner_view> view;
  if (ex->by.role == principal_role::partner) {
    const auto& views = ex->home().options.partners;
    view = views ? views(ex->home().node, ex->by.name, ex->tenant) : nullptr;
    if (!view) {
      ex->refuse(no_such_tenant());
      return;
    }
  }
  const offset seen = seen_elsewhere(*ex);
  const duration_ms limit = seen == offset() ? duration_ms(0) : ex->home().options.wait_default;
  ex->home().node.read_copy(
      ex->partition, seen, limit, [ex, view, filter = *filter](const result<floor_reading>& read) {
        if (!read.ok()) {
          ex->refuse(read.error());
        } else if (read->views.tenant(ex->tenant) == nullptr) {
          ex->refuse(no_such_tenant());
        } else if (const auto no = may_not_replay(read->views, *ex)) {
          ex->refuse(*no);
        } else {
          ex->home().on_reader([ex, view, filter] { start_feed(ex, filter, view); });
        }
      });
}

}  // namespace parley::http
