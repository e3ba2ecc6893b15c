// Taking a partition: a fence, so that the log's end stands still, then the claim behind it, each
// read back before the next step.

#include <random>

#include "store/kafka_journal.hpp"

namespace parley::store::kafka {
namespace {

constexpr duration_ms ask_limit{5'000};
constexpr std::chrono::milliseconds catch_up_limit(2000);
// So little of the log is waited for as long as an append is: a slow machine is no reason to
// refuse.
constexpr std::int64_t little = 4096;
constexpr int fences_max = 5;

std::uint64_t random_number() {
  std::random_device from;
  return (std::uint64_t{from()} << 32U) | from();
}

rejection not_taken(partition_id partition, const std::string& why) {
  return {errc::unavailable,
          "partition " + std::to_string(partition.value) + " cannot be taken: " + why,
          {}};
}

}  // namespace

result<ownership> kafka_journal::claim(partition_id partition) {
  const std::lock_guard one(claim_mutex_);
  const auto sending = replace_failed_producer();
  if (!sending) {
    return sending.error();
  }
  const auto by = sender();
  const auto read = catch_up(partition, *by);
  if (!read) {
    return read.error();
  }
  const auto taken = raise_fence(partition, *by);
  return taken ? write_claim(partition, *by, *taken) : result<ownership>(taken.error());
}

status kafka_journal::replace_failed_producer() {
  std::shared_ptr<producer> old;
  {
    const std::lock_guard lock(producer_mutex_);
    if (producer_ && !producer_->fatal()) {
      return done{};
    }
  }
  const auto number = ++producer_number_;
  auto fresh =
      producer::open(options_, facts_.record_bytes_max,
                     [this, number](const producer::report& report) { reported(number, report); });
  if (!fresh) {
    return fresh.error();
  }
  const std::lock_guard lock(producer_mutex_);
  old = std::exchange(producer_, std::shared_ptr<producer>(std::move(*fresh)));
  return done{};
}

status kafka_journal::catch_up(partition_id partition, producer& by) {
  auto& state = at(partition);
  const auto marks = ask_watermarks(by.client(), options_.topic, partition, ask_limit);
  if (!marks) {
    return marks.error();
  }
  const auto end = marks->high;
  state.high.store(std::max(state.high.load(), end));
  std::unique_lock lock(state.mutex);
  const auto limit = end - state.next.load() > little
                         ? catch_up_limit
                         : std::chrono::milliseconds(options_.append_timeout.value);
  state.changed.wait_for(lock, limit, [&] { return state.refused || state.has_read(end); });
  if (state.refused) {
    return *state.refused;
  }
  if (!state.has_read(end)) {
    const auto left = std::max<std::int64_t>(end - state.next.load(), 0);
    return not_taken(partition, std::to_string(left) + " messages of the log are still to be read");
  }
  return done{};
}

status kafka_journal::wait_until(partition_state& state, std::unique_lock<std::mutex>& lock,
                                 const producer& by, const std::function<bool()>& met) {
  const auto limit = clock::now() + std::chrono::milliseconds(options_.append_timeout.value +
                                                              options_.read_back_timeout.value);
  while (!met()) {
    if (state.refused) {
      return *state.refused;
    }
    if (by.fatal() || stopping_.load() || clock::now() > limit) {
      if (!by.fatal()) {
        restart_.store(true);
      }
      return rejection{errc::unavailable, "what was sent did not come back", {}};
    }
    state.changed.wait_for(lock, std::chrono::milliseconds(100));
  }
  return done{};
}

result<epoch> kafka_journal::raise_fence(partition_id partition, producer& to) {
  auto& state = at(partition);
  const auto self = random_number();
  std::unique_lock lock(state.mutex);
  for (int tries = 0; tries < fences_max; ++tries) {
    const auto& fold = state.progress.fold;
    const auto wanted = std::max(fold.fenced, fold.tip.at).next();
    const auto sent = to.send(partition, encode_fence({partition, wanted, self}), 0);
    if (!sent) {
      return sent.error();
    }
    const auto came = wait_until(state, lock, to, [&] { return fold.fenced >= wanted; });
    if (!came) {
      return not_taken(partition, came.error().message);
    }
    if (fold.fenced == wanted && fold.fenced_by == self) {
      return wanted;
    }
  }
  return not_taken(partition, "others take it at the same time");
}

result<ownership> kafka_journal::write_claim(partition_id partition, producer& to, epoch taken) {
  auto& state = at(partition);
  std::unique_lock lock(state.mutex);
  const auto& fold = state.progress.fold;
  std::vector<encoded_record> records;
  encode_claim(partition, fold.tip, taken, records);
  const auto sent = to.send(partition, records.front().bytes, 0);
  if (!sent) {
    return sent.error();
  }
  const auto came =
      wait_until(state, lock, to, [&] { return fold.tip.at >= taken || fold.fenced > taken; });
  if (!came) {
    return not_taken(partition, came.error().message);
  }
  if (fold.tip.at != taken || fold.fenced > taken) {
    return not_taken(partition, "another writer took it meanwhile");
  }
  state.owner = taken;
  state.written = fold.tip;
  state.failed.reset();
  return ownership{taken, fold.tip.last};
}

}  // namespace parley::store::kafka
