#pragma once
// The steps that the folds of several events share: rows changed, routes and attempts ended. Part
// of project.cpp.

#include <algorithm>

#include "events/agent/entity.hpp"
#include "events/tenant/entity.hpp"
#include "events/views/floor_state.hpp"

namespace parley {

class folding_steps {
 public:
  folding_steps(floor::state& all, const recorded_event& event)
      : all_(all), to_(all.at_tenant(event.stream.tenant)), event_(event) {}

 protected:
  const std::string& entity() const { return event_.stream.entity; }
  conversation_id conversation() const { return conversation_id(entity()); }
  std::uint64_t event_offset() const { return event_.at.at.value; }
  counters_row& counters() {
    to_.counters_changed();
    return to_.counters;
  }

  void fold_tenant(const tenant_event& e) {
    tenant_entity::apply(to_.settings, e, event_.recorded_at);
    to_.settings_changed();
  }

  void fold_agent(const agent_event& e, bool defined = false, bool worked = false) {
    to_.change_agent(agent_id(entity()), defined, [&](agent_row& row) {
      agent_entity::apply(row.state, e, event_.recorded_at);
      row.version = event_.in_stream.value;
      row.worked_at = worked ? event_.recorded_at : row.worked_at;
    });
  }

  void keep_consent(const contact_id& contact, const channel_kind& channel, consent given,
                    std::uint64_t sequence) {
    to_.change_consent_of(contact, channel, [&](consent_row& row) {
      row.changed_at = row.consent_given == given ? row.changed_at : event_.recorded_at;
      row.consent_given = given;
      row.sequence = std::max(row.sequence, sequence);
    });
  }

  template <class Edit>
  void edit(Edit&& how) {
    to_.change(conversation(), event_offset(), std::forward<Edit>(how));
  }
  template <class Edit>
  void edit_known(Edit&& how) {
    to_.change_known(conversation(), event_offset(), std::forward<Edit>(how));
  }
  template <class Edit>
  void edit_route(const route_id& route, Edit&& how) {
    const conversation_row* row = to_.find(conversation());
    if (row != nullptr && row->routing && row->request.route == route) {
      edit(std::forward<Edit>(how));
    }
  }

  const work_slot* slot_of(const agent_id& agent, const work_id& work) const {
    const auto found = to_.agents.find(agent);
    return found == to_.agents.end() ? nullptr : find_slot(found->second.state, work);
  }

  // An attempt that was given up may succeed all the same. It serves if the agent may still have
  // the work: giving the slot back, only to ask for it again, could go on for ever.
  bool may_adopt(const conversation_row& row, const capacity_reserved& slot,
                 const agent_id& agent) const {
    const route_request& asked = row.request;
    if (!row.routing || !row.offer.empty() || !row.withdrawn.empty() || awaits_partner(asked) ||
        slot.channel != asked.channel || slot.weight != asked.weight ||
        slot.interruptible != asked.interruptible) {
      return false;
    }
    const routing::item_terms terms = tenant_floor::terms_of(slot.conversation, row);
    const routing::agent_entry* entry = to_.board.find_agent(agent);
    return entry != nullptr && !is_blocked(terms, agent) &&
           (agent == terms.preferred ||
            (!terms.only_preferred && is_member(*entry, terms.queue, terms.skills)));
  }

  // A slot that is reserved for nothing now: the reaction gives it back.
  void free_slot(const work_id& work, const agent_id& agent) {
    all_.ended.any = true;
    all_.ended.freed_work = work;
    all_.ended.freed_agent = agent;
  }

  void drop_attempt(conversation_row& row, const work_id& offered) {
    if (!row.attempt.empty() && row.attempt != offered && row.attempt_reserved) {
      free_slot(row.attempt, row.attempt_agent);
    }
    if (!row.attempt.empty() && !row.attempt_reserved) {
      to_.board.drop_attempt(row.attempt_agent, row.attempt);
      all_.ended.any = true;
      all_.ended.relieved_agent = row.attempt_agent;
    }
    row.attempt = {};
    row.attempt_agent = {};
    row.attempt_reserved = false;
  }

  void end_route(conversation_row& row) {
    if (!row.routing) {
      return;
    }
    all_.ended.any = true;
    all_.ended.route = row.request.route;
    drop_attempt(row, {});
    if (!row.offer.empty()) {
      free_slot(row.offer, row.offer_agent);
    }
    row.offer = {};
    row.offer_agent = {};
    row.withdrawn = {};
    row.routing = false;
    row.request = {};
    row.waiting_since = {};
    row.round = 0;
    row.declined.clear();
  }

  template <class Count>
  void end_route_of(const route_id& route, Count&& count) {
    edit_route(route, [&](conversation_row& row) {
      count(to_.counts_of(row.request.queue));
      end_route(row);
    });
  }

  template <class Ended, class Count>
  void end_offer(const Ended& e, Count&& count, bool refused) {
    edit_route(e.route, [&](conversation_row& row) {
      count(to_.counts_of(row.request.queue));
      if (row.offer == e.work) {
        row.offer = {};
        row.offer_agent = {};
      }
      if (refused) {
        row.declined.push_back(e.agent);
      }
    });
  }

  void end_work(const work_id& work) {
    edit_known([&](conversation_row& row) {
      if (row.work == work) {
        row.work = {};
        row.owner = {};
        row.inactive = false;
      }
    });
  }

  floor::state& all_;
  tenant_floor& to_;
  const recorded_event& event_;
};

}  // namespace parley
