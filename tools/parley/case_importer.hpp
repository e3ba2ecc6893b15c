#pragma once
// Tells the past of a ticket log's cases through the public HTTP API, with the log's own times:
// hours, holidays, level, process, one customer and its entitlement; then each case is opened,
// covered, changed, answered, closed and reopened as its rows say, and its import finished. Nobody
// is notified of what is past. Every command's key comes from the log's line, so telling it again
// changes nothing. Lives on its loop.

#include <deque>
#include <string>
#include <vector>

#include "tools/client/http_client.hpp"
#include "tools/parley/case_log.hpp"
#include "tools/parley/importer.hpp"

namespace parley::tool {

/// What has to be there before the first case, in order.
std::vector<client::call> calls_before_cases(const log_mapping& map, const case_mapping& cases);

/// What the rows of one case say, in order; the first call opens it.
std::vector<client::call> calls_of_case(const log_mapping& map, const case_mapping& cases,
                                        const std::vector<const log_row*>& rows);

class case_importer {
 public:
  case_importer(client::loop& on, import_options options, const log_mapping& map,
                const case_mapping& cases, const std::vector<log_row>& rows);

  /// UNAVAILABLE or the server's reason if hours, process or customer cannot be set up.
  result<import_totals> run();

 private:
  struct case_run {
    std::string id;
    std::vector<const log_row*> rows;
    std::deque<client::call> calls;
    int looks = 0;  ///< at whether it is covered
  };

  void set_up();
  void start_cases();
  void next(case_run& c);
  void await_cover(case_run& c);
  void done(case_run& c);
  void count(const client::answer& got);
  void watch();
  void stop(std::string why);

  client::loop& loop_;
  import_options options_;
  const log_mapping& map_;
  const case_mapping& case_map_;
  std::size_t rows_ = 0;
  client::http_client http_;
  std::vector<client::call> before_;
  std::size_t prepared_ = 0;
  std::deque<case_run> cases_;
  std::size_t started_cases_ = 0;
  std::size_t active_ = 0;
  std::chrono::steady_clock::time_point started_;
  import_totals totals_;
  std::optional<rejection> failed_;
};

}  // namespace parley::tool
