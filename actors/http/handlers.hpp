#pragma once
// What each operation does, one file a group. A handler runs on the connection's lane and must not
// block; it owes the exchange exactly one answer, now or later.

#include "actors/http/exchange.hpp"

namespace parley::http {

/// Calls the handler of an operation that has a tenant.
void dispatch(const exchange_ptr& ex);

// handlers_tenant.cpp, handlers_agent.cpp
void define_tenant_of(const exchange_ptr& ex);
void configure_queue_of(const exchange_ptr& ex);
void define_agent_of(const exchange_ptr& ex);
void set_presence_of(const exchange_ptr& ex);
void start_outbound_of(const exchange_ptr& ex);

// handlers_conversation.cpp
void open_conversation_of(const exchange_ptr& ex);
void post_message_of(const exchange_ptr& ex);
void request_route_of(const exchange_ptr& ex);
void cancel_route_of(const exchange_ptr& ex);
void request_transfer_of(const exchange_ptr& ex);
void cancel_transfer_of(const exchange_ptr& ex);
void finish_external_transfer_of(const exchange_ptr& ex);
void change_consent_of(const exchange_ptr& ex);
void report_delivery_of(const exchange_ptr& ex);
void end_session_of(const exchange_ptr& ex);
void close_conversation_of(const exchange_ptr& ex);
// handlers_bot.cpp
void start_flow_of(const exchange_ptr& ex);
void finish_flow_of(const exchange_ptr& ex);
void hand_back_of(const exchange_ptr& ex);

// handlers_work.cpp: shown, accept, delivered, decline, complete, extend
void work_command_of(const exchange_ptr& ex);

// handlers_hours.cpp: business hours
void hours_command_of(const exchange_ptr& ex);
void read_hours_of(const exchange_ptr& ex);

// handlers_floor.cpp: all reads of views
void read_floor_of(const exchange_ptr& ex);
// transcript.cpp
void read_conversation_of(const exchange_ptr& ex);
// feed.cpp
void follow_events_of(const exchange_ptr& ex);
// handlers_partner.cpp: a partner's records that another node read
void take_records_of(const exchange_ptr& ex);

// handlers_promise.cpp: what a tenant promises, and reads of views about it
void define_promises_of(const exchange_ptr& ex);
void read_promises_of(const exchange_ptr& ex);
// handlers_customer.cpp
void customer_command_of(const exchange_ptr& ex);
void verify_coverage_of(const exchange_ptr& ex);
// handlers_case.cpp
void open_case_of(const exchange_ptr& ex);
void case_command_of(const exchange_ptr& ex);
// timeline.cpp: one customer, case, milestone; a case's timeline
void read_promised_of(const exchange_ptr& ex);
void read_timeline_of(const exchange_ptr& ex);
// case_times.cpp: how long a case took, or many
void read_case_times_of(const exchange_ptr& ex);
void read_times_of(const exchange_ptr& ex);

// handlers_channel.cpp: channels and the partners behind them
void configure_channel_of(const exchange_ptr& ex);
void report_partner_work_of(const exchange_ptr& ex);
void propose_route_of(const exchange_ptr& ex);
void request_action_of(const exchange_ptr& ex);
void finish_action_of(const exchange_ptr& ex);
void update_consent_of(const exchange_ptr& ex);
void assign_consent_owner_of(const exchange_ptr& ex);
void read_consent_of(const exchange_ptr& ex);
void configure_permission_set_of(const exchange_ptr& ex);
void report_call_of(const exchange_ptr& ex);
void merge_contact_of(const exchange_ptr& ex);

// health.cpp, metrics.cpp
void ready_of(const exchange_ptr& ex);
void metrics_of(const exchange_ptr& ex);

}  // namespace parley::http
