#include "actors/http/lane.hpp"

#include "actors/http/connection.hpp"

namespace parley::http {

void lane::start() {
  guard_ = std::make_unique<work_guard>(context_.get_executor());
  thread_ = std::thread([this] {
    arm();
    context_.run();
  });
}

bool lane::post(std::function<void()> f) {
  {
    const std::lock_guard hold(mutex_);
    if (closed_) {
      return false;
    }
    posted_.push_back(std::move(f));
    if (posted_.size() > 1) {
      return true;
    }
  }
  boost::asio::post(context_, [this] { run_posted(); });
  return true;
}

void lane::run_posted() {
  {
    const std::lock_guard hold(mutex_);
    std::swap(posted_, running_);
  }
  for (auto& f : running_) {
    f();
  }
  running_.clear();
}

// Deadlines are checked by one timer for all connections: a timer a request would cost more than
// the request's parsing.
void lane::arm() {
  timer_.expires_after(sweep_);
  timer_.async_wait([this](boost::system::error_code ec) {
    if (ec || !guard_) {
      return;
    }
    const auto now = std::chrono::steady_clock::now();
    const std::vector<std::shared_ptr<connection>> all(connections_.begin(), connections_.end());
    for (const auto& c : all) {
      c->sweep(now);
    }
    arm();
  });
}

void lane::stop() {
  post([this] {
    const std::vector<std::shared_ptr<connection>> all(connections_.begin(), connections_.end());
    for (const auto& c : all) {
      c->close();
    }
    timer_.cancel();
    guard_.reset();
  });
  if (thread_.joinable()) {
    thread_.join();
  }
  {
    const std::lock_guard hold(mutex_);
    closed_ = true;
  }
  // What was posted while the loop ran out meets closed connections here, on no thread but ours.
  run_posted();
  context_.restart();
  context_.poll();
}

}  // namespace parley::http
