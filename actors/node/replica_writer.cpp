#include "actors/node/replica_writer.hpp"

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
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) {
      break;
    }
    replica_work work = std::move(waiting_.front());
    waiting_.pop_front();
    const bool failed = !problem_.empty();
    lock.unlock();
    // After a failure nothing more is applied: a gap in the index would hide events. Loads fail
    // with the replica's own error, and a restart indexes the log again.
    const status applied =
        failed ? status(done{}) : replica_.apply(work.partition, work.update, work.at);
    if (!failed && applied.ok()) {
      work.applied(work.at);
    }
    lock.lock();
    if (!applied.ok()) {
      problem_ = applied.error().message;
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
