#pragma once
// Tells one partner what happens to its conversations: reads the log, sends what concerns the
// partner in log order, and remembers how far its topic has everything. At least once: after a
// crash or a failure it goes on from the stored cursor, with the same ids. Each partner has its own
// publisher and thread, so none waits for another.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "actors/node/port.hpp"
#include "actors/partner/concern.hpp"
#include "actors/partner/cursor_store.hpp"
#include "actors/partner/report.hpp"

namespace parley::partner {

struct publisher_options {
  std::size_t in_flight_max = 4096;  ///< records on their way, for each partition of the log
  duration_ms save_every{200};       ///< a crash tells again what was told since
  duration_ms retry_after{1000};
};

class publisher {
 public:
  /// All three outlive it.
  publisher(node_port& behind, store::record_sink& to, cursor_store& cursors, definition who,
            publisher_options options);
  ~publisher();
  publisher(const publisher&) = delete;
  publisher& operator=(const publisher&) = delete;

  void start();
  /// Sends nothing more, waits a little for what is on its way, and stores the cursors.
  void stop();
  /// Adds this node's partitions to `out`; sets `trouble` if there is some. Thread-safe.
  void tell(report& to) const;

 private:
  using clock = std::chrono::steady_clock;
  // On their way, in the order of the log. Shared with the sink's answers, which may come late.
  struct sent_list {
    std::mutex mutex;
    struct one {
      offset at;
      bool arrived = false;
    };
    std::deque<one> records;
    std::optional<rejection> failed;
    offset stored;  ///< the cursor
    bool saving = false;
  };
  struct feed {
    partition_id partition;
    bool ours = false;  ///< this node serves it
    bool loaded = false;
    std::unique_ptr<store::cursor> cursor;  ///< null: to be opened
    std::shared_ptr<sent_list> sent;
    offset read;  ///< the last event that was looked at; what comes up to it was told
    offset stored;
    clock::time_point retry_at;
    clock::time_point saved_at;
    std::uint64_t published = 0;
    std::uint64_t failures = 0;
  };
  struct signal;

  void run();
  bool step(feed& of);
  status open(feed& of);
  void begin_at(feed& of, offset after);
  void fail(feed& of, const rejection& why);
  status publish(feed& of, const store::commit_view& commit);
  void send(feed& of, store::partner_record record, offset at);
  static void note_arrival(sent_list& list, offset at, const status& outcome);
  static offset arrived(feed& of);
  void save(feed& of, bool at_once);
  void drain();
  void leave_lost();
  void publish_report();

  node_port& node_;
  store::record_sink& sink_;
  cursor_store& cursors_;
  const definition who_;
  const publisher_options options_;
  concern concern_;
  std::vector<feed> feeds_;
  std::vector<std::uint64_t> follows_;
  std::shared_ptr<signal> signal_;
  std::string trouble_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  mutable std::mutex report_mutex_;
  std::vector<outbound_progress> progress_;
  std::string reported_trouble_;
};

}  // namespace parley::partner
