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

inline void create_tenant(fake_node& node) {
  std::atomic<bool> made = false;
  define_tenant command;
  command.settings.name = "Acme";
  command_request request{{tenant_id("acme"), entity_kind::tenant, "acme"},
                          {1, 1},
                          {principal_role::admin, "root"},
                          any_command(tenant_command(std::move(command))),
                          [&](const result<command_answer>& did) {
                            CHECK(did.ok());
                            made = true;
                          }};
  node.submit(std::move(request));
  REQUIRE(eventually([&] { return made.load(); }));
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
