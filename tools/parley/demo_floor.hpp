#pragma once
// Makes a small contact centre live on a Parley server through its public HTTP API: contacts write,
// agents take work, answer, decline now and then, hand over, finish, go for a break. Everything it
// does follows from what the server's feed tells, so it goes on after the server was killed.
// Lives on its loop. Limits: one tenant, about 1,000 conversations a second.

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tools/client/event_feed.hpp"
#include "tools/client/http_client.hpp"

namespace parley::tool {

struct demo_options {
  client::client_options server;
  std::string tenant = "demo";
  double rate = 1;           ///< new conversations a second
  std::int64_t seconds = 0;  ///< 0: until interrupted
  std::int64_t agents = 12;
  std::uint64_t seed = 1;
  std::int64_t run_id = 0;  ///< sets this run's commands apart from those of earlier ones
  double pace = 1;          ///< how much faster than people everybody acts
  bool quiet = false;
};

struct demo_totals {
  std::uint64_t opened = 0, accepted = 0, declined = 0, ignored = 0, transferred = 0;
  std::uint64_t completed = 0, messages = 0, presence_changes = 0;
  std::uint64_t sent = 0, repeated = 0, rejected = 0;
  std::string first_rejection;
  std::string to_json() const;
};

class demo_floor {
 public:
  demo_floor(client::loop& on, demo_options options);
  /// Runs the loop until the time is over or the user interrupts.
  result<demo_totals> run();

 private:
  struct chat {
    std::string work, agent, contact;
    int messages_left = 0;
    bool contact_next = false;
  };

  void set_up();
  void set_up_floor();
  void prepare(const std::string& method, std::string path, std::string body);
  void live();
  void adopt(const client::answer& capacity);
  void contact_comes();
  void request_route(const std::string& conversation);
  void on_feed(const client::feed_event& event);
  void offered(const std::string& work, const std::string& agent);
  void joined(const std::string& work, const std::string& agent);
  void talk(const std::string& conversation);
  void finish(const std::string& conversation, const chat& over);
  void presence_changes();
  void set_presence(const std::string& agent, const std::string& status);
  void report_progress();
  void post(std::string path, std::string body, client::http_client::answered then = {});

  std::string tenant_path(std::string_view rest) const;
  std::string next_key();
  double random();  ///< in [0, 1)
  const std::string& one_of(const std::vector<std::string>& texts);
  /// Runs `use` after between `from_ms` and `to_ms`, as people take their time.
  void soon(double from_ms, double to_ms, std::function<void()> use);

  client::loop& loop_;
  demo_options options_;
  client::http_client http_;
  std::unique_ptr<client::event_feed> feed_;
  std::mt19937_64 dice_;
  std::vector<std::string> agents_;
  std::map<std::string, std::string> status_;  ///< of agents on a break
  std::map<std::string, chat> chats_;          ///< by conversation
  std::size_t preparing_ = 0;
  bool floor_set_up_ = false;
  std::uint64_t keys_ = 0;
  demo_totals totals_;
  std::optional<rejection> failed_;
};

}  // namespace parley::tool
