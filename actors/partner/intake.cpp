// What happens to one record.

#include "actors/partner/intake.hpp"

#include <algorithm>

#include "actors/partner/command_reader.hpp"
#include "actors/partner/intake_inbox.hpp"
#include "actors/partner/rejected_record.hpp"

namespace parley::partner {
namespace {

rejection no_such_tenant() { return {errc::not_found, "there is no such tenant", {}}; }
rejection no_such_conversation() { return {errc::not_found, "there is no such conversation", {}}; }

// The shard may take it later: nothing is wrong with the record.
bool may_pass(errc code) {
  return code == errc::overloaded || code == errc::recovering || code == errc::unavailable ||
         code == errc::corrupt;
}

// Records whose conversation is not known keep no order with any other.
stream_id order_of(const store::partner_record& record, const result<cloud_event>& event) {
  return event.ok() ? event->subject
                    : stream_id{{}, entity_kind::timer, std::to_string(record.from.at)};
}

constexpr std::size_t record_bytes = 512;  // beside its value

}  // namespace

void intake::add(store::partner_record record) {
  const auto found = lanes_.find({record.from.topic, record.from.partition});
  if (found == lanes_.end()) {
    return;  // taken before the partition was lost; its new owner has it
  }
  lane& to = found->second;
  auto event = read_cloud_event(record, options_.accept);
  const auto place =
      to.records.add(record.from.at, record.value.size() + record_bytes, order_of(record, event));
  item& one = to.items[place];
  one.record = std::move(record);
  if (event.ok()) {
    one.event = std::move(*event);
  } else {
    one.refused = event.error();
  }
}

void intake::start_ready() {
  for (auto& [which, of] : lanes_) {
    for (const auto place : of.records.startable()) {
      item& one = of.items[place];
      one.started = true;
      one.first_try = clock::now();
      ++running_;
      begin({which, of.generation, place});
    }
  }
}

void intake::begin(const ticket& which) {
  const item& one = *find_item(which);
  if (!one.refused) {
    way& to = ways_[partition_of(one.event.subject.tenant, node_.partition_count()).value];
    if (to.in_flight >= options_.in_flight_max) {
      to.waiting.push_back(which);
      return;
    }
  }
  start_one(which);
}

// Records of a partition that was lost meanwhile wait for nothing any more.
void intake::make_way(way& of) {
  --of.in_flight;
  while (of.in_flight < options_.in_flight_max && !of.waiting.empty()) {
    const ticket next = of.waiting.front();
    of.waiting.pop_front();
    if (find_item(next) != nullptr) {
      start_one(next);
    }
  }
}

void intake::start_one(const ticket& which) {
  const item& one = *find_item(which);
  const definition& who = *find_lane(which)->who;
  if (one.refused) {
    reject(which, *one.refused);
    return;
  }
  if (!serves(who, one.event.subject.tenant)) {
    reject(which, no_such_tenant());
    return;
  }
  auto command = read_command(one.event.command, one.event.format, one.record.value);
  if (!command.ok()) {
    reject(which, command.error());
    return;
  }
  if (const channel_kind* opened = opened_channel(*command)) {
    if (covers(who, one.event.subject.tenant, *opened)) {
      submit(which, std::move(*command));
    } else {
      reject(which, {errc::channel_not_configured, "the partner does not serve this channel", {}});
    }
    return;
  }
  const auto channel = book_.find(one.event.subject);
  if (!channel) {
    ask_channel(which, one.event.subject);
  } else if (covers(who, one.event.subject.tenant, *channel)) {
    submit(which, std::move(*command));
  } else {
    reject(which, no_such_conversation());
  }
}

void intake::ask_channel(const ticket& which, const stream_id& conversation) {
  constexpr duration_ms limit{10'000};
  const auto to = partition_of(conversation.tenant, node_.partition_count());
  ++ways_[to.value].in_flight;
  node_.read_entity(conversation, offset(), limit,
                    [this, which, to, inbox = inbox_](const result<entity_reading>& read) {
                      result<channel_kind> told = no_such_conversation();
                      if (!read.ok()) {
                        told = read.error();
                      } else if (const auto channel = channel_of(read->state)) {
                        told = *channel;
                      }
                      inbox->post([this, which, to, told] {
                        make_way(ways_[to.value]);
                        channel_known(which, told);
                      });
                    });
}

void intake::channel_known(const ticket& which, const result<channel_kind>& channel) {
  const item* one = find_item(which);
  if (one == nullptr) {
    return;
  }
  if (channel.ok()) {
    book_.note(one->event.subject, *channel);
    start_one(which);
  } else if (channel.error().code == errc::not_found) {
    reject(which, no_such_conversation());
  } else {
    retry(which, channel.error());
  }
}

void intake::submit(const ticket& which, any_command command) {
  const item& one = *find_item(which);
  const definition& who = *find_lane(which)->who;
  std::optional<channel_kind> opened;
  if (const channel_kind* channel = opened_channel(command)) {
    opened = *channel;
  }
  command_request request;
  request.target = one.event.subject;
  request.id = command_of(who.name, one.event);
  request.by = {principal_role::partner, who.name};
  request.command = std::move(command);
  request.source = one.record.from;
  const auto to = partition_of(one.event.subject.tenant, node_.partition_count());
  ++ways_[to.value].in_flight;
  request.reply = [this, which, to, opened, subject = one.event.subject,
                   inbox = inbox_](const result<command_answer>& did) {
    const bool repeated = did.ok() && did->repeated;
    const status outcome = did.ok() ? status(done{}) : status(did.error());
    inbox->post([this, which, to, opened, subject, outcome, repeated] {
      make_way(ways_[to.value]);
      if (outcome.ok() && opened) {
        book_.note(subject, *opened);
      }
      answered(which, outcome, repeated);
    });
  };
  node_.submit(std::move(request));
}

void intake::answered(const ticket& which, const status& outcome, bool repeated) {
  if (find_item(which) == nullptr) {
    return;
  }
  if (outcome.ok()) {
    auto& counts = counts_of(which);
    ++counts.accepted;
    counts.repeated += repeated ? 1 : 0;
    finish(which);
  } else if (may_pass(outcome.error().code)) {
    retry(which, outcome.error());
  } else {
    reject(which, outcome.error());
  }
}

void intake::retry(const ticket& which, const rejection& why) {
  item& one = *find_item(which);
  const auto now = clock::now();
  if (now - one.first_try >= std::chrono::milliseconds(options_.retry_for.value)) {
    reject(which, {errc::unavailable, "not taken for too long: " + why.message, why.state});
    return;
  }
  ++counts_of(which).retried;
  one.pause =
      std::clamp(duration_ms(one.pause.value * 2), options_.retry_first, options_.retry_longest);
  retries_.emplace(now + std::chrono::milliseconds(one.pause.value), which);
}

void intake::reject(const ticket& which, const rejection& why) {
  item& one = *find_item(which);
  one.refused = why;
  const definition& who = *find_lane(which)->who;
  rejects_.send(rejected_record(who, one.record, why, one.whole),
                [this, which, why, inbox = inbox_](const status& outcome) {
                  inbox->post([this, which, why, outcome] { reject_sent(which, why, outcome); });
                });
}

// A record is not done with before its sender can read why.
void intake::reject_sent(const ticket& which, const rejection& why, const status& outcome) {
  item* one = find_item(which);
  if (one == nullptr) {
    return;
  }
  if (outcome.ok()) {
    ++counts_of(which).rejected[why.code];
    finish(which);
    return;
  }
  trouble_ = outcome.error().message;
  one->whole = one->whole && outcome.error().code != errc::unsupported;
  one->pause =
      std::clamp(duration_ms(one->pause.value * 2), options_.retry_first, options_.retry_longest);
  retries_.emplace(clock::now() + std::chrono::milliseconds(one->pause.value), which);
}

void intake::finish(const ticket& which) {
  lane& of = *find_lane(which);
  of.items.erase(which.at);
  of.records.finish(which.at);
  --running_;
}

intake::lane* intake::find_lane(const ticket& which) {
  const auto found = lanes_.find(which.which);
  return found != lanes_.end() && found->second.generation == which.generation ? &found->second
                                                                               : nullptr;
}

intake::item* intake::find_item(const ticket& which) {
  lane* const of = find_lane(which);
  if (of == nullptr) {
    return nullptr;
  }
  const auto found = of->items.find(which.at);
  return found == of->items.end() ? nullptr : &found->second;
}

partner_counts& intake::counts_of(const ticket& which) {
  return counts_[find_lane(which)->who->name];
}

}  // namespace parley::partner
