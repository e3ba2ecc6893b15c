// What follows from the events of customers, cases and milestones, and what conversations mean to
// the promises of their cases.

#include <algorithm>

#include "events/customer/dates.hpp"
#include "events/hours/notation.hpp"
#include "events/reactions/reactor.hpp"

namespace parley {
namespace {

// Who can be asked what the relations entitle to; empty: nobody knows them.
account_id account_for(const tenant_promises& promises, const coverage_question& relations) {
  const std::pair<const char*, const std::string*> ways[] = {
      {"account", &relations.account.str()},   {"entitlement", &relations.entitlement.str()},
      {"line", &relations.line.str()},         {"asset", &relations.asset.str()},
      {"contract", &relations.contract.str()}, {"contact", &relations.contact.str()},
  };
  for (const auto& [kind, name] : ways) {
    if (!name->empty()) {
      const auto found = promises.relations.find(relation_key(kind, *name));
      return found == promises.relations.end() ? account_id() : found->second;
    }
  }
  return {};
}

}  // namespace

void reactor::tell(const case_id& of_case, case_command command) {
  send(entity_kind::support_case, of_case.str(), std::move(command));
}

void reactor::tell_run(const std::string& run, milestone_command command) {
  send(entity_kind::milestone, run, std::move(command));
}

// ---- coverage ----

void reactor::verify_case(const coverage_question& relations, time_ms at) {
  const case_id of_case(entity());
  const account_id account = account_for(tenant_.promises, relations);
  if (!account.empty()) {
    send(entity_kind::customer, account.str(),
         customer_command(verify_coverage{relations, of_case, at}));
    return;
  }
  coverage_answer answer;
  answer.reason = relations == coverage_question{} ? "NOTHING_TO_VERIFY" : "NOT_FOUND";
  tell(of_case, cover_case{std::move(answer), at});
}

void reactor::operator()(const case_opened& e) {
  if (e.process.empty()) {
    verify_case(e.relations, e.at);
  }
  if (!e.conversation.empty()) {
    take_queue_from(e.conversation);
  }
}

void reactor::operator()(const case_related& e) { verify_case(e.relations, e.at); }

void reactor::operator()(const coverage_verified& e) {
  if (!e.of_case.empty()) {
    tell(e.of_case, cover_case{e.answer, e.at});
  }
}

// ---- clocks ----

void reactor::operator()(const case_milestone_wanted& e) {
  tell_run(run_of(case_id(entity()), e.setup.definition.milestone),
           start_milestone{e.setup, e.start, e.holds, e.reopened, e.depth, e.at});
}

void reactor::operator()(const case_milestone_directed& e) {
  const std::string run = run_of(case_id(entity()), e.milestone);
  switch (e.direction) {
    case milestone_direction::pause:
      return tell_run(run, pause_milestone{e.at});
    case milestone_direction::resume:
      return tell_run(run, resume_milestone{e.at});
    case milestone_direction::complete:
      return tell_run(run, complete_milestone{e.at});
    case milestone_direction::cancel:
      return tell_run(run, cancel_milestone{e.reason, e.at});
  }
}

// Notices and outbound events are the milestone's own event, in the feed and at the partners. The
// rest concerns the case.
void reactor::operator()(const milestone_acted& e) {
  const bool of_case = e.kind == action_kind::set_field || e.kind == action_kind::create_task;
  if (of_case && !e.late) {
    const bool its_time = e.value == "{at}";
    tell(e.of_case, act_on_case{e.action, e.kind, e.target,
                                its_time ? hours::format_instant({e.due, 0}) : e.value, e.depth,
                                recorded_at()});
  }
}

// ---- conversations ----

void reactor::operator()(const inbound_message_received& /*e*/) {
  const conversation_id conversation(entity());
  if (const case_id* of_case = tenant_.promises.case_about(conversation)) {
    tell(*of_case, note_contact_message{conversation, recorded_at()});
  }
}

// A person's words, not a bot's and not an automatic reply.
void reactor::operator()(const outbound_message_accepted& e) {
  const conversation_id conversation(entity());
  const case_id* of_case = tenant_.promises.case_about(conversation);
  if (of_case != nullptr && !e.automatic && agent_of(agent_id(e.author)) != nullptr) {
    tell(*of_case, note_response{conversation, e.author, recorded_at()});
  }
}

// On a voice channel the person who answers is the response.
void reactor::operator()(const participant_joined& e) {
  const conversation_id conversation(entity());
  const case_id* of_case = tenant_.promises.case_about(conversation);
  const conversation_row* owned = row();
  if (of_case != nullptr && owned != nullptr && e.role == participant_role::agent &&
      owned->channel.str() == "voice") {
    tell(*of_case, note_response{conversation, e.participant, recorded_at()});
  }
}

// Open targets are placed anew, nearest first: those that the new rules do not move give no event.
void reactor::operator()(const tz_release_loaded& e) {
  if (e.policy == tz_policy::accepted) {
    place_anew(recorded_at(), {}, {});
  }
}

// An event leads to so many commands; a timer that is due at once is the event for the next ones.
// It is in the log, so a restart goes on where it was. All are placed as of the release's time.
void reactor::place_anew(time_ms at, time_ms after_wake, const std::string& after_run) {
  const auto some =
      all_.due.milestones_after(tenant_.number, after_wake, after_run, all_.runs_at_once);
  for (const timer_entry* entry : some) {
    tell_run(std::string(entry->id()), replace_milestone{"zone_rules", at});
  }
  if (some.size() == all_.runs_at_once) {
    const timer_entry& last = *some.back();
    const std::string subject = std::to_string(at.value) + "." + std::to_string(last.due.value) +
                                "." + std::string(last.id());
    send(entity_kind::timer, make_timer_id(timer_purpose::zone_rules, subject).str(),
         timer_command(arm_timer{timer_purpose::zone_rules, entity_kind::tenant, tenant_.id.str(),
                                 subject, recorded_at()}));
  }
}

void reactor::place_more_anew(const std::string& subject) {
  const std::size_t first = subject.find('.');
  const std::size_t second = subject.find('.', first + 1);
  place_anew(time_ms(std::stoll(subject)), time_ms(std::stoll(subject.substr(first + 1))),
             subject.substr(second + 1));
}

// ---- contracts that end ----

void reactor::operator()(const contract_recorded& e) {
  watch_end(e.contract.contract, e.contract.ends_on);
}

void reactor::operator()(const contract_extended& e) { watch_end(e.contract, e.ends_on); }

void reactor::operator()(const contract_renewed& e) {
  watch_end(e.contract, {});
  watch_end(e.successor.contract, e.successor.ends_on);
}

// Nobody is reminded of a contract that had ended before it was recorded.
void reactor::watch_end(const contract_id& contract, const std::string& ends_on) {
  const std::string subject = entity() + "." + contract.str();
  const std::int64_t lead = tenant_.settings.settings.renewal_lead_days;
  const std::string today = local_date(&tenant_.calendars, {}, recorded_at());
  if (ends_on.empty() || lead == 0 || ends_on < today) {
    return cancel_if_armed(timer_purpose::renewal, subject);
  }
  const time_ms due = start_of_date(&tenant_.calendars, {}, add_days(ends_on, -lead));
  send(entity_kind::timer, make_timer_id(timer_purpose::renewal, subject).str(),
       timer_command(arm_timer{timer_purpose::renewal, entity_kind::customer, entity(), subject,
                               std::max(due, recorded_at())}));
}

// ---- service levels that are in use ----

void reactor::operator()(const entitlement_created& e) {
  claim_level(e.entitlement.terms.level, e.entitlement.ends_on);
}

void reactor::operator()(const entitlement_changed& e) {
  claim_level(e.entitlement.terms.level, e.entitlement.ends_on);
}

void reactor::operator()(const entitlement_extended& e) { claim_level(e.level, e.ends_on); }

void reactor::operator()(const entitlement_renewed& e) {
  claim_level(e.successor.terms.level, e.successor.ends_on);
}

// The tenant notes the latest end only, so that many entitlements lead to few events.
void reactor::claim_level(const level_id& level, const std::string& ends_on) {
  const std::string until = ends_on.empty() ? "9999-12-31" : ends_on;
  for (const tenant_level& each : tenant_.settings.levels) {
    if (each.level == level && each.used_until < until) {
      send(entity_kind::tenant, tenant_.id.str(),
           tenant_command(claim_service_level{level, until}));
    }
  }
}

// ---- cases whose time comes ----

void reactor::arm_of_case(timer_purpose purpose, const std::string& subject, time_ms due) {
  send(entity_kind::timer, make_timer_id(purpose, subject).str(),
       timer_command(arm_timer{purpose, entity_kind::support_case, entity(), subject, due}));
}

void reactor::operator()(const case_closing& e) {
  arm_of_case(timer_purpose::closing, entity(), e.closes_at);
}

void reactor::operator()(const case_action_reported& e) {
  if (e.retry_at.value != 0) {
    arm_of_case(timer_purpose::action_retry, e.action, e.retry_at);
  }
}

// The notice is said where the request came from. It is no answer to it.
void reactor::operator()(const case_notice_given& e) {
  if (!e.conversation.empty()) {
    message_draft draft;
    draft.author = "parley";
    draft.text = e.text;
    draft.automatic = true;
    tell(e.conversation, post_message{true, std::move(draft)});
  }
}

void reactor::operator()(const case_reopened& e) {
  if (e.process.empty()) {
    verify_case(e.relations, e.at);
  }
}

void reactor::operator()(const conversation_linked& e) { take_queue_from(e.conversation); }

// A case waits in the queue that its conversation waits in.
void reactor::take_queue_from(const conversation_id& conversation) {
  const case_id* of_case = tenant_.promises.case_about(conversation);
  const conversation_row* waiting = tenant_.find(conversation);
  if (of_case == nullptr || waiting == nullptr || !waiting->routing) {
    return;
  }
  const auto known = tenant_.promises.cases.find(of_case->str());
  if (known && known->queue != waiting->request.queue) {
    tell(*of_case, change_case{{{"queue", waiting->request.queue.str()}}, recorded_at()});
  }
}

}  // namespace parley
