#pragma once
// The one thread on which a tool's clients and timers run. Everything that gets a `loop` runs its
// callbacks there, so tools need no locks.

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace parley::client {

class loop {
 public:
  loop();
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;
  ~loop();

  /// Runs until `stop` or until there is nothing left to wait for.
  void run();
  void stop();
  /// SIGINT and SIGTERM call `use` once each time instead of ending the process.
  void on_interrupt(std::function<void()> use);
  void forget_interrupts();
  void after(std::chrono::milliseconds delay, std::function<void()> use);
  void post(std::function<void()> use);

  boost::asio::io_context& context() { return *context_; }

 private:
  struct interrupts;
  std::unique_ptr<boost::asio::io_context> context_;
  std::unique_ptr<interrupts> interrupts_;
};

}  // namespace parley::client
