#pragma once
// A desk with promises: a tenant, a process with three milestones, cases on a shard in a few lines.

#include "events/hours/zone_rules.hpp"
#include "tests/events/scene.hpp"

namespace parley::mini {

inline stream_id case_stream(const std::string& name) {
  return {tenant, entity_kind::support_case, name};
}

inline milestone_definition promise(const char* name, milestone_kind kind, std::uint32_t minutes) {
  milestone_definition definition;
  definition.milestone = milestone_id(name);
  definition.kind = kind;
  definition.target_minutes = minutes;
  return definition;
}

inline constexpr duration_ms minute{60'000};

/// Business hours "office": New York in winter, Monday to Friday 09:00 to 17:00, by release 2025b.
inline define_hours office_in_new_york() {
  define_hours office;
  office.hours = hours_id("office");
  office.definition.name = "Office";
  office.definition.zone = "America/New_York";
  for (int day = 0; day < 5; ++day) {
    office.definition.weekly.push_back(
        {static_cast<weekday>(day), day_ms(9 * 3'600'000), day_ms(17 * 3'600'000)});
  }
  office.rules = fixed_zone("America/New_York", -5 * 3600);
  office.rules.release = "2025b";
  return office;
}

struct desk : scene {
  desk() {
    process_definition process;
    process.pause_statuses = {"waiting"};
    process.milestones = {promise("first", milestone_kind::first_response, 30),
                          promise("next", milestone_kind::next_response, 60),
                          promise("resolution", milestone_kind::resolution, 190)};
    process.milestones[0].actions = {
        {action_trigger::warning, action_kind::notify, 10, "lead", "soon"},
        {action_trigger::violation, action_kind::set_field, 0, "escalated", "yes"},
        {action_trigger::violation, action_kind::create_task, 5, "ana", "call back"}};
    process.milestones[1].recurrence = milestone_recurrence::independent;
    s.does(tenant_stream(), tenant_command(configure_process{process_id("gold"), process, 0}));
    s.does(tenant_stream(), tenant_command(configure_service_level{level_id("gold"), {"Gold", 3}}));
  }
  void open_with(const std::string& name, const std::string& conversation = "") {
    open_case what;
    what.process = process_id("gold");
    what.conversation = conversation_id(conversation);
    what.fields = {{"queue", "support"}};
    s.does(case_stream(name), case_command(what));
  }
  void tell_case(const std::string& name, const case_command& what) {
    s.does(case_stream(name), what);
  }
  const milestone_state& run(const std::string& name) {
    return *state_as<milestone_state>(s.state_of({tenant, entity_kind::milestone, name}));
  }
  const case_state& of_case(const std::string& name) {
    return *state_as<case_state>(s.state_of(case_stream(name)));
  }
  promises_answer promises(const std::string& queue = "") {
    return s.live.promises(tenant, queue_id(queue), s.now + duration_ms(60 * minute.value), 10)
        .value();
  }
  void say(const std::string& conversation, bool outbound, const std::string& author,
           bool automatic = false) {
    message_draft draft;
    draft.author = author;
    draft.text = "hello";
    draft.automatic = automatic;
    tell(conversation, post_message{outbound, draft});
  }
};

}  // namespace parley::mini
