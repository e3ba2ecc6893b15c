// Every state against every command: what is done, what is a repeat, and how the rest is refused.

#include <array>
#include <functional>
#include <map>

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

struct column {
  const char* name;
  std::function<void(desk&)> reach;
};

const std::array<column, 12> columns{{
    {"none", [](desk&) {}},
    {"new", [](desk& d) { d.fresh(); }},
    {"in_flow", [](desk& d) { d.in_flow(); }},
    {"routing", [](desk& d) { d.routing(); }},
    {"offered", [](desk& d) { d.offered(); }},
    {"active", [](desk& d) { d.active(); }},
    {"transferring", [](desk& d) { d.transferring(); }},
    {"transfer_offered", [](desk& d) { d.transfer_offered(); }},
    {"inactive", [](desk& d) { d.inactive(); }},
    {"in_automation", [](desk& d) { d.in_automation(); }},
    {"ended", [](desk& d) { d.ended(); }},
    {"closed", [](desk& d) { d.closed(); }},
}};

// One letter for each column: + events, = done before, and a refusal's code: W WRONG_STATE,
// P NOT_PERMITTED, C CLOSED, F NOT_FOUND, B BAD_REQUEST.
struct row {
  const char* name;
  conversation_command command;
  const char* outcomes;
};

char outcome(const result<std::vector<conversation_event>>& answer) {
  if (answer.ok()) {
    return answer->empty() ? '=' : '+';
  }
  static const std::map<errc, char> letters{{errc::wrong_state, 'W'},
                                            {errc::not_permitted, 'P'},
                                            {errc::closed, 'C'},
                                            {errc::not_found, 'F'},
                                            {errc::bad_request, 'B'}};
  const auto found = letters.find(answer.error().code);
  return found == letters.end() ? '?' : found->second;
}

std::vector<row> rows() {
  hand_back back;
  back.bot = "helper";
  back.route = to_sales();
  return {
      // the session           none, new, in_flow, routing, offered, active, transferring,
      //                       transfer_offered, inactive, in_automation, ended, closed
      {"open_conversation", opening(), "+=========+C"},
      {"post_message in", inbound("m1"), "F+++++++++CC"},
      {"post_message out by the agent", outbound("ana", "m1"), "FPPPP++++PCC"},
      {"post_message out by the bot", outbound("helper", "m1"), "FPPPPPPPP+CC"},
      {"start_flow", start_flow{"greet"}, "F+WWWWWWWWCC"},
      {"finish_flow", finish_flow{}, "FW+WWWWWWWCC"},
      {"request_route", to_sales(), "F+WWWWWWWWCC"},
      {"cancel_route", cancel_route{"shop"}, "FWW++W++WWCC"},
      {"hand_back", back, "FWWWWWWWW+CC"},
      {"request_transfer to a queue", transfer_by(ana, "backup"), "FWWWW+WW+WCC"},
      {"request_transfer to a bot", transfer_to_bot(ana), "FWWWW++++WCC"},
      {"cancel_transfer", cancel_transfer{"ana"}, "FWWWWW++WWCC"},
      {"end_session", end_session{"carl", ""}, "F+++++++++=="},
      {"close_conversation", close_conversation{"admin"}, "F++++++++++="},
      {"check_idle", check_idle{s1}, "F+++++++=+WW"},
      // the first offer, and its work
      {"show_work", show_work{w1, ana}, "FFFF+====F=="},
      {"accept_work", accept_work{w1, ana}, "FFFF+====F=="},
      {"decline_work", decline_work{w1, ana, ""}, "FFFF+WWWWFWW"},
      {"deliver_work", deliver_work{w1, ana}, "FFFFP++++FWW"},
      {"complete_work", complete_work{w1, ana}, "FFFFW++++F++"},
      {"extend_after_work", extend_after_work{w1, ana, duration_ms(1)}, "FFFFWWWWWF++"},
      {"end_after_work", end_after_work{w1}, "FWWWWWWWWW++"},
      {"abandon_work", abandon_work{w1}, "FWWWW++++WWW"},
      {"expire_offer", expire_offer{w1}, "FWWW+WWWWWWW"},
      {"withdraw_offer", withdraw_offer{w1, "agent_lost"}, "FWWW+WWWWWWW"},
      // the same by an agent whose it is not
      {"show_work by another", show_work{w1, zoe}, "FFFFPPPPPFPP"},
      {"accept_work by another", accept_work{w1, zoe}, "FFFFPPPPPFPP"},
      {"decline_work by another", decline_work{w1, zoe, ""}, "FFFFPPPPPFPP"},
      {"deliver_work by another", deliver_work{w1, zoe}, "FFFFPPPPPFPP"},
      {"complete_work by another", complete_work{w1, zoe}, "FFFFPPPPPFPP"},
      // the offer of a transfer
      {"accept_work of a transfer", accept_work{w2, ben}, "FFFFFFF+FFFF"},
      {"decline_work of a transfer", decline_work{w2, ben, ""}, "FFFFFFF+FFFF"},
      {"expire_offer of a transfer", expire_offer{w2}, "FWWWWWW+WWWW"},
      {"abandon_work of a transfer", abandon_work{w2}, "FWWWWWWWWWWW"},
      // the routes
      {"offer_work", offer_work{w3, r1, zoe}, "FWW+WWWWWWCC"},
      {"fail_route", fail_route{r1}, "FWW++WWWWWWW"},
      {"relax_route", relax_route{r1}, "FWW++WWWWWWW"},
      {"overflow_route", overflow_route{r1}, "FWW+WWWWWWWW"},
      {"end_preference", end_preference{r1}, "FWWWWWWWWWWW"},
      {"retry_route", retry_route{r1}, "FWW=WWWWWWWW"},
      {"offer_work of a transfer", offer_work{w3, r2, zoe}, "FWWWWW+WWWCC"},
      {"fail_route of a transfer", fail_route{r2}, "FWWWWW++WWWW"},
      {"relax_route of a transfer", relax_route{r2}, "FWWWWW++WWWW"},
      {"overflow_route of a transfer", overflow_route{r2}, "FWWWWW+WWWWW"},
      {"retry_route of a transfer", retry_route{r2}, "FWWWWW=WWWWW"},
  };
}

}  // namespace

TEST_CASE("every command has one outcome in every state, and a refused one changes nothing") {
  for (const row& r : rows()) {
    std::string outcomes;
    for (const column& c : columns) {
      CAPTURE(r.name);
      CAPTURE(c.name);
      desk d;
      c.reach(d);
      d.later(600'000);  // every deadline is past
      const auto before = d.state;
      const auto answer = d.tell(r.command);
      outcomes += outcome(answer);
      if (!answer.ok()) {
        CHECK(d.state == before);
        CHECK_FALSE(answer.error().message.empty());
        CHECK_FALSE(answer.error().state.empty());
      }
    }
    CAPTURE(r.name);
    CHECK(outcomes == r.outcomes);
  }
}
