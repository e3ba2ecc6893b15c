#include "tools/client/loop.hpp"

#include <csignal>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace parley::client {

struct loop::interrupts {
  interrupts(boost::asio::io_context& context, std::function<void()> then)
      : signals(context, SIGINT, SIGTERM), use(std::move(then)) {}
  void wait() {
    signals.async_wait([this](const boost::system::error_code& error, int) {
      if (error) return;
      use();
      wait();
    });
  }
  boost::asio::signal_set signals;
  std::function<void()> use;
};

loop::loop() : context_(std::make_unique<boost::asio::io_context>(1)) {}
loop::~loop() = default;

void loop::run() {
  context_->restart();
  context_->run();
}

void loop::stop() { context_->stop(); }

void loop::on_interrupt(std::function<void()> use) {
  interrupts_ = std::make_unique<interrupts>(*context_, std::move(use));
  interrupts_->wait();
}

void loop::forget_interrupts() {
  if (interrupts_) interrupts_->signals.cancel();
}

void loop::after(std::chrono::milliseconds delay, std::function<void()> use) {
  auto timer = std::make_shared<boost::asio::steady_timer>(*context_, delay);
  timer->async_wait([timer, use = std::move(use)](const boost::system::error_code& error) {
    if (!error) use();
  });
}

void loop::post(std::function<void()> use) { boost::asio::post(*context_, std::move(use)); }

}  // namespace parley::client
