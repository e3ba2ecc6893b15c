#include "store/log_transfer.hpp"

#include <atomic>
#include <filesystem>

#include "store/database.hpp"
#include "store/kafka.hpp"
#include "store/kafka_producer.hpp"
#include "store/keys.hpp"
#include "store/verify.hpp"
#include "store/witness.hpp"

namespace parley::store {
namespace {

constexpr duration_ms ask_limit{10'000};
constexpr std::size_t batch_bytes_max = std::size_t{8} << 20U;

// Tells `put` every record of every partition; the first failure ends it.
status each_record(const journal& from, const transfer_progress& progress, transfer_report& told,
                   const std::function<status(partition_id, std::span<const std::uint8_t>)>& put) {
  for (std::uint16_t p = 0; p < from.partition_count(); ++p) {
    const partition_id partition(p);
    status stored = done{};
    const auto read = from.records(partition, [&](std::span<const std::uint8_t> record) {
      stored = put(partition, record);
      progress(++told.records);
      return stored.ok();
    });
    if (!read || !stored) {
      return read ? stored : read;
    }
  }
  return done{};
}

status compare(const journal& from, const journal& copy, transfer_report& told) {
  for (std::uint16_t p = 0; p < from.partition_count(); ++p) {
    const auto original = verify_log(from, partition_id(p));
    const auto made = verify_log(copy, partition_id(p));
    for (const auto* each : {&original, &made}) {
      if (each->problem) {
        return rejection{errc::corrupt,
                         std::string(each == &made ? "the copy" : "the original") + ", " +
                             to_string(each->problem->at) + ": " + each->problem->what,
                         {}};
      }
    }
    if (original.tip != made.tip) {
      return rejection{errc::corrupt,
                       "partition " + std::to_string(p) + ": the copy ends at " +
                           to_hex(made.tip.hash) + ", the original at " + to_hex(original.tip.hash),
                       {}};
    }
    told.events += original.events;
    told.tips.push_back(original.tip);
  }
  return done{};
}

// The topic is there, empty, and has the partitions of the log.
result<kafka::cluster_facts> empty_topic(const kafka_options& options) {
  const auto client = kafka::make_consumer(options);
  if (!client) {
    return client.error();
  }
  auto facts = kafka::ask_cluster(**client, options);
  for (std::uint16_t p = 0; facts && p < facts->partition_count; ++p) {
    const auto marks = kafka::ask_watermarks(**client, options.topic, partition_id(p), ask_limit);
    if (!marks) {
      return marks.error();
    }
    if (marks->high > 0) {
      return rejection{errc::wrong_state, "topic " + options.topic + " is not empty", {}};
    }
  }
  if (facts && facts->record_bytes_max == 0) {
    facts->record_bytes_max = kafka::ask_record_bytes_max(**client, options.topic);
  }
  return facts;
}

status send_all(const journal& from, const kafka_options& options,
                const kafka::cluster_facts& facts, const transfer_progress& progress,
                transfer_report& told) {
  auto settings = options;
  settings.append_timeout = duration_ms(120'000);
  std::mutex mutex;
  std::string problem;
  const auto hear = [&](const kafka::producer::report& report) {
    const std::lock_guard lock(mutex);
    problem = problem.empty() ? report.why : problem;
  };
  const auto by = kafka::producer::open(settings, facts.record_bytes_max, hear);
  if (!by) {
    return by.error();
  }
  const auto sent = each_record(from, progress, told,
                                [&](partition_id partition, std::span<const std::uint8_t> record) {
                                  return (*by)->send_waiting(partition, record);
                                });
  const auto flushed = sent ? (*by)->flush(settings.append_timeout) : sent;
  const std::lock_guard lock(mutex);
  if (flushed && !problem.empty()) {
    return kafka::to_rejection(problem, "the copy");
  }
  return flushed;
}

status write_records(database& data, const journal& from, const transfer_progress& progress,
                     transfer_report& told, std::vector<log_tip>& tips) {
  const auto open = data.use();
  if (!open) {
    return open.error();
  }
  rocksdb::WriteBatch batch;
  const auto write = [&](bool sync) -> status {
    rocksdb::WriteOptions how;
    how.sync = sync;
    const auto written = open->db().Write(how, &batch);
    batch.Clear();
    return written.ok() ? status(done{}) : to_rejection(written, "the copy cannot be written");
  };
  const auto put = each_record(
      from, progress, told, [&](partition_id partition, std::span<const std::uint8_t> record) {
        const auto header = peek_header(record);
        if (!header) {
          return status(rejection{errc::corrupt, "a record of the original is damaged", {}});
        }
        tips[partition.value] = tip_after(*header, record_hash(record));
        const auto added =
            batch.Put(open->log(), keys::log_key(*header),
                      rocksdb::Slice(reinterpret_cast<const char*>(record.data()), record.size()));
        PARLEY_ASSERT(added.ok(), "a record fits into a write batch");
        return batch.GetDataSize() > batch_bytes_max ? write(false) : status(done{});
      });
  return put ? write(true) : put;
}

}  // namespace

result<transfer_report> copy_to_kafka(const journal& from, const kafka_options& to,
                                      const transfer_progress& progress) {
  auto options = to;
  options.partition_count = from.partition_count();
  options.create_topic = true;
  const auto facts = empty_topic(options);
  if (!facts) {
    return facts.error();
  }
  transfer_report told;
  const auto sent = send_all(from, options, *facts, progress, told);
  if (!sent) {
    return sent.error();
  }
  const auto copy = open_kafka_reader(options);
  if (!copy) {
    return copy.error();
  }
  const auto same = compare(from, **copy, told);
  return same ? result<transfer_report>(told) : same.error();
}

result<transfer_report> copy_to_embedded(const journal& from, const std::string& path,
                                         const transfer_progress& progress) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return rejection{errc::wrong_state, path + " exists already", {}};
  }
  embedded_options options;
  options.partition_count = from.partition_count();
  transfer_report told;
  {
    const auto data = database::open(path, options, database::contents::log_and_replica);
    if (!data) {
      return data.error();
    }
    std::vector<log_tip> tips(from.partition_count());
    auto written = write_records(**data, from, progress, told, tips);
    witness_files witness((*data)->file_system(), path);
    written = written ? witness.create(from.partition_count()) : written;
    written = written ? witness.write(tips) : written;
    written = written ? (*data)->write_format() : written;
    (*data)->close();
    if (!written) {
      return written.error();
    }
  }
  const auto copy = open_embedded_journal(path, options);
  if (!copy) {
    return copy.error();
  }
  const auto same = compare(from, **copy, told);
  return same ? result<transfer_report>(told) : same.error();
}

}  // namespace parley::store
