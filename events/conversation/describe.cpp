// What a state says to the outside.

#include "events/conversation/conversation.hpp"

namespace parley {

namespace {

void add(std::vector<std::string>& to, std::initializer_list<const char*> names) {
  to.insert(to.end(), names.begin(), names.end());
}

void add_session_commands(std::vector<std::string>& to, const conversation_state& state) {
  switch (state.session_now) {
    case session_state::none:
    case session_state::ended:
      add(to, {"open_conversation"});
      return;
    case session_state::fresh:
      add(to, {"post_message", "start_flow", "request_route"});
      break;
    case session_state::in_flow:
      add(to, {"post_message", "finish_flow"});
      break;
    case session_state::routing:
      add(to, {"post_message", "cancel_route"});
      if (awaits_partner(state.route->request)) {
        add(to, {"propose_route"});
      }
      break;
    case session_state::active:
    case session_state::inactive:
      add(to, {"post_message", "request_transfer"});
      break;
    case session_state::transferring:
      add(to, {"post_message", "request_transfer", "cancel_transfer"});
      add(to, {external_pending(state) ? "finish_external_transfer" : "cancel_route"});
      break;
    case session_state::in_automation:
      add(to, {"post_message", "hand_back"});
      break;
  }
  add(to, {"end_session"});
}

void add_work_commands(std::vector<std::string>& to, const conversation_state& state) {
  if (offer_open(state)) {
    add(to, {"show_work", "accept_work", "decline_work"});
  }
  const work_item* owned = owner_work(state);
  if (owned != nullptr && owned->state == work_state::active) {
    add(to, {"deliver_work"});
  }
  if (!state.works.empty()) {
    add(to, {"complete_work"});
  }
  if (state.works.size() > (owned != nullptr ? 1U : 0U)) {
    add(to, {"extend_after_work"});
  }
}

}  // namespace

std::vector<std::string> allowed_commands(const conversation_state& state) {
  std::vector<std::string> names;
  if (!state.closed) {
    add_session_commands(names, state);
  }
  add_work_commands(names, state);
  if (!state.closed && state.session_now != session_state::none) {
    add(names, {"close_conversation"});
  }
  return names;
}

conversation_answer describe(const conversation_id& conversation, const conversation_state& state) {
  conversation_answer answer;
  answer.conversation = conversation;
  answer.state = state.closed ? "closed" : to_string(state.session_now);
  answer.session = state.session;
  answer.contact = state.contact;
  answer.channel = state.channel;
  answer.bot = state.bot;
  answer.route = state.route->request.route;
  answer.queue = state.route->request.queue;
  answer.messages = state.messages;
  if (const work_item* owned = owner_work(state)) {
    answer.owner = owned->agent;
    answer.work = owned->work;
    if (!route_pending(state)) {
      answer.queue = owned->queue;
    }
  }
  if (offer_open(state)) {
    answer.work = state.route->offer.work;
  }
  answer.call = state.call;
  answer.account = state.account;
  answer.standing = state.standing;
  answer.allowed_commands = allowed_commands(state);
  return answer;
}

}  // namespace parley
