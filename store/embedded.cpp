#include "store/embedded.hpp"

#include "store/embedded_journal.hpp"
#include "store/embedded_replica.hpp"

namespace parley::store {

namespace {

result<std::unique_ptr<embedded_replica>> start_replica(std::shared_ptr<database> data,
                                                        const embedded_options& options) {
  auto made = std::make_unique<embedded_replica>(std::move(data), options.index_window_entries_max);
  const auto started = made->start();
  if (!started) {
    return started.error();
  }
  return made;
}

}  // namespace

result<embedded_store> open_embedded(const std::string& path, const embedded_options& options) {
  const auto data = database::open(path, options, database::contents::log_and_replica);
  if (!data) {
    return data.error();
  }
  auto log = std::make_unique<embedded_journal>(*data, options);
  const auto started = log->start();
  if (!started) {
    return started.error();
  }
  auto follower = start_replica(*data, options);
  if (!follower) {
    return follower.error();
  }
  const auto cached_bytes = [where = std::weak_ptr<database>(*data), rows = follower->get()] {
    std::uint64_t bytes = 0;
    if (const auto there = where.lock()) {
      if (const auto open = there->use()) {
        open->db().GetIntProperty(open->log(), rocksdb::DB::Properties::kBlockCacheUsage, &bytes);
        bytes += rows->window_bytes();
      }
    }
    return bytes;
  };
  return embedded_store{std::move(log), std::move(*follower), cached_bytes};
}

result<std::unique_ptr<journal>> open_embedded_journal(const std::string& path,
                                                       const embedded_options& options) {
  auto opened = open_embedded(path, options);
  if (!opened) {
    return opened.error();
  }
  return std::move(opened->log);
}

result<std::unique_ptr<replica>> open_replica(const std::string& path,
                                              const embedded_options& options) {
  const auto data = database::open(path, options, database::contents::replica);
  if (!data) {
    return data.error();
  }
  if ((*data)->created()) {
    const auto formatted = (*data)->write_format();
    if (!formatted) {
      return formatted.error();
    }
  }
  auto rows = start_replica(*data, options);
  if (!rows) {
    return rows.error();
  }
  return std::unique_ptr<replica>(std::move(*rows));
}

}  // namespace parley::store
