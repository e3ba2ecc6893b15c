#include "store/kafka_reader.hpp"

#include "store/log_cursor.hpp"

namespace parley::store::kafka {
namespace {

constexpr duration_ms take_limit{1'000};
constexpr int empty_takes_max = 30;

rejection only_reads() {
  return {errc::unsupported, "this journal only reads; open the log with a directory", {}};
}

// The accepted records of one partition, up to the end that was asked for at the opening.
class accepted_records {
 public:
  accepted_records(const kafka_options& options, partition_id partition, const watermarks& marks)
      : options_(options),
        partition_(partition),
        marks_(marks),
        fold_(partition, log_fold::hashing::unchained) {}

  // False at the end.
  result<bool> next(std::vector<std::uint8_t>& into) {
    if (!from_) {
      const auto opened = open();
      if (!opened) {
        return opened.error();
      }
    }
    while (next_ < marks_.high) {
      const auto* message = step();
      if (message == nullptr) {
        return to_rejection(last_log_line(), "the partition does not come");
      }
      if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        return gone();
      }
      if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR || message->offset < next_) {
        continue;
      }
      next_ = message->offset + 1;
      const auto* payload = static_cast<const std::uint8_t*>(message->payload);
      into.assign(payload, payload + message->len);
      const auto what = fold_.take(into);
      if (!what) {
        return rejection{errc::corrupt,
                         "message " + std::to_string(message->offset) + ": " + what.error().message,
                         {}};
      }
      if (*what == verdict::accepted) {
        return true;
      }
    }
    return false;
  }

 private:
  status open() {
    if (marks_.low > 0) {
      return gone();
    }
    auto opened = consumer::open(options_);
    if (!opened) {
      return opened.error();
    }
    from_ = std::move(*opened);
    return from_->start(partition_, 0);
  }
  const rd_kafka_message_t* step() {
    for (int tries = 0; at_ == taken_.list().size(); ++tries) {
      if (tries == empty_takes_max) {
        return nullptr;
      }
      taken_ = from_->take(take_limit);
      at_ = 0;
    }
    return taken_.list()[at_++];
  }
  rejection gone() const {
    return {errc::corrupt,
            "partition " + std::to_string(partition_.value) +
                " does not begin with its first message: retention has taken it",
            {}};
  }

  const kafka_options& options_;
  const partition_id partition_;
  const watermarks marks_;
  log_fold fold_;
  std::unique_ptr<consumer> from_;
  messages taken_;
  std::size_t at_ = 0;
  std::int64_t next_ = 0;
};

class reader_cursor final : public log_cursor {
 public:
  reader_cursor(const kafka_options& options, partition_id partition, const watermarks& marks,
                offset after)
      : log_cursor(partition, after), from_(options, partition, marks) {}

 private:
  result<bool> fetch(std::vector<std::uint8_t>& into) override {
    for (;;) {
      const auto found = from_.next(into);
      if (!found || !*found) {
        return found;
      }
      const auto header = peek_header(into);
      given_ =
          given_ || start() == offset(1) || offset(header->first.value + header->events) > start();
      if (given_) {
        return true;
      }
    }
  }

  accepted_records from_;
  bool given_ = false;  ///< what comes before the start is left out, and only that
};

}  // namespace

kafka_reader::kafka_reader(kafka_options options, cluster_facts facts,
                           std::vector<watermarks> marks)
    : options_(std::move(options)),
      facts_(std::move(facts)),
      marks_(std::move(marks)),
      ends_(marks_.size()) {}

result<ownership> kafka_reader::claim(partition_id) { return only_reads(); }

void kafka_reader::append(partition_id, epoch, commit_batch batch, append_done done) {
  done(only_reads(), std::move(batch));
}

std::unique_ptr<cursor> kafka_reader::read(partition_id partition, offset after) const {
  return std::make_unique<reader_cursor>(options_, partition, marks_.at(partition.value), after);
}

status kafka_reader::read_one(partition_id partition, offset at,
                              const std::function<void(const commit_view&)>& use) const {
  PARLEY_ASSERT(at.value > 0, "offsets count from 1");
  const auto from = read(partition, offset(at.value - 1));
  return use_next(*from, use);
}

offset kafka_reader::end(partition_id partition) const {
  const std::lock_guard lock(mutex_);
  auto& known = ends_.at(partition.value);
  if (!known) {
    accepted_records all(options_, partition, marks_.at(partition.value));
    std::vector<std::uint8_t> bytes;
    offset last;
    auto found = all.next(bytes);
    while (found && *found) {
      const auto header = peek_header(bytes);
      last = offset(header->first.value + header->events - 1);
      found = all.next(bytes);
    }
    known = last;
  }
  return *known;
}

status kafka_reader::records(partition_id partition,
                             const std::function<bool(std::span<const std::uint8_t>)>& use) const {
  accepted_records all(options_, partition, marks_.at(partition.value));
  std::vector<std::uint8_t> bytes;
  for (;;) {
    const auto found = all.next(bytes);
    if (!found) {
      return found.error();
    }
    if (!*found || !use(bytes)) {
      return done{};
    }
  }
}

result<log_tip> kafka_reader::witnessed(partition_id) const { return log_tip{}; }

}  // namespace parley::store::kafka
