#include "events/conversation/refusal.hpp"

#include <algorithm>

#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

rejection refuse(const conversation_state& now, errc code, std::string message) {
  return {code, std::move(message), to_string(now.session_now)};
}

rejection refuse_work(work_state state, errc code, std::string message) {
  return {code, std::move(message), to_string(state)};
}

std::optional<rejection> need_live(const conversation_state& now) {
  if (now.closed) {
    return refuse(now, errc::closed, "the conversation is closed");
  }
  if (!live(now)) {
    return refuse(now, errc::closed, "the session has ended");
  }
  return std::nullopt;
}

std::optional<rejection> need_short(const conversation_state& now, const std::string& text) {
  if (text.size() > short_text_bytes_max) {
    return refuse(now, errc::bad_request, "a name or id is longer than 256 bytes");
  }
  return std::nullopt;
}

std::optional<rejection> need_self(const conversation_state& now, const context& ctx,
                                   const std::string& agent) {
  if (ctx.by.role == principal_role::agent && ctx.by.name != agent) {
    return refuse(now, errc::not_permitted, "an agent acts only for itself");
  }
  return std::nullopt;
}

std::optional<rejection> need_route(const conversation_state& now, const route_id& route) {
  if (route.empty() || now.route->request.route != route) {
    return refuse(now, errc::wrong_state, "the route is not pending");
  }
  return std::nullopt;
}

std::optional<rejection> need_skills(const conversation_state& now,
                                     const std::vector<skill_level>& skills) {
  for (const skill_level& wanted : skills) {
    if (wanted.skill.empty() || wanted.level < 1 || wanted.level > 10) {
      return refuse(now, errc::bad_request, "a skill has a name and a level of 1 to 10");
    }
    if (auto no = need_short(now, wanted.skill.str())) {
      return no;
    }
  }
  if (skills.size() > route_skills_max) {
    return refuse(now, errc::bad_request, "a route asks for too many skills");
  }
  return std::nullopt;
}

std::optional<rejection> need_offered(const conversation_state& now, const std::string& action,
                                      bool standard, const context& ctx) {
  const channel_settings* settings = find_channel(*ctx.tenant, now.channel);
  const bool offered = settings == nullptr
                           ? standard
                           : std::find(settings->actions.begin(), settings->actions.end(),
                                       action) != settings->actions.end();
  if (offered) {
    return std::nullopt;
  }
  return refuse(now, errc::unsupported, "the channel does not offer " + action);
}

rejection refuse_by_work(const conversation_state& now, const work_id& work,
                         const agent_id& agent) {
  const auto told = [&agent](work_state state, const agent_id& whose) {
    if (whose != agent) {
      return refuse_work(state, errc::not_permitted, "the work is another agent's");
    }
    return refuse_work(state, errc::wrong_state, std::string("the work is ") + to_string(state));
  };
  const open_offer& offer = now.route->offer;
  if (!work.empty() && offer.work == work) {
    return told(offer.shown ? work_state::shown : work_state::sent, offer.agent);
  }
  if (const work_item* item = find_work(now, work)) {
    return told(item->state, item->agent);
  }
  if (const finished_work* item = find_finished(now, work)) {
    return told(item->state, item->agent);
  }
  return refuse(now, errc::not_found, "no such work in this conversation");
}

}  // namespace parley::conversation_rules
