#include "actors/partner/channel_book.hpp"

#include <utility>

#include "events/codec/event_codec.hpp"

namespace parley::partner {
namespace {

constexpr std::size_t generation_max = 65536;

}  // namespace

std::optional<channel_kind> channel_book::find(const stream_id& conversation) {
  const auto young = young_.find(conversation);
  if (young != young_.end()) {
    return young->second;
  }
  const auto old = old_.find(conversation);
  if (old == old_.end()) {
    return std::nullopt;
  }
  const channel_kind channel = old->second;
  note(conversation, channel);
  return channel;
}

void channel_book::note(const stream_id& conversation, const channel_kind& channel) {
  if (young_.size() >= generation_max) {
    old_ = std::exchange(young_, {});
  }
  young_.insert_or_assign(conversation, channel);
}

std::optional<channel_kind> channel_of(const any_state& state) {
  const auto* conversation = state_as<conversation_state>(state);
  if (conversation == nullptr || conversation->channel.empty()) {
    return std::nullopt;
  }
  return conversation->channel;
}

std::optional<channel_kind> channel_of(const store::commit_view& commit) {
  const auto first = commit.event(0);
  const auto event = codec::decode_event(codec::event_type(first.type), first.payload);
  const auto* opened = event.ok() ? std::get_if<conversation_opened>(&*event) : nullptr;
  return opened == nullptr ? std::nullopt : std::optional(opened->channel);
}

}  // namespace parley::partner
