#include "actors/http/connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "actors/http/errors.hpp"
#include "actors/http/service.hpp"

namespace parley::http {
namespace asio = boost::asio;
namespace {

constexpr std::size_t read_bytes = std::size_t{16} << 10U;
// How long, and how much, of a refused request is read on so that the client sees the answer before
// a reset.
constexpr std::chrono::milliseconds drain_time{1000};
constexpr std::size_t drain_bytes_max = std::size_t{4} << 20U;

std::chrono::milliseconds to_chrono(duration_ms d) { return std::chrono::milliseconds(d.value); }

}  // namespace

connection::connection(std::shared_ptr<lane> on, std::shared_ptr<service> home,
                       asio::ip::tcp::socket socket)
    : lane_(std::move(on)), home_(std::move(home)), socket_(std::move(socket)) {
  home_->counters.connections.fetch_add(1);
}

connection::~connection() { home_->counters.connections.fetch_sub(1); }

void connection::start() {
  boost::system::error_code ec;
  socket_.non_blocking(true, ec);
  if (!ec) {
    socket_.set_option(asio::ip::tcp::no_delay(true), ec);
  }
  if (!ec) {
    socket_.set_option(asio::socket_base::keep_alive(true), ec);
  }
  if (ec || !lane_->keep(shared_from_this())) {
    return;  // the client is gone already, or the gateway is going
  }
  enter(phase::idle);
  advance();
}

void connection::close() {
  if (phase_ == phase::closed) {
    return;
  }
  enter(phase::closed);
  boost::system::error_code ec;
  socket_.close(ec);
  if (auto source = std::exchange(source_, nullptr)) {
    source->closed();
  }
  exchange_.reset();
  lane_->forget(shared_from_this());
}

void connection::enter(phase next) {
  const auto& options = home_->options;
  const auto now = clock::now();
  phase_ = next;
  switch (next) {
    case phase::idle:
      deadline_ = now + to_chrono(options.idle_timeout);
      break;
    case phase::header:
      deadline_ = now + to_chrono(options.header_timeout);
      break;
    case phase::body:
      deadline_ = now + to_chrono(options.body_timeout);
      break;
    case phase::answering:
      deadline_ = now + to_chrono(options.answer_timeout);
      break;
    case phase::writing:
      deadline_ = now + to_chrono(options.write_timeout);
      break;
    case phase::draining:
      deadline_ = now + drain_time;
      break;
    case phase::streaming:
    case phase::closed:
      deadline_ = clock::time_point::max();
      break;
  }
}

void connection::sweep(clock::time_point now) {
  if (phase_ == phase::streaming) {
    if (out_.empty() && now - written_at_ >= to_chrono(home_->options.heartbeat)) {
      stream_write(": still here\n\n");
    }
    return;
  }
  if (now < deadline_) {
    return;
  }
  if (phase_ == phase::header || phase_ == phase::body) {
    refuse(408, "the request did not arrive in time");
  } else if (phase_ == phase::answering) {
    exchange_->refuse(rejection{errc::unavailable, "no answer in time: retry by id", {}});
  } else {
    close();
  }
}

void connection::advance() {
  const auto self = shared_from_this();
  while (phase_ == phase::idle || phase_ == phase::header || phase_ == phase::body) {
    if (in_.size() == 0) {
      read();
      return;
    }
    if (phase_ == phase::idle) {
      enter(phase::header);
      exchange_ = std::make_shared<exchange>(home_, self, ++serial_);
      const auto& o = home_->options;
      parser_.emplace(exchange_->request, o.header_bytes_max, o.target_bytes_max, o.body_bytes_max);
    }
    if (!parse()) {
      return;
    }
    if (parser_->is_done()) {
      handle();
    } else {
      read();
      return;
    }
  }
}

bool connection::parse() {
  boost::system::error_code ec;
  while (in_.size() > 0 && !parser_->is_done()) {
    const auto used = parser_->put(in_.data(), ec);
    in_.consume(used);
    if (ec == boost::beast::http::error::need_more) {
      ec = {};
      break;
    }
    if (ec) {
      const auto why = refusal_of(ec, *parser_);
      refuse(why.status, why.message);
      return false;
    }
    if (used == 0) {
      break;
    }
  }
  if (parser_->is_header_done() && phase_ == phase::header) {
    enter(phase::body);
    if (!parser_->is_done() && exchange_->request.expects_continue) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      socket_.write_some(asio::buffer(go_on), ec);
    }
  }
  return true;
}

void connection::handle() {
  enter(phase::answering);
  keep_ = exchange_->request.keep_alive;
  exchange_->started = clock::now();
  handling_ = true;
  home_->handle(exchange_);
  handling_ = false;
  if (early_) {
    complete(*std::exchange(early_, std::nullopt));
  }
}

void connection::refuse(int status, const char* message) {
  keep_ = false;
  exchange_->started = clock::now();
  home_->name_request(exchange_->request);
  enter(phase::answering);
  exchange_->refuse(status, rejection{errc::bad_request, message, {}});
}

// One read at a time: while a refused request is drained, the read that waited for the rest of it
// is still under way.
void connection::read() {
  if (std::exchange(reading_, true)) {
    return;
  }
  socket_.async_read_some(in_.prepare(read_bytes),
                          [self = shared_from_this()](auto ec, std::size_t size) {
                            self->reading_ = false;
                            self->read_done(ec, size);
                          });
}

void connection::read_done(boost::system::error_code ec, std::size_t size) {
  if (phase_ == phase::closed) {
    return;
  }
  if (ec) {
    close();
    return;
  }
  switch (phase_) {
    case phase::idle:
    case phase::header:
    case phase::body:
      in_.commit(size);
      advance();
      return;
    case phase::streaming:  // its client has nothing to say; its end is all there is to read
      read();
      return;
    case phase::draining:
      drained_bytes_ += size;
      if (drained_bytes_ > drain_bytes_max) {
        close();
      } else {
        read();
      }
      return;
    case phase::answering:
    case phase::writing:
    case phase::closed:
      return;  // the request was ended by its deadline: what is left of it is dropped
  }
}

void connection::deliver(std::uint64_t serial, response answer) {
  // The handler itself may answer at once: then we are inside handle(), on the lane's thread.
  if (lane_->context().get_executor().running_in_this_thread()) {
    if (serial == serial_ && phase_ == phase::answering) {
      if (handling_) {
        early_ = std::move(answer);
      } else {
        complete(answer);
        advance();
      }
    }
    return;
  }
  lane_->post([self = shared_from_this(), serial, answer = std::move(answer)]() {
    if (serial == self->serial_ && self->phase_ == phase::answering) {
      self->complete(answer);
      self->advance();
    }
  });
}

void connection::complete(const response& answer) {
  const auto& request = exchange_->request;
  response_framing framing;
  framing.keep_alive = keep_ = keep_ && !answer.close;
  framing.without_body = request.method == http_method::head;
  framing.dev = home_->options.dev;
  framing.request_id = request.request_id;
  out_.clear();
  write_response(out_, answer, framing);
  enter(phase::writing);
  if (write()) {
    answer_written();
  }
}

bool connection::write() {
  boost::system::error_code ec;
  // Most answers fit the socket's buffer: no wait, no handler.
  const auto size = socket_.write_some(asio::buffer(out_), ec);
  if (ec && ec != asio::error::would_block) {
    close();
    return false;
  }
  written_at_ = clock::now();
  if (size == out_.size()) {
    return true;
  }
  asio::async_write(
      socket_, asio::buffer(out_) + size,
      [self = shared_from_this()](auto failed, std::size_t) { self->write_done(failed); });
  return false;
}

void connection::write_done(boost::system::error_code ec) {
  if (phase_ == phase::closed) {
    return;
  }
  if (ec) {
    close();
    return;
  }
  written_at_ = clock::now();
  if (phase_ == phase::streaming) {
    stream_written();
    return;
  }
  answer_written();
  advance();
}

void connection::answer_written() {
  parser_.reset();
  exchange_.reset();
  if (out_.capacity() > std::size_t{64} << 10U) {
    out_ = {};
  }
  if (keep_) {
    enter(phase::idle);
    return;
  }
  boost::system::error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  if (ec) {
    close();
    return;
  }
  enter(phase::draining);
  in_.clear();
  read();
}

void connection::open_stream(std::uint64_t serial, std::shared_ptr<stream_source> source) {
  const bool posted = lane_->post([self = shared_from_this(), serial, source]() {
    if (serial == self->serial_ && self->phase_ == phase::answering) {
      self->begin_stream(source);
    } else {
      source->closed();
    }
  });
  if (!posted) {
    source->closed();
  }
}

void connection::begin_stream(std::shared_ptr<stream_source> source) {
  source_ = std::move(source);
  response_framing framing;
  framing.dev = home_->options.dev;
  framing.request_id = exchange_->request.request_id;
  out_.clear();
  std::string head;
  write_stream_head(head, "text/event-stream", framing);
  enter(phase::streaming);
  pull_wanted_ = true;
  exchange_.reset();
  in_.clear();
  stream_write(std::move(head));
  if (phase_ == phase::streaming) {
    read();
  }
}

void connection::push(std::string text) {
  lane_->post([self = shared_from_this(), text = std::move(text)]() mutable {
    if (self->phase_ == phase::streaming) {
      self->pull_wanted_ = true;
      self->stream_write(std::move(text));
    }
  });
}

// At most one piece and one heartbeat are in memory: the source is asked again only when all is
// written.
void connection::stream_write(std::string text) {
  if (!out_.empty()) {
    next_out_ += text;
    return;
  }
  out_ = std::move(text);
  if (write()) {
    stream_written();
  }
}

void connection::stream_written() {
  out_.clear();
  if (!next_out_.empty()) {
    stream_write(std::exchange(next_out_, {}));
  } else if (finishing_) {
    close();
  } else if (std::exchange(pull_wanted_, false)) {
    source_->pull();
  }
}

void connection::finish(std::string last) {
  lane_->post([self = shared_from_this(), last = std::move(last)]() mutable {
    if (self->phase_ == phase::streaming) {
      self->finishing_ = true;
      self->stream_write(std::move(last));
    }
  });
}

}  // namespace parley::http
