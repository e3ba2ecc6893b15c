#pragma once
// What a contact agreed to on one channel, and whose it is to say so. One stream for each contact
// and channel, named by make_consent_stream.

#include <boost/describe.hpp>

#include "events/base/one_of.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

struct consent_updated {
  contact_id contact;
  channel_kind channel;
  consent was = consent::unspecified;
  consent consent_given = consent::unspecified;  ///< the same as before: only the sequence is newer
  std::string by;
  std::uint64_t sequence = 0;  ///< 0: not counted
  bool operator==(const consent_updated&) const = default;
};
BOOST_DESCRIBE_STRUCT(consent_updated, (), (contact, channel, was, consent_given, by, sequence))

struct consent_owner_assigned {
  contact_id contact;
  channel_kind channel;
  std::string owner;  ///< a partner; empty: the tenant
  bool operator==(const consent_owner_assigned&) const = default;
};
BOOST_DESCRIBE_STRUCT(consent_owner_assigned, (), (contact, channel, owner))

struct consent_event_cases {
  using variant = std::variant<consent_updated, consent_owner_assigned>;
};
using consent_event = one_of<consent_event_cases>;

/// The id of the stream, and the key of the view's row.
std::string consent_name(const contact_id& contact, const channel_kind& channel);

}  // namespace parley
