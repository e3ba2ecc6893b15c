#pragma once
// What can be asked about a contact's consent.

#include "events/base/one_of.hpp"
#include "events/consents/events.hpp"

namespace parley {

/// From the owner only: CONSENT_OWNER_MISMATCH for anybody else. `sequence` counts what the owner
/// tells of this contact; STALE_VERSION for one that is not newer and says something else. The
/// platform's reactions tell here what conversations were told.
struct update_consent {
  contact_id contact;
  channel_kind channel;
  consent consent_given = consent::unspecified;
  std::string by;  ///< empty: who asks
  std::uint64_t sequence = 0;
};
BOOST_DESCRIBE_STRUCT(update_consent, (), (contact, channel, consent_given, by, sequence))

/// Over what the channel's settings say. From the tenant's administrators only.
struct assign_consent_owner {
  contact_id contact;
  channel_kind channel;
  std::string owner;
};
BOOST_DESCRIBE_STRUCT(assign_consent_owner, (), (contact, channel, owner))

struct consent_command_cases {
  using variant = std::variant<update_consent, assign_consent_owner>;
};
using consent_command = one_of<consent_command_cases>;

}  // namespace parley
