#include "actors/partner/concern.hpp"

#include <algorithm>
#include <chrono>
#include <future>

#include "actors/shard/commit_events.hpp"
#include "events/views/promises.hpp"

namespace parley::partner {
namespace {

constexpr duration_ms read_limit{10'000};

// Where an agent is, how much room it has, and the partner's own work in its ledger. Who else takes
// the agent's room is told in sums only.
bool tells_of_agent(const any_event& event, const std::string& partner) {
  if (const auto* started = std::get_if<partner_work_started>(&event)) {
    return started->partner == partner;
  }
  if (const auto* reported = std::get_if<partner_work_reported>(&event)) {
    return reported->partner == partner;
  }
  if (const auto* released = std::get_if<capacity_released>(&event)) {
    work_slot slot;
    slot.work = released->work;
    return is_work_of(slot, partner);
  }
  return std::holds_alternative<presence_changed>(event) ||
         std::holds_alternative<presence_lost>(event) ||
         std::holds_alternative<capacity_changed>(event);
}

result<any_event> event_of(const store::commit_view& commit, std::size_t index) {
  const auto bytes = commit.event(index);
  return codec::decode_event(codec::event_type(bytes.type), bytes.payload);
}

class feed_view final : public http::partner_view {
 public:
  feed_view(node_port& node, definition who) : concern_(node, std::move(who)) {}
  result<bool> concerns(const store::commit_view& commit) override { return concern_.of(commit); }
  bool tells(const store::commit_view& commit, std::size_t index) const override {
    return concern_.tells(commit, index);
  }

 private:
  concern concern_;
};

}  // namespace

bool concern::tells_any(const store::commit_view& commit) const {
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    if (tells(commit, i)) {
      return true;
    }
  }
  return false;
}

// Of a milestone and a case only what actions say to the outside; of a conversation everything.
bool concern::tells(const store::commit_view& commit, std::size_t index) const {
  if (commit.kind() == entity_kind::agent) {
    const auto event = event_of(commit, index);
    return event.ok() && tells_of_agent(*event, who_.name);
  }
  if (commit.kind() == entity_kind::conversation) {
    return true;
  }
  static const codec::event_type acted = codec::type_of(any_event(milestone_acted{}));
  static const codec::event_type repeated = codec::type_of(any_event(case_action_repeated{}));
  const codec::event_type type(commit.event(index).type);
  if (type != acted && type != repeated) {
    return false;
  }
  const auto event = event_of(commit, index);
  if (const auto* action = event.ok() ? std::get_if<milestone_acted>(&*event) : nullptr) {
    return is_for_outside(action->kind) && !action->late;
  }
  const auto* again = event.ok() ? std::get_if<case_action_repeated>(&*event) : nullptr;
  return again != nullptr && is_for_outside(again->kind);
}

/// A conversation's commit concerns the partner if it is on one of the partner's channels; what a
/// milestone or its case tells the outside if one of the case's conversations is.
result<bool> concern::of(const store::commit_view& commit) {
  const entity_kind kind = commit.kind();
  const bool of_case = kind == entity_kind::milestone || kind == entity_kind::support_case;
  if (kind != entity_kind::conversation && kind != entity_kind::agent && !of_case) {
    return false;
  }
  const stream_id stream = commit.stream();
  if (!serves(who_, stream.tenant)) {
    return false;
  }
  const offset as_of = commit.last_position().at;
  if (of_case) {
    return tells_any(commit) ? about_ours(stream, as_of) : result<bool>(false);
  }
  if (kind == entity_kind::agent) {
    return works_for_us(commit);
  }
  if (commit.first_version().value == 1) {
    if (const auto channel = channel_of(commit)) {
      book_.note(stream, *channel);
    }
  }
  return on_our_channel(stream, as_of);
}

// As of the last definition that went by; of an agent that was defined before, as it is now.
result<bool> concern::works_for_us(const store::commit_view& commit) {
  const stream_id stream = commit.stream();
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const auto event = event_of(commit, i);
    if (const auto* defined = event.ok() ? std::get_if<agent_defined>(&*event) : nullptr) {
      const auto& all = defined->definition.partners;
      agents_[stream] = std::find(all.begin(), all.end(), who_.name) != all.end();
    }
  }
  if (!tells_any(commit)) {
    return false;
  }
  const auto known = agents_.find(stream);
  if (known != agents_.end()) {
    return known->second;
  }
  const auto state = state_of(stream, commit.last_position().at);
  if (!state.ok()) {
    return state.error();
  }
  const auto* agent = state_as<agent_state>(*state);
  const bool ours = agent != nullptr && serves_partner(*agent, who_.name);
  agents_.emplace(stream, ours);
  return ours;
}

result<bool> concern::on_our_channel(const stream_id& conversation, offset as_of) {
  auto channel = book_.find(conversation);
  if (!channel) {
    const auto state = state_of(conversation, as_of);
    if (!state.ok()) {
      return state.error();
    }
    channel = channel_of(*state);
    if (!channel) {
      return rejection{errc::corrupt, "not a conversation", {}};
    }
    book_.note(conversation, *channel);
  }
  return covers(who_, conversation.tenant, *channel);
}

// A case may name a conversation that was never opened: it is on nobody's channel.
result<bool> concern::about_ours(const stream_id& told_by, offset as_of) {
  const bool run = told_by.kind == entity_kind::milestone;
  const stream_id of_case{told_by.tenant, entity_kind::support_case,
                          run ? case_in(told_by.entity).str() : told_by.entity};
  const auto state = state_of(of_case, as_of);
  if (!state.ok()) {
    return state.error();
  }
  const auto* known = state_as<case_state>(*state);
  for (const conversation_id& each :
       known == nullptr ? std::vector<conversation_id>{} : known->conversations) {
    const auto ours =
        on_our_channel({told_by.tenant, entity_kind::conversation, each.str()}, as_of);
    if (!ours.ok() && ours.error().code != errc::not_found) {
      return ours;
    }
    if (ours.ok() && *ours) {
      return true;
    }
  }
  return false;
}

result<any_state> concern::state_of(const stream_id& stream, offset as_of) {
  auto asked = std::make_shared<std::promise<result<any_state>>>();
  auto told = asked->get_future();
  node_.read_entity(stream, offset(), read_limit, [asked](const result<entity_reading>& read) {
    asked->set_value(read.ok() ? result<any_state>(read->state) : read.error());
  });
  constexpr std::chrono::milliseconds longer{2000};
  if (told.wait_for(std::chrono::milliseconds(read_limit.value) + longer) !=
      std::future_status::ready) {
    return rejection{errc::unavailable, to_string(stream) + " was not read in time", {}};
  }
  auto state = told.get();
  return !state.ok() && state.error().code == errc::recovering ? fold_copy(stream, as_of) : state;
}

// Entities are another node's, but their commits are in this one's copy of the log. What the index
// does not have yet is looked for at the log's end.
result<any_state> concern::fold_copy(const stream_id& stream, offset as_of) const {
  const auto partition = partition_of(stream.tenant, node_.partition_count());
  const offset applied = node_.index().applied(partition);
  const auto offsets = node_.index().commits(partition, stream, version(1));
  if (!offsets.ok()) {
    return offsets.error();
  }
  any_state state = empty_state(stream.kind);
  version folded;
  const auto fold = [&](const store::commit_view& commit) -> status {
    if (commit.stream() != stream || commit.first_version() <= folded) {
      return done{};
    }
    return for_each_event(commit, [&](const recorded_event& event) {
      apply(state, event.event, event.recorded_at);
      folded = event.in_stream;
    });
  };
  // A conversation's first commit has its channel; of a case any commit may name conversations.
  const bool first_only = stream.kind == entity_kind::conversation;
  for (std::size_t i = 0; i < offsets->size() && !(first_only && i > 0); ++i) {
    status did = done{};
    const status read = node_.log().read_one(
        partition, (*offsets)[i], [&](const store::commit_view& commit) { did = fold(commit); });
    if (!read.ok() || !did.ok()) {
      return read.ok() ? did.error() : read.error();
    }
  }
  const auto tail = applied < as_of ? node_.log().read(partition, applied) : nullptr;
  while (tail) {
    const auto next = tail->next();
    if (!next.ok()) {
      return next.error();
    }
    if (*next == nullptr || (*next)->first_position().at > as_of) {
      break;
    }
    const status did = fold(**next);
    if (!did.ok()) {
      return did.error();
    }
  }
  if (folded == version()) {
    return rejection{errc::not_found, "no such " + std::string(to_string(stream.kind)), {}};
  }
  return state;
}

http::partner_views views_of(std::vector<definition> partners) {
  return
      [all = std::move(partners)](node_port& node, const std::string& partner,
                                  const tenant_id& tenant) -> std::shared_ptr<http::partner_view> {
        const auto found = std::find_if(all.begin(), all.end(), [&](const definition& who) {
          return who.name == partner && serves(who, tenant);
        });
        return found == all.end() ? nullptr : std::make_shared<feed_view>(node, *found);
      };
}

}  // namespace parley::partner
