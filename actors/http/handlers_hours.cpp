// Business hours: sets, holidays, releases of the time zone database, calculations. Zone rules come
// from files here, on a reader thread, and travel in the command as data.

#include "actors/http/commands.hpp"
#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "actors/tz/zone_files.hpp"
#include "events/codec/json.hpp"
#include "events/hours/answers.hpp"
#include "events/hours/rights.hpp"

namespace parley::http {
namespace {

stream_id tenant_stream(const exchange& ex) {
  return {ex.tenant, entity_kind::tenant, ex.tenant.str()};
}

rejection only_files() {
  return {errc::bad_request, "zone rules come from the server's files, not from a body", {}};
}

template <class Command>
void of_set(const exchange_ptr& ex, const char* name) {
  run_command<Command, tenant_command>(ex, name, tenant_stream(*ex),
                                       [&ex](Command& c) { return agree(ex->id, c.hours); });
}

template <class Command>
void of_holiday(const exchange_ptr& ex, const char* name) {
  run_command<Command, tenant_command>(ex, name, tenant_stream(*ex),
                                       [&ex](Command& c) { return agree(ex->id, c.holiday); });
}

// An unknown zone leaves the rules empty: the tenant may know it, or else says so.
status fill(const exchange& ex, define_hours& command) {
  if (command.rules != zone_rules{}) {
    return only_files();
  }
  if (!command.definition.zone.empty()) {
    const auto zones = zone_files::open(ex.home().options.zone_directory);
    if (!zones.ok()) {
      return zones.error();
    }
    auto rules = zones->load(command.definition.zone);
    if (rules.ok()) {
      command.rules = std::move(*rules);
    }
  }
  return agree(ex.id, command.hours);
}

// A zone that the newer release has no more keeps the rules it has.
status fill(const exchange& ex, const std::vector<std::string>& used, load_tz_release& command) {
  if (!command.zones.empty()) {
    return only_files();
  }
  const auto zones = zone_files::open(ex.home().options.zone_directory);
  if (!zones.ok()) {
    return zones.error();
  }
  if (!command.release.empty() && command.release != zones->release()) {
    return rejection{errc::wrong_state, "the server has release " + zones->release(),
                     zones->release()};
  }
  command.release = zones->release();
  for (const std::string& zone : used) {
    auto rules = zones->load(zone);
    if (rules.ok()) {
      command.zones.push_back(std::move(*rules));
    }
  }
  return done{};
}

// Calls `use` with a copy of the tenant's hours on a reader thread.
void with_hours(const exchange_ptr& ex,
                std::function<void(const tenant_hours&, const position&)> use) {
  const auto terms = terms_of(*ex);
  if (!terms.ok()) {
    ex->refuse(terms.error());
    return;
  }
  ex->home().node.read_floor(
      ex->partition, terms->at_least, terms->wait,
      [ex, use = std::move(use)](const result<floor_reading>& read) {
        const tenant_state* tenant = read.ok() ? read->views.tenant(ex->tenant) : nullptr;
        if (tenant == nullptr) {
          ex->refuse(read.ok() ? no_such_tenant() : read.error());
          return;
        }
        const status may = hours::permitted(tenant->hours, ex->by, hours::access::read);
        if (!may.ok()) {
          ex->refuse(may.error());
          return;
        }
        ex->home().on_reader([use, hours = tenant->hours, at = read->at] { use(hours, at); });
      });
}

template <class T>
void answer_json(const exchange_ptr& ex, T answer, const position& at) {
  answer.position = to_string(at);
  response r;
  codec::write_json(r.body, answer);
  ex->answer(std::move(r));
}

void define_set(const exchange_ptr& ex) {
  ex->home().on_reader([ex] {
    run_command<define_hours, tenant_command>(
        ex, "define_hours", tenant_stream(*ex),
        [&ex](define_hours& command) { return fill(*ex, command); });
  });
}

void load_release(const exchange_ptr& ex) {
  with_hours(ex, [ex](const tenant_hours& hours, const position&) {
    std::vector<std::string> used;
    for (const zone_rules& zone : hours.zones) {
      used.push_back(zone.zone);
    }
    run_command<load_tz_release, tenant_command>(
        ex, "load_tz_release", tenant_stream(*ex),
        [&](load_tz_release& command) { return fill(*ex, used, command); });
  });
}

void compute(const exchange_ptr& ex) {
  hours_question question;
  question.hours = hours_id(ex->id);
  question.function = ex->request.parameter("function");
  question.from = ex->request.parameter("from");
  question.to = ex->request.parameter("to");
  question.amount_ms = ex->request.parameter("amount_ms");
  with_hours(ex, [ex, question](const tenant_hours& hours, const position& at) {
    auto answer = answer_hours(hours, question);
    if (answer.ok()) {
      answer_json(ex, std::move(*answer), at);
    } else {
      ex->refuse(answer.error());
    }
  });
}

}  // namespace

void hours_command_of(const exchange_ptr& ex) {
  if (ex->what == operation::define_hours) {
    define_set(ex);
  } else if (ex->what == operation::activate_hours) {
    of_set<activate_hours>(ex, "activate_hours");
  } else if (ex->what == operation::deactivate_hours) {
    of_set<deactivate_hours>(ex, "deactivate_hours");
  } else if (ex->what == operation::make_default_hours) {
    of_set<make_default_hours>(ex, "make_default_hours");
  } else if (ex->what == operation::delete_hours) {
    of_set<delete_hours>(ex, "delete_hours");
  } else if (ex->what == operation::define_holiday) {
    of_holiday<define_holiday>(ex, "define_holiday");
  } else if (ex->what == operation::remove_holiday) {
    of_holiday<remove_holiday>(ex, "remove_holiday");
  } else if (ex->what == operation::administer_hours) {
    run_command<administer_hours, tenant_command>(ex, "administer_hours", tenant_stream(*ex),
                                                  [](administer_hours&) { return status(done{}); });
  } else if (ex->what == operation::define_holiday_region) {
    run_command<define_holiday_region, tenant_command>(
        ex, "define_holiday_region", tenant_stream(*ex),
        [&ex](define_holiday_region& c) { return agree_text(ex->id, c.region.region); });
  } else {
    load_release(ex);
  }
}

void read_hours_of(const exchange_ptr& ex) {
  if (ex->what == operation::compute_hours) {
    compute(ex);
    return;
  }
  with_hours(ex, [ex](const tenant_hours& hours, const position& at) {
    answer_json(ex, list_hours(hours), at);
  });
}

}  // namespace parley::http
