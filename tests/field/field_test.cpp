// Goal: the failures that users of today's contact centres report cannot happen here. Each test
// plays one such report. Method: a real shard on a memory journal; after every step the floor's own
// invariants are checked as well.

#include "tests/field/contact_centre.hpp"

namespace parley::testing {
namespace {

tenant_settings wrap_up(std::int64_t after_work, std::int64_t lease = 0, std::int64_t grace = 0) {
  tenant_settings settings;
  settings.after_work_ms = duration_ms(after_work);
  settings.lease_ms = duration_ms(lease);
  settings.grace_ms = duration_ms(grace);
  settings.decline_pause_ms = duration_ms(5000);
  return settings;
}

// "All chats closed, active chats = 2": a counter beside the work drifts away from it.
TEST_CASE("field_01_capacity_counter_drifts") {
  contact_centre c(wrap_up(1000));
  c.hire("ana", 3);
  c.presence("ana", "available");
  for (int i = 0; i < 12; ++i) {
    const std::string id = "c" + std::to_string(i);
    c.arrives(id);
    REQUIRE(c.offered_to(id) == "ana");
    if (i % 4 == 0) {
      c.ask(id, decline_work{c.of(id).route->offer.work, agent_id("ana"), "no"});
      c.ask(id, end_session{"contact", "left"});
    } else if (i % 4 == 1) {
      c.ask(id, cancel_route{"partner"});
    } else {
      c.accepts("ana", id);
      CHECK(c.seen("ana").used_units == 1);
      c.completes("ana", id);
      CHECK(c.seen("ana").used_units == 1);  // in wrap-up
      if (i % 4 == 3) {
        c.crash();
        c.start();
      }
      c.passes(1000);
    }
    CHECK(c.seen("ana").used_units == 0);
    CHECK(used_units(c.agent_now("ana")) == 0);
  }
}

// "The 4th chat stays stuck, the 5th overtakes it": nobody looks at the queue when room is made.
TEST_CASE("field_02_freed_capacity_does_not_pull") {
  contact_centre c(wrap_up(3000));
  c.hire("ana");
  c.presence("ana", "available");
  for (const char* id : {"first", "second", "third"}) {
    c.arrives(id);
    c.tick(10);
  }
  c.accepts("ana", "first");
  CHECK(c.offered_to("second").empty());
  c.completes("ana", "first");
  CHECK(c.offered_to("second").empty());  // still in wrap-up
  c.passes(3000);
  CHECK(c.offered_to("second") == "ana");
  CHECK(c.offered_to("third").empty());
}

// "3 instances, limit 3, got 4": several deciders, one free slot.
TEST_CASE("field_03_over_assignment_by_race") {
  contact_centre c;
  c.hire("ana", 3);
  c.presence("ana", "available");
  for (int i = 0; i < 8; ++i) {
    c.does(driven_shard::conversation("c" + std::to_string(i)), c.next_id(), driven_shard::open());
  }
  for (int i = 0; i < 8; ++i) {
    request_route route;
    route.queue = queue_id("help");
    c.send(driven_shard::conversation("c" + std::to_string(i)), c.next_id(),
           conversation_command(route));
  }
  c.rest();
  CHECK(used_units(c.agent_now("ana")) == 3);
  CHECK(c.overview().offered == 3);
  CHECK(c.overview().waiting == 8);
}

// "Dual owner result": two agents press accept.
TEST_CASE("field_04_two_agents_on_one_conversation") {
  contact_centre c;
  c.hire("ana");
  c.hire("ben");
  c.presence("ana", "available");
  c.arrives("c");
  c.presence("ben", "available");
  const work_id work = c.of("c").route->offer.work;
  const auto other = c.send(driven_shard::conversation("c"), c.next_id(),
                            conversation_command(accept_work{work, agent_id("ben")}));
  const auto right = c.send(driven_shard::conversation("c"), c.next_id(),
                            conversation_command(accept_work{work, agent_id("ana")}));
  const auto late = c.send(driven_shard::conversation("c"), c.next_id(),
                           conversation_command(accept_work{work, agent_id("ben")}));
  c.rest();
  CHECK(other->code() == errc::not_permitted);
  CHECK(right->ok());
  CHECK(late->code() == errc::not_permitted);
  CHECK((*late->answer).error().state == "active");
  CHECK(c.owner_of("c") == "ana");
  CHECK(used_units(c.agent_now("ben")) == 0);
}

// "Lost, and can only be retrieved if a manager fetches them."
TEST_CASE("field_05_conversation_stuck_in_the_queue") {
  contact_centre c;
  c.hire("ana");
  c.arrives("c");
  c.passes(3600000);
  CHECK(c.overview().waiting == 1);
  CHECK(c.overview().queues.front().oldest_since.value > 0);
  c.crash();
  c.start();
  c.presence("ana", "available");
  CHECK(c.offered_to("c") == "ana");
}

// "Stays indefinitely in the sidebar"; "single agent: never rerouted".
TEST_CASE("field_06_offer_never_accepted_never_re_offered") {
  queue_settings queue;
  queue.offer_timeout_ms = duration_ms(2000);
  contact_centre c(wrap_up(0), queue);
  c.hire("ana");
  c.presence("ana", "available");
  c.arrives("c");
  const work_id first = c.of("c").route->offer.work;
  c.passes(2000);
  CHECK(c.offered_to("c").empty());
  c.passes(5000);
  CHECK(c.offered_to("c") == "ana");  // the only one: asked again after the pause
  CHECK(c.of("c").route->offer.work != first);
  c.hire("ben");
  c.presence("ben", "available");
  c.passes(2000);
  CHECK(c.offered_to("c") == "ben");
  CHECK(c.accepts("ben", "c")->ok());
}

// Work goes to people who are gone; a status flips and nobody can say why.
TEST_CASE("field_07_presence_drift") {
  contact_centre c(wrap_up(0, 10000, 5000));
  c.hire("ana");
  c.hire("ben");
  c.presence("ana", "available");
  c.arrives("offered");
  CHECK(c.offered_to("offered") == "ana");
  c.presence("ben", "available");
  c.crash();
  c.start();
  c.passes(9000);
  c.presence("ben", "available");
  c.passes(1000);  // ana's lease is over, ben's was renewed
  CHECK(c.seen("ana").presence == presence_state::lost);
  CHECK(c.seen("ana").cause == presence_cause::lease_expired);
  CHECK(c.offered_to("offered") == "ben");
  c.passes(5000);
  CHECK(c.seen("ana").presence == presence_state::logged_out);
  CHECK(c.seen("ben").presence == presence_state::available);
}

// "Duplicates; first of 3 never sent, last twice; replay id expires silently."
TEST_CASE("field_12_events_lost_doubled_out_of_order") {
  contact_centre c;
  c.does(driven_shard::conversation("c"), c.next_id(), driven_shard::open());
  for (std::uint64_t i = 0; i < 5; ++i) {
    const std::uint64_t id = c.next_id();
    c.send(driven_shard::conversation("c"), id, driven_shard::says(std::to_string(i)));
    c.send(driven_shard::conversation("c"), id, driven_shard::says(std::to_string(i)));
    if (i == 2) {
      c.journal.fail_next(store::failed_append::stored);
      c.journal.complete_next();
      c.start();
    }
    c.settle();
    c.send(driven_shard::conversation("c"), id, driven_shard::says(std::to_string(i)));
    c.settle();
  }
  std::vector<std::string> texts;
  offset last;
  // From the start, and from where a reader left off: the end of any commit.
  for (const offset from : {offset(0), offset(2)}) {
    texts.clear();
    last = from;
    const auto cursor = c.journal.read(partition_id(0), from);
    for (auto next = cursor->next(); next.ok() && *next != nullptr; next = cursor->next()) {
      CHECK((*next)->first_position().at == last.next());
      last = (*next)->last_position().at;
      const auto event =
          codec::decode_event(codec::event_type((*next)->event(0).type), (*next)->event(0).payload);
      if (const auto* message = std::get_if<inbound_message_received>(&*event)) {
        texts.push_back(message->text);
      }
    }
  }
  CHECK(texts == std::vector<std::string>{"0", "1", "2", "3", "4"});
  CHECK(last == c.journal.end(partition_id(0)));
}

// "Summary ≠ time series": two numbers for one thing, from two ways of counting.
TEST_CASE("field_13_reports_disagree") {
  contact_centre c(wrap_up(1000));
  c.hire("ana", 2);
  c.presence("ana", "available");
  for (const char* id : {"a", "b", "d"}) {
    c.arrives(id);
  }
  c.accepts("ana", "a");
  c.ask("b", decline_work{c.of("b").route->offer.work, agent_id("ana"), "no"});
  c.completes("ana", "a");
  const auto agree = [&] {
    const overview_answer all = c.overview();
    const auto queues = c.live->views().queues(tenant_id("t"));
    const auto capacity = c.live->views().capacity(tenant_id("t"));
    CHECK(all.waiting == queues->queues.front().waiting);
    CHECK(all.accepted == queues->queues.front().accepted);
    CHECK(all.declined == queues->queues.front().declined);
    CHECK(all.used_units == capacity->used_units);
    CHECK(capacity->agents.front().used_units == used_units(c.agent_now("ana")));
    CHECK(all.waits.count == all.accepted);
  };
  agree();
  const auto rows = c.live->views().all_rows();
  c.live.reset();
  c.replica.erase();
  c.boot();
  c.start();
  CHECK(c.live->views().all_rows() == rows);
  agree();
}

// "Bot never leaves, so never assigned"; "no way back to the flow".
TEST_CASE("field_15_bot_hand_off_dead_ends") {
  contact_centre c;
  c.hire("ana");
  c.presence("ana", "available");
  c.does(driven_shard::conversation("c"), c.next_id(), driven_shard::open());
  CHECK(c.ask("c", start_flow{"greet"})->ok());
  CHECK(c.ask("c", finish_flow{flow_outcome::done, "bot"})->ok());
  CHECK(c.of("c").bot == "bot");
  request_route route;
  route.queue = queue_id("help");
  CHECK(c.ask("c", hand_back{"bot", route})->ok());
  CHECK(c.of("c").bot.empty());
  CHECK(c.offered_to("c") == "ana");
  CHECK(c.accepts("ana", "c")->ok());
  request_transfer to_bot;
  to_bot.by = agent_id("ana");
  to_bot.to_bot = "bot";
  CHECK(c.ask("c", to_bot, {principal_role::agent, "ana"})->ok());
  CHECK(c.owner_of("c").empty());
  CHECK(used_units(c.agent_now("ana")) == 0);
  CHECK(c.ask("c", hand_back{"bot", route})->ok());
  CHECK(c.offered_to("c") == "ana");
}

// "All agents logged out"; "actions beyond an internal limit are absent from the record".
TEST_CASE("field_plus_disaster_wipes_the_floor") {
  contact_centre c(wrap_up(1000, 600000, 60000));
  c.hire("ana", 2);
  c.presence("ana", "available");
  c.arrives("active");
  c.accepts("ana", "active");
  c.arrives("offered");
  c.arrives("waiting");
  const auto rows = c.live->views().all_rows();
  const auto lost = c.send(driven_shard::conversation("active"), c.next_id(),
                           driven_shard::says("never acknowledged"));
  c.crash();
  c.replica.erase();
  c.start();
  c.rest();
  CHECK(lost->times == 0);
  CHECK(c.live->views().all_rows() == rows);
  CHECK(c.seen("ana").presence == presence_state::available);
  CHECK(c.owner_of("active") == "ana");
  CHECK(c.offered_to("offered") == "ana");
  CHECK(c.overview().waiting == 2);
}

}  // namespace
}  // namespace parley::testing
