#pragma once
// A log read straight from its topic, for tools. Every cursor has a consumer of its own and folds
// the partition from its start. Internal to store/: made by open_kafka_reader().

#include <mutex>

#include "store/journal.hpp"
#include "store/kafka_consumer.hpp"
#include "store/kafka_fold.hpp"

namespace parley::store::kafka {

class kafka_reader final : public journal {
 public:
  kafka_reader(kafka_options options, cluster_facts facts, std::vector<watermarks> marks);

  std::uint16_t partition_count() const override { return facts_.partition_count; }
  result<ownership> claim(partition_id partition) override;
  void append(partition_id partition, epoch writer, commit_batch batch, append_done done) override;
  std::unique_ptr<cursor> read(partition_id partition, offset after) const override;
  status read_one(partition_id partition, offset at,
                  const std::function<void(const commit_view&)>& use) const override;
  /// Reads the whole partition the first time. 0 if it cannot be read: a cursor says why.
  offset end(partition_id partition) const override;
  status records(partition_id partition,
                 const std::function<bool(std::span<const std::uint8_t>)>& use) const override;
  result<log_tip> witnessed(partition_id partition) const override;

 private:
  const kafka_options options_;
  const cluster_facts facts_;
  const std::vector<watermarks> marks_;
  mutable std::mutex mutex_;
  mutable std::vector<std::optional<offset>> ends_;
};

}  // namespace parley::store::kafka
