// How a case ends: closed now, at a date to come, or refused because nobody is entitled to it.

#include "events/cases/decision.hpp"

namespace parley::case_rules {
namespace {

void fill(std::string& text, std::string_view name, const std::string& value) {
  for (std::size_t at = text.find(name); at != std::string::npos;
       at = text.find(name, at + value.size())) {
    text.replace(at, name.size(), value);
  }
}

std::string refusal_text(const tenant_settings& settings, const coverage_answer& answer) {
  std::string text = settings.refusal_text.empty()
                         ? "This request is not covered by a support agreement ({reason})."
                         : settings.refusal_text;
  if (answer.renewable) {
    text += ' ';
    text += settings.renewal_text.empty() ? "It ended on {ends_on} and can be renewed."
                                          : settings.renewal_text;
  }
  fill(text, "{reason}", answer.reason);
  fill(text, "{ends_on}", answer.ends_on);
  return text;
}

}  // namespace

// The resolution is done when the status is closed and the closed date has come; the rest ends.
void decision::close_now(const std::string& by, time_ms at, time_ms done_at,
                         const std::string& status) {
  add(case_closed{by, at, status});
  const std::vector<case_milestone> all = work_.milestones;
  for (const case_milestone& one : all) {
    if (one.wanted && one.definition.kind == milestone_kind::resolution) {
      direct(one, milestone_direction::complete, "closed", done_at);
    } else if (one.wanted) {
      direct(one, milestone_direction::cancel, "closed", at);
    }
  }
}

case_outcome decision::operator()(const close_case& what) {
  time_ms at = what.at;
  if (auto no = prepare(at, true)) {
    return *std::move(no);
  }
  if (work_.phase == case_phase::closed) {
    return std::move(list_);
  }
  const std::string by = what.by.empty() ? where_.by.name : what.by;
  const time_ms date = what.closed_at.value == 0 ? at : what.closed_at;
  if (date < at && where_.by.role == principal_role::agent) {
    return rejection{errc::not_permitted, "closed_at: agents act now", {}};
  }
  if (date < work_.opened_at) {
    return rejection{errc::bad_request, "closed_at: lies before the case was opened", {}};
  }
  if (date <= at) {
    close_now(by, at, date, {});
  } else if (work_.closes_at != date) {
    rest_or_go("closed", at);
    add(case_closing{by, date, at});
    evaluate(0, at);
  }
  return std::move(list_);
}

// However late the clock is, the resolution was done on the date.
case_outcome decision::operator()(const finish_closing& what) {
  if (work_.phase == case_phase::none) {
    return not_found("case");
  }
  if (work_.closes_at.value == 0 || work_.closes_at != what.closes_at) {
    return std::move(list_);
  }
  if (where_.now < what.closes_at) {
    return wrong("the date has not come yet");
  }
  close_now({}, std::max(what.closes_at, work_.changed_at), what.closes_at, {});
  return std::move(list_);
}

void decision::tell_refusal(const coverage_answer& answer, time_ms at) {
  case_notice_given notice;
  notice.reason = answer.reason;
  notice.entitlement = answer.entitlement;
  notice.ends_on = answer.ends_on;
  notice.renewable = answer.renewable;
  notice.text = refusal_text(where_.tenant->settings, answer);
  if (!work_.conversations.empty()) {
    notice.conversation = work_.conversations.back();
  }
  notice.at = at;
  add(std::move(notice));
}

// The customer is told once, until something covers the request again. A case that is worked on
// goes on: only one that was never covered is refused, if the tenant wants it so.
void decision::refuse(const coverage_answer& answer, time_ms at) {
  if (work_.imported || where_.tenant == nullptr) {
    return;
  }
  const bool refuses = where_.tenant->settings.unsupported == unsupported_policy::refuse &&
                       work_.process.empty() && !before_.verified;
  if (!work_.told_refusal && (refuses || answer.reason != "NOTHING_TO_VERIFY")) {
    tell_refusal(answer, at);
  }
  if (refuses) {
    close_now({}, at, at, "refused");
  }
}

}  // namespace parley::case_rules
