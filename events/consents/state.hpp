#pragma once
// What is known of one contact's consent on one channel.

#include "events/consents/events.hpp"

namespace parley {

struct consent_state {
  contact_id contact;
  channel_kind channel;
  consent consent_given = consent::unspecified;  ///< unspecified: the defaults hold
  std::string by;                                ///< who said so last
  std::uint64_t sequence = 0;                    ///< the highest so far, whoever's
  time_ms changed_at;
  bool assigned = false;  ///< `owner` stands over the channel's settings
  std::string owner;
  bool operator==(const consent_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(consent_state, (),
                      (contact, channel, consent_given, by, sequence, changed_at, assigned, owner))

}  // namespace parley
