#include "actors/http/router.hpp"

namespace parley::http {
namespace {

struct entry {
  http_method method;
  std::string_view pattern;  ///< `*` takes any segment: the tenant, the id, a part of it
  operation what;
  const char* name;
};

using enum http_method;
constexpr std::array<entry, operation_count - 1> entries{{
    {put, "v1/tenants/*", operation::define_tenant, "define_tenant"},
    {put, "v1/tenants/*/queues/*", operation::configure_queue, "configure_queue"},
    {put, "v1/tenants/*/agents/*", operation::define_agent, "define_agent"},
    {post, "v1/tenants/*/agents/*/presence", operation::set_presence, "set_presence"},
    {get, "v1/tenants/*/agents/*", operation::read_agent, "read_agent"},
    {post, "v1/tenants/*/agents/*/conversations", operation::start_outbound, "start_outbound"},
    {get, "v1/tenants/*/agents", operation::list_agents, "list_agents"},
    {get, "v1/tenants/*/capacity", operation::read_capacity, "read_capacity"},
    {post, "v1/tenants/*/conversations", operation::open_conversation, "open_conversation"},
    {get, "v1/tenants/*/conversations", operation::list_conversations, "list_conversations"},
    {get, "v1/tenants/*/conversations/*", operation::read_conversation, "read_conversation"},
    {post, "v1/tenants/*/conversations/*/messages", operation::post_message, "post_message"},
    {post, "v1/tenants/*/conversations/*/route", operation::request_route, "request_route"},
    {remove, "v1/tenants/*/conversations/*/route", operation::cancel_route, "cancel_route"},
    {post, "v1/tenants/*/conversations/*/transfer", operation::request_transfer,
     "request_transfer"},
    {remove, "v1/tenants/*/conversations/*/transfer", operation::cancel_transfer,
     "cancel_transfer"},
    {post, "v1/tenants/*/conversations/*/transfer/result", operation::finish_external_transfer,
     "finish_external_transfer"},
    {post, "v1/tenants/*/conversations/*/consent", operation::change_consent, "change_consent"},
    {post, "v1/tenants/*/conversations/*/receipts", operation::report_delivery, "report_delivery"},
    {post, "v1/tenants/*/conversations/*/flow", operation::start_flow, "start_flow"},
    {remove, "v1/tenants/*/conversations/*/flow", operation::finish_flow, "finish_flow"},
    {post, "v1/tenants/*/conversations/*/handback", operation::hand_back, "hand_back"},
    {post, "v1/tenants/*/conversations/*/end", operation::end_session, "end_session"},
    {post, "v1/tenants/*/conversations/*/close", operation::close_conversation,
     "close_conversation"},
    {post, "v1/tenants/*/work/*/shown", operation::show_work, "show_work"},
    {post, "v1/tenants/*/work/*/accept", operation::accept_work, "accept_work"},
    {post, "v1/tenants/*/work/*/delivered", operation::deliver_work, "deliver_work"},
    {post, "v1/tenants/*/work/*/decline", operation::decline_work, "decline_work"},
    {post, "v1/tenants/*/work/*/complete", operation::complete_work, "complete_work"},
    {post, "v1/tenants/*/work/*/extend", operation::extend_after_work, "extend_after_work"},
    {get, "v1/tenants/*/queues", operation::read_queues, "read_queues"},
    {get, "v1/tenants/*/overview", operation::read_overview, "read_overview"},
    {get, "v1/tenants/*/events", operation::follow_events, "follow_events"},
    {post, "v1/tenants/*/partners/*/records", operation::take_records, "take_records"},
    {put, "v1/tenants/*/hours/sets/*", operation::define_hours, "define_hours"},
    {post, "v1/tenants/*/hours/sets/*/activate", operation::activate_hours, "activate_hours"},
    {post, "v1/tenants/*/hours/sets/*/deactivate", operation::deactivate_hours, "deactivate_hours"},
    {post, "v1/tenants/*/hours/sets/*/default", operation::make_default_hours,
     "make_default_hours"},
    {remove, "v1/tenants/*/hours/sets/*", operation::delete_hours, "delete_hours"},
    {put, "v1/tenants/*/hours/holidays/*", operation::define_holiday, "define_holiday"},
    {remove, "v1/tenants/*/hours/holidays/*", operation::remove_holiday, "remove_holiday"},
    {post, "v1/tenants/*/hours/tz", operation::load_tz_release, "load_tz_release"},
    {put, "v1/tenants/*/hours/administration", operation::administer_hours, "administer_hours"},
    {put, "v1/tenants/*/hours/regions/*", operation::define_holiday_region,
     "define_holiday_region"},
    {get, "v1/tenants/*/hours", operation::list_hours, "list_hours"},
    {get, "v1/tenants/*/hours/sets/*/compute", operation::compute_hours, "compute_hours"},
    {put, "v1/tenants/*/levels/*", operation::configure_service_level, "configure_service_level"},
    {put, "v1/tenants/*/templates/*", operation::configure_entitlement_template,
     "configure_entitlement_template"},
    {put, "v1/tenants/*/products/*", operation::configure_product_bundle,
     "configure_product_bundle"},
    {put, "v1/tenants/*/price_books/*", operation::configure_price_book, "configure_price_book"},
    {remove, "v1/tenants/*/levels/*", operation::remove_service_level, "remove_service_level"},
    {put, "v1/tenants/*/processes/*", operation::configure_process, "configure_process"},
    {get, "v1/tenants/*/processes", operation::read_processes, "read_processes"},
    {put, "v1/tenants/*/customers/*", operation::define_customer, "define_customer"},
    {put, "v1/tenants/*/customers/*/assets/*", operation::record_asset, "record_asset"},
    {put, "v1/tenants/*/customers/*/contracts/*", operation::record_contract, "record_contract"},
    {post, "v1/tenants/*/customers/*/contracts/*/extend", operation::extend_contract,
     "extend_contract"},
    {post, "v1/tenants/*/customers/*/contracts/*/renew", operation::renew_contract,
     "renew_contract"},
    {post, "v1/tenants/*/customers/*/contracts/*/renewal", operation::open_renewal, "open_renewal"},
    {put, "v1/tenants/*/customers/*/lines/*", operation::record_contract_line,
     "record_contract_line"},
    {remove, "v1/tenants/*/customers/*/lines/*", operation::remove_contract_line,
     "remove_contract_line"},
    {put, "v1/tenants/*/customers/*/orders/*", operation::record_order, "record_order"},
    {post, "v1/tenants/*/customers/*/orders/*/lines", operation::record_order_line,
     "record_order_line"},
    {post, "v1/tenants/*/customers/*/orders/*/cancel", operation::cancel_order, "cancel_order"},
    {put, "v1/tenants/*/customers/*/entitlements/*", operation::create_entitlement,
     "create_entitlement"},
    {post, "v1/tenants/*/customers/*/entitlements/*/change", operation::change_entitlement,
     "change_entitlement"},
    {post, "v1/tenants/*/customers/*/entitlements/*/extend", operation::extend_entitlement,
     "extend_entitlement"},
    {post, "v1/tenants/*/customers/*/entitlements/*/renew", operation::renew_entitlement,
     "renew_entitlement"},
    {post, "v1/tenants/*/customers/*/entitlements/*/cancel", operation::cancel_entitlement,
     "cancel_entitlement"},
    {post, "v1/tenants/*/customers/*/entitlements/*/contacts", operation::change_entitled_contacts,
     "change_entitled_contacts"},
    {get, "v1/tenants/*/customers/*", operation::read_customer, "read_customer"},
    {get, "v1/tenants/*/customers", operation::list_customers, "list_customers"},
    {post, "v1/tenants/*/verify", operation::verify_coverage, "verify_coverage"},
    {post, "v1/tenants/*/cases", operation::open_case, "open_case"},
    {get, "v1/tenants/*/cases", operation::list_cases, "list_cases"},
    {get, "v1/tenants/*/cases/*", operation::read_case, "read_case"},
    {post, "v1/tenants/*/cases/*/fields", operation::change_case, "change_case"},
    {post, "v1/tenants/*/cases/*/relations", operation::relate_case, "relate_case"},
    {post, "v1/tenants/*/cases/*/status", operation::set_case_status, "set_case_status"},
    {post, "v1/tenants/*/cases/*/conversations", operation::link_conversation, "link_conversation"},
    {post, "v1/tenants/*/cases/*/close", operation::close_case, "close_case"},
    {post, "v1/tenants/*/cases/*/reopen", operation::reopen_case, "reopen_case"},
    {post, "v1/tenants/*/cases/*/migrate", operation::migrate_case, "migrate_case"},
    {post, "v1/tenants/*/cases/*/imported", operation::finish_case_import, "finish_case_import"},
    {post, "v1/tenants/*/cases/*/tasks/*/complete", operation::complete_case_task,
     "complete_case_task"},
    {post, "v1/tenants/*/cases/*/hours", operation::set_case_hours, "set_case_hours"},
    {post, "v1/tenants/*/cases/*/actions/*", operation::report_case_action, "report_case_action"},
    {get, "v1/tenants/*/cases/*/times", operation::read_case_times, "read_case_times"},
    {get, "v1/tenants/*/times", operation::read_times, "read_times"},
    {get, "v1/tenants/*/cases/*/milestones", operation::read_timeline, "read_timeline"},
    {post, "v1/tenants/*/cases/*/milestones", operation::add_case_milestone, "add_case_milestone"},
    {post, "v1/tenants/*/cases/*/milestones/*/complete", operation::complete_case_milestone,
     "complete_case_milestone"},
    {get, "v1/tenants/*/milestones/*", operation::read_milestone, "read_milestone"},
    {get, "v1/tenants/*/promises", operation::read_promises, "read_promises"},
    {get, "v1/tenants/*/compliance", operation::read_compliance, "read_compliance"},
    {put, "v1/tenants/*/channels/*", operation::configure_channel, "configure_channel"},
    {post, "v1/tenants/*/agents/*/partner-work", operation::report_partner_work,
     "report_partner_work"},
    {post, "v1/tenants/*/conversations/*/route/proposal", operation::propose_route,
     "propose_route"},
    {post, "v1/tenants/*/conversations/*/actions", operation::request_action, "request_action"},
    {post, "v1/tenants/*/conversations/*/actions/*/result", operation::finish_action,
     "finish_action"},
    {post, "v1/tenants/*/consents/*/*", operation::update_consent, "update_consent"},
    {put, "v1/tenants/*/consents/*/*/owner", operation::assign_consent_owner,
     "assign_consent_owner"},
    {get, "v1/tenants/*/consents/*/*", operation::read_consent, "read_consent"},
    {put, "v1/tenants/*/permissions/*", operation::configure_permission_set,
     "configure_permission_set"},
    {post, "v1/tenants/*/conversations/*/call", operation::report_call, "report_call"},
    {post, "v1/tenants/*/conversations/*/contact", operation::merge_contact, "merge_contact"},
    {get, "health/live", operation::live, "live"},
    {get, "health/ready", operation::ready, "ready"},
    {get, "metrics", operation::metrics, "metrics"},
}};

constexpr auto segment_counts = [] {
  std::array<std::size_t, entries.size()> counts{};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    counts[i] = 1;
    for (const char c : entries[i].pattern) {
      counts[i] += c == '/' ? 1U : 0U;
    }
  }
  return counts;
}();

bool matches(std::string_view pattern, const http_request& request, route_match& found) {
  found.tenant = nullptr;
  found.id = nullptr;
  found.part = nullptr;
  for (const auto& segment : request.segments) {
    if (pattern.empty()) {
      return false;
    }
    const auto end = pattern.find('/');
    const auto want = pattern.substr(0, end);
    pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
    if (want == "*") {
      (found.tenant == nullptr ? found.tenant
       : found.id == nullptr   ? found.id
                               : found.part) = &segment;
    } else if (want != segment) {
      return false;
    }
  }
  return pattern.empty();
}

const char* name_of(http_method method) {
  switch (method) {
    case get:
      return "GET, HEAD";
    case post:
      return "POST";
    case put:
      return "PUT";
    case remove:
      return "DELETE";
    case head:
    case options:
    case other:
      break;
  }
  return "";
}

void allow(route_match& found, http_method method) {
  found.outcome = routing::wrong_method;
  found.allow += found.allow.empty() ? "" : ", ";
  found.allow += name_of(method);
}

}  // namespace

const char* to_string(operation what) {
  const auto index = static_cast<std::size_t>(what);
  return index < entries.size() ? entries.at(index).name : "static_file";
}

http_method method_of(operation what) {
  const auto index = static_cast<std::size_t>(what);
  return index < entries.size() ? entries.at(index).method : get;
}

route_match find_route(const http_request& request) {
  const http_method method = request.method == head ? get : request.method;
  route_match found;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const entry& e = entries[i];
    if (segment_counts[i] != request.segments.size() || !matches(e.pattern, request, found)) {
      continue;
    }
    if (e.method == method) {
      found.outcome = routing::found;
      found.what = e.what;
      return found;
    }
    allow(found, e.method);
  }
  if (found.outcome == routing::wrong_method) {
    return found;
  }
  const bool api = !request.segments.empty() && request.segments.front() == "v1";
  if (!api && method == get) {
    found.outcome = routing::found;
  } else if (!api) {
    allow(found, get);
  }
  return found;
}

}  // namespace parley::http
