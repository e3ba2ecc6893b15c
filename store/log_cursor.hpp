#pragma once
// The reading half that all engines share: turns stored records into verified commits in log order,
// by the rules of record.hpp. An engine only says which bytes come next.

#include <functional>
#include <optional>

#include "store/journal.hpp"
#include "store/record.hpp"

namespace parley::store {

class log_cursor : public cursor {
 public:
  result<const commit_view*> next() final;
  result<std::span<const commit_view>> next_some() final;

 protected:
  /// Commits whose events come after `after`.
  log_cursor(partition_id partition, offset after) : partition_(partition), after_(after) {}

  /// Copies the next stored record to `into` (which malloc aligns); false at the present end. The
  /// first call gives the last record that starts at or before `start()`, if there is one.
  virtual result<bool> fetch(std::vector<std::uint8_t>& into) = 0;

  partition_id partition() const { return partition_; }
  offset start() const { return after_.next(); }
  /// Of the last record read, which a lazy engine needs to find the one after it.
  const std::optional<record_header>& last_fetched() const { return last_fetched_; }

 private:
  // True if there is a new record to walk, false at the end.
  result<bool> load();
  // Moves to the next commit that comes after `after_`; false at the present end.
  result<bool> advance();
  rejection fail(rejection why);

  partition_id partition_;
  offset after_;
  std::vector<std::uint8_t> bytes_;
  std::optional<record_view> record_;
  std::optional<record_header> last_fetched_;
  std::optional<log_tip> tip_;
  std::optional<commit_view> commit_;
  std::vector<commit_view> some_;
  std::optional<rejection> failed_;
};

/// What journal::read_one() does with a cursor that starts just before the commit.
status use_next(cursor& from, const std::function<void(const commit_view&)>& use);

}  // namespace parley::store
