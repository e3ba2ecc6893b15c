#pragma once
// What contacts agreed to, as decisions see it: a view that shows every update that was answered.
// And what follows from it for a message: the one place where defaults are put in.

#include "events/consents/events.hpp"
#include "events/tenant/state.hpp"

namespace parley {

/// What is known of a contact on a channel. Stored as a row of the view.
struct consent_row {
  consent consent_given = consent::unspecified;
  time_ms changed_at;
  std::uint64_t sequence = 0;  ///< the highest that was told
  bool assigned = false;       ///< `owner` stands over the channel's settings
  std::string owner;
  bool operator==(const consent_row&) const = default;
};
BOOST_DESCRIBE_STRUCT(consent_row, (), (consent_given, changed_at, sequence, assigned, owner))

class consent_source {
 public:
  consent_source() = default;
  consent_source(const consent_source&) = delete;
  consent_source& operator=(const consent_source&) = delete;
  virtual ~consent_source() = default;
  /// Null: nothing was said. Valid until the source changes.
  virtual const consent_row* find(const contact_id& contact, const channel_kind& channel) const = 0;
};

/// Whose word holds. `none`: nobody said anything, which refuses nothing.
enum class consent_origin : std::uint8_t { none = 0, contact = 1, channel = 2, tenant = 3 };
BOOST_DESCRIBE_ENUM(consent_origin, none, contact, channel, tenant)

struct effective_consent {
  consent value = consent::unspecified;
  consent_origin origin = consent_origin::none;
};
/// `given`: what the contact said; unspecified: the channel's default, else the tenant's.
effective_consent resolve_consent(consent given, const tenant_state& tenant,
                                  const channel_kind& channel);

/// Whose it is to update: a partner's name, or empty for the tenant's side. `known` may be null.
std::string consent_owner(const consent_row* known, const tenant_state& tenant,
                          const channel_kind& channel);
/// True if that principal may say what the contact agreed to.
bool owns_consent(const principal& by, const std::string& owner);

}  // namespace parley
