#pragma once
// The event feed of one subscriber: the tenant's events in log order as server-sent events, read
// from the log at the subscriber's own pace. It never gathers: while the client does not read, the
// log is not read. Each subscriber reads the whole partition, so a feed costs what its partition
// writes, not what its tenant does.

#include "actors/http/feed_filter.hpp"
#include "actors/http/link.hpp"
#include "actors/http/service.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

class event_feed final : public stream_source, public std::enable_shared_from_this<event_feed> {
 public:
  /// `view`: what a partner may see; null: all that the filter wants. From `until` on nothing is
  /// told any more.
  event_feed(std::shared_ptr<service> home, std::shared_ptr<link> client, feed_filter filter,
             std::shared_ptr<partner_view> view, time_ms until);
  ~event_feed() override;

  /// Opens the cursor after `after`. NOT_FOUND if the log does not reach it. Blocks: reader thread.
  status open(offset after);

  void pull() override;
  void closed() override;

 private:
  void wake();
  void read_on();
  bool read_slice(std::string& out);
  result<bool> wants(const store::commit_view& commit);
  void fail(std::string& out, const rejection& why);
  void end(std::string& out, errc why);

  std::shared_ptr<service> home_;
  std::weak_ptr<link> client_;
  feed_filter filter_;
  std::shared_ptr<partner_view> view_;
  time_ms until_;
  std::unique_ptr<store::cursor> cursor_;  ///< on reader threads, one task at a time
  offset sent_;
  bool failed_ = false;
  std::uint64_t follow_ = 0;
  bool following_ = false;
  std::atomic<bool> wanted_{false};   ///< the client waits for a piece
  std::atomic<bool> running_{false};  ///< a reader is at it, or about to be
  std::atomic<bool> again_{false};    ///< look once more when it is through
  std::atomic<bool> closed_{false};
};

}  // namespace parley::http
