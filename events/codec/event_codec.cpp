#include "events/codec/event_codec.hpp"

#include <array>

#include "events/codec/upcast.hpp"

namespace parley::codec {
namespace {

constexpr std::size_t type_count = any_event::cases;

// In the order of any_event; tests compare both with the schema.
constexpr std::array<const char*, type_count> type_names{{
    "tenant_created",
    "tenant_configured",
    "queue_configured",
    "agent_defined",
    "presence_changed",
    "lease_renewed",
    "presence_lost",
    "capacity_reserved",
    "capacity_committed",
    "after_work_started",
    "capacity_released",
    "conversation_opened",
    "session_opened",
    "inbound_message_received",
    "outbound_message_accepted",
    "outbound_message_blocked",
    "flow_started",
    "flow_finished",
    "participant_joined",
    "participant_left",
    "route_requested",
    "route_cancelled",
    "route_failed",
    "route_overflowed",
    "skills_relaxed",
    "preference_ended",
    "route_retried",
    "work_offered",
    "work_shown",
    "work_accepted",
    "work_delivered",
    "work_declined",
    "work_expired",
    "work_withdrawn",
    "work_completed",
    "after_work_extended",
    "after_work_ended",
    "work_abandoned",
    "transfer_requested",
    "transfer_completed",
    "transfer_failed",
    "session_inactivated",
    "session_reactivated",
    "idle_rechecked",
    "session_ended",
    "conversation_closed",
    "timer_armed",
    "timer_cancelled",
    "timer_fired",
    "hours_zone_recorded",
    "hours_defined",
    "hours_activated",
    "hours_deactivated",
    "default_hours_changed",
    "holiday_defined",
    "holiday_removed",
    "hours_claimed",
    "hours_released",
    "tz_release_loaded",
    "service_level_configured",
    "entitlement_template_configured",
    "product_bundle_configured",
    "process_configured",
    "customer_defined",
    "asset_recorded",
    "contract_recorded",
    "contract_extended",
    "contract_line_recorded",
    "contract_line_removed",
    "entitlement_created",
    "entitlement_changed",
    "entitlement_extended",
    "entitlement_renewed",
    "entitlement_cancelled",
    "coverage_verified",
    "case_opened",
    "conversation_linked",
    "case_changed",
    "case_related",
    "case_covered",
    "process_entered",
    "case_milestone_added",
    "case_milestone_wanted",
    "case_milestone_directed",
    "case_status_changed",
    "case_responded",
    "case_contact_waiting",
    "case_closed",
    "case_reopened",
    "case_task_created",
    "case_action_stopped",
    "case_import_finished",
    "milestone_started",
    "milestone_unscheduled",
    "milestone_paused",
    "milestone_resumed",
    "milestone_retargeted",
    "milestone_violated",
    "violation_withdrawn",
    "milestone_completed",
    "milestone_cancelled",
    "milestone_acted",
    "consent_changed",
    "message_delivery_reported",
    "external_transfer_requested",
    "external_participants_recorded",
    "outbound_refused",
    "outbound_started",
}};

using decoder = result<any_event> (*)(std::span<const std::uint8_t>);

template <class E>
result<any_event> decode_as(std::span<const std::uint8_t> payload) {
  E event;
  if (!decode(payload.data(), payload.size(), event)) {
    return rejection{errc::corrupt, "an event's bytes are not its type's table", {}};
  }
  return any_event(std::move(event));
}

template <std::size_t... I>
constexpr std::array<decoder, type_count> make_decoders(std::index_sequence<I...>) {
  return {{&decode_as<any_event::at<I>>...}};
}
constexpr auto decoders = make_decoders(std::make_index_sequence<type_count>{});

}  // namespace

event_type type_of(const any_event& event) {
  return event_type(static_cast<std::uint16_t>(event.index() + 1));
}

const char* name_of(event_type type) {
  return type.value >= 1 && type.value <= type_count ? type_names[type.value - 1U] : "unknown";
}

void encode_event(flatbuffers::FlatBufferBuilder& builder, const any_event& event) {
  builder.Clear();
  std::visit(
      [&](const auto& e) {
        builder.Finish(flatbuffers::Offset<flatbuffers::Table>(encode_table(builder, e)));
      },
      event);
}

result<any_event> decode_event(event_type type, std::span<const std::uint8_t> payload) {
  return decode_event(type, payload, upcasts());
}

result<any_event> decode_event(event_type type, std::span<const std::uint8_t> payload,
                               std::span<const upcast_step> steps) {
  if (type.value < 1 || type.value > type_count) {
    return rejection{
        errc::unsupported, "event type " + std::to_string(type.value) + " is newer", {}};
  }
  auto event = decoders[type.value - 1U](payload);
  if (!event.ok() || steps.empty()) {
    return event;
  }
  return upcast(std::move(*event), steps);
}

}  // namespace parley::codec
