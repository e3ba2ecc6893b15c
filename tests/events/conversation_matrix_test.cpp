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

const std::array<column, 13> columns{{
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
    {"asked_outside", [](desk& d) { d.asked_outside(); }},
}};

// One letter for each column: + events, = done before, and a refusal's code: W WRONG_STATE,
// P NOT_PERMITTED, C CLOSED, F NOT_FOUND, B BAD_REQUEST, R ROUTING_OWNER_MISMATCH, U UNSUPPORTED.
struct row {
  const char* name;
  conversation_command command;
  const char* outcomes;
};

char outcome(const result<std::vector<conversation_event>>& answer) {
  if (answer.ok()) {
    return answer->empty() ? '=' : '+';
  }
  static const std::map<errc, char> letters{
      {errc::wrong_state, 'W'}, {errc::not_permitted, 'P'}, {errc::closed, 'C'},
      {errc::not_found, 'F'},   {errc::bad_request, 'B'},   {errc::routing_owner_mismatch, 'R'},
      {errc::unsupported, 'U'}};
  const auto found = letters.find(answer.error().code);
  return found == letters.end() ? '?' : found->second;
}

std::vector<row> rows() {
  hand_back back;
  back.bot = "helper";
  back.route = to_sales();
  return {
      // the session           none, new, in_flow, routing, offered, active, transferring,
      //                       transfer_offered, inactive, in_automation, ended, closed,
      //                       asked_outside
      {"open_conversation", opening(), "+=========+C="},
      {"post_message in", inbound("m1"), "F+++++++++CC+"},
      {"post_message out by the agent", outbound("ana", "m1"), "FPPPP++++PCC+"},
      {"post_message out by the bot", outbound("helper", "m1"), "FPPPPPPPP+CCP"},
      {"start_flow", start_flow{"greet"}, "F+WWWWWWWWCCW"},
      {"finish_flow", finish_flow{}, "FW+WWWWWWWCCW"},
      {"request_route", to_sales(), "F+WWWWWWWWCCW"},
      {"cancel_route", cancel_route{"shop"}, "FWW++W++WWCCW"},
      {"hand_back", back, "FWWWWWWWW+CCW"},
      {"request_transfer to a queue", transfer_by(ana, "backup"), "FWWWW+WW+WCCW"},
      {"request_transfer to a bot", transfer_to_bot(ana), "FWWWW++++WCC+"},
      {"cancel_transfer", cancel_transfer{"ana"}, "FWWWWW++WWCC+"},
      {"request_transfer to the outside", transfer_outside(ana), "FWWWW+WW+WCCW"},
      {"finish_external_transfer", finish_external_transfer{true, {}, ""}, "FWWWWWWWWWCC+"},
      {"refuse of it", finish_external_transfer{false, {}, "nobody"}, "FWWWWWWWWWCC+"},
      {"fail_external_transfer", fail_external_transfer{s1}, "FWWWWWWWWWWW+"},
      {"change_consent", change_consent{consent::refused, "carl"}, "F++++++++++C+"},
      {"report_delivery", report_delivery{message_id("m9"), delivery::read, ""}, "FFFFFFFFFFFFF"},
      {"end_session", end_session{"carl", ""}, "F+++++++++==+"},
      {"close_conversation", close_conversation{"admin"}, "F++++++++++=+"},
      {"check_idle", check_idle{s1}, "F+++++++=+WW+"},
      {"request_action", request_action{"lookup", "ana", {}}, "FPPPPUUUUPCCU"},
      {"finish_action", finish_action{"c1.a1", true, {}, ""}, "FFFFFFFFFFFFF"},
      // the first offer, and its work
      {"show_work", show_work{w1, ana}, "FFFF+====F==="},
      {"accept_work", accept_work{w1, ana}, "FFFF+====F==="},
      {"decline_work", decline_work{w1, ana, ""}, "FFFF+WWWWFWWW"},
      {"deliver_work", deliver_work{w1, ana}, "FFFFP++++FWW+"},
      {"complete_work", complete_work{w1, ana}, "FFFFW++++F+++"},
      {"extend_after_work", extend_after_work{w1, ana, duration_ms(1)}, "FFFFWWWWWF++W"},
      {"end_after_work", end_after_work{w1}, "FWWWWWWWWW++W"},
      {"abandon_work", abandon_work{w1}, "FWWWW++++WWW+"},
      {"expire_offer", expire_offer{w1}, "FWWW+WWWWWWWW"},
      {"withdraw_offer", withdraw_offer{w1, "agent_lost"}, "FWWW+WWWWWWWW"},
      // the same by an agent whose it is not
      {"show_work by another", show_work{w1, zoe}, "FFFFPPPPPFPPP"},
      {"accept_work by another", accept_work{w1, zoe}, "FFFFPPPPPFPPP"},
      {"decline_work by another", decline_work{w1, zoe, ""}, "FFFFPPPPPFPPP"},
      {"deliver_work by another", deliver_work{w1, zoe}, "FFFFPPPPPFPPP"},
      {"complete_work by another", complete_work{w1, zoe}, "FFFFPPPPPFPPP"},
      // the offer of a transfer
      {"accept_work of a transfer", accept_work{w2, ben}, "FFFFFFF+FFFFF"},
      {"decline_work of a transfer", decline_work{w2, ben, ""}, "FFFFFFF+FFFFF"},
      {"expire_offer of a transfer", expire_offer{w2}, "FWWWWWW+WWWWW"},
      {"abandon_work of a transfer", abandon_work{w2}, "FWWWWWWWWWWWW"},
      // the routes
      {"offer_work", offer_work{w3, r1, zoe}, "FWW+WWWWWWCCW"},
      {"fail_route", fail_route{r1}, "FWW++WWWWWWWW"},
      {"relax_route", relax_route{r1}, "FWW++WWWWWWWW"},
      {"overflow_route", overflow_route{r1}, "FWW+WWWWWWWWW"},
      {"end_preference", end_preference{r1}, "FWWWWWWWWWWWW"},
      {"retry_route", retry_route{r1}, "FWW=WWWWWWWWW"},
      {"propose_route", propose_route{r1, ana, {}, {}}, "FWWRRWWWWWCCW"},
      {"refuse_proposal", refuse_proposal{r1, ana, "NO_CAPACITY"}, "FWWWWWWWWWWWW"},
      {"end_answer", end_answer{r1}, "FWWWWWWWWWWWW"},
      {"offer_work of a transfer", offer_work{w3, r2, zoe}, "FWWWWW+WWWCCW"},
      {"fail_route of a transfer", fail_route{r2}, "FWWWWW++WWWWW"},
      {"relax_route of a transfer", relax_route{r2}, "FWWWWW++WWWWW"},
      {"overflow_route of a transfer", overflow_route{r2}, "FWWWWW+WWWWWW"},
      {"retry_route of a transfer", retry_route{r2}, "FWWWWW=WWWWWW"},
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
