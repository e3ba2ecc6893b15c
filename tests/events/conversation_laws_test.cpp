// Laws of a conversation under any sequence of commands, legal or not.

#include <map>
#include <set>

#include <rapidcheck.h>

#include "events/codec/table.hpp"
#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

// RapidCheck narrows ranges while a run is young; here every range is meant in full.
int below(int n) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, n)); }
bool one_in(int n) { return below(n) == 0; }
agent_id some_agent() { return *rc::gen::element(ana, ben, zoe); }

// Ids that make sense now come up more often than stale ones, so that runs get somewhere.
work_id some_work(const conversation_state& now) {
  if (offer_open(now) && !one_in(4)) {
    return now.route->offer.work;
  }
  if (!now.works.empty() && !one_in(4)) {
    return now.works[static_cast<std::size_t>(below(static_cast<int>(now.works.size())))].work;
  }
  return work_id("c1.w" + std::to_string(below(8)));
}
agent_id agent_of(const conversation_state& now, const work_id& work) {
  if (one_in(6)) {
    return some_agent();
  }
  if (now.route->offer.work == work) {
    return now.route->offer.agent;
  }
  const work_item* item = find_work(now, work);
  return item != nullptr ? item->agent : some_agent();
}
route_id some_route(const conversation_state& now) {
  return one_in(6) ? route_id("c1.r1") : now.route->request.route;
}
agent_id some_owner(const conversation_state& now) {
  const work_item* item = owner_work(now);
  return item != nullptr && !one_in(6) ? item->agent : some_agent();
}

conversation_command some_session_command(const conversation_state& now) {
  switch (below(13)) {
    case 0:
      return end_session{"carl", "bye"};
    case 1:
      return start_flow{"greet"};
    case 2:
      return finish_flow{one_in(5) ? flow_outcome::ended : flow_outcome::done,
                         one_in(2) ? "helper" : ""};
    case 3:
      return outbound(one_in(4) ? "helper" : some_owner(now).str(), "");
    case 4:
      return check_idle{now.session};
    case 5:
      return transfer_to_bot(some_owner(now));
    case 6:
      return hand_back{"helper", to_sales()};
    case 7:
      return cancel_transfer{"ana"};
    case 8:
      return one_in(8) ? conversation_command(close_conversation{}) : opening();
    case 9:
      return cancel_route{"shop"};
    case 10:
      return transfer_by(some_owner(now), one_in(2) ? "sales" : "backup");
    case 11:
      return inbound("m" + std::to_string(below(30)));
    default:
      return opening();
  }
}

conversation_command some_route_command(const conversation_state& now) {
  switch (below(8)) {
    case 0:
      return fail_route{some_route(now)};
    case 1:
      return relax_route{some_route(now)};
    case 2:
      return overflow_route{some_route(now)};
    case 3:
      return end_preference{some_route(now)};
    case 4:
      return retry_route{some_route(now)};
    case 5:
      return cancel_route{"shop"};
    default: {
      request_route what = to_sales();
      what.preferred_agent = one_in(3) ? some_agent() : agent_id();
      return what;
    }
  }
}

conversation_command some_work_command(const conversation_state& now, int step) {
  const work_id work = some_work(now);
  const agent_id agent = agent_of(now, work);
  switch (below(13)) {
    case 0:
      return show_work{work, agent};
    case 1:
      return decline_work{work, agent, ""};
    case 2:
      return deliver_work{work, agent};
    case 3:
      return complete_work{work, agent};
    case 4:
      return extend_after_work{work, agent, duration_ms(5'000)};
    case 5:
      return end_after_work{work};
    case 6:
      return abandon_work{work};
    case 7:
      return expire_offer{work};
    case 8:
      return withdraw_offer{work, "agent_lost"};
    case 9:
      return accept_work{work, agent};
    case 10:
      return accept_work{work, agent};
    default:
      return offer_work{work_id("c1.w" + std::to_string(step)), some_route(now), some_agent()};
  }
}

conversation_command some_command(const conversation_state& now, int step) {
  switch (below(4)) {
    case 0:
      return some_session_command(now);
    case 1:
      return some_route_command(now);
    default:
      return some_work_command(now, step);
  }
}

// What the events alone say, kept by the simplest means, to be compared with the entity's state.
class witness {
 public:
  void see(const conversation_event& event) {
    std::visit([this](const auto& e) { note(e); }, event);
  }
  void agrees(const conversation_state& now) const {
    RC_ASSERT(open_offers_.size() == (offer_open(now) ? 1U : 0U));
    RC_ASSERT(open_routes_.size() == (route_pending(now) ? 1U : 0U));
    RC_ASSERT(open_transfers_ == (now.session_now == session_state::transferring ? 1 : 0));
    const bool by_agent = now.session_now == session_state::active ||
                          now.session_now == session_state::inactive ||
                          now.session_now == session_state::transferring;
    RC_ASSERT(agents_.size() == (by_agent ? 1U : 0U));
    RC_ASSERT(bots_.size() == (now.session_now == session_state::in_automation ? 1U : 0U));
    RC_ASSERT((owner_work(now) != nullptr) == by_agent);
    RC_ASSERT(by_agent == false || agents_.contains(owner_work(now)->agent.str()));
    RC_ASSERT(route_pending(now) == (now.session_now == session_state::routing ||
                                     now.session_now == session_state::transferring));
    RC_ASSERT(last_seq_ == now.messages);
    RC_ASSERT(open_works_ == now.works.size());
  }

 private:
  template <class E>
  void note(const E& /*e*/) {}
  void note(const session_opened& /*e*/) {
    RC_ASSERT(!live_);
    live_ = true;
    last_seq_ = 0;
  }
  void note(const session_ended& /*e*/) {
    RC_ASSERT(live_);
    live_ = false;
  }
  void note(const inbound_message_received& e) { message(e.message, e.seq); }
  void note(const outbound_message_accepted& e) { message(e.message, e.seq); }
  void note(const route_requested& e) {
    RC_ASSERT(routes_.insert(e.request.route.str()).second);
    open_routes_.insert(e.request.route.str());
  }
  void note(const route_cancelled& e) { RC_ASSERT(open_routes_.erase(e.route.str()) == 1); }
  void note(const route_failed& e) { RC_ASSERT(open_routes_.erase(e.route.str()) == 1); }
  void note(const work_offered& e) {
    RC_ASSERT(open_offers_.empty());
    RC_ASSERT(open_routes_.contains(e.route.str()));
    RC_ASSERT(works_.insert(e.work.str()).second);
    open_offers_.insert(e.work.str());
  }
  void note(const work_accepted& e) {
    RC_ASSERT(open_offers_.erase(e.work.str()) == 1);
    RC_ASSERT(open_routes_.erase(e.route.str()) == 1);
    ++open_works_;
  }
  void note(const work_declined& e) { RC_ASSERT(open_offers_.erase(e.work.str()) == 1); }
  void note(const work_expired& e) { RC_ASSERT(open_offers_.erase(e.work.str()) == 1); }
  void note(const work_withdrawn& e) { RC_ASSERT(open_offers_.erase(e.work.str()) == 1); }
  void note(const work_completed& e) { open_works_ -= e.after_work_until == time_ms() ? 1U : 0U; }
  void note(const after_work_ended& /*e*/) { --open_works_; }
  void note(const work_abandoned& /*e*/) { --open_works_; }
  void note(const transfer_requested& /*e*/) { ++open_transfers_; }
  void note(const transfer_completed& /*e*/) { --open_transfers_; }
  void note(const transfer_failed& /*e*/) { --open_transfers_; }
  void note(const participant_joined& e) {
    RC_ASSERT((e.role == participant_role::bot ? bots_ : agents_).insert(e.participant).second);
  }
  void note(const participant_left& e) {
    RC_ASSERT((e.role == participant_role::bot ? bots_ : agents_).erase(e.participant) == 1);
  }
  void message(const message_id& id, std::uint32_t seq) {
    RC_ASSERT(live_);
    RC_ASSERT(seq == last_seq_ + 1);
    RC_ASSERT(messages_.insert(id.str()).second);
    last_seq_ = seq;
  }

  bool live_ = false;
  std::uint32_t last_seq_ = 0;
  int open_transfers_ = 0;
  std::size_t open_works_ = 0;
  std::set<std::string> routes_;
  std::set<std::string> open_routes_;
  std::set<std::string> works_;
  std::set<std::string> open_offers_;
  std::set<std::string> agents_;
  std::set<std::string> bots_;
  std::set<std::string> messages_;
};

// Time passes and a command is told, under an id of its own.
result<std::vector<conversation_event>> step(desk& d, int i) {
  d.where().command = command_id{0, static_cast<std::uint64_t>(i) + 1};
  if (d.state.session_now == session_state::active && one_in(6)) {
    return d.later(60'000).tell(check_idle{d.state.session});  // else silence hardly ever lasts
  }
  d.later(below(one_in(10) ? 80'000 : 8'000));
  return d.tell(some_command(d.state, i));
}

// A command that was obeyed and asks for a state, not for one more thing to happen.
bool repeatable(const conversation_command& command) {
  return std::holds_alternative<accept_work>(command) ||
         std::holds_alternative<decline_work>(command) ||
         std::holds_alternative<show_work>(command) ||
         std::holds_alternative<deliver_work>(command) ||
         std::holds_alternative<offer_work>(command) ||
         std::holds_alternative<cancel_route>(command) ||
         std::holds_alternative<cancel_transfer>(command) ||
         std::holds_alternative<end_session>(command) ||
         std::holds_alternative<post_message>(command) ||
         std::holds_alternative<close_conversation>(command);
}

}  // namespace

TEST_CASE("one owner, one route, one offer, and one end of each, in any sequence of commands") {
  std::map<std::string, int> seen;
  CHECK(rc::check([&seen] {
    desk d;
    witness w;
    for (int i = 0; i < 400; ++i) {
      const auto before = d.state;
      const auto answer = step(d, i);
      if (!answer.ok() || answer->empty()) {
        RC_ASSERT(d.state == before);
        continue;
      }
      for (const auto& event : *answer) {
        w.see(event);
      }
      w.agrees(d.state);
      ++seen[to_string(d.state.session_now)];
    }
  }));
  for (const char* state : {"new", "in_flow", "routing", "active", "transferring", "inactive",
                            "in_automation", "ended"}) {
    CAPTURE(state);
    CHECK(seen[state] > 0);  // else the law was not tried there
  }
}

TEST_CASE("what was done is done: the same command again succeeds and changes nothing") {
  CHECK(rc::check([] {
    desk d;
    for (int i = 0; i < 100; ++i) {
      d.later(below(one_in(10) ? 80'000 : 8'000));
      d.where().command = command_id{0, static_cast<std::uint64_t>(i) + 1};
      const conversation_command command = some_command(d.state, i);
      if (!d.tell(command).ok() || !repeatable(command)) {
        continue;
      }
      const auto again = d.tell(command);
      RC_ASSERT(again.ok());
      RC_ASSERT(again->empty());
    }
  }));
}

TEST_CASE("a conversation's fold is its working state, from the start or from any snapshot") {
  CHECK(rc::check([] {
    desk d;
    conversation_state snapshot;
    std::size_t covered = 0;
    const int at = below(100);
    for (int i = 0; i < 100; ++i) {
      (void)step(d, i);
      if (i == at) {
        const auto bytes = codec::encode(d.state);
        RC_ASSERT(codec::decode(bytes.data(), bytes.size(), snapshot));
        RC_ASSERT(snapshot == d.state);
        covered = d.history.size();
      }
    }
    conversation_state folded;
    for (std::size_t i = 0; i < d.history.size(); ++i) {
      conversation_entity::apply(folded, d.history[i].first, d.history[i].second);
      if (i >= covered) {
        conversation_entity::apply(snapshot, d.history[i].first, d.history[i].second);
      }
    }
    RC_ASSERT(folded == d.state);
    RC_ASSERT(snapshot == d.state);
  }));
}
