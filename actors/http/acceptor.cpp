#include "actors/http/acceptor.hpp"

#include <boost/asio/write.hpp>

#include "actors/http/connection.hpp"
#include "actors/http/errors.hpp"
#include "actors/http/log.hpp"

namespace parley::http {
namespace asio = boost::asio;

acceptor::acceptor(std::shared_ptr<service> home, std::vector<std::shared_ptr<lane>> lanes)
    : home_(std::move(home)),
      lanes_(std::move(lanes)),
      socket_(lanes_.front()->context()),
      pause_(lanes_.front()->context()) {}

result<std::uint16_t> acceptor::bind(const std::string& host, std::uint16_t port) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, ec);
  if (ec) {
    return rejection{errc::bad_request, host + " is not an address", {}};
  }
  const asio::ip::tcp::endpoint endpoint(address, port);
  socket_.open(endpoint.protocol(), ec);
  if (!ec) {
    socket_.set_option(asio::socket_base::reuse_address(true), ec);
  }
  if (!ec) {
    socket_.bind(endpoint, ec);
  }
  if (!ec) {
    socket_.listen(asio::socket_base::max_listen_connections, ec);
  }
  const auto bound = ec ? asio::ip::tcp::endpoint() : socket_.local_endpoint(ec);
  if (ec) {
    return rejection{errc::unavailable,
                     "cannot listen on " + host + ":" + std::to_string(port) + ": " + ec.message(),
                     {}};
  }
  return bound.port();
}

void acceptor::start() { accept(); }

void acceptor::close() {
  boost::system::error_code ec;
  socket_.close(ec);
  pause_.cancel();
}

void acceptor::accept() {
  const auto on = lanes_[next_++ % lanes_.size()];
  socket_.async_accept(
      on->context(), [this, on](boost::system::error_code ec, asio::ip::tcp::socket socket) {
        if (!socket_.is_open()) {
          return;
        }
        if (!ec) {
          take(std::move(socket), on);
          accept();
        } else if (ec == asio::error::connection_aborted) {
          accept();
        } else {
          log_event(log_level::warning, "accept_failed", {{"reason", ec.message()}});
          pause();
        }
      });
}

// Out of file descriptors, most likely: the next try at once would fail as well.
void acceptor::pause() {
  pause_.expires_after(std::chrono::milliseconds(100));
  pause_.async_wait([this](boost::system::error_code ec) {
    if (!ec && socket_.is_open()) {
      accept();
    }
  });
}

void acceptor::take(asio::ip::tcp::socket socket, const std::shared_ptr<lane>& on) {
  home_->counters.accepted.fetch_add(1);
  if (home_->counters.connections.load() >=
      static_cast<std::int64_t>(home_->options.connections_max)) {
    turn_away(std::move(socket));
    return;
  }
  const auto made = std::make_shared<connection>(on, home_, std::move(socket));
  on->post([made] { made->start(); });
}

void acceptor::turn_away(asio::ip::tcp::socket socket) {
  home_->counters.turned_away.fetch_add(1);
  response_framing framing;
  framing.keep_alive = false;
  std::string out;
  write_response(out, error_response(503, {errc::overloaded, "too many connections", {}}, {}),
                 framing);
  boost::system::error_code ec;
  socket.non_blocking(true, ec);
  socket.write_some(asio::buffer(out), ec);
  socket.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
}

}  // namespace parley::http
