#include "store/kafka_fold.hpp"

#include <cstring>

namespace parley::store::kafka {
namespace {

// "PLF1", partition u16, zero u16, epoch u64, writer u64, zero u32, CRC-32C of all before.
constexpr std::uint32_t fence_magic = 0x31464c50;
constexpr std::size_t crc_at = 28;

template <class T>
void put(std::uint8_t* to, T value) {
  std::memcpy(to, &value, sizeof(T));
}
template <class T>
T get(const std::uint8_t* from) {
  T value{};
  std::memcpy(&value, from, sizeof(T));
  return value;
}

bool is_fence(std::span<const std::uint8_t> message) {
  return message.size() == fence_bytes && get<std::uint32_t>(message.data()) == fence_magic &&
         get<std::uint32_t>(message.data() + crc_at) == crc32c(message.first(crc_at));
}

}  // namespace

std::vector<std::uint8_t> encode_fence(const fence& f) {
  std::vector<std::uint8_t> bytes(fence_bytes);
  put(bytes.data(), fence_magic);
  put(bytes.data() + 4, f.partition.value);
  put(bytes.data() + 8, f.at.value);
  put(bytes.data() + 16, f.writer);
  put(bytes.data() + crc_at, crc32c(std::span(bytes).first(crc_at)));
  return bytes;
}

verdict log_fold::ignore() {
  ++state_.ignored;
  return verdict::ignored;
}

result<verdict> log_fold::take(std::span<const std::uint8_t> message) {
  if (is_fence(message)) {
    fence f;
    f.partition = partition_id(get<std::uint16_t>(message.data() + 4));
    f.at = epoch(get<std::uint64_t>(message.data() + 8));
    f.writer = get<std::uint64_t>(message.data() + 16);
    if (f.partition != partition_) {
      return rejection{errc::corrupt, "a fence of another partition lies in the log", {}};
    }
    return take_fence(f);
  }
  const auto record = record_view::parse(message);
  if (!record) {
    return record.error();
  }
  if (record->header().partition != partition_) {
    return rejection{
        errc::corrupt, describe(record->header()) + ": stored under another partition", {}};
  }
  return take_record(record->header(), message);
}

verdict log_fold::take_fence(const fence& f) {
  if (f.at <= state_.fenced) {
    return ignore();
  }
  state_.fenced = f.at;
  state_.fenced_by = f.writer;
  return verdict::fenced;
}

result<verdict> log_fold::take_record(const record_header& header,
                                      std::span<const std::uint8_t> bytes) {
  const auto& tip = state_.tip;
  const bool of_owner = header.at == tip.at;
  if (header.at < state_.fenced || (of_owner && header.sequence <= tip.sequence)) {
    return ignore();
  }
  if (of_owner && (state_.broken || header.sequence != tip.sequence + 1)) {
    // An append failed and a later one did not: the writer answered neither.
    state_.broken = true;
    return ignore();
  }
  if (!of_owner && !header.claim) {
    return ignore();  // its claim did not come to be
  }
  const auto admitted = admit(tip, header);
  if (!admitted) {
    return admitted.error();
  }
  if (how_ == hashing::chained && header.previous != tip.hash) {
    return rejection{errc::corrupt,
                     describe(header) + ": it follows another record than the log's last one: " +
                         "something before it was lost or replaced",
                     {}};
  }
  state_.tip = tip_after(header, how_ == hashing::chained ? record_hash(bytes) : digest{});
  state_.fenced = std::max(state_.fenced, header.at);
  state_.broken = false;
  return verdict::accepted;
}

}  // namespace parley::store::kafka
