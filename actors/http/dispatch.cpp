#include <array>

#include "actors/http/handlers.hpp"
#include "events/base/assert.hpp"

namespace parley::http {
namespace {

using handler = void (*)(const exchange_ptr&);
struct entry {
  operation what;
  handler handle;
};

constexpr entry entries[] = {
    {operation::define_tenant, &define_tenant_of},
    {operation::configure_queue, &configure_queue_of},
    {operation::define_agent, &define_agent_of},
    {operation::set_presence, &set_presence_of},
    {operation::start_outbound, &start_outbound_of},
    {operation::open_conversation, &open_conversation_of},
    {operation::post_message, &post_message_of},
    {operation::request_route, &request_route_of},
    {operation::cancel_route, &cancel_route_of},
    {operation::request_transfer, &request_transfer_of},
    {operation::cancel_transfer, &cancel_transfer_of},
    {operation::finish_external_transfer, &finish_external_transfer_of},
    {operation::change_consent, &change_consent_of},
    {operation::report_delivery, &report_delivery_of},
    {operation::start_flow, &start_flow_of},
    {operation::finish_flow, &finish_flow_of},
    {operation::hand_back, &hand_back_of},
    {operation::end_session, &end_session_of},
    {operation::close_conversation, &close_conversation_of},
    {operation::show_work, &work_command_of},
    {operation::accept_work, &work_command_of},
    {operation::deliver_work, &work_command_of},
    {operation::decline_work, &work_command_of},
    {operation::complete_work, &work_command_of},
    {operation::extend_after_work, &work_command_of},
    {operation::read_agent, &read_floor_of},
    {operation::list_agents, &read_floor_of},
    {operation::read_capacity, &read_floor_of},
    {operation::list_conversations, &read_floor_of},
    {operation::read_queues, &read_floor_of},
    {operation::read_overview, &read_floor_of},
    {operation::read_conversation, &read_conversation_of},
    {operation::follow_events, &follow_events_of},
    {operation::take_records, &take_records_of},
    {operation::define_hours, &hours_command_of},
    {operation::activate_hours, &hours_command_of},
    {operation::deactivate_hours, &hours_command_of},
    {operation::make_default_hours, &hours_command_of},
    {operation::delete_hours, &hours_command_of},
    {operation::define_holiday, &hours_command_of},
    {operation::remove_holiday, &hours_command_of},
    {operation::load_tz_release, &hours_command_of},
    {operation::administer_hours, &hours_command_of},
    {operation::define_holiday_region, &hours_command_of},
    {operation::list_hours, &read_hours_of},
    {operation::compute_hours, &read_hours_of},
    {operation::configure_service_level, &define_promises_of},
    {operation::configure_entitlement_template, &define_promises_of},
    {operation::configure_product_bundle, &define_promises_of},
    {operation::configure_price_book, &define_promises_of},
    {operation::remove_service_level, &define_promises_of},
    {operation::configure_process, &define_promises_of},
    {operation::define_customer, &customer_command_of},
    {operation::record_asset, &customer_command_of},
    {operation::record_contract, &customer_command_of},
    {operation::extend_contract, &customer_command_of},
    {operation::renew_contract, &customer_command_of},
    {operation::open_renewal, &customer_command_of},
    {operation::record_contract_line, &customer_command_of},
    {operation::remove_contract_line, &customer_command_of},
    {operation::record_order, &customer_command_of},
    {operation::record_order_line, &customer_command_of},
    {operation::cancel_order, &customer_command_of},
    {operation::create_entitlement, &customer_command_of},
    {operation::change_entitlement, &customer_command_of},
    {operation::extend_entitlement, &customer_command_of},
    {operation::renew_entitlement, &customer_command_of},
    {operation::cancel_entitlement, &customer_command_of},
    {operation::change_entitled_contacts, &customer_command_of},
    {operation::verify_coverage, &verify_coverage_of},
    {operation::open_case, &open_case_of},
    {operation::change_case, &case_command_of},
    {operation::relate_case, &case_command_of},
    {operation::set_case_status, &case_command_of},
    {operation::link_conversation, &case_command_of},
    {operation::close_case, &case_command_of},
    {operation::reopen_case, &case_command_of},
    {operation::migrate_case, &case_command_of},
    {operation::finish_case_import, &case_command_of},
    {operation::complete_case_task, &case_command_of},
    {operation::set_case_hours, &case_command_of},
    {operation::report_case_action, &case_command_of},
    {operation::read_case_times, &read_case_times_of},
    {operation::read_times, &read_times_of},
    {operation::add_case_milestone, &case_command_of},
    {operation::complete_case_milestone, &case_command_of},
    {operation::read_processes, &read_promises_of},
    {operation::list_cases, &read_promises_of},
    {operation::read_promises, &read_promises_of},
    {operation::read_compliance, &read_promises_of},
    {operation::read_customer, &read_promised_of},
    {operation::list_customers, &read_promises_of},
    {operation::read_case, &read_promised_of},
    {operation::read_milestone, &read_promised_of},
    {operation::read_timeline, &read_timeline_of},
    {operation::configure_channel, &configure_channel_of},
    {operation::report_partner_work, &report_partner_work_of},
    {operation::propose_route, &propose_route_of},
    {operation::request_action, &request_action_of},
    {operation::finish_action, &finish_action_of},
    {operation::update_consent, &update_consent_of},
    {operation::assign_consent_owner, &assign_consent_owner_of},
    {operation::read_consent, &read_consent_of},
    {operation::configure_permission_set, &configure_permission_set_of},
    {operation::report_call, &report_call_of},
    {operation::merge_contact, &merge_contact_of},
};
// Live, ready, metrics and static files have no tenant.
static_assert(std::size(entries) + 4 == operation_count);

constexpr auto handlers = [] {
  std::array<handler, operation_count> by_operation{};
  for (const entry& each : entries) {
    by_operation[static_cast<std::size_t>(each.what)] = each.handle;
  }
  return by_operation;
}();

}  // namespace

void dispatch(const exchange_ptr& ex) {
  const handler handle = handlers.at(static_cast<std::size_t>(ex->what));
  PARLEY_ASSERT(handle != nullptr, "an operation without a tenant has no tenant's handler");
  handle(ex);
}

}  // namespace parley::http
