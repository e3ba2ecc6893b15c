#pragma once
// Follows a server-sent event feed. A lost connection is taken up again after the last event seen,
// so that none is missed and none comes twice. Lives on its loop's thread.

#include <functional>
#include <memory>
#include <string>

#include "tools/client/http_client.hpp"

namespace parley::client {

struct feed_event {
  std::string id;  ///< the event's position
  std::string type;
  std::string data;  ///< JSON
};

/// Takes the text of a feed apart. Pure; knows `id`, `event`, `data` and comments.
class feed_parser {
 public:
  /// Calls `use` for each event that `text` completes.
  void feed(std::string_view text, const std::function<void(const feed_event&)>& use);
  void reset() { rest_.clear(), present_ = {}; }

 private:
  void line(std::string_view text, const std::function<void(const feed_event&)>& use);
  std::string rest_;
  feed_event present_;
};

class event_feed {
 public:
  /// `path` with its query. `use` gets each event; `lost` what ended a connection, for the log.
  event_feed(loop& on, client_options options, std::string path,
             std::function<void(const feed_event&)> use,
             std::function<void(const std::string&)> lost);
  event_feed(const event_feed&) = delete;
  event_feed& operator=(const event_feed&) = delete;
  ~event_feed();
  void close();

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace parley::client
