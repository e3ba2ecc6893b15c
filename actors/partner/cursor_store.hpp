#pragma once
// How far each partner was told each partition of the log. Durable and shared by all nodes, so that
// the next owner of a partition goes on where the last one stopped.

#include <functional>
#include <string>

#include "events/base/ids.hpp"
#include "events/base/result.hpp"
#include "store/partner_record.hpp"

namespace parley::partner {

inline constexpr const char* cursor_topic = "parley.cursors";

class cursor_store {
 public:
  cursor_store() = default;
  cursor_store(const cursor_store&) = delete;
  cursor_store& operator=(const cursor_store&) = delete;
  virtual ~cursor_store() = default;

  /// Offset 0 if none is stored. Blocks.
  virtual result<offset> load(const std::string& partner, partition_id partition) = 0;
  /// `done` comes on another thread.
  virtual void save(const std::string& partner, partition_id partition, offset at,
                    std::function<void(status)> done) = 0;
};

/// In a compacted topic.
class topic_cursors final : public cursor_store {
 public:
  topic_cursors(store::kafka_options options, store::record_sink& to)
      : options_(std::move(options)), sink_(to) {}
  result<offset> load(const std::string& partner, partition_id partition) override;
  void save(const std::string& partner, partition_id partition, offset at,
            std::function<void(status)> done) override;

 private:
  store::kafka_options options_;
  store::record_sink& sink_;
};

}  // namespace parley::partner
