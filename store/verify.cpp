#include "store/verify.hpp"

namespace parley::store {
namespace {

class verifier {
 public:
  verifier(partition_id partition, const log_tip& witnessed)
      : partition_(partition), witnessed_(witnessed), witness_seen_(witnessed.at == epoch(0)) {}

  // False once there is a problem.
  bool take(std::span<const std::uint8_t> stored) {
    bytes_.assign(stored.begin(), stored.end());  // aligned
    auto record = record_view::parse(bytes_);
    if (!record) {
      return problem(record.error().message);
    }
    const auto& header = record->header();
    if (header.partition != partition_) {
      return problem(describe(header) + ": stored under another partition");
    }
    const auto verdict = admit(report_.tip, header);
    if (!verdict) {
      return problem(verdict.error().message);
    }
    if (*verdict == admission::ignore) {
      ++report_.ignored;
      return true;
    }
    if (header.previous != report_.tip.hash) {
      return problem(describe(header) + ": the hash chain is broken: it follows " +
                     to_hex(header.previous) + ", the record before it is " +
                     to_hex(report_.tip.hash));
    }
    return take_commits(*record) && accept(header);
  }

  bool problem(std::string what) {
    report_.problem = {{partition_, report_.tip.last.next()}, std::move(what)};
    return false;
  }

  log_report finish(offset end) {
    if (!report_.problem && report_.tip.last < end) {
      problem("the log ends at offset " + std::to_string(report_.tip.last.value) + ", but offset " +
              std::to_string(end.value) + " was acknowledged");
    } else if (!report_.problem && !witness_seen_) {
      problem("the record that the witness knows (epoch " + std::to_string(witnessed_.at.value) +
              ", sequence " + std::to_string(witnessed_.sequence) + ", offset " +
              std::to_string(witnessed_.last.value) + ") is missing");
    }
    return std::move(report_);
  }

 private:
  bool take_commits(record_view& record) {
    while (record.advance()) {
      const auto commit = record.commit();
      if (!commit) {
        return problem(commit.error().message);
      }
    }
    return true;
  }

  bool accept(const record_header& header) {
    ++report_.records;
    report_.claims += header.claim ? 1 : 0;
    report_.commits += header.commits;
    report_.events += header.events;
    report_.tip = tip_after(header, record_hash(bytes_));
    const bool witness_here = header.at == witnessed_.at && header.sequence == witnessed_.sequence;
    if (witness_here && report_.tip != witnessed_) {
      return problem(describe(header) + ": not the record that was acknowledged");
    }
    witness_seen_ = witness_seen_ || witness_here;
    return true;
  }

  const partition_id partition_;
  const log_tip witnessed_;
  bool witness_seen_;
  std::vector<std::uint8_t> bytes_;
  log_report report_;
};

}  // namespace

log_report verify_records(partition_id partition, const log_tip& witnessed, offset end,
                          const record_reader& read) {
  verifier walk(partition, witnessed);
  const status went =
      read([&walk](std::span<const std::uint8_t> record) { return walk.take(record); });
  if (!went) {
    walk.problem(went.error().message);
  }
  return walk.finish(end);
}

log_report verify_log(const journal& of, partition_id partition) {
  const auto end = of.end(partition);
  const auto witnessed = of.witnessed(partition);
  if (!witnessed) {
    verifier walk(partition, log_tip{});
    walk.problem(witnessed.error().message);
    return walk.finish(end);
  }
  return verify_records(partition, *witnessed, end,
                        [&](const auto& use) { return of.records(partition, use); });
}

}  // namespace parley::store
