#pragma once
// Every event and command of the domain in one type each, for the log, the views and the shard.

#include "events/agent/commands.hpp"
#include "events/audit/commands.hpp"
#include "events/base/one_of.hpp"
#include "events/cases/commands.hpp"
#include "events/consents/commands.hpp"
#include "events/conversation/commands.hpp"
#include "events/customer/commands.hpp"
#include "events/milestone/commands.hpp"
#include "events/tenant/commands.hpp"
#include "events/tenant/events.hpp"
#include "events/timer/commands.hpp"

namespace parley {

/// The index + 1 is the stored type number (`event_payload` in schemas/events.fbs), so the order of
/// this list never changes and new events go at its end.
struct any_event_cases {
  using variant = std::variant<
      tenant_created, tenant_configured, queue_configured, agent_defined, presence_changed,
      lease_renewed, presence_lost, capacity_reserved, capacity_committed, after_work_started,
      capacity_released, conversation_opened, session_opened, inbound_message_received,
      outbound_message_accepted, outbound_message_blocked, flow_started, flow_finished,
      participant_joined, participant_left, route_requested, route_cancelled, route_failed,
      route_overflowed, skills_relaxed, preference_ended, route_retried, work_offered, work_shown,
      work_accepted, work_delivered, work_declined, work_expired, work_withdrawn, work_completed,
      after_work_extended, after_work_ended, work_abandoned, transfer_requested, transfer_completed,
      transfer_failed, session_inactivated, session_reactivated, idle_rechecked, session_ended,
      conversation_closed, timer_armed, timer_cancelled, timer_fired, hours_zone_recorded,
      hours_defined, hours_activated, hours_deactivated, default_hours_changed, holiday_defined,
      holiday_removed, hours_claimed, hours_released, tz_release_loaded, service_level_configured,
      entitlement_template_configured, product_bundle_configured, process_configured,
      customer_defined, asset_recorded, contract_recorded, contract_extended,
      contract_line_recorded, contract_line_removed, entitlement_created, entitlement_changed,
      entitlement_extended, entitlement_renewed, entitlement_cancelled, coverage_verified,
      case_opened, conversation_linked, case_changed, case_related, case_covered, process_entered,
      case_milestone_added, case_milestone_wanted, case_milestone_directed, case_status_changed,
      case_responded, case_contact_waiting, case_closed, case_reopened, case_task_created,
      case_action_stopped, case_import_finished, milestone_started, milestone_unscheduled,
      milestone_paused, milestone_resumed, milestone_retargeted, milestone_violated,
      violation_withdrawn, milestone_completed, milestone_cancelled, milestone_acted,
      consent_changed, message_delivery_reported, external_transfer_requested,
      external_participants_recorded, outbound_refused, outbound_started, contract_renewed,
      renewal_opened, renewal_moved, case_task_completed, channel_configured, partner_work_started,
      partner_work_reported, route_proposed, proposal_refused, route_taken_back,
      channel_action_requested, channel_action_finished, consent_updated, consent_owner_assigned,
      refusal_recorded, service_level_removed, service_level_claimed, price_book_configured,
      hours_administered, holiday_region_defined, order_recorded, order_cancelled,
      entitled_contacts_changed, case_closing, case_hours_changed, case_notice_given,
      case_action_reported, case_action_repeated, capacity_changed, call_changed, contact_matched,
      permission_set_configured>;
};
using any_event = one_of<any_event_cases>;

struct any_command_cases {
  using variant = std::variant<tenant_command, agent_command, conversation_command, timer_command,
                               customer_command, case_command, milestone_command, consent_command,
                               audit_command>;
};
using any_command = one_of<any_command_cases>;

}  // namespace parley
