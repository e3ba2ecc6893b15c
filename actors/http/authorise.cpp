#include "actors/http/authorise.hpp"

#include <algorithm>

#include "actors/http/errors.hpp"

namespace parley::http {
namespace {

using roles = unsigned;
constexpr roles bit(principal_role role) { return 1U << static_cast<unsigned>(role); }
constexpr roles sys = bit(principal_role::system);
constexpr roles adm = bit(principal_role::admin);
constexpr roles sup = bit(principal_role::supervisor);
constexpr roles prt = bit(principal_role::partner);
constexpr roles agt = bit(principal_role::agent);
constexpr roles cus = bit(principal_role::customer);
// Who may change business hours is for the tenant to say (events/hours/rights.hpp).
constexpr roles all = sys | adm | sup | prt | agt | cus;

struct rule {
  operation what;
  const char* scope;
  roles who;
};

// In the order of `operation`, which table_is_ordered holds to.
constexpr std::array<rule, operation_count - 4> rules{{
    {operation::define_tenant, "define", sys | adm},
    {operation::configure_queue, "define", sys | adm},
    {operation::define_agent, "define", sys | adm},
    {operation::set_presence, "presence", sys | adm | sup | prt | agt},
    {operation::start_outbound, "converse", sys | adm | agt},
    {operation::read_agent, "floor", sys | adm | sup | prt | agt},
    {operation::list_agents, "floor", sys | adm | sup},
    {operation::read_capacity, "floor", sys | adm | sup | prt},
    {operation::open_conversation, "converse", sys | adm | sup | prt | agt},
    {operation::list_conversations, "floor", sys | adm | sup},
    {operation::read_conversation, "converse", sys | adm | sup | prt | agt},
    {operation::post_message, "converse", sys | adm | prt | agt},
    {operation::request_route, "converse", sys | adm | sup | prt},
    {operation::cancel_route, "converse", sys | adm | sup | prt},
    {operation::request_transfer, "converse", sys | adm | sup | agt},
    {operation::cancel_transfer, "converse", sys | adm | sup | agt},
    {operation::finish_external_transfer, "converse", sys | adm | prt},
    {operation::change_consent, "converse", sys | adm | sup | prt},
    {operation::report_delivery, "converse", sys | adm | prt},
    {operation::start_flow, "converse", sys | adm | prt},
    {operation::finish_flow, "converse", sys | adm | prt},
    {operation::hand_back, "converse", sys | adm | prt},
    {operation::end_session, "converse", sys | adm | sup | prt | agt},
    {operation::close_conversation, "converse", sys | adm | sup},
    {operation::show_work, "work", sys | adm | prt | agt},
    {operation::accept_work, "work", sys | adm | prt | agt},
    {operation::deliver_work, "work", sys | adm | prt | agt},
    {operation::decline_work, "work", sys | adm | prt | agt},
    {operation::complete_work, "work", sys | adm | sup | prt | agt},
    {operation::extend_after_work, "work", sys | adm | sup | agt},
    {operation::read_queues, "floor", sys | adm | sup | agt},
    {operation::read_overview, "floor", sys | adm | sup},
    {operation::follow_events, "events", sys | adm | sup | prt | agt},
    {operation::take_records, "work", sys | prt},
    {operation::define_hours, "define", all},
    {operation::activate_hours, "define", all},
    {operation::deactivate_hours, "define", all},
    {operation::make_default_hours, "define", all},
    {operation::delete_hours, "define", all},
    {operation::define_holiday, "define", all},
    {operation::remove_holiday, "define", all},
    {operation::load_tz_release, "define", sys | adm},
    {operation::administer_hours, "define", sys | adm},
    {operation::define_holiday_region, "define", all},
    {operation::list_hours, "floor", all},
    {operation::compute_hours, "floor", all},
    {operation::configure_service_level, "define", sys | adm},
    {operation::configure_entitlement_template, "define", sys | adm},
    {operation::configure_product_bundle, "define", sys | adm},
    {operation::configure_price_book, "define", sys | adm},
    {operation::remove_service_level, "define", sys | adm},
    {operation::configure_process, "define", sys | adm},
    {operation::read_processes, "cases", sys | adm | sup | agt},
    {operation::define_customer, "customers", sys | adm | prt},
    {operation::record_asset, "customers", sys | adm | prt},
    {operation::record_contract, "customers", sys | adm | prt},
    {operation::extend_contract, "customers", sys | adm | prt},
    {operation::renew_contract, "customers", sys | adm | prt},
    {operation::open_renewal, "customers", sys | adm | prt},
    {operation::record_contract_line, "customers", sys | adm | prt},
    {operation::remove_contract_line, "customers", sys | adm | prt},
    {operation::record_order, "customers", sys | adm | prt},
    {operation::record_order_line, "customers", sys | adm | prt},
    {operation::cancel_order, "customers", sys | adm | prt},
    {operation::create_entitlement, "customers", sys | adm | prt},
    {operation::change_entitlement, "customers", sys | adm | prt},
    {operation::extend_entitlement, "customers", sys | adm | prt},
    {operation::renew_entitlement, "customers", sys | adm | prt},
    {operation::cancel_entitlement, "customers", sys | adm | prt},
    {operation::change_entitled_contacts, "customers", sys | adm | prt | cus},
    {operation::read_customer, "customers", all},
    {operation::list_customers, "customers", sys | adm | sup | agt},
    {operation::verify_coverage, "cases", sys | adm | sup | prt | agt},
    {operation::open_case, "cases", sys | adm | sup | prt | agt},
    {operation::list_cases, "cases", sys | adm | sup | agt},
    {operation::read_case, "cases", sys | adm | sup | prt | agt},
    {operation::change_case, "cases", sys | adm | sup | prt | agt},
    {operation::relate_case, "cases", sys | adm | sup | prt | agt},
    {operation::set_case_status, "cases", sys | adm | sup | prt | agt},
    {operation::link_conversation, "cases", sys | adm | sup | prt | agt},
    {operation::close_case, "cases", sys | adm | sup | prt | agt},
    {operation::reopen_case, "cases", sys | adm | sup | prt | agt},
    {operation::migrate_case, "cases", sys | adm | sup},
    {operation::finish_case_import, "cases", sys | adm | prt},
    {operation::complete_case_task, "cases", sys | adm | sup | prt | agt},
    {operation::set_case_hours, "cases", sys | adm | sup},
    {operation::report_case_action, "cases", sys | adm | prt},
    {operation::read_case_times, "cases", sys | adm | sup | agt},
    {operation::read_times, "cases", sys | adm | sup},
    {operation::read_timeline, "cases", sys | adm | sup | prt | agt},
    {operation::add_case_milestone, "cases", sys | adm | sup},
    {operation::complete_case_milestone, "cases", sys | adm | sup | prt | agt},
    {operation::read_milestone, "cases", sys | adm | sup | prt | agt},
    {operation::read_promises, "cases", sys | adm | sup | agt},
    {operation::read_compliance, "cases", sys | adm | sup},
    {operation::configure_channel, "define", sys | adm},
    {operation::report_partner_work, "presence", sys | prt},
    {operation::propose_route, "converse", sys | prt},
    {operation::request_action, "converse", sys | adm | prt | agt},
    {operation::finish_action, "converse", sys | adm | prt},
    {operation::update_consent, "converse", sys | adm | sup | prt},
    {operation::assign_consent_owner, "define", sys | adm},
    {operation::read_consent, "converse", sys | adm | sup | prt | agt},
    {operation::configure_permission_set, "define", sys | adm},
    {operation::report_call, "converse", sys | adm | prt},
    {operation::merge_contact, "converse", sys | adm | sup | prt | agt},
}};

constexpr bool table_is_ordered() {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (static_cast<std::size_t>(rules[i].what) != i) {
      return false;
    }
  }
  return true;
}
static_assert(table_is_ordered());

const rule* rule_of(operation what) {
  const auto index = static_cast<std::size_t>(what);
  return index < rules.size() ? &rules.at(index) : nullptr;
}

rejection not_permitted(const std::string& why) { return {errc::not_permitted, why, {}}; }

}  // namespace

token_claims dev_claims() {
  token_claims claims;
  claims.tenant = tenant_id("*");
  claims.role = principal_role::system;
  claims.name = "dev";
  return claims;
}

status authorise(const token_claims& claims, operation what, const tenant_id& tenant) {
  const bool every = claims.role == principal_role::system && claims.tenant.str() == "*";
  if (!every && claims.tenant != tenant) {
    return no_such_tenant();
  }
  const rule* r = rule_of(what);
  if (r == nullptr || (r->who & bit(claims.role)) == 0) {
    return not_permitted("the role of this token may not do that");
  }
  if (!claims.scopes.empty() &&
      std::find(claims.scopes.begin(), claims.scopes.end(), r->scope) == claims.scopes.end()) {
    return not_permitted(std::string("the token does not have the scope ") + r->scope);
  }
  return done{};
}

status bind_agent(const principal& by, std::string& agent) {
  if (by.role != principal_role::agent) {
    return done{};
  }
  if (agent.empty()) {
    agent = by.name;
  }
  return agent == by.name ? status(done{}) : not_permitted("an agent acts only as itself");
}

status bind_customer(const principal& by, const std::string& account) {
  const bool own = by.role != principal_role::customer || account == by.name;
  return own ? status(done{}) : status(rejection{errc::not_found, "no such customer", {}});
}

const char* scope_of(operation what) {
  const rule* r = rule_of(what);
  return r == nullptr ? "" : r->scope;
}

}  // namespace parley::http
