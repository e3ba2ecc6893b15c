#include "actors/http/host.hpp"

#include <string>

#include <boost/asio/ip/address.hpp>

namespace parley::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) {
      return false;
    }
  }
  return true;
}

bool is_loopback_host(std::string_view host) {
  if (same_text(host, "localhost")) {
    return true;
  }
  boost::system::error_code ec;
  const auto address = boost::asio::ip::make_address(std::string(host), ec);
  return !ec && address.is_loopback();
}

bool is_loopback_authority(std::string_view authority) {
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    return end != std::string_view::npos && is_loopback_host(authority.substr(1, end - 1));
  }
  return is_loopback_host(authority.substr(0, authority.find(':')));
}

}  // namespace parley::http
