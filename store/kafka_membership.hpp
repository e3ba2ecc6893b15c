#pragma once
// What a group's coordinator knows of a member. Internal to store/.

#include <set>
#include <string>
#include <vector>

#include "store/kafka_client.hpp"

namespace parley::store::kafka {

using event_handle = std::unique_ptr<rd_kafka_event_t, destroyer<rd_kafka_event_destroy>>;

constexpr int membership_limit_ms = 2000;

struct membership_facts {
  bool at_rest = false;  ///< no partition changes hands
  bool listed = false;
  std::set<partition_id> given;
};

/// The answer comes to `answers`, after `membership_limit_ms` at the latest if a broker can be
/// asked.
void ask_membership(rd_kafka_t& of, const std::string& group, rd_kafka_queue_t& answers);
/// UNAVAILABLE: the coordinator did not answer, or is not it.
result<membership_facts> read_membership(const rd_kafka_event_t& told, const std::string& member);

std::vector<partition_id> names_of(const rd_kafka_topic_partition_list_t& list);

}  // namespace parley::store::kafka
