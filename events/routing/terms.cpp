#include "events/routing/terms.hpp"

#include <algorithm>

namespace parley::routing {

namespace {

std::string_view number_in(const work_id& work) {
  const std::string_view text = work.str();
  const std::size_t mark = text.rfind(".w");
  return mark == std::string_view::npos ? std::string_view() : text.substr(mark + 2);
}

}  // namespace

work_id make_work_id(const conversation_id& conversation, offset cause) {
  return work_id(conversation.str() + ".w" + std::to_string(cause.value));
}

conversation_id conversation_of(const work_id& work) {
  const std::size_t mark = work.str().rfind(".w");
  return mark == std::string::npos ? conversation_id()
                                   : conversation_id(work.str().substr(0, mark));
}

bool sent_before(const attempt& a, const attempt& b) {
  const std::string_view left = number_in(a.work);
  const std::string_view right = number_in(b.work);
  if (left.size() != right.size()) {
    return left.size() < right.size();
  }
  return left != right ? left < right : a.conversation < b.conversation;
}

bool goes_before(const item_terms& a, const item_terms& b) {
  if (a.priority != b.priority) {
    return a.priority > b.priority;
  }
  if (a.since != b.since) {
    return a.since < b.since;
  }
  return a.conversation < b.conversation;
}

bool is_blocked(const item_terms& item, const agent_id& agent) {
  return item.excluded == agent ||
         std::find(item.declined.begin(), item.declined.end(), agent) != item.declined.end();
}

bool has_skills(const std::vector<skill_level>& levels, const std::vector<skill_level>& needed) {
  return std::all_of(needed.begin(), needed.end(), [&](const skill_level& need) {
    return std::any_of(levels.begin(), levels.end(), [&](const skill_level& have) {
      return have.skill == need.skill && have.level >= need.level;
    });
  });
}

}  // namespace parley::routing
