#include "store/log_end.hpp"

#include <tuple>

#include "store/keys.hpp"

namespace parley::store {
namespace {

// The last record whose key is at or before `key` and in the partition; all zero if there is none.
result<log_tip> tip_at(const database::access& open, partition_id partition,
                       const std::string& key) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  const std::unique_ptr<rocksdb::Iterator> at(open.db().NewIterator(options, open.log()));
  at->SeekForPrev(key);
  if (!at->status().ok()) {
    return to_rejection(at->status(), "the end of partition " + std::to_string(partition.value));
  }
  if (!at->Valid() || !at->key().starts_with(keys::partition_prefix(partition))) {
    return log_tip{};
  }
  const auto value = at->value();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(value.data());
  const std::vector<std::uint8_t> aligned(bytes, bytes + value.size());
  const auto record = record_view::parse(aligned);
  if (!record) {
    return record.error();
  }
  if (keys::log_key(record->header()) != at->key().ToString()) {
    return rejection{
        errc::corrupt, describe(record->header()) + ": stored under a key that is not its own", {}};
  }
  return tip_after(record->header(), record_hash(aligned));
}

std::string text(const log_tip& tip) {
  return "offset " + std::to_string(tip.last.value) + " (epoch " + std::to_string(tip.at.value) +
         ", sequence " + std::to_string(tip.sequence) + ")";
}

status compare(const database::access& open, partition_id partition, const log_tip& tip,
               const log_tip& witnessed) {
  const auto name = "partition " + std::to_string(partition.value);
  const auto order = [](const log_tip& t) { return std::tuple(t.at, t.sequence, t.last); };
  if (order(tip) < order(witnessed) || tip.last < witnessed.last) {
    return rejection{errc::corrupt,
                     name + " ends at " + text(tip) + ", but " + text(witnessed) +
                         " was acknowledged: the tail of the log is lost",
                     {}};
  }
  if (witnessed.at == epoch(0)) {
    return done{};
  }
  // The witness speaks of a record: a claim lies after the offset it tells, data at it.
  const bool claim = witnessed.sequence == 0;
  const auto key =
      claim ? keys::log_key(partition, witnessed.last.next(), witnessed.at, 0)
            : keys::log_key(partition, witnessed.last, epoch(witnessed.at), witnessed.sequence);
  const auto stored = tip_at(open, partition, key);
  if (!stored) {
    return stored.error();
  }
  if (*stored != witnessed) {
    return rejection{errc::corrupt,
                     name + ": the record at " + text(witnessed) +
                         " is not the one that was acknowledged; the log says " + text(*stored),
                     {}};
  }
  return done{};
}

}  // namespace

status find_tips(const database& data, std::vector<log_tip>& out) {
  const auto open = data.use();
  if (!open) {
    return open.error();
  }
  for (std::uint16_t p = 0; p < data.partition_count(); ++p) {
    const partition_id partition(p);
    const auto tip =
        tip_at(*open, partition, keys::log_key_last(partition, offset(~std::uint64_t{0})));
    if (!tip) {
      return tip.error();
    }
    out.push_back(*tip);
  }
  return done{};
}

status compare_with_witness(const database& data, const std::vector<log_tip>& tips,
                            const std::vector<log_tip>& witnessed) {
  const auto open = data.use();
  if (!open) {
    return open.error();
  }
  if (tips.size() != witnessed.size()) {
    return rejection{errc::corrupt, "the tail witness speaks of another number of partitions", {}};
  }
  for (std::size_t i = 0; i < tips.size(); ++i) {
    const auto compared =
        compare(*open, partition_id(static_cast<std::uint16_t>(i)), tips[i], witnessed[i]);
    if (!compared) {
      return compared;
    }
  }
  return done{};
}

}  // namespace parley::store
