#include "actors/http/authorise.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

stream_id customer_stream(const exchange& ex, std::string account) {
  return {ex.tenant, entity_kind::customer, std::move(account)};
}

// The body's id of a part agrees with the path's.
template <class T, class Tag, class Field>
void run_on_part(const exchange_ptr& ex, const char* table, Field field) {
  run_command<T, customer_command>(ex, table, customer_stream(*ex, ex->id), [&ex, field](T& c) {
    id<Tag>& named = field(c);
    return agree(ex->part, named);
  });
}

void entitlement_command_of(const exchange_ptr& ex) {
  if (ex->what == operation::create_entitlement) {
    run_on_part<create_entitlement, entitlement_tag>(
        ex, "create_entitlement",
        [](create_entitlement & c) -> auto& { return c.entitlement.entitlement; });
  } else if (ex->what == operation::change_entitlement) {
    run_on_part<change_entitlement, entitlement_tag>(
        ex, "change_entitlement",
        [](change_entitlement & c) -> auto& { return c.entitlement.entitlement; });
  } else if (ex->what == operation::extend_entitlement) {
    run_on_part<extend_entitlement, entitlement_tag>(
        ex, "extend_entitlement", [](extend_entitlement & c) -> auto& { return c.entitlement; });
  } else if (ex->what == operation::renew_entitlement) {
    run_on_part<renew_entitlement, entitlement_tag>(
        ex, "renew_entitlement", [](renew_entitlement & c) -> auto& { return c.entitlement; });
  } else {
    run_on_part<cancel_entitlement, entitlement_tag>(
        ex, "cancel_entitlement", [](cancel_entitlement & c) -> auto& { return c.entitlement; });
  }
}

// An empty list is everybody's: whoever removed the last contact is told.
void answer_contacts(const exchange_ptr& ex, const command_answer& did) {
  for (const any_event& event : did.events) {
    const auto* changed = std::get_if<entitled_contacts_changed>(&event);
    if (changed != nullptr && changed->everybody) {
      answer_command(ex, did, ",\"warnings\":[\"LAST_CONTACT\"]");
      return;
    }
  }
  answer_command(ex, did);
}

void order_command_of(const exchange_ptr& ex) {
  const stream_id customer = customer_stream(*ex, ex->id);
  if (ex->what == operation::record_order) {
    run_command<record_order, customer_command>(
        ex, "record_order", customer,
        [&ex](record_order& c) { return agree_text(ex->part, c.order.order); });
  } else if (ex->what == operation::record_order_line) {
    run_command<record_order_line, customer_command>(
        ex, "record_order_line", customer,
        [&ex](record_order_line& c) { return agree_text(ex->part, c.order); });
  } else {
    run_command<cancel_order, customer_command>(
        ex, "cancel_order", customer,
        [&ex](cancel_order& c) { return agree_text(ex->part, c.order); });
  }
}

account_id account_for(const floor& views, const tenant_id& tenant,
                       const coverage_question& question) {
  const std::pair<const char*, const std::string*> ways[] = {
      {"account", &question.account.str()},   {"entitlement", &question.entitlement.str()},
      {"line", &question.line.str()},         {"asset", &question.asset.str()},
      {"contract", &question.contract.str()}, {"contact", &question.contact.str()},
  };
  for (const auto& [kind, name] : ways) {
    if (!name->empty()) {
      return views.account_of(tenant, kind, *name);
    }
  }
  return {};
}

void answer_verified(const exchange_ptr& ex, const command_answer& did) {
  for (const any_event& event : did.events) {
    if (const auto* verified = std::get_if<coverage_verified>(&event)) {
      std::string fields = ",\"question\":";
      codec::write_json(fields, verified->question);
      fields += ",\"answer\":";
      codec::write_json(fields, verified->answer);
      answer_command(ex, did, fields);
      return;
    }
  }
  ex->refuse({errc::corrupt, "a verification without an answer", {}});
}

}  // namespace

void customer_command_of(const exchange_ptr& ex) {
  if (const status own = bind_customer(ex->by, ex->id); !own.ok()) {
    refuse_not_found(ex, own.error());
    return;
  }
  if (ex->what == operation::define_customer) {
    run_command<define_customer, customer_command>(ex, "define_customer",
                                                   customer_stream(*ex, ex->id),
                                                   [](define_customer&) { return status(done{}); });
  } else if (ex->what == operation::record_asset) {
    run_on_part<record_asset, asset_tag>(
        ex, "record_asset", [](record_asset & c) -> auto& { return c.asset.asset; });
  } else if (ex->what == operation::record_contract) {
    run_on_part<record_contract, contract_tag>(
        ex, "record_contract", [](record_contract & c) -> auto& { return c.contract.contract; });
  } else if (ex->what == operation::extend_contract) {
    run_on_part<extend_contract, contract_tag>(
        ex, "extend_contract", [](extend_contract & c) -> auto& { return c.contract; });
  } else if (ex->what == operation::renew_contract) {
    run_on_part<renew_contract, contract_tag>(
        ex, "renew_contract", [](renew_contract & c) -> auto& { return c.contract; });
  } else if (ex->what == operation::open_renewal) {
    run_on_part<open_renewal, contract_tag>(
        ex, "open_renewal", [](open_renewal & c) -> auto& { return c.contract; });
  } else if (ex->what == operation::record_contract_line) {
    run_on_part<record_contract_line, line_tag>(
        ex, "record_contract_line", [](record_contract_line & c) -> auto& { return c.line.line; });
  } else if (ex->what == operation::remove_contract_line) {
    run_on_part<remove_contract_line, line_tag>(
        ex, "remove_contract_line", [](remove_contract_line & c) -> auto& { return c.line; });
  } else if (ex->what == operation::record_order || ex->what == operation::record_order_line ||
             ex->what == operation::cancel_order) {
    order_command_of(ex);
  } else if (ex->what == operation::change_entitled_contacts) {
    run_command<change_entitled_contacts, customer_command>(
        ex, "change_entitled_contacts", customer_stream(*ex, ex->id),
        [&ex](change_entitled_contacts& c) { return agree(ex->part, c.entitlement); },
        answer_contacts);
  } else {
    entitlement_command_of(ex);
  }
}

// The views know whose asset or contract it is; the customer then answers.
void verify_coverage_of(const exchange_ptr& ex) {
  const auto id = command_id_of(*ex);
  if (!id.ok()) {
    ex->refuse(id.error());
    return;
  }
  auto command = body_as<verify_coverage>(*ex, "verify_coverage");
  if (!command.ok()) {
    ex->refuse(command.error());
    return;
  }
  if (command->question == coverage_question{}) {
    ex->refuse({errc::bad_request, "there is nothing to verify", "NOTHING_TO_VERIFY"});
    return;
  }
  command->of_case = {};
  ex->home().node.read_floor(
      ex->partition, offset(), ex->home().options.wait_default,
      [ex, id = *id, command = std::move(*command)](const result<floor_reading>& read) {
        if (!read.ok()) {
          ex->refuse(read.error());
          return;
        }
        const account_id account = account_for(read->views, ex->tenant, command.question);
        if (account.empty()) {
          ex->refuse(read->views.tenant(ex->tenant) == nullptr
                         ? no_such_tenant()
                         : rejection{errc::not_found, "no customer has that", {}});
          return;
        }
        submit(ex, customer_stream(*ex, account.str()), id, any_command(customer_command(command)),
               answer_verified);
      });
}

}  // namespace parley::http
