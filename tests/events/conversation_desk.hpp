#pragma once
// A conversation of a small tenant, and the ways to bring it into each state of the tables.

#include "events/conversation/conversation.hpp"
#include "events/tenant/state.hpp"
#include "tests/events/given.hpp"

namespace parley::given {

inline constexpr std::int64_t start = 1'000'000;

inline tenant_state small_tenant() {
  tenant_state tenant;
  tenant.created = true;
  tenant.settings.after_work_ms = duration_ms(10'000);
  tenant.settings.after_work_max_ms = duration_ms(30'000);
  tenant.settings.idle_ms = duration_ms(60'000);
  tenant.settings.message_bytes_max = 100;
  tenant.settings.channel_weights = {{channel_kind("messaging"), 2}};
  queue_settings backup;
  backup.priority = 9;
  backup.skills = {{skill_id("english"), 1}};
  backup.offer_timeout_ms = duration_ms(0);
  queue_settings sales;
  sales.skills = {{skill_id("french"), 3}, {skill_id("billing"), 1}};
  sales.priority = 5;
  sales.offer_timeout_ms = duration_ms(20'000);
  sales.route_timeout_ms = duration_ms(300'000);
  sales.prefer_timeout_ms = duration_ms(15'000);
  sales.relax_after_ms = duration_ms(7'000);
  sales.overflow_queue = queue_id("backup");
  sales.overflow_after_ms = duration_ms(60'000);
  sales.channel_weights = {{channel_kind("messaging"), 3}};
  tenant.queues = {{queue_id("backup"), backup}, {queue_id("sales"), sales}};
  return tenant;
}

inline const work_id w1("c1.w1");
inline const work_id w2("c1.w2");
inline const work_id w3("c1.w3");
inline const route_id r1("c1.r1");
inline const route_id r2("c1.r2");
inline const session_id s1("c1.s1");
inline const session_id s2("c1.s2");
inline const agent_id ana("ana");
inline const agent_id ben("ben");
inline const agent_id zoe("zoe");

inline open_conversation opening() {
  open_conversation what;
  what.contact = contact_id("carl");
  what.channel = channel_kind("messaging");
  what.address = "+44";
  return what;
}
inline request_route to_sales() {
  request_route what;
  what.queue = queue_id("sales");
  return what;
}
inline request_transfer transfer_by(const agent_id& by, const std::string& queue) {
  request_transfer what;
  what.by = by;
  what.queue = queue_id(queue);
  return what;
}
inline request_transfer transfer_to_bot(const agent_id& by) {
  request_transfer what;
  what.by = by;
  what.to_bot = "helper";
  return what;
}
inline request_transfer transfer_outside(const agent_id& by) {
  request_transfer what;
  what.by = by;
  what.to_external = {"night shift"};
  return what;
}
inline post_message inbound(const std::string& id, const std::string& text = "hi") {
  return {false, {message_id(id), "", "", text}};
}
inline post_message outbound(const std::string& author, const std::string& id) {
  return {true, {message_id(id), author, "", "hello"}};
}

/// Conversation c1 of tenant acme; the clock stands still unless it is moved.
struct desk : actor<conversation_entity> {
  desk() : actor({tenant_id("acme"), entity_kind::conversation, "c1"}), tenant(small_tenant()) {
    where().tenant = &tenant;
    where().by = {principal_role::partner, "shop"};
    at(start);
  }
  desk(const desk&) = delete;
  desk& operator=(const desk&) = delete;

  desk& later(std::int64_t ms) {
    at(where().now.value + ms);
    return *this;
  }
  desk& fresh() {
    does(opening());
    return *this;
  }
  desk& in_flow() {
    fresh().does(start_flow{"greet"});
    return *this;
  }
  desk& routing() {
    fresh().does(to_sales());
    return *this;
  }
  desk& offered() {
    routing().does(offer_work{w1, r1, ana});
    return *this;
  }
  desk& active() {
    offered().does(accept_work{w1, ana});
    return *this;
  }
  desk& transferring() {
    active().does(transfer_by(ana, "sales"));
    return *this;
  }
  desk& transfer_offered() {
    transferring().does(offer_work{w2, r2, ben});
    return *this;
  }
  desk& asked_outside() {
    active().does(transfer_outside(ana));
    return *this;
  }
  desk& inactive() {
    active().later(60'000).does(check_idle{s1});
    return *this;
  }
  desk& in_automation() {
    in_flow().does(finish_flow{flow_outcome::done, "helper"});
    return *this;
  }
  desk& ended() {
    active().does(end_session{"carl", "bye"});
    return *this;
  }
  desk& closed() {
    ended().does(close_conversation{"admin"});
    return *this;
  }

  tenant_state tenant;
};

}  // namespace parley::given
