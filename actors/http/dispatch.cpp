#include "actors/http/handlers.hpp"
#include "events/base/assert.hpp"

namespace parley::http {

void dispatch(const exchange_ptr& ex) {
  switch (ex->what) {
    case operation::define_tenant:
      return define_tenant_of(ex);
    case operation::configure_queue:
      return configure_queue_of(ex);
    case operation::define_agent:
      return define_agent_of(ex);
    case operation::set_presence:
      return set_presence_of(ex);
    case operation::open_conversation:
      return open_conversation_of(ex);
    case operation::post_message:
      return post_message_of(ex);
    case operation::request_route:
      return request_route_of(ex);
    case operation::cancel_route:
      return cancel_route_of(ex);
    case operation::request_transfer:
      return request_transfer_of(ex);
    case operation::cancel_transfer:
      return cancel_transfer_of(ex);
    case operation::start_flow:
      return start_flow_of(ex);
    case operation::finish_flow:
      return finish_flow_of(ex);
    case operation::hand_back:
      return hand_back_of(ex);
    case operation::end_session:
      return end_session_of(ex);
    case operation::close_conversation:
      return close_conversation_of(ex);
    case operation::show_work:
    case operation::accept_work:
    case operation::deliver_work:
    case operation::decline_work:
    case operation::complete_work:
    case operation::extend_after_work:
      return work_command_of(ex);
    case operation::read_agent:
    case operation::list_agents:
    case operation::read_capacity:
    case operation::list_conversations:
    case operation::read_queues:
    case operation::read_overview:
      return read_floor_of(ex);
    case operation::read_conversation:
      return read_conversation_of(ex);
    case operation::follow_events:
      return follow_events_of(ex);
    case operation::define_hours:
    case operation::activate_hours:
    case operation::deactivate_hours:
    case operation::make_default_hours:
    case operation::delete_hours:
    case operation::define_holiday:
    case operation::remove_holiday:
    case operation::load_tz_release:
      return hours_command_of(ex);
    case operation::list_hours:
    case operation::compute_hours:
      return read_hours_of(ex);
    case operation::live:
    case operation::ready:
    case operation::metrics:
    case operation::static_file:
      PARLEY_ASSERT(false, "an operation without a tenant has no tenant's handler");
  }
}

}  // namespace parley::http
