#include "tools/bench/memory.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

#include <malloc.h>

#include "tools/bench/measure.hpp"

// Of jemalloc, which the executable links; sanitizers' builds have their own allocator.
extern "C" int mallctl(const char* name, void* old, std::size_t* old_size, void* fresh,
                       std::size_t fresh_size) __attribute__((weak));

namespace parley::bench {
namespace {

// Everything that was allocated and not freed; what the allocator keeps for later is not in it.
std::int64_t heap_bytes() {
  if (mallctl != nullptr) {
    std::uint64_t epoch = 1;  // figures are those of the last epoch
    mallctl("epoch", nullptr, nullptr, &epoch, sizeof(epoch));
    std::size_t allocated = 0;
    std::size_t size = sizeof(allocated);
    mallctl("stats.allocated", &allocated, &size, nullptr, 0);
    return static_cast<std::int64_t>(allocated);
  }
  const auto told = mallinfo2();
  return static_cast<std::int64_t>(told.uordblks + told.hblkhd);
}

// What the allocator keeps for later is of its own choice, not a cost of what is live.
void give_back_free_memory() {
  if (mallctl != nullptr) {
    mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0);  // 4096: all arenas
  }
  malloc_trim(0);
}

std::uint64_t live_entities(const node& of) {
  std::uint64_t live = 0;
  for (const shard_progress& shard : of.progress()) {
    live += shard.live_entities;
  }
  return live;
}

// Passivation is a matter of sweeps; five minutes are many of them.
bool wait_until_passivated(const node& of, std::uint64_t live_max) {
  for (int i = 0; i < 3000 && live_entities(of) > live_max; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return live_entities(of) <= live_max;
}

double bytes_on_disk(const std::string& directory) {
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    bytes += file.is_regular_file() ? file.file_size() : 0U;
  }
  return static_cast<double>(bytes);
}

}  // namespace

result<memory_result> measure_memory(const workload_options& options, std::uint32_t messages_each,
                                     bool end_sessions) {
  auto work = workload::open(options);
  if (!work.ok()) {
    return work.error();
  }
  const auto uncached_heap = [&] {
    return heap_bytes() - static_cast<std::int64_t>((*work)->cached_bytes());
  };
  const std::int64_t before = uncached_heap();
  status written = (*work)->prepare();
  written = written.ok() ? (*work)->write_messages(messages_each) : written;
  written = written.ok() && end_sessions ? (*work)->end_sessions() : written;
  if (!written.ok()) {
    return written.error();
  }
  const std::uint64_t live_max = options.live_entities_max * options.partitions;
  if (!wait_until_passivated((*work)->node(), live_max)) {
    return rejection{
        errc::unavailable, "idle conversations were not passivated in five minutes", {}};
  }
  give_back_free_memory();
  const auto count = static_cast<double>(options.entities);
  memory_result told;
  told.conversations = options.entities;
  told.live = live_entities((*work)->node());
  told.resident_bytes = resident_bytes();
  told.cached_bytes = static_cast<std::int64_t>((*work)->cached_bytes());
  told.heap_bytes_per_conversation = static_cast<double>(uncached_heap() - before) / count;
  (*work)->close();
  told.disk_bytes_per_conversation = bytes_on_disk(options.directory) / count;
  return told;
}

}  // namespace parley::bench
