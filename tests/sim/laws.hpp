#pragma once
// The laws of the domain, told a second time and independently of the entities: a plain bookkeeping
// of agents' slots, offers, owners and timers that refuses any event that must not happen. It sees
// the log only, in log order, so that every prefix is checked. Written to be obvious, not fast.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "events/agent/slot.hpp"
#include "events/events.hpp"
#include "tests/sim/probes.hpp"

namespace parley::sim {

struct slot_book {
  conversation_id conversation;
  std::uint32_t weight = 1;
  bool interruptible = false;
  slot_state state = slot_state::reserved;
};

struct agent_book {
  std::uint32_t capacity = 0;
  presence_state presence = presence_state::logged_out;
  time_ms lease_until;
  time_ms grace_until;
  std::map<work_id, slot_book> slots;  // those of no conversation are partners' own
  std::map<std::string, std::uint64_t> reports;
  bool told = false;  // works for a partner, so every change of its room is told
  capacity_changed last_told;
};

struct offer_book {
  work_id work;
  agent_id agent;
  time_ms deadline;
};

struct conversation_book {
  bool closed = false;
  bool live = false;
  std::uint32_t sessions = 0;
  std::uint32_t routes = 0;
  std::uint32_t messages = 0;
  session_id session;
  std::string flow;
  std::string bot;
  route_id route;         // pending
  route_request request;  // of the pending route, as it is now
  bool transferring = false;
  std::set<agent_id> refused;  // in this round
  offer_book offer;            // open; no work: none
  work_id owner_work;          // none: no agent owns it
  agent_id owner;
  std::pair<work_id, agent_id> handing_over;  // the owner before, within one commit
  std::set<std::string> present;              // agents and bots that joined and did not leave
  std::map<work_id, std::pair<agent_id, time_ms>> after_work;
  std::set<work_id> works;  // ever offered
  std::set<std::string> actions;
  std::set<std::string> finished_actions;
  call_state call = call_state::none;  // of the latest session
};

struct timer_book {
  bool armed = false;
  time_ms due;
};

/// One run of a milestone, its present occurrence.
struct milestone_book {
  milestone_phase phase = milestone_phase::pending;
  std::uint32_t occurrence = 0;
  time_ms due;
  duration_ms rest{0};
  bool missed = false;
  time_ms stopped_at;
  time_ms wake;
  std::set<std::uint16_t> acted;
};

struct case_book {
  bool opened = false;
  bool closed = false;
  conversation_id conversation;
  std::map<milestone_id, bool> wanted;
  std::map<milestone_id, bool> chained;
  std::map<milestone_id, time_ms> done;
};

struct consent_book {
  consent given = consent::unspecified;
  std::uint64_t sequence = 0;
};

struct tenant_book {
  std::map<agent_id, agent_book> agents;
  std::map<conversation_id, conversation_book> conversations;
  std::map<std::string, timer_book> timers;
  std::map<std::string, case_book> cases;
  std::map<std::string, milestone_book> milestones;
  std::map<std::string, consent_book> consents;
};

class laws {
 public:
  explicit laws(probe_counts& probes) : probes_(probes) {}

  /// Folds a commit. What law it breaks; empty: none.
  std::string commit(const stream_id& stream, const std::vector<any_event>& events, time_ms at);
  /// What must hold when nothing is under way: every slot has its work and every work its slot,
  /// offers and wrap-ups have their timers. Empty: it holds.
  std::string at_rest(time_ms now) const;

  /// Null if nothing is known of it.
  const tenant_book* tenant(const tenant_id& tenant) const;

 private:
  probe_counts& probes_;
  std::map<tenant_id, tenant_book> tenants_;
};

// By kind of entity; each returns the broken law.
std::string fold_agent(agent_book& to, const agent_event& event, time_ms at, probe_counts& probes);
/// What partners were told last of an agent that works for any is how it is.
std::string capacity_is_told(const agent_book& book);
std::string fold_call(conversation_book& to, const call_changed& e, probe_counts& probes);
std::string check_contact(const contact_matched& e, probe_counts& probes);
std::string fold_conversation(tenant_book& tenant, const conversation_id& id,
                              const conversation_event& event, time_ms at, probe_counts& probes);
std::string fold_timer(timer_book& to, const timer_event& event, time_ms at);
std::string fold_consent(consent_book& to, const consent_event& event);
std::string fold_case(case_book& to, const case_event& event);
std::string fold_milestone(milestone_book& to, const milestone_event& event, time_ms at,
                           probe_counts& probes);

/// What a case wants runs, what it does not want does not; what is due was looked at.
std::string promises_at_rest(const tenant_book& tenant, time_ms now);

}  // namespace parley::sim
