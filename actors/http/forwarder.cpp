#include "actors/http/forwarder.hpp"

#include <deque>
#include <map>
#include <set>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "actors/http/service.hpp"

namespace parley::http {
namespace asio = boost::asio;
namespace beast = boost::beast::http;
using asio::ip::tcp;
using error_code = boost::system::error_code;
using steady = std::chrono::steady_clock;
namespace {

constexpr std::size_t links_max = 128;  // to one node
constexpr std::size_t waiting_max = 4096;
constexpr std::uint64_t answer_bytes_max = std::uint64_t{64} << 20U;
constexpr std::chrono::milliseconds connect_limit(1000);
constexpr std::chrono::milliseconds sweep_every(100);
// Shorter than the other gateway keeps an idle connection.
constexpr std::chrono::seconds idle_limit(20);

void add_line(std::string& to, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    to.append(name).append(": ").append(value).append("\r\n");
  }
}

std::string request_text(const http_request& from, const host_port& to, const std::string& by) {
  // HEAD is GET without the body, which the answer's own framing leaves out.
  std::string text = from.method == http_method::head ? "GET" : from.method_text;
  text.append(" ").append(from.target).append(" HTTP/1.1\r\n");
  const bool six = to.host.find(':') != std::string::npos;
  add_line(text, "Host", (six ? "[" + to.host + "]" : to.host) + ":" + to.port);
  add_line(text, "X-Parley-Forwarded-By", by);
  add_line(text, "X-Request-Id", from.request_id);
  add_line(text, "Authorization", from.authorization);
  add_line(text, "Content-Type", from.content_type);
  add_line(text, "Idempotency-Key", from.idempotency_key);
  add_line(text, "If-None-Match", from.if_none_match);
  add_line(text, "Content-Length", std::to_string(from.body.size()));
  text += "\r\n";
  return text + from.body;
}

// What the framing of our own answer says is left out.
bool is_passed_on(std::string_view name) {
  for (const std::string_view own :
       {"connection", "content-length", "content-type", "date", "keep-alive", "transfer-encoding",
        "x-content-type-options", "x-parley-dev", "x-request-id"}) {
    if (boost::beast::iequals(name, own)) {
      return false;
    }
  }
  return true;
}

}  // namespace

host_port split_url(const std::string& url) {
  constexpr std::string_view scheme = "http://";
  const std::size_t colon = url.rfind(':');
  if (!url.starts_with(scheme) || colon == std::string::npos || colon < scheme.size()) {
    return {};
  }
  std::string host = url.substr(scheme.size(), colon - scheme.size());
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  return {std::move(host), url.substr(colon + 1)};
}

struct forwarder::wire {
  using job = errand;
  struct link;
  struct peer {
    std::deque<std::shared_ptr<link>> idle;
    std::deque<job> waiting;
    std::size_t open = 0;
  };

  wire(const node_port& n, duration_ms limit)
      : node(n),
        answer_limit(limit.value),
        self(n.name()),
        guard(context.get_executor()),
        timer(context) {}

  void begin(job next);
  void run(const std::shared_ptr<link>& on, job next);
  void released(const std::shared_ptr<link>& by, bool usable);
  void sweep();

  const node_port& node;
  const std::chrono::milliseconds answer_limit;
  const std::string self;
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard;
  asio::steady_timer timer;
  std::map<std::string, peer> peers;
  std::set<std::shared_ptr<link>> active;
  std::thread thread;
};

/// One connection to another node: one request at a time.
struct forwarder::wire::link : std::enable_shared_from_this<link> {
  link(wire& of, std::string to)
      : home(of), url(std::move(to)), resolver(of.context), socket(of.context) {}

  void start(job next) {
    what = std::move(next);
    asked = false;
    aborted = false;
    const auto now = steady::now();
    limit = now + (socket.is_open() ? home.answer_limit : connect_limit);
    const host_port at = split_url(url);
    text = request_text(what.request, at, home.self);
    if (socket.is_open()) {
      write();
      return;
    }
    resolver.async_resolve(at.host, at.port,
                           [self = shared_from_this()](error_code ec, const auto& found) {
                             if (ec || self->aborted) {
                               self->fail();
                             } else {
                               self->connect(found);
                             }
                           });
  }

  void connect(const tcp::resolver::results_type& found) {
    asio::async_connect(socket, found,
                        [self = shared_from_this()](error_code ec, const tcp::endpoint&) {
                          if (ec || self->aborted) {
                            self->fail();
                            return;
                          }
                          error_code ignored;  // only a slower socket
                          self->socket.set_option(tcp::no_delay(true), ignored);
                          self->limit = steady::now() + self->home.answer_limit;
                          self->write();
                        });
  }

  void write() {
    asked = true;
    asio::async_write(socket, asio::buffer(text),
                      [self = shared_from_this()](error_code ec, std::size_t) {
                        ec ? self->fail() : self->read();
                      });
  }

  void read() {
    parser.emplace();
    parser->body_limit(answer_bytes_max);
    beast::async_read(socket, buffer, *parser,
                      [self = shared_from_this()](error_code ec, std::size_t) {
                        ec ? self->fail() : self->done();
                      });
  }

  void done() {
    auto& got = parser->get();
    response answer;
    answer.status = static_cast<int>(got.result_int());
    answer.body = std::move(got.body());
    for (const auto& field : got) {
      if (is_passed_on(field.name_string())) {
        answer.add_header(field.name_string(), field.value());
      }
    }
    what.answered(std::move(answer));
    finish(parser->keep_alive());
  }

  void fail() {
    if (asked) {
      what.answered(
          rejection{errc::unavailable, "the partition's node did not answer: retry by id", {}});
    } else {
      what.answered(rejection{errc::recovering, "the partition's node is not reached", "moving"});
    }
    finish(false);
  }

  void finish(bool usable) {
    what = {};
    idle_since = steady::now();
    home.released(shared_from_this(), usable);
  }

  // Its handlers then end with an error.
  void abort() {
    aborted = true;
    resolver.cancel();
    close();
  }

  void close() {
    error_code ignored;  // it is being thrown away
    socket.close(ignored);
    buffer.clear();
  }

  // A kept connection that the other side has closed has an end to read.
  bool alive() {
    error_code ec;
    socket.non_blocking(true, ec);
    char byte = 0;
    socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, ec);
    return ec == asio::error::would_block;
  }

  bool moved_on() const {
    const partition_place now = home.node.place_of(what.partition);
    return now.who == partition_place::custody::here ||
           (now.who == partition_place::custody::elsewhere && now.url != url);
  }

  wire& home;
  const std::string url;
  tcp::resolver resolver;
  tcp::socket socket;
  boost::beast::flat_buffer buffer;
  std::optional<beast::response_parser<beast::string_body>> parser;
  std::string text;
  job what;
  steady::time_point limit;
  steady::time_point idle_since;
  bool asked = false;
  bool aborted = false;
};

void forwarder::wire::begin(job next) {
  peer& to = peers[next.url];
  while (!to.idle.empty()) {
    const auto kept = to.idle.back();
    to.idle.pop_back();
    if (kept->alive()) {
      run(kept, std::move(next));
      return;
    }
    kept->close();
    --to.open;
  }
  if (to.open < links_max) {
    ++to.open;
    const std::string url = next.url;
    run(std::make_shared<link>(*this, url), std::move(next));
  } else if (to.waiting.size() < waiting_max) {
    to.waiting.push_back(std::move(next));
  } else {
    next.answered(rejection{errc::overloaded, "too many requests wait for another node", {}});
  }
}

void forwarder::wire::run(const std::shared_ptr<link>& on, job next) {
  active.insert(on);
  on->start(std::move(next));
}

void forwarder::wire::released(const std::shared_ptr<link>& by, bool usable) {
  active.erase(by);
  peer& of = peers[by->url];
  if (usable) {
    of.idle.push_back(by);
  } else {
    by->close();
    --of.open;
  }
  if (!of.waiting.empty()) {
    job next = std::move(of.waiting.front());
    of.waiting.pop_front();
    begin(std::move(next));
  }
}

void forwarder::wire::sweep() {
  timer.expires_after(sweep_every);
  timer.async_wait([this](error_code ec) {
    if (ec) {
      return;
    }
    const auto now = steady::now();
    const std::set<std::shared_ptr<link>> all = active;
    for (const auto& one : all) {
      if (!one->aborted && (now > one->limit || one->moved_on())) {
        one->abort();
      }
    }
    for (auto& [url, of] : peers) {
      while (!of.idle.empty() && now - of.idle.front()->idle_since > idle_limit) {
        of.idle.front()->close();
        of.idle.pop_front();
        --of.open;
      }
    }
    sweep();
  });
}

forwarder::forwarder(const node_port& node, duration_ms answer_timeout)
    : wire_(std::make_unique<wire>(node, answer_timeout)) {
  wire_->sweep();
  wire_->thread = std::thread([this] { wire_->context.run(); });
}

forwarder::~forwarder() { stop(); }

errand errand_of(const exchange_ptr& ex, std::string url) {
  const auto answered = [ex](result<response> told) {
    if (told.ok()) {
      ex->answer(std::move(*told));
    } else {
      ex->refuse(told.error());
    }
  };
  return {std::move(url), ex->partition, ex->request, answered};
}

void forwarder::send(errand what) {
  if (!wire_) {
    return;  // the gateway is stopping
  }
  asio::post(wire_->context,
             [this, next = std::move(what)]() mutable { wire_->begin(std::move(next)); });
}

void forwarder::stop() {
  if (wire_) {
    wire_->context.stop();
    wire_->thread.join();
    wire_.reset();
  }
}

}  // namespace parley::http
