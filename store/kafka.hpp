#pragma once
// The Kafka engine: the log is a topic; a directory holds a local copy of it and the replica, and
// may be deleted at any time. Format, limits and decisions: store/README.md.

#include "store/embedded.hpp"
#include "store/kafka_options.hpp"

namespace parley::store {

/// Opens or makes the directory at `path` and follows the topic. Of `directory` the partition count
/// and `sync` do not count: the topic tells its partitions, and nothing here needs to be synced.
/// NOT_FOUND: there is no such topic; INVALID_DEFINITION: another partition count, or a setting;
/// WRONG_STATE: the directory holds another log's copy; CORRUPT: the topic no longer holds the log
/// that the directory knows (retention, a topic made anew), or holds what no writer of Parley
/// wrote.
result<embedded_store> open_kafka(const std::string& path, const kafka_options& options,
                                  const embedded_options& directory = {});

/// Reads a topic without a directory and without a server; claims and appends are UNSUPPORTED. The
/// log is as long as it was when it was opened. Looking up by offset reads from the start.
result<std::unique_ptr<journal>> open_kafka_reader(const kafka_options& options);

}  // namespace parley::store
