#pragma once
// Which path means what. One table; README.md tells it with bodies and answers.

#include <array>
#include <cstdint>
#include <string>

#include "actors/http/request.hpp"

namespace parley::http {

enum class operation : std::uint8_t {
  define_tenant,
  configure_queue,
  define_agent,
  set_presence,
  read_agent,
  list_agents,
  read_capacity,
  open_conversation,
  list_conversations,
  read_conversation,
  post_message,
  request_route,
  cancel_route,
  request_transfer,
  cancel_transfer,
  start_flow,
  finish_flow,
  hand_back,
  end_session,
  close_conversation,
  show_work,
  accept_work,
  deliver_work,
  decline_work,
  complete_work,
  extend_after_work,
  read_queues,
  read_overview,
  follow_events,
  define_hours,
  activate_hours,
  deactivate_hours,
  make_default_hours,
  delete_hours,
  define_holiday,
  remove_holiday,
  load_tz_release,
  list_hours,
  compute_hours,
  live,
  ready,
  metrics,
  static_file,
};
inline constexpr std::size_t operation_count = 43;
const char* to_string(operation what);

enum class routing : std::uint8_t { found, no_such_path, wrong_method };

struct route_match {
  routing outcome = routing::no_such_path;
  operation what = operation::static_file;
  const std::string* tenant = nullptr;  ///< into the request's segments
  const std::string* id = nullptr;      ///< of the agent, queue, conversation or work
  std::string allow;                    ///< wrong_method: what the path does take
};

/// `request` has its segments. HEAD is looked up as GET.
route_match find_route(const http_request& request);

}  // namespace parley::http
