// A call goes forward, and a contact is matched with an account or with none.

#include "tests/sim/laws.hpp"

namespace parley::sim {

std::string fold_call(conversation_book& to, const call_changed& e, probe_counts& probes) {
  const bool later = e.call > to.call || to.call == call_state::held;
  const bool held_early = e.call == call_state::held && to.call != call_state::connected;
  if (!later || held_early || e.call == to.call || e.session != to.session) {
    return "a call goes back, or is another session's";
  }
  if (e.call == call_state::hung_up) {
    probes.visit(to.offer.work.empty() && to.handing_over.first.empty()
                     ? probe::call_hung_up
                     : probe::call_hung_up_while_offered);
  }
  to.call = e.call;
  return {};
}

std::string check_contact(const contact_matched& e, probe_counts& probes) {
  switch (e.standing) {
    case contact_standing::known:
      probes.visit(probe::contact_known);
      break;
    case contact_standing::provisional:
      probes.visit(probe::contact_provisional);
      break;
    case contact_standing::ambiguous:
      probes.visit(probe::contact_ambiguous);
      break;
    case contact_standing::unmatched:
      return "a contact is matched with nothing";
  }
  return e.account.empty() == (e.standing != contact_standing::known)
             ? ""
             : "an account goes with a contact that is not known, or none with one that is";
}

}  // namespace parley::sim
