#include "actors/http/answer_view.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

struct promise_terms {
  std::size_t limit;
  time_ms horizon;
  queue_id queue;
  std::string period;
  std::size_t period_letters;
  compliance_of sums;
  std::string from;
};

// `?by=` day, month or year; `?period=` the start of a date.
result<std::size_t> period_letters_of(const http_request& request) {
  const auto by = request.parameter("by");
  if (by.empty() || by == "day") {
    return std::size_t{10};
  }
  if (by == "month" || by == "year") {
    return std::size_t{by == "month" ? 7U : 4U};
  }
  return rejection{errc::bad_request, "?by= must be day, month or year", {}};
}

// `?of=` level, account or office; accounts are counted by month.
result<compliance_of> sums_of(const http_request& request) {
  const auto of = request.parameter("of");
  if (of.empty() || of == "level") {
    return compliance_of::level;
  }
  if (of == "office") {
    return compliance_of::office;
  }
  const auto by = request.parameter("by");
  if (of == "account" && (by == "month" || by == "year")) {
    return compliance_of::account;
  }
  return rejection{
      errc::bad_request, "?of= must be level, office, or account with ?by=month or year", {}};
}

void answer_promises(const exchange_ptr& ex, const floor_reading& read,
                     const promise_terms& terms) {
  if (ex->what == operation::read_processes) {
    answer_view(ex, read.views.processes(ex->tenant), read.at);
  } else if (ex->what == operation::list_cases) {
    answer_view(ex, read.views.cases(ex->tenant, terms.queue, terms.limit), read.at);
  } else if (ex->what == operation::read_promises) {
    answer_view(ex, read.views.promises(ex->tenant, terms.queue, terms.horizon, terms.limit),
                read.at);
  } else if (ex->what == operation::list_customers) {
    answer_view(ex, read.views.customers(ex->tenant, terms.from, terms.limit), read.at);
  } else {
    answer_view(ex,
                read.views.compliance(ex->tenant, terms.period, terms.period_letters, terms.sums),
                read.at);
  }
}

}  // namespace

void define_promises_of(const exchange_ptr& ex) {
  const stream_id tenant{ex->tenant, entity_kind::tenant, ex->tenant.str()};
  if (ex->what == operation::configure_service_level) {
    run_command<configure_service_level, tenant_command>(
        ex, "configure_service_level", tenant,
        [&ex](configure_service_level& c) { return agree(ex->id, c.level); });
  } else if (ex->what == operation::configure_entitlement_template) {
    run_command<configure_entitlement_template, tenant_command>(
        ex, "configure_entitlement_template", tenant,
        [&ex](configure_entitlement_template& c) { return agree(ex->id, c.name); });
  } else if (ex->what == operation::configure_price_book) {
    run_command<configure_price_book, tenant_command>(
        ex, "configure_price_book", tenant,
        [&ex](configure_price_book& c) { return agree(ex->id, c.book); });
  } else if (ex->what == operation::remove_service_level) {
    run_command<remove_service_level, tenant_command>(
        ex, "remove_service_level", tenant,
        [&ex](remove_service_level& c) { return agree(ex->id, c.level); });
  } else if (ex->what == operation::configure_product_bundle) {
    run_command<configure_product_bundle, tenant_command>(
        ex, "configure_product_bundle", tenant,
        [&ex](configure_product_bundle& c) { return agree(ex->id, c.product); });
  } else {
    run_command<configure_process, tenant_command>(
        ex, "configure_process", tenant,
        [&ex](configure_process& c) { return agree(ex->id, c.process); });
  }
}

void read_promises_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  const auto limit = number_of(ex->request, "limit", 100, 1000);
  const auto horizon = number_of(ex->request, "horizon_minutes", 60, 525'600);
  const auto letters = period_letters_of(ex->request);
  const auto sums = ex->what == operation::read_compliance
                        ? sums_of(ex->request)
                        : result<compliance_of>(compliance_of::level);
  if (!terms.ok() || !limit.ok() || !horizon.ok() || !letters.ok() || !sums.ok()) {
    ex->refuse(!terms.ok()     ? terms.error()
               : !limit.ok()   ? limit.error()
               : !horizon.ok() ? horizon.error()
               : !letters.ok() ? letters.error()
                               : sums.error());
    return;
  }
  const promise_terms asked{
      static_cast<std::size_t>(*limit),
      ex->home().now() + duration_ms(static_cast<std::int64_t>(*horizon) * 60'000),
      queue_id(std::string(ex->request.parameter("queue"))),
      std::string(ex->request.parameter("period")),
      *letters,
      *sums,
      std::string(ex->request.parameter("from"))};
  ex->home().node.read_floor(ex->partition, terms->at_least, terms->wait,
                             [ex, asked](const result<floor_reading>& read) {
                               if (read.ok()) {
                                 answer_promises(ex, *read, asked);
                               } else {
                                 ex->refuse(read.error());
                               }
                             });
}

}  // namespace parley::http
