#pragma once
// Accepts connections and deals them out to the lanes in turn. Lives on the first lane's thread.

#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "actors/http/lane.hpp"
#include "actors/http/service.hpp"

namespace parley::http {

class acceptor {
 public:
  acceptor(std::shared_ptr<service> home, std::vector<std::shared_ptr<lane>> lanes);

  /// UNAVAILABLE if the address cannot be bound. Before the lanes start.
  result<std::uint16_t> bind(const std::string& host, std::uint16_t port);
  void start();
  /// On the first lane's thread.
  void close();

 private:
  void accept();
  void take(boost::asio::ip::tcp::socket socket, const std::shared_ptr<lane>& on);
  void turn_away(boost::asio::ip::tcp::socket socket);
  void pause();

  std::shared_ptr<service> home_;
  std::vector<std::shared_ptr<lane>> lanes_;
  boost::asio::ip::tcp::acceptor socket_;
  boost::asio::steady_timer pause_;
  std::size_t next_ = 0;
};

}  // namespace parley::http
