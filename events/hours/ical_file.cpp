#include "events/hours/ical_file.hpp"

#include <algorithm>
#include <memory>

#include <libical/ical.h>

#include "events/hours/recurrence.hpp"

namespace parley::hours {
namespace {

constexpr std::size_t id_bytes_max = 100;
constexpr std::int32_t days_max = 366;  // of one event

struct release_component {
  void operator()(icalcomponent* c) const { icalcomponent_free(c); }
};
using component = std::unique_ptr<icalcomponent, release_component>;

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

// Letters, digits and `-_.` stay; a holiday's id is part of a path.
holiday_id id_of(const std::string& uid, std::size_t part) {
  std::string id = uid.substr(0, id_bytes_max);
  std::replace_if(
      id.begin(), id.end(),
      [](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.';
      },
      '-');
  return holiday_id(part == 0 ? id : id + "." + std::to_string(part + 1));
}

std::string date_text(const icaltimetype& at) {
  return format_date(to_day({at.year, at.month, at.day}));
}

std::int32_t time_of_day_ms(const icaltimetype& at) {
  return at.is_date != 0 ? 0 : ((at.hour * 60 + at.minute) * 60 + at.second) * 1000;
}

// One VEVENT as its raw values: libical's own resolution of TZID would read zone files.
struct vevent {
  std::string uid;
  holiday_definition holiday;
  icaltimetype start = icaltime_null_time();
  icaltimetype end = icaltime_null_time();
  icaldurationtype duration = icaldurationtype_null_duration();
  bool has_start = false;
  bool has_end = false;
  bool has_duration = false;
  bool overrides = false;
  bool cancelled = false;
  std::vector<icaltimetype> more;
};

void take(vevent& to, icalproperty* property) {
  const std::string value = text_or_empty(icalproperty_get_value_as_string(property));
  const icalproperty_kind kind = icalproperty_isa(property);
  if (kind == ICAL_UID_PROPERTY) {
    to.uid = value;
  } else if (kind == ICAL_SUMMARY_PROPERTY) {
    to.holiday.name = text_or_empty(icalproperty_get_summary(property));
  } else if (kind == ICAL_DESCRIPTION_PROPERTY) {
    to.holiday.description = text_or_empty(icalproperty_get_description(property));
  } else if (kind == ICAL_DTSTART_PROPERTY) {
    to.start = icalproperty_get_dtstart(property);
    to.has_start = true;
  } else if (kind == ICAL_DTEND_PROPERTY) {
    to.end = icalproperty_get_dtend(property);
    to.has_end = true;
  } else if (kind == ICAL_DURATION_PROPERTY) {
    to.duration = icalproperty_get_duration(property);
    to.has_duration = true;
  } else if (kind == ICAL_RRULE_PROPERTY) {
    to.holiday.when.rule = value;
  } else if (kind == ICAL_EXDATE_PROPERTY) {
    to.holiday.when.except.push_back(date_text(icalproperty_get_exdate(property)));
  } else if (kind == ICAL_RDATE_PROPERTY) {
    to.more.push_back(icalproperty_get_rdate(property).time);
  } else if (kind == ICAL_RECURRENCEID_PROPERTY) {
    to.overrides = true;
  } else if (kind == ICAL_STATUS_PROPERTY) {
    to.cancelled = icalproperty_get_status(property) == ICAL_STATUS_CANCELLED;
  }
}

vevent read_event(icalcomponent* from) {
  vevent event;
  for (icalproperty* p = icalcomponent_get_first_property(from, ICAL_ANY_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(from, ICAL_ANY_PROPERTY)) {
    take(event, p);
  }
  event.holiday.name = event.holiday.name.empty() ? "Holiday" : event.holiday.name.substr(0, 256);
  event.holiday.description.resize(std::min<std::size_t>(event.holiday.description.size(), 4096));
  return event;
}

// Wall-clock milliseconds from the start's midnight to the end; 0: there is no end.
std::int64_t end_ms(const vevent& event) {
  const bool whole_days = event.start.is_date != 0;
  if (event.has_end) {
    const std::int64_t days = to_day({event.end.year, event.end.month, event.end.day}).value -
                              to_day({event.start.year, event.start.month, event.start.day}).value;
    return days * day_length_ms + time_of_day_ms(event.end);
  }
  if (event.has_duration) {
    return time_of_day_ms(event.start) +
           std::int64_t{icaldurationtype_as_int(event.duration)} * 1000;
  }
  return whole_days ? day_length_ms : 0;
}

const char* why_not(const vevent& event, std::int64_t until_ms) {
  const bool utc = event.start.is_date == 0 && icaltime_is_utc(event.start) != 0;
  if (!event.has_start || event.start.year < 1800 || event.start.year > 2599) {
    return "has no usable DTSTART";
  }
  if (event.cancelled) {
    return "is cancelled";
  }
  if (event.overrides) {
    return "overrides one occurrence of another (RECURRENCE-ID)";
  }
  if (utc) {
    return "is in UTC, and a holiday is wall-clock time";
  }
  if (until_ms <= time_of_day_ms(event.start) || until_ms > days_max * day_length_ms) {
    return "has no end after its start within a year";
  }
  if (until_ms > day_length_ms && !event.holiday.when.rule.empty()) {
    return "lasts over midnight and repeats";
  }
  return nullptr;
}

void add_parts(const vevent& event, std::int64_t until_ms, std::vector<named_holiday>& to) {
  const day_number first = to_day({event.start.year, event.start.month, event.start.day});
  const std::int32_t from_ms = time_of_day_ms(event.start);
  std::size_t part = 0;
  holiday_definition holiday = event.holiday;
  holiday.when.date = format_date(first);
  holiday.when.from_ms = day_ms(from_ms);
  if (from_ms == 0 && until_ms > day_length_ms && until_ms % day_length_ms == 0) {
    holiday.when.rule = "FREQ=DAILY;COUNT=" + std::to_string(until_ms / day_length_ms);
    to.push_back({id_of(event.uid, part++), holiday});
  } else {
    for (std::int64_t day = 0; day * day_length_ms < until_ms; ++day) {
      holiday.when.date = format_date(day_number(first.value + static_cast<std::int32_t>(day)));
      holiday.when.from_ms = day_ms(day == 0 ? from_ms : 0);
      holiday.when.to_ms = day_ms(
          static_cast<std::int32_t>(std::min(until_ms - day * day_length_ms, day_length_ms)));
      to.push_back({id_of(event.uid, part++), holiday});
    }
  }
  holiday = to.back().definition;
  holiday.when.rule.clear();
  holiday.when.except.clear();
  for (const icaltimetype& at : event.more) {
    holiday.when.date = date_text(at);
    to.push_back({id_of(event.uid, part++), holiday});
  }
}

void read_component(icalcomponent* from, ical_holidays& to) {
  for (icalcomponent* c = icalcomponent_get_first_component(from, ICAL_ANY_COMPONENT); c != nullptr;
       c = icalcomponent_get_next_component(from, ICAL_ANY_COMPONENT)) {
    if (icalcomponent_isa(c) == ICAL_VCALENDAR_COMPONENT) {
      read_component(c, to);
    }
    if (icalcomponent_isa(c) != ICAL_VEVENT_COMPONENT) {
      continue;
    }
    vevent event = read_event(c);
    if (event.uid.empty()) {
      event.uid = "event-" + std::to_string(to.holidays.size() + to.left_out.size() + 1);
    }
    const std::int64_t until_ms = event.has_start ? end_ms(event) : 0;
    const char* why = why_not(event, until_ms);
    std::vector<named_holiday> parts;
    if (why == nullptr) {
      add_parts(event, until_ms, parts);
      const bool usable = std::all_of(parts.begin(), parts.end(), [](const named_holiday& h) {
        return recurrence::compile(h.definition.when).ok();
      });
      why = usable ? nullptr : "has a rule that is none of dates, or never happens";
    }
    if (why != nullptr) {
      to.left_out.push_back(event.holiday.name + ": " + why);
    } else {
      to.holidays.insert(to.holidays.end(), parts.begin(), parts.end());
    }
  }
}

icaltimetype ical_time(day_number day, std::int32_t at_ms, bool whole_day) {
  const civil_date date = to_date(day_number(day.value + at_ms / 86'400'000));
  const std::int32_t rest_s = at_ms % 86'400'000 / 1000;
  icaltimetype at = icaltime_null_time();
  at.year = date.year;
  at.month = date.month;
  at.day = date.day;
  at.is_date = whole_day ? 1 : 0;
  at.hour = rest_s / 3600;
  at.minute = rest_s / 60 % 60;
  at.second = rest_s % 60;
  return at;
}

component make_event(const named_holiday& each, const recurrence& dates) {
  const dated_interval& when = each.definition.when;
  const bool whole = when.from_ms.value == 0 && when.to_ms == day_end;
  component event(icalcomponent_new_vevent());
  const auto add = [&](icalproperty* p) { icalcomponent_add_property(event.get(), p); };
  add(icalproperty_new_uid(each.holiday.str().c_str()));
  // RFC 5545 demands a stamp; a fixed one keeps equal holidays equal bytes.
  icaltimetype stamp = ical_time(day_number(0), 0, false);
  stamp.zone = icaltimezone_get_utc_timezone();
  add(icalproperty_new_dtstamp(stamp));
  add(icalproperty_new_summary(each.definition.name.c_str()));
  if (!each.definition.description.empty()) {
    add(icalproperty_new_description(each.definition.description.c_str()));
  }
  add(icalproperty_new_dtstart(ical_time(dates.first(), when.from_ms.value, whole)));
  add(icalproperty_new_dtend(ical_time(dates.first(), when.to_ms.value, whole)));
  if (!when.rule.empty()) {
    add(icalproperty_new_rrule(icalrecurrencetype_from_string(when.rule.c_str())));
  }
  for (const std::string& text : when.except) {
    add(icalproperty_new_exdate(ical_time(*parse_date(text), when.from_ms.value, whole)));
  }
  add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  return event;
}

}  // namespace

result<ical_holidays> read_ical(std::string_view text) {
  const component root(icalparser_parse_string(std::string(text).c_str()));
  if (root == nullptr || (icalcomponent_isa(root.get()) != ICAL_VCALENDAR_COMPONENT &&
                          icalcomponent_isa(root.get()) != ICAL_XROOT_COMPONENT)) {
    return rejection{errc::bad_request, "not an iCalendar file", {}};
  }
  ical_holidays found;
  read_component(root.get(), found);
  return found;
}

result<std::string> write_ical(const std::vector<named_holiday>& holidays) {
  const component root(icalcomponent_new_vcalendar());
  icalcomponent_add_property(root.get(), icalproperty_new_prodid("-//Parley//holidays//EN"));
  icalcomponent_add_property(root.get(), icalproperty_new_version("2.0"));
  for (const named_holiday& each : holidays) {
    const auto dates = recurrence::compile(each.definition.when);
    if (!dates.ok()) {
      return dates.error();
    }
    icalcomponent_add_component(root.get(), make_event(each, *dates).release());
  }
  return text_or_empty(icalcomponent_as_ical_string(root.get()));
}

}  // namespace parley::hours
