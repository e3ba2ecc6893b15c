#include "events/conversation/state.hpp"

#include <algorithm>

namespace parley {

const char* to_string(session_state state) {
  switch (state) {
    case session_state::none:
      return "none";
    case session_state::fresh:
      return "new";
    case session_state::in_flow:
      return "in_flow";
    case session_state::routing:
      return "routing";
    case session_state::active:
      return "active";
    case session_state::transferring:
      return "transferring";
    case session_state::inactive:
      return "inactive";
    case session_state::in_automation:
      return "in_automation";
    case session_state::ended:
      return "ended";
  }
  return "unknown";
}

const char* to_string(work_state state) {
  switch (state) {
    case work_state::sent:
      return "sent";
    case work_state::shown:
      return "shown";
    case work_state::active:
      return "active";
    case work_state::joined:
      return "joined";
    case work_state::after_work:
      return "after_work";
    case work_state::declined:
      return "declined";
    case work_state::expired:
      return "expired";
    case work_state::withdrawn:
      return "withdrawn";
    case work_state::abandoned:
      return "abandoned";
    case work_state::closed:
      return "closed";
  }
  return "unknown";
}

bool live(const conversation_state& state) {
  return state.session_now != session_state::none && state.session_now != session_state::ended;
}

bool route_pending(const conversation_state& state) { return !state.route->request.route.empty(); }

bool offer_open(const conversation_state& state) { return !state.route->offer.work.empty(); }

bool external_pending(const conversation_state& state) {
  return state.external->deadline != time_ms();
}

const work_item* owner_work(const conversation_state& state) {
  const auto owned = [](const work_item& item) { return item.state != work_state::after_work; };
  const auto last = std::find_if(state.works.rbegin(), state.works.rend(), owned);
  return last == state.works.rend() ? nullptr : &*last;
}

const work_item* find_work(const conversation_state& state, const work_id& work) {
  const auto named = [&work](const work_item& item) { return item.work == work; };
  const auto found = std::find_if(state.works.begin(), state.works.end(), named);
  return found == state.works.end() ? nullptr : &*found;
}

const finished_work* find_finished(const conversation_state& state, const work_id& work) {
  const auto named = [&work](const finished_work& item) { return item.work == work; };
  const auto found = std::find_if(state.finished.begin(), state.finished.end(), named);
  return found == state.finished.end() ? nullptr : &*found;
}

}  // namespace parley
