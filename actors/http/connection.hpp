#pragma once
// One client connection: reads a request, has it answered, writes the answer, and so on. Requests
// of one connection are answered one after the other, in order, however many were sent ahead. Lives
// on its lane's thread; only the functions of `link` may be called from others.

#include <chrono>
#include <optional>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "actors/http/exchange.hpp"
#include "actors/http/lane.hpp"
#include "actors/http/request_parser.hpp"

namespace parley::http {

class connection final : public link, public std::enable_shared_from_this<connection> {
 public:
  using clock = std::chrono::steady_clock;

  connection(std::shared_ptr<lane> on, std::shared_ptr<service> home,
             boost::asio::ip::tcp::socket socket);
  ~connection() override;

  // On the lane's thread.
  void start();
  void close();
  /// Enforces the deadline of what is under way, and keeps streams alive.
  void sweep(clock::time_point now);

  void deliver(std::uint64_t serial, response answer) override;
  void open_stream(std::uint64_t serial, std::shared_ptr<stream_source> source) override;
  void push(std::string text) override;
  void finish(std::string last) override;

 private:
  enum class phase : std::uint8_t {
    idle,       ///< no byte of the next request yet
    header,     ///< some, but not all headers
    body,       ///< headers, but not all of the body
    answering,  ///< the answer is owed
    writing,
    streaming,
    draining,  ///< the last answer is written; what the client still sends is thrown away
    closed
  };
  void enter(phase next);

  void advance();
  bool parse();
  void handle();
  void refuse(int status, const char* message);
  void read();
  void read_done(boost::system::error_code ec, std::size_t size);
  void complete(const response& answer);
  /// Writes `out_`; true if all of it went at once.
  bool write();
  void write_done(boost::system::error_code ec);
  void answer_written();
  void begin_stream(std::shared_ptr<stream_source> source);
  void stream_write(std::string text);
  void stream_written();

  // The socket belongs to the lane's loop, so the lane goes last.
  std::shared_ptr<lane> lane_;
  std::shared_ptr<service> home_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer in_;
  std::optional<request_parser> parser_;
  exchange_ptr exchange_;
  std::optional<response> early_;  ///< an answer that came while its handler still ran
  std::string out_;
  std::string next_out_;  ///< streaming: written when `out_` is
  std::shared_ptr<stream_source> source_;
  std::uint64_t serial_ = 0;
  std::size_t drained_bytes_ = 0;
  clock::time_point deadline_;
  clock::time_point written_at_;
  phase phase_ = phase::idle;
  bool reading_ = false;
  bool handling_ = false;
  bool keep_ = true;
  bool pull_wanted_ = false;
  bool finishing_ = false;
};

}  // namespace parley::http
