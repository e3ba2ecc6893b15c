#pragma once
// One thread that serves connections, with its own event loop: what runs on it needs no lock. Work
// that arrives after the lane has closed is dropped, so late answers of the node are harmless.

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace parley::http {

class connection;

class lane : public std::enable_shared_from_this<lane> {
 public:
  explicit lane(std::chrono::milliseconds sweep) : sweep_(sweep), timer_(context_) {}

  void start();
  /// Closes every connection and waits for the thread.
  void stop();

  boost::asio::io_context& context() { return context_; }

  /// Runs `f` on the lane's thread; drops it and tells false if the lane is closed. The answers to
  /// a batch of commands come at once: they wake the loop once.
  bool post(std::function<void()> f);

  // On the lane's thread only.
  /// False if the lane is closing: the connection must not start.
  bool keep(const std::shared_ptr<connection>& c) {
    return guard_ != nullptr && connections_.insert(c).second;
  }
  void forget(const std::shared_ptr<connection>& c) { connections_.erase(c); }

 private:
  using work_guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;
  void arm();
  void run_posted();

  boost::asio::io_context context_{1};
  std::chrono::milliseconds sweep_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<work_guard> guard_;
  std::unordered_set<std::shared_ptr<connection>> connections_;
  std::mutex mutex_;
  bool closed_ = false;
  std::vector<std::function<void()>> posted_;  // not empty: run_posted is on its way
  std::vector<std::function<void()>> running_;
  std::thread thread_;
};

}  // namespace parley::http
