#pragma once
// The common job: a node on a fresh data directory, with conversations opened in as many
// tenants as partitions, and 200-byte messages to them.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/node/node.hpp"
#include "store/kafka.hpp"

namespace parley::bench {

/// Half the processors, at least one: a partition is a thread, and the journal is another. More of
/// them split what one synced write could carry.
std::uint16_t usual_partitions();

struct workload_options {
  std::string directory;  ///< a scratch directory; emptied first unless `keep`
  bool keep = false;      ///< use what is there
  std::uint16_t partitions = usual_partitions();
  std::uint32_t entities = 10000;
  bool sync = true;
  std::uint32_t snapshot_every_events = 100;
  /// Of each shard.
  std::size_t live_entities_max = 50000;
  /// The log is this topic; else it is in the directory.
  std::optional<store::kafka_options> kafka;
};

/// Journal and replica of the options' engine.
result<store::embedded_store> open_store(const workload_options& options);
/// The same, only to be read; a topic is read directly, without the directory.
result<store::embedded_store> open_to_read(const workload_options& options);

/// Journal, replica and node, closed in the right order.
class workload {
 public:
  static result<std::unique_ptr<workload>> open(const workload_options& options);
  ~workload();

  /// Creates the tenants and opens the conversations.
  status prepare();
  /// Writes `each` messages to every conversation, in turn.
  status write_messages(std::uint32_t each);
  /// Ends the session of every conversation.
  status end_sessions();
  parley::node& node() { return *node_; }
  store::journal& journal() { return *journal_; }
  store::replica& replica() { return *replica_; }
  /// What the store's bounded caches hold.
  std::uint64_t cached_bytes() const { return cached_bytes_ ? cached_bytes_() : 0; }
  const std::vector<stream_id>& conversations() const { return conversations_; }
  /// Message number `n` of the run to conversation `index`, 200 bytes of text.
  command_request message(std::size_t index, std::uint64_t n) const;
  /// Finishes, snapshots and closes everything.
  void close();

 private:
  explicit workload(const workload_options& options);
  status run_all(std::vector<command_request> requests);

  workload_options options_;
  /// Submits the requests 1 to `count` that `make` gives and waits for their answers.
  status submit_all(std::uint64_t count, const std::function<command_request(std::uint64_t)>& make);

  std::unique_ptr<store::journal> journal_;
  std::unique_ptr<store::replica> replica_;
  std::unique_ptr<parley::node> node_;
  std::function<std::uint64_t()> cached_bytes_;
  std::vector<stream_id> conversations_;
  std::string payload_;
};

}  // namespace parley::bench
