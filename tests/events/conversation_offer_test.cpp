// Offers, and the races about them: whoever is decided first has won.

#include <algorithm>
#include <numeric>

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

TEST_CASE("an offer is made to one agent at a time, with a deadline") {
  desk d;
  d.routing().gives(offer_work{w1, r1, ana}, work_offered{w1, r1, ana, time_ms(start + 20'000)});
  d.gives(offer_work{w1, r1, ana});
  CHECK(d.refuses(offer_work{w2, r1, ben}, errc::wrong_state).message == "an offer is open");
  d.refuses(offer_work{w1, r1, ben}, errc::wrong_state);
  d.does(decline_work{w1, ana, ""});
  d.refuses(offer_work{w1, r1, ben}, errc::wrong_state);  // each attempt has its own work id
  d.refuses(offer_work{w2, r2, ben}, errc::wrong_state);
  d.refuses(offer_work{w2, r1, agent_id()}, errc::bad_request);
  d.does(offer_work{w2, r1, ben});
}

TEST_CASE("an offer is shown, accepted and joined by its agent alone") {
  desk d;
  d.offered().gives(show_work{w1, ana}, work_shown{w1});
  d.gives(show_work{w1, ana});
  CHECK(d.refuses(show_work{w1, ben}, errc::not_permitted).state == "shown");
  d.refuses(accept_work{w1, ben}, errc::not_permitted);
  d.refuses(deliver_work{w1, ana}, errc::not_permitted);
  d.gives(accept_work{w1, ana}, work_accepted{w1, r1, ana},
          participant_joined{s1, "ana", participant_role::agent});
  d.gives(accept_work{w1, ana});
  d.refuses(accept_work{w1, ben}, errc::not_permitted);
  d.gives(deliver_work{w1, ana}, work_delivered{w1});
  d.gives(deliver_work{w1, ana});
  d.gives(show_work{w1, ana});
}

TEST_CASE("an agent answers only for itself") {
  desk d;
  d.offered().where().by = {principal_role::agent, "ben"};
  d.refuses(show_work{w1, ana}, errc::not_permitted);
  d.refuses(accept_work{w1, ana}, errc::not_permitted);
  d.refuses(decline_work{w1, ana, ""}, errc::not_permitted);
  d.where().by.name = "ana";
  d.does(accept_work{w1, ana});
  d.where().by.name = "ben";
  d.refuses(complete_work{w1, ana}, errc::not_permitted);
}

TEST_CASE("a declined or expired offer sends the route back to waiting, for others") {
  desk d;
  d.offered().gives(decline_work{w1, ana, "lunch"}, work_declined{w1, r1, ana, "lunch"});
  CHECK(d.state.session_now == session_state::routing);
  d.gives(decline_work{w1, ana, "lunch"});
  CHECK(d.refuses(accept_work{w1, ana}, errc::wrong_state).state == "declined");
  d.gives(show_work{w1, ana});
  d.refuses(decline_work{w1, ben, ""}, errc::not_permitted);
  d.does(offer_work{w2, r1, ben});
  d.later(19'999).refuses(expire_offer{w2}, errc::wrong_state);
  d.later(1).gives(expire_offer{w2}, work_expired{w2, r1, ben});
  d.refuses(expire_offer{w2}, errc::wrong_state);
  CHECK(d.refuses(accept_work{w2, ben}, errc::wrong_state).state == "expired");
  CHECK(d.refuses(decline_work{w2, ben, ""}, errc::wrong_state).state == "expired");
  CHECK(d.state.route->declined == std::vector<agent_id>{ana, ben});
}

TEST_CASE("a withdrawn offer leaves the agent free to be asked again") {
  desk d;
  d.offered().gives(withdraw_offer{w1, "agent_lost"}, work_withdrawn{w1, r1, ana, "agent_lost"});
  d.refuses(withdraw_offer{w1, "agent_lost"}, errc::wrong_state);
  CHECK(d.refuses(accept_work{w1, ana}, errc::wrong_state).state == "withdrawn");
  CHECK(d.state.session_now == session_state::routing);
  d.does(offer_work{w2, r1, ana});
}

TEST_CASE("accepting late is accepting in time while the offer is open") {
  desk d;
  d.offered().later(25'000).does(accept_work{w1, ana});
  d.refuses(expire_offer{w1}, errc::wrong_state);
  CHECK(d.refuses(decline_work{w1, ana, ""}, errc::wrong_state).state == "active");
}

TEST_CASE("in every order of a race an offer ends once, and the losers are told") {
  const std::vector<conversation_command> rivals{
      accept_work{w1, ana},    decline_work{w1, ana, ""},
      expire_offer{w1},        withdraw_offer{w1, "agent_lost"},
      cancel_route{"shop"},    fail_route{r1},
      end_session{"carl", ""}, close_conversation{"admin"}};
  for (std::size_t first = 0; first < rivals.size(); ++first) {
    for (std::size_t second = 0; second < rivals.size(); ++second) {
      CAPTURE(first);
      CAPTURE(second);
      desk d;
      d.offered().later(20'000);
      d.does(rivals[first]);
      (void)d.tell(rivals[second]);
      (void)d.tell(rivals[first]);
      std::size_t ends = 0;
      for (const auto& [event, at] : d.history) {
        ends += std::holds_alternative<work_accepted>(event) ||
                        std::holds_alternative<work_declined>(event) ||
                        std::holds_alternative<work_expired>(event) ||
                        std::holds_alternative<work_withdrawn>(event)
                    ? 1U
                    : 0U;
      }
      CHECK(ends == 1);
      CHECK_FALSE(offer_open(d.state));
    }
  }
}

TEST_CASE("after a lost race the accepting agent learns what became of the offer") {
  const std::vector<std::pair<conversation_command, std::string>> winners{
      {expire_offer{w1}, "expired"},
      {cancel_route{"shop"}, "withdrawn"},
      {end_session{"carl", ""}, "withdrawn"},
      {fail_route{r1}, "withdrawn"}};
  for (const auto& [winner, told] : winners) {
    desk d;
    d.offered().later(20'000).does(winner);
    CHECK(d.refuses(accept_work{w1, ana}, errc::wrong_state).state == told);
  }
}

TEST_CASE("work that was never offered, or long ago, is not found") {
  desk d;
  d.offered();
  d.refuses(accept_work{w2, ana}, errc::not_found);
  d.refuses(accept_work{work_id(), ana}, errc::not_found);
  d.refuses(show_work{w2, ana}, errc::not_found);
  d.does(decline_work{w1, ana, ""});
  for (int i = 0; i < 8; ++i) {
    const work_id next("c1.w9" + std::to_string(i));
    d.does(offer_work{next, r1, ben});
    d.does(withdraw_offer{next, "agent_lost"});
  }
  CHECK(d.state.finished.size() == finished_works_max);
  d.refuses(accept_work{w1, ana}, errc::not_found);
}
