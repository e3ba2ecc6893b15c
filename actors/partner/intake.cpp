// What happens to one record.

#include "actors/partner/intake.hpp"

#include <algorithm>

#include "actors/partner/intake_inbox.hpp"
#include "actors/partner/rejected_record.hpp"

namespace parley::partner {
namespace {

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
  const partition_id to = partition_of(one.event.subject.tenant, node_.partition_count());
  ++ways_[to.value].in_flight;
  auto told = [this, which, to, inbox = inbox_](const outcome& did) {
    inbox->post([this, which, to, did] {
      make_way(ways_[to.value]);
      answered(which, did);
    });
  };
  if (others_ != nullptr) {
    const partition_place place = node_.place_of(to);
    if (place.who == partition_place::custody::elsewhere) {
      ++counts_of(which).sent_on;
      others_->send(place, who, one.event.subject.tenant, one.record, std::move(told));
      return;
    }
  }
  performer_.perform(who, one.event, one.record.value, one.record.from, std::move(told));
}

void intake::answered(const ticket& which, const outcome& told) {
  if (find_item(which) == nullptr) {
    return;
  }
  if (told.did.ok()) {
    auto& counts = counts_of(which);
    ++counts.accepted;
    counts.repeated += told.repeated ? 1 : 0;
    finish(which);
  } else if (may_pass(told.did.error().code)) {
    retry(which, told.did.error());
  } else {
    reject(which, told.did.error());
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
