#include "events/hours/ical_recurrence.hpp"

#include <libical/ical.h>

namespace parley::hours {

struct ical_recurrence::iterator {
  struct release {
    void operator()(icalrecur_iterator* it) const { icalrecur_iterator_free(it); }
  };
  std::unique_ptr<icalrecur_iterator, release> handle;
};

std::optional<ical_recurrence> ical_recurrence::open(const std::string& rule, day_number start) {
  icalrecurrencetype type = icalrecurrencetype_from_string(rule.c_str());
  if (type.freq == ICAL_NO_RECURRENCE) {
    return std::nullopt;
  }
  const civil_date date = to_date(start);
  // icaltime_null_date() would set the time of day to -1, from which weekly rules go astray.
  icaltimetype from = icaltime_null_time();
  from.is_date = 1;
  from.year = date.year;
  from.month = date.month;
  from.day = date.day;
  auto it = std::make_unique<iterator>();
  it->handle.reset(icalrecur_iterator_new(type, from));
  if (it->handle == nullptr) {
    return std::nullopt;
  }
  return ical_recurrence(std::move(it));
}

ical_recurrence::ical_recurrence(std::unique_ptr<iterator> it) : iterator_(std::move(it)) {}
ical_recurrence::ical_recurrence(ical_recurrence&&) noexcept = default;
ical_recurrence& ical_recurrence::operator=(ical_recurrence&&) noexcept = default;
ical_recurrence::~ical_recurrence() = default;

std::optional<day_number> ical_recurrence::next() {
  const icaltimetype at = icalrecur_iterator_next(iterator_->handle.get());
  if (icaltime_is_null_time(at) != 0) {
    return std::nullopt;
  }
  return to_day({at.year, at.month, at.day});
}

}  // namespace parley::hours
