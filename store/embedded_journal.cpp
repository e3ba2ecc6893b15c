#include "store/embedded_journal.hpp"

#include "store/embedded_cursor.hpp"
#include "store/keys.hpp"
#include "store/log_end.hpp"
#include "store/log_write.hpp"

namespace parley::store {
namespace {

// A group is cut here, so that one answer never waits for an unbounded write.
constexpr std::size_t group_bytes_max = std::size_t{8} << 20U;
// How long the writer looks for more after a small group before it sleeps: about what waking it
// takes.
constexpr std::chrono::microseconds awake_after_group(50);
// How far the witness may lag: it bounds what could be lost unnoticed if the log's last bytes were
// damaged, and ten small synced writes a second cost the log next to nothing.
constexpr std::chrono::milliseconds witness_interval(100);

rejection unknown_outcome(const std::string& why) {
  return {errc::unavailable, "the append may or may not be stored: " + why, {}};
}

}  // namespace

embedded_journal::embedded_journal(std::shared_ptr<database> data, const embedded_options& options)
    : data_(std::move(data)),
      sync_(options.sync),
      witness_(data_->file_system(), data_->path()),
      partitions_(data_->partition_count()),
      acknowledged_(data_->partition_count()) {}

embedded_journal::~embedded_journal() {
  if (writer_thread_.joinable()) {
    {
      const std::lock_guard lock(queue_mutex_);
      stopping_ = true;
    }
    queue_filled_.notify_one();
    writer_thread_.join();
  }
  if (witness_thread_.joinable()) {
    {
      const std::lock_guard lock(witness_mutex_);
      witness_stopping_ = true;
    }
    witness_wake_.notify_one();
    witness_thread_.join();
  }
  data_->close();
}

status embedded_journal::create() {
  // An empty database beside a witness of appends is not a new directory: its log was lost.
  const auto before = witness_.read();
  if (!before.ok() && before.error().code != errc::corrupt) {
    return before.error();
  }
  for (const auto& tip : before.ok() ? *before : std::vector<log_tip>{}) {
    if (tip != log_tip{}) {
      return rejection{errc::corrupt,
                       "the database in " + data_->path() + " is empty, but offset " +
                           std::to_string(tip.last.value) + " was acknowledged: the log is lost",
                       {}};
    }
  }
  const auto created = witness_.create(partition_count());
  return created.ok() ? data_->write_format() : created;
}

status embedded_journal::start() {
  if (data_->created()) {
    const auto created = create();
    if (!created) {
      return created;
    }
  }
  const auto witnessed = witness_.read();
  if (!witnessed) {
    return witnessed.error();
  }
  std::vector<log_tip> tips;
  const auto found = find_tips(*data_, tips);
  if (!found) {
    return found;
  }
  for (std::size_t i = 0; i < tips.size(); ++i) {
    settle(partition_id(static_cast<std::uint16_t>(i)), tips[i]);
  }
  const auto compared = compare_with_witness(*data_, tips, *witnessed);
  if (!compared) {
    return compared;
  }
  writer_thread_ = std::thread([this] { run_writer(); });
  if (sync_) {
    witness_thread_ = std::thread([this] { run_witness(); });
  }
  return done{};
}

embedded_journal::partition_state& embedded_journal::at(partition_id partition) {
  PARLEY_ASSERT(partition.value < partitions_.size(), "no such partition");
  return partitions_[partition.value];
}

const embedded_journal::partition_state& embedded_journal::at(partition_id partition) const {
  PARLEY_ASSERT(partition.value < partitions_.size(), "no such partition");
  return partitions_[partition.value];
}

offset embedded_journal::end(partition_id partition) const {
  return offset(at(partition).end.load(std::memory_order_acquire));
}

void embedded_journal::append(partition_id partition, epoch writer, commit_batch batch,
                              append_done done) {
  PARLEY_ASSERT(!batch.empty(), "an append holds at least one commit");
  bool first = false;
  {
    const std::lock_guard lock(queue_mutex_);
    first = queue_.empty();
    queue_.emplace_back(append_work{partition, writer, std::move(batch), std::move(done)});
    filled_.store(true, std::memory_order_release);
  }
  if (first) {
    queue_filled_.notify_one();
  }
}

result<ownership> embedded_journal::claim(partition_id partition) {
  claim_work claim{partition, {}};
  auto answer = claim.answer.get_future();
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.emplace_back(std::move(claim));
    filled_.store(true, std::memory_order_release);
  }
  queue_filled_.notify_one();
  return answer.get();
}

// Under low load an answer is mostly waiting: for the disk, and for threads to wake up. A caller
// that sends its next command at once finds this thread awake.
void embedded_journal::linger_awake(std::size_t last_group) const {
  constexpr std::size_t low_load = 2;  // appends in the last group
  if (last_group > low_load) {
    return;
  }
  const auto until = std::chrono::steady_clock::now() + awake_after_group;
  while (!filled_.load(std::memory_order_acquire) && std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
  }
}

void embedded_journal::run_writer() {
  std::vector<work> taken;
  group open;
  while (true) {
    linger_awake(taken.size());
    taken.clear();
    {
      std::unique_lock lock(queue_mutex_);
      queue_filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) {
        return;
      }
      taken.swap(queue_);
      filled_.store(false, std::memory_order_release);
    }
    for (auto& item : taken) {
      if (auto* append = std::get_if<append_work>(&item)) {
        take(std::move(*append), open);
        if (open.bytes >= group_bytes_max) {
          commit(open);
        }
      } else {
        // A claim comes after everything that was appended before it.
        commit(open);
        auto& claim = std::get<claim_work>(item);
        claim.answer.set_value(handle_claim(claim.partition));
      }
    }
    commit(open);
  }
}

void embedded_journal::take(append_work append, group& open) {
  auto& state = at(append.partition);
  const bool stale = append.writer != state.tip.at;
  if (stale || state.failed || witness_failed_.load(std::memory_order_relaxed)) {
    // Answers keep the order of the appends: those before this one are settled first.
    commit(open);
    state.failed = state.failed || !stale;
    append.done(stale ? rejection{errc::stale_version, "another writer has the partition", {}}
                      : unknown_outcome("an append before it failed"),
                std::move(append.batch));
    return;
  }
  const auto before = open.records.size();
  state.written = encode_batch(append.partition, state.written, append.batch, open.records);
  for (auto i = before; i < open.records.size(); ++i) {
    open.bytes += open.records[i].bytes.size();
  }
  open.members.push_back(std::move(append));
}

void embedded_journal::commit(group& open) {
  if (open.members.empty()) {
    return;
  }
  const auto room = data_->space().check();
  const auto written = room.ok() ? write_records(*data_, open.records, sync_) : room;
  if (!written) {
    fail_all();
  } else {
    for (const auto& member : open.members) {
      settle(member.partition, at(member.partition).written);
    }
  }
  for (auto& member : open.members) {
    const auto last = member.batch.last_offset();
    member.done(written.ok() ? result<offset>(last) : unknown_outcome(written.error().message),
                std::move(member.batch));
  }
  open.members.clear();
  open.records.clear();
  open.bytes = 0;
}

void embedded_journal::fail_all() {
  poisoned_ = true;
  for (auto& state : partitions_) {
    state.failed = true;
    state.written = state.tip;
  }
}

void embedded_journal::settle(partition_id partition, const log_tip& tip) {
  auto& state = at(partition);
  state.tip = tip;
  state.written = tip;
  state.end.store(tip.last.value, std::memory_order_release);
  bool wake = false;
  {
    const std::lock_guard lock(witness_mutex_);
    acknowledged_[partition.value] = tip;
    wake = !std::exchange(witness_behind_, true);
  }
  if (wake) {
    witness_wake_.notify_one();
  }
}

result<ownership> embedded_journal::handle_claim(partition_id partition) {
  // Before anything is reopened: while the disk is full the open database goes on serving reads.
  const auto room = data_->space().check();
  if (!room) {
    return room.error();
  }
  if (poisoned_) {
    const auto recovered = recover();
    if (!recovered) {
      return recovered.error();
    }
  }
  const auto witnessed = retry_witness();
  if (!witnessed) {
    return witnessed.error();
  }
  auto& state = at(partition);
  std::vector<encoded_record> records;
  const auto tip = encode_claim(partition, state.tip, state.tip.at.next(), records);
  const auto written = write_records(*data_, records, sync_);
  if (!written) {
    fail_all();
    return rejection{errc::unavailable, "the claim: " + written.error().message, {}};
  }
  settle(partition, tip);
  state.failed = false;
  return ownership{tip.at, tip.last};
}

status embedded_journal::recover() {
  const auto reopened = data_->reopen();
  if (!reopened) {
    return reopened;
  }
  std::vector<log_tip> tips;
  const auto found = find_tips(*data_, tips);
  if (!found) {
    return found;
  }
  std::vector<log_tip> acknowledged;
  {
    const std::lock_guard lock(witness_mutex_);
    acknowledged = acknowledged_;
  }
  const auto compared = compare_with_witness(*data_, tips, acknowledged);
  if (!compared) {
    return compared;
  }
  for (std::size_t i = 0; i < tips.size(); ++i) {
    settle(partition_id(static_cast<std::uint16_t>(i)), tips[i]);
  }
  poisoned_ = false;
  return done{};
}

status embedded_journal::retry_witness() {
  if (!witness_failed_.load()) {
    return done{};
  }
  std::vector<log_tip> tips;
  {
    const std::lock_guard lock(witness_mutex_);
    tips = acknowledged_;
  }
  const std::lock_guard lock(witness_files_mutex_);
  const auto written = witness_.write(tips);
  if (written.ok()) {
    witness_failed_.store(false);
  }
  return written;
}

void embedded_journal::run_witness() {
  std::unique_lock lock(witness_mutex_);
  while (true) {
    witness_wake_.wait(lock, [this] { return witness_stopping_ || witness_behind_; });
    witness_wake_.wait_for(lock, witness_interval, [this] { return witness_stopping_; });
    if (std::exchange(witness_behind_, false)) {
      const auto tips = acknowledged_;
      lock.unlock();
      {
        const std::lock_guard files(witness_files_mutex_);
        // Without a witness a lost tail would go unnoticed: nothing is acknowledged any more.
        witness_failed_.store(!witness_.write(tips).ok());
      }
      lock.lock();
    }
    if (witness_stopping_ && !witness_behind_) {
      return;
    }
  }
}

std::unique_ptr<cursor> embedded_journal::read(partition_id partition, offset after) const {
  return std::make_unique<embedded_cursor>(data_, at(partition).end, partition, after,
                                           reading::stream);
}

status embedded_journal::read_one(partition_id partition, offset at_offset,
                                  const std::function<void(const commit_view&)>& use) const {
  return read_stored_commit(data_, at(partition).end, partition, at_offset, use);
}

status embedded_journal::records(
    partition_id partition, const std::function<bool(std::span<const std::uint8_t>)>& use) const {
  return read_stored_records(data_, at(partition).end, partition, use);
}

result<log_tip> embedded_journal::witnessed(partition_id partition) const {
  PARLEY_ASSERT(partition.value < partitions_.size(), "no such partition");
  const std::lock_guard lock(witness_files_mutex_);
  witness_files stored(data_->file_system(), data_->path());
  const auto tips = stored.read();
  if (!tips) {
    return tips.error();
  }
  if (tips->size() != partitions_.size()) {
    return rejection{errc::corrupt, "the tail witness speaks of another number of partitions", {}};
  }
  return tips.value()[partition.value];
}

}  // namespace parley::store
