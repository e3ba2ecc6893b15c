#include "store/witness.hpp"

#include <cstring>

#include <rocksdb/file_system.h>

#include "store/keys.hpp"

namespace parley::store {
namespace {

constexpr std::uint32_t magic = 0x504c5754;  // "PLWT"
constexpr std::uint16_t format_version = 1;
constexpr std::size_t head_bytes = 16;
constexpr std::size_t entry_bytes = 24 + sizeof(digest);
constexpr std::size_t size_max = head_bytes + 65536 * entry_bytes + 4;

struct content {
  std::uint64_t generation = 0;
  std::vector<log_tip> tips;
};

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string encode(const std::vector<log_tip>& tips, std::uint64_t generation) {
  std::string to;
  keys::put_big_endian(to, magic);
  keys::put_big_endian(to, format_version);
  keys::put_big_endian(to, static_cast<std::uint16_t>(tips.size()));
  keys::put_big_endian(to, generation);
  for (const auto& tip : tips) {
    keys::put_big_endian(to, tip.at.value);
    keys::put_big_endian(to, tip.sequence);
    keys::put_big_endian(to, tip.last.value);
    to.append(reinterpret_cast<const char*>(tip.hash.data()), tip.hash.size());
  }
  keys::put_big_endian(to, crc32c(bytes_of(to)));
  return to;
}

std::optional<content> decode(std::string_view from) {
  if (from.size() < head_bytes + 4 || keys::get_big_endian<std::uint32_t>(from) != magic ||
      keys::get_big_endian<std::uint16_t>(from.substr(4)) != format_version) {
    return std::nullopt;
  }
  const auto body = from.substr(0, from.size() - 4);
  const std::size_t count = keys::get_big_endian<std::uint16_t>(from.substr(6));
  if (body.size() != head_bytes + count * entry_bytes ||
      keys::get_big_endian<std::uint32_t>(from.substr(body.size())) != crc32c(bytes_of(body))) {
    return std::nullopt;
  }
  content out;
  out.generation = keys::get_big_endian<std::uint64_t>(from.substr(8));
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = body.substr(head_bytes + i * entry_bytes);
    auto& tip = out.tips.emplace_back();
    tip.at = epoch(keys::get_big_endian<std::uint64_t>(entry));
    tip.sequence = keys::get_big_endian<std::uint64_t>(entry.substr(8));
    tip.last = offset(keys::get_big_endian<std::uint64_t>(entry.substr(16)));
    std::memcpy(tip.hash.data(), entry.data() + 24, tip.hash.size());
  }
  return out;
}

rejection failed(const rocksdb::IOStatus& why, const std::string& path) {
  return {errc::unavailable, "the tail witness " + path + ": " + why.ToString(), {}};
}

// None if the file does not exist or is not whole.
result<std::optional<content>> read_slot(rocksdb::FileSystem& from, const std::string& path) {
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  const auto opened = from.NewSequentialFile(path, {}, &file, nullptr);
  if (opened.IsNotFound() || opened.IsPathNotFound()) {
    return std::optional<content>();
  }
  if (!opened.ok()) {
    return failed(opened, path);
  }
  std::string text;
  std::string buffer(std::size_t{64} << 10U, '\0');
  while (text.size() <= size_max) {
    rocksdb::Slice part;
    const auto read = file->Read(buffer.size(), {}, &part, buffer.data(), nullptr);
    if (!read.ok()) {
      return failed(read, path);
    }
    if (part.empty()) {
      break;
    }
    text.append(part.data(), part.size());
  }
  return decode(text);
}

}  // namespace

witness_files::witness_files(rocksdb::FileSystem& file_system, std::string directory)
    : file_system_(file_system), directory_(std::move(directory)) {}

std::string witness_files::slot_path(std::uint64_t generation) const {
  return directory_ + (generation % 2 == 0 ? "/witness-0" : "/witness-1");
}

result<std::vector<log_tip>> witness_files::read() {
  std::optional<content> newest;
  for (const std::uint64_t slot : {0U, 1U}) {
    auto found = read_slot(file_system_, slot_path(slot));
    if (!found) {
      return found.error();
    }
    if (*found && (!newest || (*found)->generation > newest->generation)) {
      newest = std::move(*found);
    }
  }
  if (!newest) {
    return rejection{errc::corrupt, "no whole tail witness in " + directory_, {}};
  }
  generation_ = newest->generation;
  return std::move(newest->tips);
}

status witness_files::create(std::uint16_t partition_count) {
  const std::vector<log_tip> none(partition_count);
  for (int slot = 0; slot < 2; ++slot) {
    const auto written = write(none);
    if (!written) {
      return written;
    }
  }
  std::unique_ptr<rocksdb::FSDirectory> directory;
  auto synced = file_system_.NewDirectory(directory_, {}, &directory, nullptr);
  if (synced.ok()) {
    synced = directory->Fsync({}, nullptr);
  }
  if (!synced.ok()) {
    return failed(synced, directory_);
  }
  return done{};
}

status witness_files::write(const std::vector<log_tip>& tips) {
  auto written = write_slot(tips, generation_ + 1);
  if (written.ok()) {
    ++generation_;
  }
  return written;
}

status witness_files::write_slot(const std::vector<log_tip>& tips, std::uint64_t generation) {
  const auto path = slot_path(generation);
  std::unique_ptr<rocksdb::FSWritableFile> file;
  auto did = file_system_.NewWritableFile(path, {}, &file, nullptr);
  if (did.ok()) {
    did = file->Append(encode(tips, generation), {}, nullptr);
  }
  if (did.ok()) {
    did = file->Sync({}, nullptr);
  }
  if (file != nullptr) {
    const auto closed = file->Close({}, nullptr);
    if (did.ok()) {
      did = closed;
    }
  }
  if (!did.ok()) {
    return failed(did, path);
  }
  return done{};
}

}  // namespace parley::store
