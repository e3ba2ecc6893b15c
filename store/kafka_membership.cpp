#include "store/kafka_membership.hpp"

#include <array>

namespace parley::store::kafka {
namespace {

using options_handle =
    std::unique_ptr<rd_kafka_AdminOptions_t, destroyer<rd_kafka_AdminOptions_destroy>>;

constexpr const char* asking = "membership is not confirmed";

}  // namespace

void ask_membership(rd_kafka_t& of, const std::string& group, rd_kafka_queue_t& answers) {
  const options_handle limit(
      rd_kafka_AdminOptions_new(&of, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS));
  std::array<char, 256> ignored{};  // a time-out of this size is taken
  rd_kafka_AdminOptions_set_request_timeout(limit.get(), membership_limit_ms, ignored.data(),
                                            ignored.size());
  std::array<const char*, 1> names{group.c_str()};
  rd_kafka_DescribeConsumerGroups(&of, names.data(), names.size(), limit.get(), &answers);
}

result<membership_facts> read_membership(const rd_kafka_event_t& told, const std::string& member) {
  // The interface predates const.
  auto* event = const_cast<rd_kafka_event_t*>(&told);
  if (rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_rejection(rd_kafka_event_error(event), asking);
  }
  std::size_t count = 0;
  const auto* const* groups = rd_kafka_DescribeConsumerGroups_result_groups(
      rd_kafka_event_DescribeConsumerGroups_result(event), &count);
  if (count != 1) {
    return to_rejection("no answer about the group", asking);
  }
  const auto* group = groups[0];
  if (const auto* why = rd_kafka_ConsumerGroupDescription_error(group)) {
    return to_rejection(rd_kafka_error_string(why), asking);
  }
  membership_facts facts;
  facts.at_rest =
      rd_kafka_ConsumerGroupDescription_state(group) == RD_KAFKA_CONSUMER_GROUP_STATE_STABLE;
  for (std::size_t m = 0; m < rd_kafka_ConsumerGroupDescription_member_count(group); ++m) {
    const auto* one = rd_kafka_ConsumerGroupDescription_member(group, m);
    if (rd_kafka_MemberDescription_consumer_id(one) == member) {
      const auto* given = rd_kafka_MemberDescription_assignment(one);
      const auto names = names_of(*rd_kafka_MemberAssignment_partitions(given));
      facts.listed = true;
      facts.given = {names.begin(), names.end()};
    }
  }
  return facts;
}

std::vector<partition_id> names_of(const rd_kafka_topic_partition_list_t& list) {
  std::vector<partition_id> names;
  for (int i = 0; i < list.cnt; ++i) {
    names.emplace_back(static_cast<std::uint16_t>(list.elems[i].partition));
  }
  return names;
}

}  // namespace parley::store::kafka
