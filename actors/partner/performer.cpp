#include "actors/partner/performer.hpp"

#include <mutex>

#include "actors/partner/channel_book.hpp"
#include "actors/partner/command_reader.hpp"

namespace parley::partner {
namespace {

constexpr duration_ms read_limit{10'000};

rejection no_such_tenant() { return {errc::not_found, "there is no such tenant", {}}; }
rejection no_such_conversation() { return {errc::not_found, "there is no such conversation", {}}; }

bool covers_it(const definition& who, const stream_id& conversation, const channel_kind& channel) {
  return covers(who, conversation.tenant, channel);
}

}  // namespace

/// Answers of the node may come after the performer is gone.
struct performer::memory {
  explicit memory(node_port& behind) : node(behind) {}

  std::optional<channel_kind> find(const stream_id& conversation) {
    const std::lock_guard hold(mutex);
    return book.find(conversation);
  }
  void note(const stream_id& conversation, const channel_kind& channel) {
    const std::lock_guard hold(mutex);
    book.note(conversation, channel);
  }

  node_port& node;
  std::mutex mutex;
  channel_book book;
};

performer::performer(node_port& behind) : memory_(std::make_shared<memory>(behind)) {}
performer::~performer() = default;

void performer::perform(const definition& who, const cloud_event& event, std::string_view value,
                        const store::source_position& from,
                        std::function<void(const outcome&)> told) {
  if (!serves(who, event.subject.tenant)) {
    told({no_such_tenant(), false});
    return;
  }
  auto command = read_command(event.command, event.format, value);
  if (!command.ok()) {
    told({command.error(), false});
    return;
  }
  std::optional<channel_kind> opened;
  if (const channel_kind* channel = opened_channel(*command)) {
    opened = *channel;
  }
  if (opened && !covers_it(who, event.subject, *opened)) {
    told({rejection{errc::channel_not_configured, "the partner does not serve this channel", {}},
          false});
    return;
  }
  const auto known = opened ? opened : memory_->find(event.subject);
  if (known && !covers_it(who, event.subject, *known)) {
    told({no_such_conversation(), false});
    return;
  }
  command_request request;
  request.target = event.subject;
  request.id = command_of(who.name, event);
  request.by = {principal_role::partner, who.name};
  request.command = std::move(*command);
  request.source = from;
  request.reply = [memory = memory_, told, opened,
                   subject = event.subject](const result<command_answer>& did) {
    if (did.ok() && opened) {
      memory->note(subject, *opened);
    }
    told(did.ok() ? outcome{done{}, did->repeated} : outcome{did.error(), false});
  };
  if (known) {
    memory_->node.submit(std::move(request));
    return;
  }
  const auto go_on = [memory = memory_, who, told,
                      request = std::move(request)](const result<entity_reading>& read) mutable {
    const auto channel = read.ok() ? channel_of(read->state) : std::nullopt;
    const bool absent = read.ok() || read.error().code == errc::not_found;
    if (channel) {
      memory->note(request.target, *channel);
    }
    if (channel && covers_it(who, request.target, *channel)) {
      memory->node.submit(std::move(request));
    } else {
      told({absent ? no_such_conversation() : read.error(), false});
    }
  };
  memory_->node.read_entity(event.subject, offset(), read_limit, go_on);
}

}  // namespace parley::partner
