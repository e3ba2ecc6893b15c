#pragma once
// How a Kafka log is reached. Settings of the client library pass through; those that the engine
// depends on, and secrets, do not: a secret is read from a file and never appears in a message.

#include <cstdint>
#include <map>
#include <string>

#include "events/base/time.hpp"

namespace parley::store {

struct kafka_options {
  std::string bootstrap;  ///< HOST:PORT,HOST:PORT
  std::string topic = "parley.events";
  /// Compared with what the topic has, unless 0.
  std::uint16_t partition_count = 0;
  /// Makes the topic if it is not there, with `partition_count` partitions. For tests and copies:
  /// an installation declares its topics.
  bool create_topic = false;
  /// Of the client library, by its own names: security.protocol, ssl.ca.location, sasl.username …
  std::map<std::string, std::string> properties;
  /// The same for values that are secret: sasl.password, ssl.key.password; the name of a file each.
  std::map<std::string, std::string> secret_files;

  /// The topic's limit of a message; 0: ask the cluster.
  std::size_t record_bytes_max = 0;

  /// Opening waits until everything that the topic holds now was read. False: claim() tells how far
  /// behind the partition is, until it is not.
  bool wait_for_end = true;
  /// How long the broker may take for one append before its outcome is unknown.
  duration_ms append_timeout{10'000};
  /// How long after that an append may take to be read back before its outcome is unknown.
  duration_ms read_back_timeout{5'000};
  /// A message that is in the topic so long and is not read, while no error is told: the consumer
  /// is made anew. 0: nobody looks.
  duration_ms stall_timeout{5'000};
  /// False: an append is answered when the broker has acknowledged it. Then a writer that lost its
  /// partition answers for what no reader will see: only for the test that proves so.
  bool read_back = true;

  bool operator==(const kafka_options&) const = default;
};

}  // namespace parley::store
