// The schemas and the structs say the same: names, order, types and defaults of every field.

#include <map>

#include <doctest/doctest.h>
#include <flatbuffers/reflection.h>

#include "events/codec/event_codec.hpp"
#include "events/conversation/state.hpp"
#include "events/entities.hpp"
#include "events/routing/explain.hpp"
#include "events/views/answers.hpp"
#include "schemas/embedded.hpp"

using namespace parley;

namespace {

const reflection::Object* find_table(std::span<const std::uint8_t> schema,
                                     const std::string& name) {
  return reflection::GetSchema(schema.data())
      ->objects()
      ->LookupByKey(("parley.schema." + name).c_str());
}

template <class M>
bool same_type(const reflection::Type& type) {
  using namespace reflection;
  if constexpr (codec::is_text_v<M>) {
    return type.base_type() == String;
  } else if constexpr (codec::is_vector_v<M>) {
    using E = typename M::value_type;
    if (type.base_type() != Vector) {
      return false;
    }
    return codec::is_text_v<E>        ? type.element() == String
           : codec::is_described_v<E> ? type.element() == Obj
                                      : type.element() != Obj && type.element() != String;
  } else if constexpr (codec::is_described_v<M>) {
    return type.base_type() == Obj;
  } else if constexpr (std::is_same_v<M, bool>) {
    return type.base_type() == Bool;
  } else {
    using R = codec::detail::raw_t<M>;
    static const std::map<std::pair<std::size_t, bool>, BaseType> types{
        {{1, false}, UByte}, {{2, false}, UShort}, {{4, false}, UInt}, {{8, false}, ULong},
        {{1, true}, Byte},   {{2, true}, Short},   {{4, true}, Int},   {{8, true}, Long}};
    return type.base_type() == types.at({sizeof(R), std::is_signed_v<R>});
  }
}

template <class T>
void check_table(std::span<const std::uint8_t> schema, const std::string& name) {
  CAPTURE(name);
  const auto* table = find_table(schema, name);
  REQUIRE(table != nullptr);
  std::map<std::uint16_t, const reflection::Field*> fields;
  for (const auto* field : *table->fields()) {
    fields[field->id()] = field;
  }
  using members = codec::members_of<T>;
  REQUIRE(fields.size() == boost::mp11::mp_size<members>::value);
  std::uint16_t index = 0;
  boost::mp11::mp_for_each<members>([&](auto member) {
    const auto* field = fields.at(index++);
    CAPTURE(field->name()->str());
    CHECK(field->name()->str() == member.name);
    using M = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    CHECK(same_type<M>(*field->type()));
    CHECK_FALSE(field->required());
    if constexpr (!codec::detail::is_child_v<M>) {
      CHECK(field->default_integer() ==
            static_cast<std::int64_t>(codec::detail::raw(T{}.*member.pointer)));
    }
  });
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
  check_all<std::variant_alternative_t<I, any_event>...>(schemas::events_bfbs());
}

}  // namespace

TEST_CASE("every event is a table of events.fbs, numbered by the union") {
  check_events(std::make_index_sequence<std::variant_size_v<any_event>>{});
  const auto* payload = reflection::GetSchema(schemas::events_bfbs().data())
                            ->enums()
                            ->LookupByKey("parley.schema.event_payload");
  REQUIRE(payload != nullptr);
  REQUIRE(payload->values()->size() == std::variant_size_v<any_event> + 1);
  for (const auto* value : *payload->values()) {
    if (value->value() != 0) {
      CHECK(value->name()->str() ==
            codec::name_of(codec::event_type(static_cast<std::uint16_t>(value->value()))));
    }
  }
}

TEST_CASE("every shared value is a table of common.fbs") {
  check_all<skill_level, channel_weight, presence_status, tenant_settings, queue_settings,
            agent_definition, route_request, attribute, work_slot>(schemas::common_bfbs());
}

TEST_CASE("every command of a client is a table of commands.fbs") {
  check_all<define_tenant, configure_queue, define_agent, set_presence, message_draft,
            open_conversation, post_message, request_route, cancel_route, request_transfer,
            cancel_transfer, show_work, accept_work, deliver_work, decline_work, complete_work,
            extend_after_work, start_flow, finish_flow, hand_back, end_session, close_conversation>(
      schemas::commands_bfbs());
}

TEST_CASE("every answer is a table of answers.fbs") {
  check_all<wait_histogram, queue_summary, queues_answer, work_slot, agent_summary, agent_answer,
            capacity_answer, conversation_summary, conversations_answer, overview_answer,
            transcript_entry, conversation_answer, route_candidate, passed_over_agent,
            route_explanation>(schemas::answers_bfbs());
}

TEST_CASE("every state that is stored in a snapshot is a table of snapshots.fbs") {
  check_all<open_offer, pending_route, work_item, finished_work, conversation_state, tenant_queue,
            tenant_state, agent_state, timer_state>(schemas::snapshots_bfbs());
}
