#pragma once
// What contacts of one tenant agreed to, by contact and channel: the register as decisions see it.
// Limits: about 100 bytes and the two names for each contact that ever said something.

#include <unordered_map>

#include "events/consents/consent_source.hpp"

namespace parley {

class consent_table : public consent_source {
 public:
  const consent_row* find(const contact_id& contact, const channel_kind& channel) const override {
    if (rows.empty()) {
      return nullptr;
    }
    const auto found = rows.find(consent_name(contact, channel));
    return found == rows.end() ? nullptr : &found->second;
  }

  std::unordered_map<std::string, consent_row> rows;  ///< by consent_name
};

}  // namespace parley
