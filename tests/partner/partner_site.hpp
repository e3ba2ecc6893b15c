#pragma once
// A tenant with two channels and two partners on them, over the node without actors.

#include <doctest/doctest.h>

#include "actors/partner/intake.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/http/fake_node.hpp"
#include "tests/partner/wire.hpp"

namespace parley::test {

inline const store::source_partition shop_0{"parley.in.shop", 0};

inline std::vector<partner::definition> two_partners() {
  return {{"shop", partner::content_format::json, {{tenant_id("acme"), {channel_kind("chat")}}}},
          {"rival", partner::content_format::json, {{tenant_id("acme"), {channel_kind("sms")}}}}};
}

/// Another's command; waits until it is done.
inline void tell(fake_node& node, entity_kind kind, const std::string& entity, any_command what,
                 const std::string& tenant = "acme") {
  static std::uint64_t commands = 100;
  std::atomic<bool> done = false;
  node.submit({{tenant_id(tenant), kind, entity},
               {7, ++commands},
               {principal_role::admin, "root"},
               std::move(what),
               [&](const result<command_answer>& did) {
                 CHECK(did.ok());
                 done = true;
               }});
  REQUIRE(eventually([&] { return done.load(); }));
}

inline void create_tenant(fake_node& node, const std::string& tenant = "acme") {
  define_tenant command;
  command.settings.name = tenant;
  tell(node, entity_kind::tenant, tenant, any_command(tenant_command(std::move(command))), tenant);
}

/// A case about `conversation`, one of whose milestones ends with an action inside and one outside.
inline void tell_of_case(fake_node& node, const std::string& name,
                         const std::string& conversation) {
  open_case what;
  what.conversation = conversation_id(conversation);
  tell(node, entity_kind::support_case, name, any_command(case_command(what)));
  start_milestone start;
  start.setup.of_case = case_id(name);
  start.setup.definition.milestone = milestone_id("first");
  start.setup.definition.target_minutes = 30;
  start.setup.definition.actions = {
      {action_trigger::success, action_kind::notify, 0, "lead", "done"},
      {action_trigger::success, action_kind::outbound_event, 0, "answered", "in time"}};
  const std::string run = name + ".first";
  tell(node, entity_kind::milestone, run, any_command(milestone_command(start)));
  tell(node, entity_kind::milestone, run, any_command(milestone_command(complete_milestone{})));
}

inline store::partner_record asking(const std::string& id, const std::string& type,
                                    const std::string& conversation, std::string value) {
  store::partner_record record;
  record.key = "acme/conversation/" + conversation;
  record.headers = {{"ce_specversion", "1.0"},  {"ce_id", id},
                    {"ce_source", "/shop"},     {"ce_type", "parley." + type},
                    {"ce_subject", record.key}, {"content-type", "application/json"}};
  record.value = std::move(value);
  return record;
}

inline store::partner_record opening(const std::string& id, const std::string& conversation,
                                     const std::string& channel = "chat") {
  return asking(id, "open_conversation", conversation,
                R"({"contact":"kim","channel":")" + channel + "\"}");
}

inline store::partner_record saying(const std::string& id, const std::string& conversation,
                                    const std::string& text) {
  return asking(id, "post_message", conversation, R"({"message":{"text":")" + text + "\"}}");
}

/// The texts of the conversation's messages, in log order.
inline std::vector<std::string> texts_of(const fake_node& node, const std::string& conversation) {
  std::vector<std::string> texts;
  const auto cursor = node.log().read(partition_id(0), offset());
  for (auto next = cursor->next(); next.ok() && *next != nullptr; next = cursor->next()) {
    for (std::size_t i = 0; (*next)->entity() == conversation && i < (*next)->event_count(); ++i) {
      const auto bytes = (*next)->event(i);
      const auto event = codec::decode_event(codec::event_type(bytes.type), bytes.payload);
      if (const auto* in = std::get_if<inbound_message_received>(&*event)) {
        texts.push_back(in->text);
      }
    }
  }
  return texts;
}

}  // namespace parley::test
