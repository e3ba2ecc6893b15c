#pragma once
// What an exchange may do with the connection behind it. The connection is one implementation;
// tests may have another. Every function is thread-safe and returns at once.

#include <functional>
#include <memory>

#include "actors/http/response.hpp"

namespace parley::http {

/// Text that goes on for as long as the client listens. The connection asks for the next piece when
/// the last one was taken, so nothing is gathered for a slow client.
class stream_source {
 public:
  stream_source() = default;
  stream_source(const stream_source&) = delete;
  stream_source& operator=(const stream_source&) = delete;
  virtual ~stream_source() = default;
  /// The client can take more: call link::push once, now or when there is something.
  virtual void pull() = 0;
  /// The client is gone. No call follows.
  virtual void closed() = 0;
};

class link {
 public:
  link() = default;
  link(const link&) = delete;
  link& operator=(const link&) = delete;
  virtual ~link() = default;
  /// The answer to request number `serial` of this connection; ignored if that one is over.
  virtual void deliver(std::uint64_t serial, response answer) = 0;
  virtual void open_stream(std::uint64_t serial, std::shared_ptr<stream_source> source) = 0;
  virtual void push(std::string text) = 0;
  /// Ends the stream after `last`.
  virtual void finish(std::string last) = 0;
};

}  // namespace parley::http
