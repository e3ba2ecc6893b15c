// The schemas and the structs say the same: names, order, types and defaults of every field.

#include <array>
#include <bit>
#include <map>
#include <optional>

#include <doctest/doctest.h>
#include <flatbuffers/reflection.h>

#include "events/codec/event_codec.hpp"
#include "events/conversation/state.hpp"
#include "events/entities.hpp"
#include "events/hours/answers.hpp"
#include "events/routing/explain.hpp"
#include "events/views/answers.hpp"
#include "events/views/promise_answers.hpp"
#include "schemas/embedded.hpp"

using namespace parley;

namespace {

const reflection::Object* find_table(std::span<const std::uint8_t> schema,
                                     const std::string& name) {
  return reflection::GetSchema(schema.data())
      ->objects()
      ->LookupByKey(("parley.schema." + name).c_str());
}

// What a struct says of one member. Plain data, so that the comparison is compiled once.
struct told_field {
  const char* name;
  reflection::BaseType type;
  reflection::BaseType element;  // of a vector; None stands for any number or enum
  std::optional<std::int64_t> default_value;
};

template <class M>
reflection::BaseType number_type() {
  using namespace reflection;
  using R = codec::detail::raw_t<M>;
  constexpr std::array wide{UByte, UShort, UInt, ULong};
  constexpr std::array signed_wide{Byte, Short, Int, Long};
  constexpr auto index = static_cast<std::size_t>(std::countr_zero(sizeof(R)));
  return std::is_same_v<M, bool> ? Bool : std::is_signed_v<R> ? signed_wide[index] : wide[index];
}

template <class M>
reflection::BaseType type_of() {
  using namespace reflection;
  if constexpr (codec::is_text_v<M>) {
    return String;
  } else if constexpr (codec::is_vector_v<M>) {
    return Vector;
  } else if constexpr (codec::is_described_v<M> || is_rare_v<M>) {
    return Obj;
  } else {
    return number_type<M>();
  }
}

template <class M>
reflection::BaseType element_of() {
  using namespace reflection;
  if constexpr (codec::is_vector_v<M>) {
    using E = typename M::value_type;
    return codec::is_text_v<E> ? String : codec::is_described_v<E> ? Obj : None;
  } else {
    return None;
  }
}

template <class T>
std::vector<told_field> told_fields() {
  std::vector<told_field> fields;
  const T fresh{};
  boost::mp11::mp_for_each<codec::members_of<T>>([&](auto member) {
    using M = std::remove_cvref_t<decltype(fresh.*member.pointer)>;
    told_field field{member.name, type_of<M>(), element_of<M>(), {}};
    if constexpr (!codec::detail::is_child_v<M>) {
      field.default_value = static_cast<std::int64_t>(codec::detail::raw(fresh.*member.pointer));
    }
    fields.push_back(field);
  });
  return fields;
}

void check_field(const told_field& told, const reflection::Field& field) {
  CAPTURE(field.name()->str());
  CHECK(field.name()->str() == told.name);
  CHECK(field.type()->base_type() == told.type);
  CHECK_FALSE(field.required());
  if (told.default_value) {
    CHECK(field.default_integer() == *told.default_value);
  }
  if (told.type == reflection::Vector) {
    const auto element = field.type()->element();
    const bool number = element != reflection::Obj && element != reflection::String;
    CHECK((number ? reflection::None : element) == told.element);
  }
}

void check_fields(const std::vector<told_field>& told, std::span<const std::uint8_t> schema,
                  const std::string& name) {
  CAPTURE(name);
  const auto* table = find_table(schema, name);
  REQUIRE(table != nullptr);
  std::map<std::uint16_t, const reflection::Field*> fields;
  for (const auto* field : *table->fields()) {
    fields[field->id()] = field;
  }
  REQUIRE(fields.size() == told.size());
  for (std::uint16_t index = 0; index < told.size(); ++index) {
    check_field(told[index], *fields.at(index));
  }
}

template <class T>
void check_table(std::span<const std::uint8_t> schema, const std::string& name) {
  check_fields(told_fields<T>(), schema, name);
}

template <class T>
std::string type_name() {
  std::string name = __PRETTY_FUNCTION__;
  name = name.substr(name.find("T = ") + 4);
  name = name.substr(0, name.find_first_of(";]"));
  return name.substr(name.rfind(':') + 1);
}

template <class... T>
void check_all(std::span<const std::uint8_t> schema) {
  (check_table<T>(schema, type_name<T>()), ...);
}

template <std::size_t... I>
void check_events(std::index_sequence<I...>) {
  check_all<any_event::at<I>...>(schemas::events_bfbs());
}

}  // namespace

TEST_CASE("every event is a table of events.fbs, numbered by the union") {
  check_events(std::make_index_sequence<any_event::cases>{});
  const auto* payload = reflection::GetSchema(schemas::events_bfbs().data())
                            ->enums()
                            ->LookupByKey("parley.schema.event_payload");
  REQUIRE(payload != nullptr);
  REQUIRE(payload->values()->size() == any_event::cases + 1);
  for (const auto* value : *payload->values()) {
    if (value->value() != 0) {
      CHECK(value->name()->str() ==
            codec::name_of(codec::event_type(static_cast<std::uint16_t>(value->value()))));
    }
  }
}

TEST_CASE("every shared value is a table of common.fbs") {
  check_all<skill_level, channel_weight, presence_status, tenant_settings, queue_settings,
            agent_definition, route_request, attribute, work_slot, partner_status, channel_settings,
            weekly_interval, dated_interval, holiday_definition, hours_exception, hours_definition,
            zone_transition, zone_rules, hours_use, hours_set, tenant_holiday, criterion,
            milestone_action, milestone_definition, process_definition, hold, hours_stamp,
            milestone_setup, planned_action, service_level, entitlement_terms, entitlement_template,
            product_bundle, customer_asset, contract_line, service_contract, renewal_opportunity,
            customer_entitlement, coverage_question, covering_entitlement, coverage_answer,
            holiday_region, hours_right, hours_administration, price_entry, price_book_definition,
            customer_order, failed_action, permission_set>(schemas::common_bfbs());
}

TEST_CASE("every command of a client is a table of commands.fbs") {
  check_all<define_tenant, configure_queue, define_agent, set_presence, message_draft,
            open_conversation, post_message, request_route, cancel_route, request_transfer,
            cancel_transfer, show_work, accept_work, deliver_work, decline_work, complete_work,
            extend_after_work, start_flow, finish_flow, hand_back, end_session, close_conversation,
            define_hours, activate_hours, deactivate_hours, make_default_hours, delete_hours,
            define_holiday, remove_holiday, claim_hours, release_hours, load_tz_release,
            configure_service_level, configure_entitlement_template, configure_product_bundle,
            configure_process, define_customer, record_asset, record_contract, extend_contract,
            record_contract_line, remove_contract_line, create_entitlement, change_entitlement,
            extend_entitlement, renew_entitlement, cancel_entitlement, verify_coverage, open_case,
            link_conversation, change_case, relate_case, set_case_status, close_case, reopen_case,
            complete_case_milestone, add_case_milestone, migrate_case, finish_case_import,
            renew_contract, open_renewal, complete_case_task, finish_external_transfer,
            change_consent, report_delivery, start_outbound, configure_channel, partner_work,
            report_partner_work, propose_route, request_action, finish_action, update_consent,
            assign_consent_owner, remove_service_level, claim_service_level, configure_price_book,
            administer_hours, define_holiday_region, record_order, record_order_line, cancel_order,
            change_entitled_contacts, set_case_hours, report_case_action, configure_permission_set,
            report_call, merge_contact>(schemas::commands_bfbs());
}

TEST_CASE("every answer is a table of answers.fbs") {
  check_all<wait_histogram, queue_summary, queues_answer, work_slot, agent_summary, agent_answer,
            capacity_answer, conversation_summary, conversations_answer, overview_answer,
            transcript_entry, conversation_answer, route_candidate, passed_over_agent, zone_release,
            hours_answer, hours_result, route_explanation, case_summary, cases_answer,
            promise_summary, queue_promises, promises_answer, compliance_line, compliance_answer,
            timeline_entry, timeline_answer, case_answer, milestone_answer, customer_answer,
            verification_answer, processes_answer, consent_answer, time_spent, case_times_answer,
            office_times, cases_times_answer, customers_answer, linked_holidays_of>(
      schemas::answers_bfbs());
}

TEST_CASE("every state that is stored in a snapshot is a table of snapshots.fbs") {
  check_all<open_offer, pending_route, work_item, finished_work, external_transfer, sent_message,
            conversation_state, tenant_queue, tenant_hours, tenant_state, agent_state, timer_state,
            tenant_level, tenant_template, tenant_bundle, tenant_process, customer_state,
            case_milestone, case_task, case_state, milestone_state, tenant_channel, partner_feed,
            open_action, consent_state, audit_state, tenant_price_book, tenant_permission_set,
            handling_time>(schemas::snapshots_bfbs());
}
