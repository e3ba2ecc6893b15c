#pragma once
// Whose contact somebody is, as decisions see it: by the ids that customers' definitions name.

#include "events/base/ids.hpp"
#include "events/milestone/ids.hpp"

namespace parley {

class contact_source {
 public:
  contact_source() = default;
  contact_source(const contact_source&) = delete;
  contact_source& operator=(const contact_source&) = delete;
  virtual ~contact_source() = default;
  /// False: the tenant has no customers, so there is nothing to match with.
  virtual bool any() const = 0;
  /// The customer that names the contact; empty: none, or several.
  virtual account_id account_of(const contact_id& contact) const = 0;
  /// True if more than one customer names it, or has named it.
  virtual bool is_shared(const contact_id& contact) const = 0;
  virtual bool has_account(const account_id& account) const = 0;
};

}  // namespace parley
