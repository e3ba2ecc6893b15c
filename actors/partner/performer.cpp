#include "actors/partner/performer.hpp"

#include <mutex>

#include "actors/http/audit.hpp"
#include "actors/partner/channel_book.hpp"
#include "actors/partner/command_reader.hpp"

namespace parley::partner {
namespace {

constexpr duration_ms read_limit{10'000};

rejection no_such_tenant() { return {errc::not_found, "there is no such tenant", {}}; }
rejection no_such_conversation() { return {errc::not_found, "there is no such conversation", {}}; }

rejection not_on_this_channel() {
  return {errc::channel_not_configured, "the partner does not serve this channel", {}};
}

bool covers_it(const definition& who, const stream_id& conversation, const channel_kind& channel) {
  return covers(who, conversation.tenant, channel);
}

// A consent's stream is CHANNEL:CONTACT; what the value names must be the same.
status bind_consent(update_consent& what, const definition& who, const stream_id& subject) {
  const auto colon = subject.entity.find(':');
  if (what.channel.empty()) {
    what.channel = channel_kind(subject.entity.substr(0, colon));
  }
  if (what.contact.empty() && colon != std::string::npos) {
    what.contact = contact_id(subject.entity.substr(colon + 1));
  }
  if (consent_name(what.contact, what.channel) != subject.entity) {
    return rejection{errc::bad_request, "the value names another consent than ce_subject", {}};
  }
  return covers(who, subject.tenant, what.channel) ? status(done{}) : not_on_this_channel();
}

// What the gateway over HTTP knows from the path and the token.
status bind(any_command& command, const definition& who, const stream_id& subject) {
  if (kind_of(command) != subject.kind) {
    return rejection{errc::bad_request,
                     std::string("the header ce_subject must be TENANT/") +
                         to_string(kind_of(command)) + "/ID for this command",
                     {}};
  }
  if (auto* of_agent = std::get_if<agent_command>(&command)) {
    if (auto* presence = std::get_if<set_presence>(of_agent)) {
      presence->cause = presence_cause::partner;
    }
  }
  if (auto* of_consent = std::get_if<consent_command>(&command)) {
    if (auto* update = std::get_if<update_consent>(of_consent)) {
      return bind_consent(*update, who, subject);
    }
  }
  return done{};
}

/// What an answer is told with, after the request is gone.
struct errand {
  stream_id target;
  command_id id;
  principal by;
  std::string command;
  std::function<void(const outcome&)> told;
};

/// Tells what became of the command; what the auditor is to know is recorded first.
void tell_of(node_port& at, const errand& asked, const result<command_answer>& did) {
  if (did.ok()) {
    asked.told({done{}, did->repeated});
  } else if (http::is_for_the_auditor(did.error().code)) {
    http::record_refused(at, asked.target, asked.id, asked.by, asked.command, did.error(),
                         [told = asked.told, why = did.error()] {
                           told({why, false});
                         });
  } else {
    asked.told({did.error(), false});
  }
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
  const status bound = command.ok() ? bind(*command, who, event.subject) : status(command.error());
  if (!bound.ok()) {
    told({bound.error(), false});
    return;
  }
  std::optional<channel_kind> opened;
  if (const channel_kind* channel = opened_channel(*command)) {
    opened = *channel;
  }
  if (opened && !covers_it(who, event.subject, *opened)) {
    tell_of(memory_->node,
            {event.subject,
             command_of(who.name, event),
             {principal_role::partner, who.name},
             event.command,
             told},
            not_on_this_channel());
    return;
  }
  // Agents and consents know themselves which partner they are for.
  const bool by_channel = event.subject.kind == entity_kind::conversation;
  const auto known = opened || !by_channel ? opened : memory_->find(event.subject);
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
  request.reply = [memory = memory_, opened,
                   asked = errand{request.target, request.id, request.by, event.command, told}](
                      const result<command_answer>& did) {
    if (did.ok() && opened) {
      memory->note(asked.target, *opened);
    }
    tell_of(memory->node, asked, did);
  };
  if (known || !by_channel) {
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
