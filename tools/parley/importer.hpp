#pragma once
// Plays a ticket log through the public HTTP API: contacts write, routes are asked for, the staff
// of the mapping takes the offers it gets, answers and completes. Rows start in time order; rows of
// one case happen one after the other; a row that needs an owner waits for one without holding up
// other cases. Every command's key comes from the log's line, so playing the same log again changes
// nothing. Lives on its loop.

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/client/event_feed.hpp"
#include "tools/client/http_client.hpp"
#include "tools/parley/mapping.hpp"

namespace parley::tool {

struct import_options {
  client::client_options server;
  double speed = 0;  ///< log seconds a second; 0: as fast as the server answers
  bool quiet = false;
};

struct import_totals {
  std::uint64_t cases = 0, cases_done = 0;
  std::uint64_t events = 0;  ///< rows played to their end
  std::uint64_t sent = 0;    ///< commands answered, good or bad
  std::uint64_t repeated = 0;
  std::uint64_t rejected = 0;
  std::uint64_t offers = 0;  ///< seen by the staff, those of earlier runs included
  double seconds = 0;
  std::string first_rejection;
  std::string stopped;  ///< why it ended early; empty: it did not
  std::string to_json() const;
};

class importer {
 public:
  importer(client::loop& on, import_options options, const log_mapping& map,
           const std::vector<log_row>& rows);

  /// Runs the loop until the log is played, nothing moves any more, or the user interrupts.
  /// UNAVAILABLE or the server's reason if the tenant cannot be set up.
  result<import_totals> run();

 private:
  enum class action_kind : unsigned char { open, route, step, complete };
  struct action {
    action_kind kind = action_kind::step;
    step what = step::nothing;
    std::size_t index = 0;  ///< within the row, for the key
  };
  struct ownership {
    std::string work, agent;
  };
  struct case_run {
    std::string name, conversation;
    std::deque<const log_row*> rows;
    std::deque<action> actions;     ///< of rows.front()
    std::vector<ownership> owners;  ///< in order, as the feed told
    std::size_t turn = 0;           ///< which of them works on it now
    bool busy = false;
    bool blocked = false;  ///< waits for an owner
  };

  void set_up();
  void set_up_floor();
  void prepare(std::string path, std::string body);
  void prepared(const client::answer& got, const std::string& path);
  void play();
  void release_rows();
  void advance(case_run& c);
  void plan(case_run& c) const;
  void perform(case_run& c, const action& next);
  client::call call_for(const case_run& c, const action& next) const;
  void performed(case_run& c, const action& was, const client::answer& got);
  void row_done(case_run& c);
  void on_feed(const client::feed_event& event);
  void accept(const std::string& work, const std::string& agent);
  void count(const client::answer& got);
  void watch();
  void stop(std::string why);
  const activity_rule& rule_of(const log_row& row) const;
  std::string tenant_path(std::string_view rest) const;

  client::loop& loop_;
  import_options options_;
  const log_mapping& map_;
  const std::vector<log_row>& rows_;
  client::http_client http_;
  std::unique_ptr<client::event_feed> feed_;
  std::unordered_map<std::string, case_run> cases_;  ///< by conversation
  std::size_t next_row_ = 0;
  std::size_t preparing_ = 0;
  std::size_t active_ = 0;  ///< cases with a command under way
  bool timer_set_ = false;
  std::chrono::steady_clock::time_point started_, moved_;
  import_totals totals_;
  std::optional<rejection> failed_;
};

}  // namespace parley::tool
