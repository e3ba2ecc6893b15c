#include "tests/http/fake_node.hpp"

#include "events/codec/event_codec.hpp"

namespace parley::test {
namespace {

constexpr partition_id the_partition{0};
constexpr time_ms the_time{1'700'000'000'000};

}  // namespace

void fake_index::add(const stream_id& stream, version first, offset at) {
  const std::lock_guard hold(mutex_);
  if (at <= held_) {
    streams_[stream].emplace_back(first, at);
  }
}

void fake_index::hold(offset at) {
  const std::lock_guard hold(mutex_);
  held_ = at;
}

offset fake_index::applied(partition_id) const {
  const std::lock_guard hold(mutex_);
  return held_;
}

result<std::vector<offset>> fake_index::commits(partition_id, const stream_id& stream,
                                                version from) const {
  const std::lock_guard hold(mutex_);
  std::vector<offset> found;
  const auto entries = streams_.find(stream);
  if (entries != streams_.end()) {
    for (const auto& [first, at] : entries->second) {
      if (first >= from) {
        found.push_back(at);
      }
    }
  }
  return found;
}

fake_node::fake_node() {
  epoch_ = journal_.claim(the_partition)->at;
  worker_ = std::thread([this] { work(); });
}

fake_node::~fake_node() {
  {
    const std::lock_guard hold(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  worker_.join();
}

void fake_node::post(std::function<void()> f) {
  {
    const std::lock_guard hold(mutex_);
    tasks_.push_back(std::move(f));
  }
  wake_.notify_one();
}

void fake_node::work() {
  while (true) {
    std::function<void()> next;
    {
      std::unique_lock hold(mutex_);
      wake_.wait_for(hold, std::chrono::milliseconds(10),
                     [this] { return stopping_ || !tasks_.empty(); });
      if (stopping_) {
        return;
      }
      if (!tasks_.empty()) {
        next = std::move(tasks_.front());
        tasks_.pop_front();
      }
    }
    if (next) {
      next();
    }
    while (settle()) {
    }
  }
}

// Calls one waiting reader whose time has come, either way.
bool fake_node::settle() {
  const auto now = std::chrono::steady_clock::now();
  for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
    if (last_ >= at->at_least || now >= at->until) {
      const auto use = std::move(at->use);
      const bool reached = last_ >= at->at_least;
      waiting_.erase(at);
      use(reached);
      return true;
    }
  }
  return false;
}

void fake_node::submit(command_request request) {
  {
    const std::lock_guard hold(mutex_);
    ++submitted_;
    last_command_ = request.id;
    last_principal_ = request.by;
    if (silent_ || stalled_ == request.target.tenant) {
      return;
    }
  }
  post([this, request = std::move(request)] { run(request); });
}

void fake_node::run(const command_request& request) {
  std::optional<rejection> refusal;
  {
    const std::lock_guard hold(mutex_);
    refusal = refusal_;
  }
  if (refusal) {
    request.reply(*refusal);
    return;
  }
  const auto before = answered_.find(request.id);
  if (before != answered_.end()) {
    request.reply(before->second);
    return;
  }
  const auto found = entities_.find(request.target);
  entity now = found == entities_.end()
                   ? entity{empty_state(request.target.kind), version(), offset()}
                   : found->second;
  const context where{the_time,
                      request.target,
                      request.id,
                      request.by,
                      views_.tenant(request.target.tenant),
                      views_.agents(request.target.tenant),
                      views_.hours(request.target.tenant),
                      views_.consents(request.target.tenant),
                      views_.contacts(request.target.tenant),
                      views_.definition_of(request.target.tenant, request.by)};
  auto events = decide(now.state, request.command, where);
  if (!events.ok()) {
    request.reply(events.error());
    return;
  }
  auto answer = append(request, now, std::move(*events));
  entities_.insert_or_assign(request.target, now);
  command_answer again = answer;
  again.repeated = true;
  answered_.emplace(request.id, std::move(again));
  request.reply(std::move(answer));
}

command_answer fake_node::append(const command_request& request, entity& to,
                                 std::vector<any_event> events) {
  if (!events.empty()) {
    std::vector<std::vector<std::uint8_t>> bytes;
    std::vector<store::event_bytes> views;
    bytes.reserve(events.size());
    flatbuffers::FlatBufferBuilder builder;
    const offset first = last_.next();
    const version first_version = to.in_stream.next();
    for (const any_event& event : events) {
      codec::encode_event(builder, event);
      bytes.emplace_back(builder.GetBufferPointer(),
                         builder.GetBufferPointer() + builder.GetSize());
      views.push_back({codec::type_of(event).value, bytes.back()});
      apply(to.state, event, the_time);
      last_ = last_.next();
      to.in_stream = to.in_stream.next();
      views_.project({{the_partition, last_},
                      request.target,
                      to.in_stream,
                      the_time,
                      request.id,
                      request.by,
                      event});
    }
    store::commit_batch batch;
    batch.add({request.target, first_version, first, request.id, request.by, the_time,
               request.source ? &*request.source : nullptr},
              views);
    journal_.append(the_partition, epoch_, std::move(batch),
                    [](const result<offset>& stored, store::commit_batch) {
                      PARLEY_ASSERT(stored.ok(), "the memory journal takes the commit");
                    });
    index_.add(request.target, first_version, first);
    to.last = last_;
    const std::lock_guard hold(mutex_);
    for (const auto& [token, advanced] : followers_) {
      advanced(last_);
    }
  }
  return {{the_partition, to.last}, to.in_stream, false, std::move(events)};
}

void fake_node::wait_for(offset at_least, duration_ms limit, std::function<void(bool)> use) {
  post([this, at_least, limit, use = std::move(use)]() mutable {
    waiting_.push_back({at_least,
                        std::chrono::steady_clock::now() + std::chrono::milliseconds(limit.value),
                        std::move(use)});
  });
}

void fake_node::read_floor(partition_id, offset at_least, duration_ms limit,
                           std::function<void(result<floor_reading>)> use) {
  wait_for(at_least, limit, [this, use = std::move(use)](bool reached) {
    if (progress().front().phase != shard_phase::running) {
      use(rejection{errc::recovering, "replaying", {}});
    } else if (reached) {
      use(floor_reading{views_, {the_partition, last_}});
    } else {
      use(rejection{errc::unavailable, "not there yet", {}});
    }
  });
}

void fake_node::read_entity(const stream_id& stream, offset at_least, duration_ms limit,
                            std::function<void(result<entity_reading>)> use) {
  wait_for(at_least, limit, [this, stream, use = std::move(use)](bool reached) {
    const auto found = entities_.find(stream);
    if (place_of(the_partition).who != partition_place::custody::here) {
      use(rejection{errc::recovering, "another node's", "moving"});
    } else if (!reached) {
      use(rejection{errc::unavailable, "not there yet", {}});
    } else if (found == entities_.end() || found->second.in_stream.value == 0) {
      use(rejection{errc::not_found, "no such entity", {}});
    } else {
      use(entity_reading{found->second.state, found->second.in_stream, {the_partition, last_}});
    }
  });
}

std::uint64_t fake_node::follow(partition_id, std::function<void(offset)> advanced) {
  const std::lock_guard hold(mutex_);
  followers_.emplace(next_follower_, std::move(advanced));
  return next_follower_++;
}

void fake_node::unfollow(partition_id, std::uint64_t token) {
  const std::lock_guard hold(mutex_);
  followers_.erase(token);
}

std::vector<shard_progress> fake_node::progress() const {
  const std::lock_guard hold(mutex_);
  shard_progress one;
  one.phase = phase_;
  one.applied = offset(3);
  one.end = offset(7);
  return {one};
}

void fake_node::refuse_with(std::optional<rejection> why) {
  const std::lock_guard hold(mutex_);
  refusal_ = std::move(why);
}

void fake_node::keep_silent(bool silent) {
  const std::lock_guard hold(mutex_);
  silent_ = silent;
}

void fake_node::stall(const tenant_id& tenant) {
  const std::lock_guard hold(mutex_);
  stalled_ = tenant;
}

void fake_node::set_phase(shard_phase phase) {
  const std::lock_guard hold(mutex_);
  phase_ = phase;
}

void fake_node::be_called(const std::string& name) {
  const std::lock_guard hold(mutex_);
  name_ = name;
}

void fake_node::move_partition(const partition_place& to) {
  const std::lock_guard hold(mutex_);
  place_ = to;
}

std::string fake_node::name() const {
  const std::lock_guard hold(mutex_);
  return name_;
}

partition_place fake_node::place_of(partition_id) const {
  const std::lock_guard hold(mutex_);
  return place_;
}

std::size_t fake_node::submitted() const {
  const std::lock_guard hold(mutex_);
  return submitted_;
}

command_id fake_node::last_command() const {
  const std::lock_guard hold(mutex_);
  return last_command_;
}

principal fake_node::last_principal() const {
  const std::lock_guard hold(mutex_);
  return last_principal_;
}

std::size_t fake_node::follower_count() const {
  const std::lock_guard hold(mutex_);
  return followers_.size();
}

}  // namespace parley::test
