#include "actors/http/counters.hpp"

#include <string_view>

namespace parley::http {

void latency_histogram::add(std::uint64_t us) {
  std::size_t index = 0;
  while (index < bounds_us.size() && us > bounds_us.at(index)) {
    ++index;
  }
  buckets_.at(index).fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(us, std::memory_order_relaxed);
}

const char* outcome_name(std::size_t outcome) {
  return outcome == 0 ? "OK" : to_string(static_cast<errc>(outcome - 1));
}

std::size_t outcome_of(const char* code) {
  for (std::size_t i = 0; i < outcome_count; ++i) {
    if (std::string_view(code) == outcome_name(i)) {
      return i;
    }
  }
  return 1;
}

bool is_command(operation what) {
  switch (what) {
    case operation::define_tenant:
    case operation::configure_queue:
    case operation::define_agent:
    case operation::set_presence:
    case operation::open_conversation:
    case operation::post_message:
    case operation::request_route:
    case operation::cancel_route:
    case operation::request_transfer:
    case operation::cancel_transfer:
    case operation::start_flow:
    case operation::finish_flow:
    case operation::hand_back:
    case operation::end_session:
    case operation::close_conversation:
    case operation::show_work:
    case operation::accept_work:
    case operation::deliver_work:
    case operation::decline_work:
    case operation::complete_work:
    case operation::extend_after_work:
    case operation::define_hours:
    case operation::activate_hours:
    case operation::deactivate_hours:
    case operation::make_default_hours:
    case operation::delete_hours:
    case operation::define_holiday:
    case operation::remove_holiday:
    case operation::load_tz_release:
      return true;
    case operation::read_agent:
    case operation::list_agents:
    case operation::read_capacity:
    case operation::list_conversations:
    case operation::read_conversation:
    case operation::read_queues:
    case operation::read_overview:
    case operation::follow_events:
    case operation::list_hours:
    case operation::compute_hours:
    case operation::live:
    case operation::ready:
    case operation::metrics:
    case operation::static_file:
      return false;
  }
  return false;
}

}  // namespace parley::http
