#include "events/cases/decision.hpp"

#include "events/tenant/validate.hpp"

namespace parley::case_rules {
namespace {

bool on_list(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

rejection not_found(const char* what) {
  return {errc::not_found, std::string("no such ") + what, {}};
}

std::optional<rejection> decision::check_time(time_ms& at, time_ms not_before) const {
  const bool told = at.value != 0;
  if (told && where_.by.role == principal_role::agent) {
    return rejection{errc::not_permitted, "at: agents act now", {}};
  }
  if (!told) {
    at = where_.now;
  }
  if (at > where_.now) {
    return rejection{errc::bad_request, "at: lies in the future", {}};
  }
  if (at < not_before) {
    if (where_.by.role != principal_role::system || !where_.by.name.empty()) {
      return rejection{errc::bad_request, "at: lies before the last change", {}};
    }
    at = not_before;  // overtaken: a reaction tells of something that happened a moment ago
  }
  return std::nullopt;
}

std::optional<rejection> decision::prepare(time_ms& at, bool closed_too) const {
  if (work_.phase == case_phase::none) {
    return not_found("case");
  }
  if (work_.phase == case_phase::closed && !closed_too) {
    return wrong("the case is closed");
  }
  return check_time(at, work_.changed_at);
}

status decision::good_fields(const std::vector<attribute>& fields) const {
  for (const attribute& field : fields) {
    if (field.key.empty() || field.key.size() > name_bytes_max ||
        field.value.size() > 4 * name_bytes_max) {
      return rejection{errc::bad_request, "fields: a key has 1 to 256 bytes, a value 1024", {}};
    }
    if (field.key == "status") {
      return rejection{errc::bad_request, "fields: the status has a command of its own", {}};
    }
  }
  if (fields.size() + work_.fields.size() > case_fields_max) {
    return rejection{errc::bad_request, "fields: a case has at most 100", {}};
  }
  return done{};
}

status decision::good_relations(const coverage_question& relations) const {
  for (const std::string* text :
       {&relations.account.str(), &relations.contact.str(), &relations.asset.str(),
        &relations.contract.str(), &relations.line.str(), &relations.product.str(),
        &relations.entitlement.str(), &relations.support}) {
    if (text->size() > name_bytes_max) {
      return rejection{errc::bad_request, "relations: a name has at most 256 bytes", {}};
    }
  }
  return done{};
}

milestone_setup decision::setup_of(const case_milestone& one) const {
  milestone_setup setup;
  setup.of_case = case_id(where_.stream.entity);
  setup.definition = one.definition;
  setup.process = work_.process;
  setup.process_version = work_.process_version;
  setup.level = work_.level;
  setup.entitlement = work_.entitlement;
  setup.hours = one.definition.hours.empty() ? work_.hours : one.definition.hours;
  setup.imported = work_.imported;
  setup.added = one.added;
  setup.account =
      work_.relations.account.empty() ? work_.coverage.account : work_.relations.account;
  return setup;
}

void decision::want(const case_milestone& one, time_ms start, bool reopened, std::uint8_t depth,
                    time_ms at) {
  add(case_milestone_wanted{setup_of(one), start, work_.holds, reopened, depth,
                            std::max(at, one.changed_at)});
}

// Which milestones apply now: those that begin to are started, those that cease to are cancelled.
void decision::evaluate(std::uint8_t depth, time_ms at) {
  if (work_.phase == case_phase::closed) {
    return;
  }
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    const milestone_definition& definition = one.definition;
    const bool now = applies(work_, definition, where_.hours);
    const bool next = definition.kind == milestone_kind::next_response;
    if (one.wanted && !now) {
      direct(one, milestone_direction::cancel, "criteria", at);
    } else if (one.wanted || !now || (next && work_.waiting_since.value == 0)) {
      continue;
    } else if (next) {
      const bool again = definition.recurrence != milestone_recurrence::none;
      if (!one.completed || again) {
        want(one, work_.waiting_since, false, depth, at);
      }
    } else if (one.completed) {
      const bool anew = !applies(before_, definition, where_.hours);
      if (anew && definition.recurrence != milestone_recurrence::none) {
        want(one, at, false, depth, at);
      }
    } else if (definition.kind != milestone_kind::first_response || work_.responded_at.value == 0) {
      want(one, work_.start, false, depth, at);
    }
  }
}

void decision::enter(const tenant_process& process, const coverage_answer& by, time_ms at) {
  process_entered event;
  event.process = process.process;
  event.process_version = process.process_version;
  event.definition = process.definition;
  event.level = by.terms.level;
  event.entitlement = by.entitlement;
  event.hours = process.definition.hours.empty() ? by.terms.hours : process.definition.hours;
  event.case_hours = event.hours.empty();
  if (event.case_hours) {
    event.hours = work_.own_hours;
  }
  event.start = work_.opened_at;
  event.at = at;
  add(std::move(event));
  rest_or_go(work_.status, at);
  evaluate(0, at);
}

// The status as it is from here on; clocks follow if the process rests in it, or does no more.
void decision::rest_or_go(const std::string& status, time_ms at) {
  const bool rested = work_.phase == case_phase::on_hold;
  const bool rests = on_list(work_.pause_statuses, status);
  if (rests == rested && status == work_.status) {
    return;
  }
  add(case_status_changed{status, rests, at});
  if (rests == rested) {
    return;
  }
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    if (one.wanted && one.definition.side == milestone_side::internal) {
      direct(one, rests ? milestone_direction::pause : milestone_direction::resume,
             rests ? "on_hold" : "off_hold", at);
    }
  }
}

}  // namespace parley::case_rules
