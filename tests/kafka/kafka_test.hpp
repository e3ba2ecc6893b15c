#pragma once
// What the tests against a real broker share: tests/kafka/run starts one and tells where.

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

#include "store/kafka.hpp"

namespace parley::store::test {

inline std::string broker_address() {
  const char* told = std::getenv("PARLEY_KAFKA");
  REQUIRE_MESSAGE(told != nullptr, "run this through tests/kafka/run, which starts a broker");
  return told;
}

/// A topic of its own for each use, made with the partitions asked for.
inline kafka_options fresh_topic(std::uint16_t partitions) {
  static int count = 0;
  kafka_options options;
  options.bootstrap = broker_address();
  options.topic = "parley.test." + std::to_string(::getpid()) + "." + std::to_string(++count);
  options.partition_count = partitions;
  options.create_topic = true;
  return options;
}

inline embedded_store open_or_fail(const std::string& path, const kafka_options& options) {
  auto opened = open_kafka(path, options);
  REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
  return std::move(*opened);
}

}  // namespace parley::store::test
