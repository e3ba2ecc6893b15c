#include "store/record.hpp"

#include <algorithm>
#include <cstring>

namespace parley::store {
namespace {

constexpr std::uint32_t magic = 0x31524c50;  // "PLR1" as stored
constexpr std::uint16_t format_version = 1;
constexpr std::uint32_t claim_flag = 1;
constexpr std::size_t crc_at = 84;
constexpr std::size_t frame_bytes = 8;

template <class T>
void put(std::uint8_t* to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    to[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

template <class T>
T get(const std::uint8_t* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value | static_cast<T>(static_cast<T>(from[i]) << (8 * i)));
  }
  return value;
}

std::uint32_t checksum(std::span<const std::uint8_t> record) {
  return crc32c(record.subspan(record_header_bytes), crc32c(record.first(crc_at)));
}

// Writes the header over the first bytes of a record whose body is in place.
void seal(encoded_record& record) {
  auto* to = record.bytes.data();
  const auto& h = record.header;
  put(to, magic);
  put(to + 4, format_version);
  put(to + 6, h.partition.value);
  put(to + 8, h.at.value);
  put(to + 16, h.sequence);
  put(to + 24, h.first.value);
  put(to + 32, h.commits);
  put(to + 36, h.events);
  put(to + 40, h.claim ? claim_flag : std::uint32_t{0});
  put(to + 44, static_cast<std::uint32_t>(record.bytes.size() - record_header_bytes));
  std::memcpy(to + 48, h.previous.data(), h.previous.size());
  put(to + 80, std::uint32_t{0});
  put(to + crc_at, checksum(record.bytes));
}

rejection damaged(const std::string& why) {
  return {errc::corrupt, "a stored record is damaged: " + why, {}};
}

rejection out_of_order(const record_header& header, const std::string& why) {
  return {errc::corrupt, describe(header) + ": " + why, {}};
}

offset commit_end(const commit_batch& batch, std::size_t index) {
  return index + 1 == batch.size() ? batch.last_offset().next() : batch.commit_offset(index + 1);
}

void add_commit(encoded_record& record, const commit_batch& batch, std::size_t index) {
  const auto commit = batch.commit(index);
  const auto events =
      static_cast<std::uint32_t>(commit_end(batch, index).value - batch.commit_offset(index).value);
  const auto at = record.bytes.size();
  record.bytes.resize(at + frame_bytes);
  put(record.bytes.data() + at, static_cast<std::uint32_t>(commit.size()));
  put(record.bytes.data() + at + 4, events);
  record.bytes.insert(record.bytes.end(), commit.begin(), commit.end());
  record.header.commits += 1;
  record.header.events += events;
}

record_header read_header(std::span<const std::uint8_t> bytes) {
  record_header h;
  h.partition = partition_id(get<std::uint16_t>(bytes.data() + 6));
  h.at = epoch(get<std::uint64_t>(bytes.data() + 8));
  h.sequence = get<std::uint64_t>(bytes.data() + 16);
  h.first = offset(get<std::uint64_t>(bytes.data() + 24));
  h.commits = get<std::uint32_t>(bytes.data() + 32);
  h.events = get<std::uint32_t>(bytes.data() + 36);
  h.claim = get<std::uint32_t>(bytes.data() + 40) == claim_flag;
  std::memcpy(h.previous.data(), bytes.data() + 48, h.previous.size());
  return h;
}

// The frames fill the body exactly and add up to the counts of the header.
bool frames_fit(std::span<const std::uint8_t> bytes, const record_header& header) {
  std::size_t at = record_header_bytes;
  std::uint64_t commits = 0;
  std::uint64_t events = 0;
  while (at < bytes.size()) {
    if (bytes.size() - at < frame_bytes) {
      return false;
    }
    const auto size = get<std::uint32_t>(bytes.data() + at);
    const auto count = get<std::uint32_t>(bytes.data() + at + 4);
    at += frame_bytes;
    if (size % 8 != 0 || size > bytes.size() - at || count == 0) {
      return false;
    }
    at += size;
    commits += 1;
    events += count;
  }
  return commits == header.commits && events == header.events && header.claim == (commits == 0);
}

}  // namespace

log_tip encode_batch(partition_id partition, const log_tip& tip, const commit_batch& batch,
                     std::vector<encoded_record>& out) {
  PARLEY_ASSERT(batch.empty() || batch.first_offset() == tip.last.next(),
                "a batch starts at the offset after the last one");
  log_tip now = tip;
  for (std::size_t i = 0; i < batch.size();) {
    auto& record = out.emplace_back();
    record.header = {partition, false, now.at, now.sequence + 1, now.last.next(), 0, 0, now.hash};
    record.bytes.reserve(std::min(
        record_bytes_target, record_header_bytes + batch.bytes() + batch.size() * frame_bytes));
    record.bytes.resize(record_header_bytes);
    do {
      add_commit(record, batch, i++);
    } while (i < batch.size() &&
             record.bytes.size() + frame_bytes + batch.commit(i).size() <= record_bytes_target);
    seal(record);
    now = tip_after(record.header, record_hash(record.bytes));
  }
  return now;
}

log_tip encode_claim(partition_id partition, const log_tip& tip, epoch claimed,
                     std::vector<encoded_record>& out) {
  PARLEY_ASSERT(claimed > tip.at, "a claim takes a new epoch");
  auto& record = out.emplace_back();
  record.header = {partition, true, claimed, 0, tip.last.next(), 0, 0, tip.hash};
  record.bytes.resize(record_header_bytes);
  seal(record);
  return tip_after(record.header, record_hash(record.bytes));
}

std::optional<record_header> peek_header(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < record_header_bytes) {
    return std::nullopt;
  }
  return read_header(bytes);
}

result<record_view> record_view::parse(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < record_header_bytes) {
    return damaged("shorter than its header");
  }
  if (get<std::uint32_t>(bytes.data()) != magic) {
    return damaged("it does not start with the mark of a record");
  }
  if (get<std::uint16_t>(bytes.data() + 4) != format_version) {
    return damaged("unknown format version");
  }
  const auto flags = get<std::uint32_t>(bytes.data() + 40);
  record_view view;
  view.header_ = read_header(bytes);
  if (get<std::uint32_t>(bytes.data() + 44) != bytes.size() - record_header_bytes ||
      get<std::uint32_t>(bytes.data() + crc_at) != checksum(bytes)) {
    return damaged(describe(view.header_) + ": length or checksum is wrong");
  }
  const auto& h = view.header_;
  if (flags > claim_flag || h.claim != (h.sequence == 0) || h.at.value == 0 || h.first.value == 0 ||
      !frames_fit(bytes, h)) {
    return damaged(describe(h) + ": its fields contradict each other");
  }
  view.bytes_ = bytes;
  view.commit_first_ = view.header_.first;
  return view;
}

bool record_view::advance() {
  if (next_ == bytes_.size()) {
    return false;
  }
  const auto size = get<std::uint32_t>(bytes_.data() + next_);
  commit_first_ = offset(commit_first_.value + commit_events_);
  commit_events_ = get<std::uint32_t>(bytes_.data() + next_ + 4);
  commit_bytes_ = bytes_.subspan(next_ + frame_bytes, size);
  next_ += frame_bytes + size;
  return true;
}

result<commit_view> record_view::commit() const {
  auto view = commit_view::parse(commit_bytes_, header_.partition, commit_first_);
  if (view.ok() && view->event_count() != commit_events_) {
    return out_of_order(header_, "a commit's event count differs from its frame");
  }
  return view;
}

result<admission> admit(const log_tip& tip, const record_header& next) {
  if (next.at < tip.at || (next.at == tip.at && next.sequence <= tip.sequence)) {
    return admission::ignore;
  }
  if (next.at > tip.at) {
    if (!next.claim || next.sequence != 0) {
      return out_of_order(next, "its epoch was never claimed");
    }
  } else if (next.claim || next.sequence != tip.sequence + 1) {
    return out_of_order(next, "sequence " + std::to_string(tip.sequence + 1) + " is missing");
  }
  if (next.first != tip.last.next()) {
    return out_of_order(next, "offset " + std::to_string(tip.last.value + 1) + " is missing");
  }
  return admission::accept;
}

log_tip tip_before(const record_header& first) {
  log_tip tip;
  tip.at = first.claim ? epoch(first.at.value - 1) : first.at;
  tip.sequence = first.claim ? 0 : first.sequence - 1;
  tip.last = offset(first.first.value - 1);
  tip.hash = first.previous;
  return tip;
}

log_tip tip_after(const record_header& accepted, const digest& hash) {
  return {accepted.at, accepted.sequence, offset(accepted.first.value + accepted.events - 1), hash};
}

std::string describe(const record_header& header) {
  return "partition " + std::to_string(header.partition.value) + ", offset " +
         std::to_string(header.first.value) + ", epoch " + std::to_string(header.at.value) +
         ", sequence " + std::to_string(header.sequence);
}

}  // namespace parley::store
