#include "tests/http/client.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "events/base/assert.hpp"

namespace parley::test {
namespace {

constexpr int patience_ms = 5000;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

client::client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connected = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  PARLEY_ASSERT(connected == 0, "the gateway takes the connection");
}

client::~client() { ::close(socket_); }

void client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return;  // the server has closed: read() tells
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool client::fill(int timeout_ms) {
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, timeout_ms) <= 0) {
    return false;
  }
  std::array<char, 65536> bytes{};
  const auto size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size <= 0) {
    return false;
  }
  in_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

answer client::read(bool bodiless) {
  std::size_t head = 0;
  while ((head = in_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill(patience_ms)) {
      return {};
    }
  }
  answer got;
  got.status = std::stoi(in_.substr(9, 3));
  std::size_t at = in_.find("\r\n") + 2;
  while (at < head) {
    const auto end = in_.find("\r\n", at);
    const auto colon = in_.find(": ", at);
    got.headers[lower(in_.substr(at, colon - at))] = in_.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  in_.erase(0, head + 4);
  const auto length = got.headers.find("content-length");
  if (!bodiless && length != got.headers.end()) {
    const auto size = std::stoul(length->second);
    while (in_.size() < size) {
      if (!fill(patience_ms)) {
        return {};
      }
    }
    got.body = in_.substr(0, size);
    in_.erase(0, size);
  }
  return got;
}

std::string client::read_until(std::string_view text) {
  while (in_.find(text) == std::string::npos) {
    if (!fill(2000)) {
      return {};
    }
  }
  const auto end = in_.find(text) + text.size();
  std::string got = in_.substr(0, end);
  in_.erase(0, end);
  return got;
}

bool client::ended() {
  while (true) {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, 2000) <= 0) {
      return false;
    }
    std::array<char, 4096> bytes{};
    if (::recv(socket_, bytes.data(), bytes.size(), 0) <= 0) {
      return true;
    }
  }
}

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view headers) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  if (!body.empty()) {
    if (headers.find("Content-Type") == std::string_view::npos) {
      text += "Content-Type: application/json\r\n";
    }
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text.append("\r\n").append(body);
}

answer client::ask(std::string_view method, std::string_view target, std::string_view body,
                   std::string_view headers) {
  send(request_text(method, target, body, headers));
  return read(method == "HEAD");
}

}  // namespace parley::test
