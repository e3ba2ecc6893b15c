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
    "contract_renewed",
    "renewal_opened",
    "renewal_moved",
    "case_task_completed",
    "channel_configured",
    "partner_work_started",
    "partner_work_reported",
    "route_proposed",
    "proposal_refused",
    "route_taken_back",
    "channel_action_requested",
    "channel_action_finished",
    "consent_updated",
    "consent_owner_assigned",
    "refusal_recorded",
    "service_level_removed",
    "service_level_claimed",
    "price_book_configured",
    "hours_administered",
    "holiday_region_defined",
    "order_recorded",
    "order_cancelled",
    "entitled_contacts_changed",
    "case_closing",
    "case_hours_changed",
    "case_notice_given",
    "case_action_reported",
    "case_action_repeated",
    "capacity_changed",
    "call_changed",
    "contact_matched",
    "permission_set_configured",
}};

using decoder = bool (*)(std::span<const std::uint8_t>, any_event&);
using maker = any_event (*)();

template <std::size_t Index>
bool decode_as(std::span<const std::uint8_t> payload, any_event& to) {
  return decode(payload.data(), payload.size(), *std::get_if<Index>(&to));
}
template <std::size_t Index>
any_event make() {
  return any_event(any_event::at<Index>());
}

template <std::size_t... I>
constexpr std::array<decoder, type_count> make_decoders(std::index_sequence<I...>) {
  return {{&decode_as<I>...}};
}
template <std::size_t... I>
constexpr std::array<maker, type_count> make_makers(std::index_sequence<I...>) {
  return {{&make<I>...}};
}
constexpr auto decoders = make_decoders(std::make_index_sequence<type_count>{});
constexpr auto makers = make_makers(std::make_index_sequence<type_count>{});

bool is_known(event_type type) { return type.value >= 1 && type.value <= type_count; }

rejection newer(event_type type) {
  return {errc::unsupported, "event type " + std::to_string(type.value) + " is newer", {}};
}
rejection malformed() { return {errc::corrupt, "an event's bytes are not its type's table", {}}; }

}  // namespace

event_type type_of(const any_event& event) {
  return event_type(static_cast<std::uint16_t>(event.index() + 1));
}

const char* name_of(event_type type) {
  return is_known(type) ? type_names[type.value - 1U] : "unknown";
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
  if (!is_known(type)) {
    return newer(type);
  }
  any_event event = makers[type.value - 1U]();
  if (!decoders[type.value - 1U](payload, event)) {
    return malformed();
  }
  return steps.empty() ? std::move(event) : upcast(std::move(event), steps);
}

event_decoder::event_decoder() : kept_(type_count) {}
event_decoder::~event_decoder() = default;

result<const any_event*> event_decoder::decode(event_type type,
                                               std::span<const std::uint8_t> payload) {
  if (!is_known(type)) {
    return newer(type);
  }
  std::unique_ptr<any_event>& event = kept_[type.value - 1U];
  if (event == nullptr) {
    event = std::make_unique<any_event>(makers[type.value - 1U]());
  }
  if (!decoders[type.value - 1U](payload, *event)) {
    return malformed();
  }
  if (upcasts().empty()) {
    return event.get();
  }
  upcast_ = std::make_unique<any_event>(upcast(*event, upcasts()));
  return upcast_.get();
}

}  // namespace parley::codec
