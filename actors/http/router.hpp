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
  start_outbound,
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
  finish_external_transfer,
  change_consent,
  report_delivery,
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
  take_records,
  define_hours,
  activate_hours,
  deactivate_hours,
  make_default_hours,
  delete_hours,
  define_holiday,
  remove_holiday,
  load_tz_release,
  administer_hours,
  define_holiday_region,
  list_hours,
  compute_hours,
  configure_service_level,
  configure_entitlement_template,
  configure_product_bundle,
  configure_price_book,
  remove_service_level,
  configure_process,
  read_processes,
  define_customer,
  record_asset,
  record_contract,
  extend_contract,
  renew_contract,
  open_renewal,
  record_contract_line,
  remove_contract_line,
  record_order,
  record_order_line,
  cancel_order,
  create_entitlement,
  change_entitlement,
  extend_entitlement,
  renew_entitlement,
  cancel_entitlement,
  change_entitled_contacts,
  read_customer,
  list_customers,
  verify_coverage,
  open_case,
  list_cases,
  read_case,
  change_case,
  relate_case,
  set_case_status,
  link_conversation,
  close_case,
  reopen_case,
  migrate_case,
  finish_case_import,
  complete_case_task,
  set_case_hours,
  report_case_action,
  read_case_times,
  read_times,
  read_timeline,
  add_case_milestone,
  complete_case_milestone,
  read_milestone,
  read_promises,
  read_compliance,
  configure_channel,
  report_partner_work,
  propose_route,
  request_action,
  finish_action,
  update_consent,
  assign_consent_owner,
  read_consent,
  configure_permission_set,
  report_call,
  merge_contact,
  live,
  ready,
  metrics,
  static_file,
};
inline constexpr std::size_t operation_count = 110;
const char* to_string(operation what);
/// The method of its path.
http_method method_of(operation what);

enum class routing : std::uint8_t { found, no_such_path, wrong_method };

struct route_match {
  routing outcome = routing::no_such_path;
  operation what = operation::static_file;
  const std::string* tenant = nullptr;  ///< into the request's segments
  const std::string* id = nullptr;      ///< of the agent, queue, conversation, case …
  const std::string* part = nullptr;    ///< what of it: its asset, entitlement, milestone …
  std::string allow;                    ///< wrong_method: what the path does take
};

/// `request` has its segments. HEAD is looked up as GET.
route_match find_route(const http_request& request);

}  // namespace parley::http
