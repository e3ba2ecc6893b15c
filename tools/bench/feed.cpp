#include "tools/bench/feed.hpp"

#include <atomic>
#include <charconv>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "actors/http/gateway.hpp"
#include "tools/bench/measure.hpp"

namespace parley::bench {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// When each message became durable and when the subscriber saw it, by message number.
struct sightings {
  explicit sightings(std::size_t count) : durable(count + 1), seen(count + 1) {}
  std::vector<std::atomic<std::int64_t>> durable;
  std::vector<std::atomic<std::int64_t>> seen;
  std::atomic<std::uint64_t> seen_count = 0;
};

// The message ids of the job are plain numbers: "message":"17".
void note(sightings& all, std::string_view line) {
  static constexpr std::string_view name = "\"message\":\"";
  const auto at = line.find(name);
  std::size_t number = 0;
  if (at == std::string_view::npos) {
    return;
  }
  const char* const digits = line.data() + at + name.size();
  const auto parsed = std::from_chars(digits, line.data() + line.size(), number);
  if (parsed.ec == std::errc{} && number < all.seen.size()) {
    all.seen[number] = now_ns();
    ++all.seen_count;
  }
}

// Reads the feed of one tenant until the server closes it.
void subscribe(std::uint16_t port, const std::string& tenant, sightings& all,
               std::atomic<bool>& ready) {
  asio::io_context context;
  tcp::socket socket(context);
  boost::system::error_code error;
  socket.connect({asio::ip::address_v4::loopback(), port}, error);
  const std::string request = "GET /v1/tenants/" + tenant +
                              "/events?from=now&types=inbound_message_received HTTP/1.1\r\n"
                              "Host: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
  asio::write(socket, asio::buffer(request), error);
  std::string buffer;
  while (!error) {
    const std::size_t length = asio::read_until(socket, asio::dynamic_buffer(buffer), '\n', error);
    ready = true;
    note(all, std::string_view(buffer).substr(0, length));
    buffer.erase(0, length);
  }
}

void publish(workload& work, const std::vector<std::size_t>& targets, const feed_options& options,
             sightings& all) {
  const auto count = all.durable.size() - 1;
  const std::int64_t began = now_ns();
  for (std::size_t n = 1; n <= count; ++n) {
    const auto due =
        began + static_cast<std::int64_t>(static_cast<double>(n) * 1e9 / options.events_per_second);
    while (now_ns() < due) {
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    command_request request = work.message(targets[n % targets.size()], n);
    request.reply = [&all, n](const result<command_answer>&) { all.durable[n] = now_ns(); };
    work.node().submit(std::move(request));
  }
}

}  // namespace

result<feed_result> run_feed(const feed_options& options) {
  auto work = workload::open(options.work);
  if (!work.ok()) {
    return work.error();
  }
  const status prepared = (*work)->prepare();
  if (!prepared.ok()) {
    return prepared.error();
  }
  http::gateway_options how;
  how.dev = true;
  http::gateway gateway((*work)->node(), how);
  const auto bound = gateway.start();
  if (!bound.ok()) {
    return bound.error();
  }
  const auto& all_streams = (*work)->conversations();
  std::vector<std::size_t> targets;
  for (std::size_t i = 0; i < all_streams.size(); ++i) {
    if (all_streams[i].tenant == all_streams[0].tenant) {
      targets.push_back(i);
    }
  }
  sightings all(static_cast<std::size_t>(options.events_per_second * options.seconds));
  std::atomic<bool> ready = false;
  std::jthread reader([&] { subscribe(bound->port, all_streams[0].tenant.str(), all, ready); });
  for (int i = 0; i < 200 && !ready; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  publish(**work, targets, options, all);
  for (int i = 0; i < 500 && all.seen_count + 1 < all.seen.size(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  gateway.stop();
  reader.join();
  (*work)->close();
  latencies measured;
  for (std::size_t n = 1; n < all.seen.size(); ++n) {
    if (all.seen[n] != 0) {
      measured.add(std::max<std::int64_t>(0, all.seen[n] - all.durable[n]));
    }
  }
  feed_result told;
  told.events = measured.count();
  told.p50_us = measured.percentile_us(0.5);
  told.p99_us = measured.percentile_us(0.99);
  told.max_us = measured.percentile_us(1);
  return told;
}

}  // namespace parley::bench
