#include "actors/node/replica_writer.hpp"

#include <chrono>

namespace parley {

replica_writer::replica_writer(store::replica& replica)
    : replica_(replica), thread_([this] { run(); }) {}

replica_writer::~replica_writer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void replica_writer::add(replica_work work) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
}

std::string replica_writer::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

void replica_writer::run() {
  // A full disk may get room, a database may be opened again: the same update is tried until it
  // fits.
  constexpr auto pause = std::chrono::milliseconds(500);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) {
      break;
    }
    replica_work work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    const status applied = replica_.apply(work.partition, work.update, work.at);
    lock.lock();
    problem_ = applied.ok() ? std::string() : applied.error().message;
    if (applied.ok() || applied.error().code == errc::wrong_state) {
      // A gap: the replica lost its tail when its database was opened again. The shard claims its
      // partition again then, and indexes the log from where the replica stands.
      lock.unlock();
      work.applied(applied.ok() ? work.at : offset{});
      lock.lock();
    } else if (!ending_) {
      waiting_.push_front(std::move(work));
      changed_.wait_for(lock, pause, [this] { return ending_; });
    }
  }
  lock.unlock();
  const status flushed = replica_.flush();
  if (!flushed.ok()) {
    lock.lock();
    problem_ = flushed.error().message;
  }
}

}  // namespace parley
