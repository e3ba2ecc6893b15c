// The fold of the floor: what each event changes. Total, like every fold: an event about something
// that has no row changes nothing, since whether it made sense was judged when it was decided.

#include "events/views/folding_steps.hpp"
#include "events/views/project_promises.hpp"

namespace parley {
namespace {

class folding : folding_steps {
 public:
  using folding_steps::folding_steps;

  // ---- tenant ----

  template <class E>
  requires(case_of<E, tenant_event::variant>) void operator()(const E& e) { fold_tenant(e); }

  // ---- agent ----

  void operator()(const agent_defined& e) { fold_agent(e, true); }
  void operator()(const presence_changed& e) { fold_agent(e); }
  void operator()(const lease_renewed& e) { fold_agent(e); }
  void operator()(const presence_lost& e) { fold_agent(e); }
  void operator()(const capacity_reserved& e) {
    const agent_id agent(entity());
    const conversation_row* row = to_.find(e.conversation);
    if (row != nullptr && !row->attempt_reserved &&
        (row->attempt == e.work || may_adopt(*row, e, agent))) {
      to_.change(e.conversation, 0, [&](conversation_row& r) {
        drop_attempt(r, e.work);
        r.attempt = e.work;
        r.attempt_agent = agent;
        r.attempt_reserved = true;
      });
    }
    fold_agent(e);
  }
  void operator()(const outbound_started& e) { fold_agent(e); }
  void operator()(const partner_work_started& e) { fold_agent(e, false, true); }
  void operator()(const partner_work_reported& e) { fold_agent(e); }
  void operator()(const capacity_changed& e) { fold_agent(e); }
  void operator()(const capacity_committed& e) { fold_agent(e, false, true); }
  void operator()(const after_work_started& e) { fold_agent(e, false, true); }
  void operator()(const capacity_released& e) {
    const work_slot* slot = slot_of(agent_id(entity()), e.work);
    const bool worked = slot != nullptr && slot->state != slot_state::reserved;
    fold_agent(e, false, worked);
    const conversation_id conversation = routing::conversation_of(e.work);
    const conversation_row* row = to_.find(conversation);
    if (row != nullptr && row->withdrawn == e.work) {
      to_.change(conversation, 0, [](conversation_row& r) { r.withdrawn = {}; });
    }
  }

  // ---- messages: only counted ----

  void operator()(const inbound_message_received&) { ++counters().messages_in; }
  void operator()(const outbound_message_accepted&) { ++counters().messages_out; }

  // ---- sessions ----

  void operator()(const conversation_opened& e) {
    ++counters().conversations_opened;
    to_.change_recent(conversation(), event_offset(), [&](conversation_summary& s) {
      s.contact = e.contact;
      s.channel = e.channel;
    });
  }
  void operator()(const session_opened& e) {
    to_.change_recent(conversation(), event_offset(), [&](conversation_summary& s) {
      s.session = e.session;
      s.place = conversation_place::open;
      s.opened_at = event_.recorded_at;
    });
  }
  void operator()(const session_ended& e) {
    ++counters().sessions_ended;
    edit_known([&](conversation_row& row) {
      end_route(row);
      row.owner = {};
      row.work = {};
      row.bot.clear();
    });
    to_.change_recent(conversation(), event_offset(), [&](conversation_summary& s) {
      s.session = e.session;
      s.place = conversation_place::ended;
    });
  }
  void operator()(const session_inactivated&) {
    edit_known([](conversation_row& row) { row.inactive = true; });
  }
  void operator()(const session_reactivated&) {
    edit_known([](conversation_row& row) { row.inactive = false; });
  }
  void operator()(const participant_joined& e) {
    if (e.role == participant_role::bot) {
      edit([&](conversation_row& row) {
        row.session = e.session;
        row.bot = e.participant;
      });
    }
  }
  void operator()(const participant_left& e) {
    if (e.role == participant_role::bot) {
      edit_known([](conversation_row& row) { row.bot.clear(); });
    }
  }

  // ---- routes ----

  void operator()(const route_requested& e) {
    ++to_.counts_of(e.request.queue).routed;
    edit([&](conversation_row& row) {
      end_route(row);
      row.session = e.session;
      row.channel = e.request.channel;
      row.routing = true;
      row.request = e.request;
      row.waiting_since = event_.recorded_at;
    });
  }
  void operator()(const route_cancelled& e) {
    end_route_of(e.route, [](queue_row& counts) { ++counts.cancelled; });
  }
  void operator()(const route_failed& e) {
    end_route_of(e.route, [](queue_row& counts) { ++counts.failed; });
  }
  void operator()(const route_overflowed& e) {
    ++to_.counts_of(e.from_queue).overflowed;
    ++to_.counts_of(e.request.queue).routed;
    edit_route(e.request.route, [&](conversation_row& row) { row.request = e.request; });
  }
  void operator()(const skills_relaxed& e) {
    edit_route(e.route, [&](conversation_row& row) { row.request.skills = e.skills; });
  }
  void operator()(const preference_ended& e) {
    edit_route(e.route, [](conversation_row& row) { row.request.prefer_until = {}; });
  }
  void operator()(const route_retried& e) {
    edit_route(e.route, [&](conversation_row& row) {
      row.round = e.round;
      row.declined.clear();
    });
  }

  // ---- routes that a partner answers ----

  void operator()(const route_proposed& e) {
    edit_route(e.request.route, [&](conversation_row& row) {
      to_.counts_of(e.request.queue).routed += row.request.queue == e.request.queue ? 0U : 1U;
      row.request = e.request;
    });
  }
  void operator()(const proposal_refused& e) {
    edit_route(e.route, [&](conversation_row& row) {
      drop_attempt(row, {});
      row.request.proposed = false;
      row.request.preferred_agent = {};
      row.request.answer_by = e.answer_by;
    });
  }
  void operator()(const route_taken_back& e) {
    edit_route(e.request.route, [&](conversation_row& row) { row.request = e.request; });
  }

  // ---- consents ----

  void operator()(const consent_updated& e) {
    keep_consent(e.contact, e.channel, e.consent_given, e.sequence);
  }
  // The conversation's word shows at once; the register's own event comes after it.
  void operator()(const consent_changed& e) {
    if (!e.contact.empty()) {
      keep_consent(e.contact, e.channel, e.consent_given, 0);
    }
  }
  void operator()(const consent_owner_assigned& e) {
    to_.change_consent_of(e.contact, e.channel, [&](consent_row& row) {
      row.assigned = true;
      row.owner = e.owner;
    });
  }

  // ---- offers and work ----

  void operator()(const work_offered& e) {
    ++counters().offers;
    edit_route(e.route, [&](conversation_row& row) {
      drop_attempt(row, e.work);
      row.offer = e.work;
      row.offer_agent = e.agent;
    });
  }
  void operator()(const work_accepted& e) {
    ++counters().accepted;
    edit_route(e.route, [&](conversation_row& row) {
      const duration_ms waited = event_.recorded_at - row.waiting_since;
      queue_row& counts = to_.counts_of(row.request.queue);
      ++counts.accepted;
      add_wait(counts.waits, waited);
      add_wait(counters().waits, waited);
      row.offer = {};
      end_route(row);
      row.owner = e.agent;
      row.work = e.work;
      row.inactive = false;
    });
  }
  void operator()(const work_declined& e) {
    ++counters().declined;
    end_offer(
        e, [](queue_row& counts) { ++counts.declined; }, true);
  }
  void operator()(const work_expired& e) {
    ++counters().expired;
    end_offer(
        e, [](queue_row& counts) { ++counts.expired; }, true);
  }
  void operator()(const work_withdrawn& e) {
    ++counters().withdrawn;
    end_offer(
        e, [](queue_row& counts) { ++counts.withdrawn; }, false);
    // Often the route ends in the same commit, one event later; so it rests until the slot is free.
    edit_route(e.route, [&](conversation_row& row) {
      row.withdrawn = slot_of(e.agent, e.work) != nullptr ? e.work : work_id();
    });
  }
  void operator()(const work_completed& e) { end_work(e.work); }
  void operator()(const work_abandoned& e) { end_work(e.work); }

  // ---- timers ----

  void operator()(const timer_armed& e) { all_.arm(to_, entity(), e.due); }
  void operator()(const timer_cancelled&) { all_.disarm(to_, entity()); }
  void operator()(const timer_fired& e) {
    all_.disarm(to_, entity());
    // It happens once: now, or when an open offer is lost, or never if the queue has none any more.
    const conversation_id target(e.target);
    const conversation_row* row = to_.find(target);
    if (e.purpose == timer_purpose::overflow && row != nullptr &&
        row->request.route.str() == e.subject) {
      to_.change(target, 0, [](conversation_row& r) { r.request.overflow_at = {}; });
    }
  }

  // ---- promises: events/views/project_promises.cpp ----

  template <class E>
  requires(case_of<E, customer_event::variant> || case_of<E, case_event::variant> ||
           case_of<E, milestone_event::variant>) void
  operator()(const E&) {
    project_promises(all_, to_, event_);
  }

  // ---- no part of the floor ----

  void operator()(const outbound_message_blocked&) {}
  void operator()(const flow_started&) {}
  void operator()(const flow_finished&) {}
  void operator()(const work_shown&) {}
  void operator()(const work_delivered&) {}
  void operator()(const after_work_extended&) {}
  void operator()(const after_work_ended&) {}
  void operator()(const transfer_requested&) {}
  void operator()(const transfer_completed&) {}
  void operator()(const transfer_failed&) {}
  void operator()(const idle_rechecked&) {}
  void operator()(const conversation_closed&) {}
  void operator()(const message_delivery_reported&) {}
  void operator()(const external_transfer_requested&) {}
  void operator()(const external_participants_recorded&) {}
  void operator()(const outbound_refused&) {}
  void operator()(const channel_action_requested&) {}
  void operator()(const channel_action_finished&) {}
  void operator()(const refusal_recorded&) {}
  void operator()(const call_changed&) {}
  void operator()(const contact_matched&) {}
};

}  // namespace

void floor::project(const recorded_event& event) {
  state_->at = event.at;
  if (state_->ended.any) {
    state_->ended = {};
  }
  std::visit(folding(*state_, event), event.event);
}

}  // namespace parley
