#include "tools/client/http_client.hpp"

#include <deque>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "tools/client/json_text.hpp"

namespace parley::client {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using error_code = boost::system::error_code;
using steady = std::chrono::steady_clock;

struct pending {
  call what;
  http_client::answered then;
  steady::time_point give_up;
  int attempts = 0;
};

bool worth_repeating(int status) { return status == 0 || status == 429 || status == 503; }

}  // namespace

std::string answer::code() const { return ok() ? std::string() : json_text(body, "code"); }

struct http_client::pool : std::enable_shared_from_this<pool> {
  struct connection;

  pool(loop& on, client_options o) : home(on), options(std::move(o)) {}
  void pump();
  void finish(pending job, answer got);

  loop& home;
  client_options options;
  std::deque<pending> queue;
  std::deque<std::shared_ptr<connection>> idle;
  std::size_t open = 0;
  std::size_t running = 0;
  bool closed = false;
};

/// One kept connection: one call at a time.
struct http_client::pool::connection : std::enable_shared_from_this<connection> {
  explicit connection(std::shared_ptr<pool> p)
      : home(std::move(p)), resolver(home->home.context()), stream(home->home.context()) {}

  void start(pending next) {
    job = std::move(next);
    ++job.attempts;
    got = {};
    request = {http::string_to_verb(job.what.method), job.what.path, 11};
    request.set(http::field::host, home->options.server.host + ":" + home->options.server.port);
    request.keep_alive(true);
    if (!home->options.token.empty()) {
      request.set(http::field::authorization, "Bearer " + home->options.token);
    }
    if (!job.what.key.empty()) request.set("Idempotency-Key", job.what.key);
    if (!job.what.body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = job.what.body;
    request.prepare_payload();
    stream.expires_after(home->options.call_timeout);
    connected ? write() : resolve();
  }

  void resolve() {
    auto self = shared_from_this();
    resolver.async_resolve(
        home->options.server.host, home->options.server.port,
        [self](const error_code& error, const tcp::resolver::results_type& found) {
          if (error) return self->fail(error);
          self->stream.async_connect(found, [self](const error_code& e, const tcp::endpoint&) {
            if (e) return self->fail(e);
            error_code ignored;  // only a slower socket
            self->stream.socket().set_option(tcp::no_delay(true), ignored);
            self->connected = true;
            self->write();
          });
        });
  }

  void write() {
    auto self = shared_from_this();
    http::async_write(stream, request, [self](const error_code& error, std::size_t) {
      if (error) return self->fail(error);
      self->response = {};
      http::async_read(self->stream, self->buffer, self->response,
                       [self](const error_code& e, std::size_t) {
                         if (e) return self->fail(e);
                         self->done();
                       });
    });
  }

  void done() {
    got.status = static_cast<int>(response.result_int());
    got.body = std::move(response.body());
    got.repeated = response["Idempotent-Replayed"] == "true";
    if (response.need_eof()) drop();
    release();
  }

  void fail(const error_code& error) {
    drop();
    got.status = 0;
    got.body = error.message();
    release();
  }

  void drop() {
    beast::error_code ignored;  // it is being thrown away
    stream.socket().close(ignored);
    buffer.clear();
    connected = false;
  }

  void release() {
    stream.expires_never();
    --home->running;
    pending over = std::move(job);
    if (home->closed) return;
    home->idle.push_back(shared_from_this());
    home->finish(std::move(over), std::move(got));
    home->pump();
  }

  std::shared_ptr<pool> home;
  tcp::resolver resolver;
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  http::response<http::string_body> response;
  pending job;
  answer got;
  bool connected = false;
};

void http_client::pool::pump() {
  while (!closed && !queue.empty() && running < options.connections_max) {
    std::shared_ptr<connection> free;
    if (!idle.empty()) {
      free = std::move(idle.back());
      idle.pop_back();
    } else {
      free = std::make_shared<connection>(shared_from_this());
      ++open;
    }
    pending next = std::move(queue.front());
    queue.pop_front();
    ++running;
    free->start(std::move(next));
  }
}

void http_client::pool::finish(pending job, answer got) {
  if (!worth_repeating(got.status) || steady::now() >= job.give_up) {
    job.then(got);
    return;
  }
  // Twice as long each time, from 20 ms to a second: quick after a hiccup, gentle on a restart.
  const int doublings = std::min(job.attempts, 6);
  const auto pause =
      std::min(std::chrono::milliseconds(10LL << doublings), std::chrono::milliseconds(1000));
  ++running;
  auto again = std::make_shared<pending>(std::move(job));
  home.after(pause, [self = shared_from_this(), again] {
    --self->running;
    if (self->closed) return;
    self->queue.push_front(std::move(*again));
    self->pump();
  });
}

http_client::http_client(loop& on, client_options options)
    : pool_(std::make_shared<pool>(on, std::move(options))) {}
http_client::~http_client() { close(); }

void http_client::send(call what, answered then) {
  if (pool_->closed) return;
  const bool own = what.patience.count() > 0;
  const auto give_up = steady::now() + (own ? what.patience : pool_->options.patience);
  pool_->queue.push_back({std::move(what), std::move(then), give_up, 0});
  pool_->pump();
}

void http_client::close() {
  pool_->closed = true;
  pool_->queue.clear();
  for (const auto& connection : pool_->idle) connection->drop();
  pool_->idle.clear();
}

std::size_t http_client::waiting() const { return pool_->queue.size(); }
std::size_t http_client::in_flight() const { return pool_->running; }

}  // namespace parley::client
