#include "events/conversation/conversation.hpp"

#include "events/conversation/fold.hpp"
#include "events/conversation/refusal.hpp"
#include "events/tenant/rights.hpp"

namespace parley {

static_assert(entity<conversation_entity>);

namespace {

bool is_of_another_partner(const conversation_state& state, const conversation_command& command,
                           const context& ctx) {
  const auto* opening = std::get_if<open_conversation>(&command);
  const bool first = state.session_now == session_state::none && opening != nullptr;
  return parley::is_of_another_partner(ctx.by, *ctx.tenant,
                                       first ? opening->channel : state.channel);
}

}  // namespace

result<std::vector<conversation_event>> conversation_entity::decide(
    const conversation_state& state, const conversation_command& command, const context& ctx) {
  namespace rules = conversation_rules;
  if (ctx.tenant == nullptr) {
    return rules::refuse(state, errc::not_found, "there is no such tenant");
  }
  if (state.session_now == session_state::none &&
      !std::holds_alternative<open_conversation>(command) &&
      !std::holds_alternative<open_outbound>(command)) {
    return rules::refuse(state, errc::not_found, "there is no such conversation");
  }
  if (is_of_another_partner(state, command, ctx)) {
    return state.session_now == session_state::none
               ? rules::refuse(state, errc::channel_not_configured, "the channel is not yours")
               : rejection{errc::not_found, "there is no such conversation",
                           to_string(session_state::none)};
  }
  return std::visit([&](const auto& what) { return rules::decide_one(state, what, ctx); }, command);
}

void conversation_entity::apply(conversation_state& state, const conversation_event& event,
                                time_ms recorded_at) {
  std::visit(conversation_fold(state, recorded_at), event);
}

}  // namespace parley
