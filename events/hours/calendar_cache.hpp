#pragma once
// Compiled calendars of one tenant, made when first asked for and made again when the set's version
// or its zone's release has changed. A memory of pure results: with it or without, answers are the
// same. Belongs to one thread.

#include <map>
#include <memory>

#include "events/hours/book.hpp"
#include "events/hours/calendar.hpp"

namespace parley {

class calendar_cache {
 public:
  struct entry {
    hours_stamp stamp;
    std::shared_ptr<const calendar> hours;
  };
  /// Null if the tenant has no such set. An empty id is the tenant's default. Valid until the set
  /// changes and is asked for again.
  const entry* find(const tenant_hours& in, const hours_id& hours);

 private:
  std::map<hours_id, entry> entries_;
};

/// The definition with the holidays it links and its zone's rules, compiled. Definitions in a
/// tenant's hours were checked when they were stored.
result<calendar> compile_calendar(const tenant_hours& in, const hours_definition& definition);

}  // namespace parley
