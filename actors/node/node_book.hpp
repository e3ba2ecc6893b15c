#pragma once
// What the nodes of a cluster say of themselves: where they are reached and which partitions they
// serve since which epoch. The epochs come from the log, so of two nodes that say the same the one
// with the newer epoch is right, in whatever order their words arrive. Thread-safe.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "events/base/ids.hpp"
#include "events/base/time.hpp"

namespace parley {

struct node_word {
  std::string url;  ///< http://HOST:PORT
  std::map<partition_id, epoch> serves;
  bool operator==(const node_word&) const = default;
};
/// One line for people and programs: `http://10.0.0.7:8080 0@12 3@9`.
std::string write_word(const node_word& word);
/// None: it is not one.
std::optional<node_word> read_word(std::string_view text);

class node_book {
 public:
  struct owner {
    std::string node;
    std::string url;
    epoch since;
  };
  /// The last word of `node`; an empty one: it has left. What cannot be read counts as that.
  void hear(const std::string& node, std::string_view word);
  /// Who serves `partition`, `except` apart.
  std::optional<owner> owner_of(partition_id partition, const std::string& except) const;
  /// Whether anybody else is there.
  bool has_others(const std::string& than) const;
  /// Waits until `met`, which is asked again after each word; false: `limit` passed.
  bool wait(duration_ms limit, const std::function<bool()>& met) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::uint64_t heard_ = 0;
  std::map<std::string, node_word> words_;
};

}  // namespace parley
