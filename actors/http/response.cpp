#include "actors/http/response.hpp"

#include <array>
#include <charconv>
#include <ctime>

#include "actors/http/clock.hpp"

namespace parley::http {
namespace {

void write_number(std::string& to, std::size_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  to.append(digits.data(), end.ptr);
}

// RFC 9110 asks for a Date; formatting it once a second is enough.
void write_date(std::string& to) {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t size = 0;
  const std::time_t now = static_cast<std::time_t>(system_time().value / 1000);
  if (now != second) {
    second = now;
    std::tm parts{};
    gmtime_r(&now, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  }
  to.append("Date: ").append(text.data(), size).append("\r\n");
}

void write_common(std::string& to, const response_framing& framing) {
  write_date(to);
  if (!framing.request_id.empty()) {
    to.append("X-Request-Id: ").append(framing.request_id).append("\r\n");
  }
  if (framing.dev) {
    to += "X-Parley-Dev: 1\r\n";
  }
  to += "X-Content-Type-Options: nosniff\r\n";
}

}  // namespace

void response::add_header(std::string_view name, std::string_view value) {
  headers.append(name).append(": ").append(value).append("\r\n");
}

const char* reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Answer";
  }
}

void write_response(std::string& to, const response& from, const response_framing& framing) {
  to += "HTTP/1.1 ";
  write_number(to, static_cast<std::size_t>(from.status));
  to.append(" ").append(reason_of(from.status)).append("\r\n");
  write_common(to, framing);
  to += from.headers;
  to += framing.keep_alive && !from.close ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
  const bool bodiless = from.status == 204 || from.status == 304;
  if (!bodiless) {
    to.append("Content-Type: ").append(from.content_type).append("\r\nContent-Length: ");
    write_number(to, from.body.size());
    to += "\r\n";
  }
  to += "\r\n";
  if (!bodiless && !framing.without_body) {
    to += from.body;
  }
}

void write_stream_head(std::string& to, std::string_view content_type,
                       const response_framing& framing) {
  to += "HTTP/1.1 200 OK\r\n";
  write_common(to, framing);
  to.append("Content-Type: ").append(content_type);
  // Proxies that gather output would hold events back.
  to += "\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\n";
}

}  // namespace parley::http
