#include "store/embedded_cursor.hpp"

#include "store/keys.hpp"

namespace parley::store {
namespace {

// Reading ahead pays for a long scan and costs a point read dearly.
constexpr std::uint64_t long_scan_events = 10'000;
constexpr std::size_t readahead_bytes = std::size_t{2} << 20U;

}  // namespace

stored_records::stored_records(std::shared_ptr<database> data,
                               const std::atomic<std::uint64_t>& end, partition_id partition,
                               offset start, reading how)
    : data_(std::move(data)),
      end_(end),
      partition_(partition),
      start_(start),
      how_(how),
      prefix_(keys::partition_prefix(partition)),
      upper_bound_text_(keys::prefix_end(prefix_)),
      upper_bound_(upper_bound_text_),
      last_given_(start.value - 1) {
  data_->enlist(*this);
}

stored_records::~stored_records() { data_->delist(*this); }

bool stored_records::at_record() const {
  return iterator_->Valid() && iterator_->key().starts_with(prefix_);
}

void stored_records::seek(const database::access& open) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  if (!upper_bound_text_.empty()) {
    options.iterate_upper_bound = &upper_bound_;
  }
  const auto end = end_.load(std::memory_order_acquire);
  if (how_ == reading::stream && end > last_given_.value + long_scan_events) {
    options.readahead_size = readahead_bytes;
    options.fill_cache = false;
  }
  iterator_.reset(open.db().NewIterator(options, open.log()));
  if (!key_.empty()) {
    iterator_->Seek(key_);
    if (at_record() && iterator_->key() == rocksdb::Slice(key_)) {
      iterator_->Next();
    }
    return;
  }
  if (start_ > offset(1)) {
    iterator_->SeekForPrev(keys::log_key_last(partition_, start_));
    if (at_record() || !iterator_->status().ok()) {
      return;
    }
  }
  iterator_->Seek(prefix_);
}

result<bool> stored_records::next(std::vector<std::uint8_t>& into) {
  const auto open = data_->use();
  if (!open) {
    return open.error();
  }
  while (true) {
    const auto durable = offset(end_.load(std::memory_order_acquire));
    const bool fresh = iterator_ == nullptr;
    if (fresh && !key_.empty() && last_given_ >= durable) {
      return false;
    }
    if (fresh) {
      seek(*open);
    } else {
      iterator_->Next();
    }
    if (at_record()) {
      const auto value = iterator_->value();
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(value.data());
      into.assign(bytes, bytes + value.size());
      key_ = iterator_->key().ToString();
      if (const auto header = peek_header(into)) {
        last_given_ = std::max(last_given_, offset(header->first.value + header->events - 1));
      }
      return true;
    }
    const auto status = iterator_->status();
    iterator_.reset();
    if (!status.ok()) {
      return to_rejection(status, "partition " + std::to_string(partition_.value) +
                                      " cannot be read after offset " +
                                      std::to_string(last_given_.value));
    }
    if (fresh && last_given_ < durable) {
      return rejection{errc::corrupt,
                       "partition " + std::to_string(partition_.value) + " ends at offset " +
                           std::to_string(last_given_.value) + ", but offset " +
                           std::to_string(durable.value) + " was acknowledged",
                       {}};
    }
    if (fresh || last_given_ >= offset(end_.load(std::memory_order_acquire))) {
      return false;
    }
  }
}

result<bool> embedded_cursor::fetch(std::vector<std::uint8_t>& into) {
  const auto found = source_.next(into);
  if (found.ok() && *found) {
    const auto header = peek_header(into);
    if (!header || keys::log_key(*header) != source_.key()) {
      return rejection{errc::corrupt,
                       "partition " + std::to_string(partition().value) +
                           ": a record is stored under a key that is not its own",
                       {}};
    }
  }
  return found;
}

status read_stored_commit(const std::shared_ptr<database>& data,
                          const std::atomic<std::uint64_t>& end, partition_id partition, offset at,
                          const std::function<void(const commit_view&)>& use) {
  PARLEY_ASSERT(at.value > 0, "offsets count from 1");
  embedded_cursor from(data, end, partition, offset(at.value - 1), reading::point);
  return use_next(from, use);
}

status read_stored_records(const std::shared_ptr<database>& data,
                           const std::atomic<std::uint64_t>& end, partition_id partition,
                           const std::function<bool(std::span<const std::uint8_t>)>& use) {
  stored_records from(data, end, partition, offset(1), reading::stream);
  std::vector<std::uint8_t> bytes;
  while (true) {
    const auto found = from.next(bytes);
    if (!found) {
      return found.error();
    }
    if (!*found || !use(bytes)) {
      return done{};
    }
  }
}

}  // namespace parley::store
