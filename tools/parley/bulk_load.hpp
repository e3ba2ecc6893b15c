#pragma once
// Tells a server rows of the past, many customers at once and each customer's rows in their order.
// What became of each row is told in the order of the file. A call that got no sure answer is sent
// again by the client with the same key; a server that stays away ends the load, and the same file
// told again goes on: what is there already changes nothing. Lives on its loop.

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

#include "tools/client/http_client.hpp"
#include "tools/parley/csv.hpp"
#include "tools/parley/customer_rows.hpp"

namespace parley::tool {

struct bulk_totals {
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::size_t refused = 0;
  double seconds = 0;
  std::string stopped;  ///< why it ended early; empty: it did not
  std::size_t rows() const { return changed + unchanged + refused; }
};

class bulk_load {
 public:
  enum class fate : unsigned char { changed, unchanged, refused };
  struct listener {
    /// In the order of the file. `why` is empty unless it was refused.
    std::function<void(std::size_t line, fate what, const std::string& why)> row;
    /// Every second.
    std::function<void(const bulk_totals& so_far)> progress;
  };

  /// `key`: of this run alone, so that no other run's answers are taken for its own.
  bulk_load(client::loop& on, const client::client_options& how, std::string path, std::string key,
            listener told);

  /// Reads `csv` as rows are taken. BAD_REQUEST if it is broken; what was told before stays told.
  result<bulk_totals> run(csv_reader& csv, const customer_rows& rows);

 private:
  struct row_run {
    std::size_t line = 0;
    bool done = false;
    fate what = fate::refused;
    std::string why;
    row_request request;
  };
  struct account_run {
    std::deque<row_run*> waiting;
    bool known = false;  ///< its version was asked for
    bool busy = false;
    std::int64_t version = 0;
  };

  void fill();
  void take(const csv_row& row);
  void next(const std::string& account);
  void ask_version(const std::string& account);
  void send(const std::string& account, row_run& row);
  void end(row_run& row, fate what, std::string why);
  void tell_done();
  void watch();
  void stop(std::string why);

  client::loop& loop_;
  client::http_client http_;
  std::string path_;
  std::string key_;
  listener told_;
  csv_reader* csv_ = nullptr;
  const customer_rows* rows_ = nullptr;
  bool read_all_ = false;
  std::deque<row_run> window_;  // in the order of the file; told from its front
  std::unordered_map<std::string, account_run> accounts_;
  std::optional<rejection> broken_;
  bulk_totals totals_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace parley::tool
