#include "tools/client/event_feed.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace parley::client {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using error_code = boost::system::error_code;

// A live feed has a heartbeat every 15 s; three missed ones mean that nobody is there.
constexpr std::chrono::seconds silence_max{45};
constexpr std::chrono::milliseconds reconnect_pause{200};

}  // namespace

void feed_parser::feed(std::string_view text, const std::function<void(const feed_event&)>& use) {
  rest_ += text;
  std::size_t from = 0;
  for (std::size_t end = 0; (end = rest_.find('\n', from)) != std::string::npos; from = end + 1) {
    std::string_view one = std::string_view(rest_).substr(from, end - from);
    if (one.ends_with('\r')) one.remove_suffix(1);
    line(one, use);
  }
  rest_.erase(0, from);
}

void feed_parser::line(std::string_view text, const std::function<void(const feed_event&)>& use) {
  if (text.empty()) {
    if (!present_.data.empty()) use(present_);
    present_ = {};
    return;
  }
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "id") present_.id = value;
  if (name == "event") present_.type = value;
  if (name == "data") {
    if (!present_.data.empty()) present_.data += '\n';
    present_.data += value;
  }
}

struct event_feed::state : std::enable_shared_from_this<state> {
  state(loop& on, client_options o, std::string p)
      : home(on), options(std::move(o)), path(std::move(p)), resolver(on.context()) {}

  void connect() {
    auto self = shared_from_this();
    stream = std::make_unique<beast::tcp_stream>(home.context());
    response = std::make_unique<http::response_parser<http::string_body>>();
    response->body_limit(boost::none);
    buffer.clear();
    parser.reset();
    stream->expires_after(options.call_timeout);
    resolver.async_resolve(
        options.server.host, options.server.port,
        [self](const error_code& error, const tcp::resolver::results_type& found) {
          if (self->ended(error)) return;
          self->stream->async_connect(found, [self](const error_code& e, const tcp::endpoint&) {
            if (!self->ended(e)) self->ask();
          });
        });
  }

  void ask() {
    request = {http::verb::get, path, 11};
    request.set(http::field::host, options.server.host + ":" + options.server.port);
    request.set(http::field::accept, "text/event-stream");
    if (!options.token.empty()) {
      request.set(http::field::authorization, "Bearer " + options.token);
    }
    if (!last_id.empty()) request.set("Last-Event-ID", last_id);
    auto self = shared_from_this();
    http::async_write(*stream, request, [self](const error_code& error, std::size_t) {
      if (self->ended(error)) return;
      http::async_read_header(*self->stream, self->buffer, *self->response,
                              [self](const error_code& e, std::size_t) {
                                if (self->ended(e)) return;
                                self->opened();
                              });
    });
  }

  void opened() {
    const auto status = response->get().result_int();
    if (status != 200) {
      again("the feed answered " + std::to_string(status));
      return;
    }
    take();
    read();
  }

  void read() {
    auto self = shared_from_this();
    stream->expires_after(silence_max);
    http::async_read_some(*stream, buffer, *response, [self](const error_code& e, std::size_t) {
      self->take();
      if (self->ended(e)) return;
      if (self->response->is_done()) return self->again("the server ended the feed");
      self->read();
    });
  }

  void take() {
    std::string text = std::move(response->get().body());
    response->get().body().clear();
    parser.feed(text, [this](const feed_event& event) {
      if (closed) return;
      if (!event.id.empty()) last_id = event.id;
      use(event);
    });
  }

  bool ended(const error_code& error) {
    if (closed) return true;
    if (!error) return false;
    again(error.message());
    return true;
  }

  void again(const std::string& why) {
    if (closed) return;
    lost(why);
    home.after(reconnect_pause, [self = shared_from_this()] {
      if (!self->closed) self->connect();
    });
  }

  loop& home;
  client_options options;
  std::string path;
  std::function<void(const feed_event&)> use;
  std::function<void(const std::string&)> lost;
  tcp::resolver resolver;
  std::unique_ptr<beast::tcp_stream> stream;
  std::unique_ptr<http::response_parser<http::string_body>> response;
  beast::flat_buffer buffer;
  http::request<http::empty_body> request;
  feed_parser parser;
  std::string last_id;
  bool closed = false;
};

event_feed::event_feed(loop& on, client_options options, std::string path,
                       std::function<void(const feed_event&)> use,
                       std::function<void(const std::string&)> lost)
    : state_(std::make_shared<state>(on, std::move(options), std::move(path))) {
  state_->use = std::move(use);
  state_->lost = std::move(lost);
  state_->connect();
}

event_feed::~event_feed() { close(); }

void event_feed::close() {
  if (state_->closed) return;
  state_->closed = true;
  state_->resolver.cancel();
  beast::error_code ignored;  // it is being thrown away
  state_->stream->socket().close(ignored);
}

}  // namespace parley::client
