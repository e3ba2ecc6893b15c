#include "tools/bench/http_load.hpp"

#include <charconv>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "tools/bench/measure.hpp"

namespace parley::bench {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

struct shared_state {
  const http_load_options& options;
  std::string text;
  std::uint64_t sent = 0;
  std::uint64_t setup_left = 0;  ///< tenant and conversations are made by the first connection
  bool measuring = false;
  bool ending = false;
  latencies measured;
  std::uint64_t failures = 0;
  std::string problem;
};

std::string request_text(const shared_state& all, const char* method, const std::string& path,
                         const std::string& key, const std::string& body) {
  std::string text = std::string(method) + " /v1/tenants/" + all.options.tenant + path +
                     " HTTP/1.1\r\nHost: " + all.options.host +
                     "\r\nContent-Type: application/json\r\nIdempotency-Key: " + key +
                     "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  if (!all.options.token.empty()) {
    text += "Authorization: Bearer " + all.options.token + "\r\n";
  }
  return text + "\r\n" + body;
}

class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(asio::io_context& context, shared_state& all, std::uint64_t seed)
      : socket_(context), all_(all), random_(seed * 0x9e3779b97f4a7c15U + 1) {}

  bool connect(const tcp::resolver::results_type& endpoints) {
    boost::system::error_code error;
    asio::connect(socket_, endpoints, error);
    if (!error) {
      socket_.set_option(tcp::no_delay(true), error);
    }
    return !error;
  }

  void send(std::string text) {
    out_ = std::move(text);
    sent_at_ = now_ns();
    asio::async_write(socket_, asio::buffer(out_),
                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                        error ? self->fail(error.message()) : self->read();
                      });
  }
  void send_message() {
    random_ ^= random_ << 13U;
    random_ ^= random_ >> 7U;
    random_ ^= random_ << 17U;
    const std::string path =
        "/conversations/c" + std::to_string(random_ % all_.options.entities) + "/messages";
    send(request_text(all_, "POST", path, "m" + std::to_string(++all_.sent), all_.text));
  }
  std::function<void()> next;

 private:
  void read() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(in_), "\r\n\r\n",
        [self = shared_from_this()](boost::system::error_code error, std::size_t head) {
          error ? self->fail(error.message()) : self->read_body(head);
        });
  }
  void read_body(std::size_t head) {
    static constexpr std::string_view name = "ontent-Length: ";
    const auto at = in_.find(name);
    std::size_t length = 0;
    if (at != std::string::npos && at < head) {
      std::from_chars(in_.data() + at + name.size(), in_.data() + head, length);
    }
    const std::size_t whole = head + length;
    if (in_.size() >= whole) {
      answered(whole);
      return;
    }
    asio::async_read(
        socket_, asio::dynamic_buffer(in_), asio::transfer_exactly(whole - in_.size()),
        [self = shared_from_this(), whole](boost::system::error_code error, std::size_t) {
          error ? self->fail(error.message()) : self->answered(whole);
        });
  }
  void answered(std::size_t whole) {
    if (all_.measuring) {
      all_.measured.add(now_ns() - sent_at_);
    }
    if (in_.compare(0, 10, "HTTP/1.1 2") != 0) {
      ++all_.failures;
      if (all_.problem.empty()) {
        all_.problem = in_.substr(0, whole);
      }
    }
    in_.erase(0, whole);
    next();
  }
  void fail(const std::string& why) {
    ++all_.failures;
    all_.problem = why;
  }

  tcp::socket socket_;
  shared_state& all_;
  std::uint64_t random_;
  std::int64_t sent_at_ = 0;
  std::string out_;
  std::string in_;
};

// Tenant and conversations, one request after the other; then the context runs out of work.
void set_up(asio::io_context& context, shared_state& all, connection& first) {
  std::uint64_t step = 0;
  first.next = [&] {
    if (step > all.options.entities) {
      return;
    }
    const std::uint64_t index = step++;
    first.send(request_text(all, "POST", "/conversations?conversation=c" + std::to_string(index),
                            "open" + std::to_string(index),
                            R"({"contact":"contact","channel":"messaging"})"));
  };
  first.send(request_text(all, "PUT", "", "tenant", R"({"settings":{"name":"bench"}})"));
  context.run();
  context.restart();
}

}  // namespace

result<http_load_result> run_http_load(const http_load_options& options) {
  asio::io_context context(1);
  shared_state all{options, {}, 0, 0, false, false, {}, 0, {}};
  all.text = R"({"message":{"author":"contact","text":")" + std::string(200, 'x') + "\"}}";
  boost::system::error_code error;
  const auto endpoints = tcp::resolver(context).resolve(options.host, options.port, error);
  if (error || endpoints.empty()) {
    return rejection{errc::bad_request, options.host + ": " + error.message(), {}};
  }
  for (const auto& each : endpoints) {
    if (!each.endpoint().address().is_loopback()) {
      return rejection{errc::bad_request, "load goes to loopback addresses only", {}};
    }
  }
  std::vector<std::shared_ptr<connection>> connections;
  for (std::uint32_t i = 0; i < options.connections; ++i) {
    connections.push_back(std::make_shared<connection>(context, all, i + 1));
    if (!connections.back()->connect(endpoints)) {
      return rejection{errc::unavailable, "no server at " + options.host + ":" + options.port, {}};
    }
  }
  set_up(context, all, *connections.front());
  if (all.failures > 0) {
    return rejection{errc::unavailable, "set-up failed: " + all.problem, {}};
  }
  // The run's keys differ from those of earlier runs: a repeat would not be a new command.
  all.sent = static_cast<std::uint64_t>(now_ns());
  for (const auto& each : connections) {
    each->next = [&all, raw = each.get()] {
      if (!all.ending) {
        raw->send_message();
      }
    };
    each->send_message();
  }
  const auto run_for = [&](double seconds) {
    context.run_for(std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6)));
  };
  run_for(options.warm_up_seconds);
  all.measuring = true;
  const std::int64_t cpu_before = cpu_us();
  const std::int64_t began = now_ns();
  run_for(options.seconds);
  const double seconds = static_cast<double>(now_ns() - began) / 1e9;
  const auto cpu = static_cast<double>(cpu_us() - cpu_before);
  all.measuring = false;
  all.ending = true;
  run_for(5);
  http_load_result told;
  told.commands = all.measured.count();
  told.commands_per_second = static_cast<double>(told.commands) / seconds;
  told.p50_us = all.measured.percentile_us(0.5);
  told.p99_us = all.measured.percentile_us(0.99);
  told.client_cpu_us_per_command =
      cpu / static_cast<double>(std::max<std::uint64_t>(told.commands, 1));
  told.failures = all.failures;
  return told;
}

}  // namespace parley::bench
