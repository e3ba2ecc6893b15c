#include "actors/partner/installations.hpp"

#include <algorithm>

namespace parley::partner {

bool serves(const definition& who, const tenant_id& tenant) {
  return std::any_of(who.installations.begin(), who.installations.end(),
                     [&](const installation& one) { return one.tenant == tenant; });
}

bool covers(const definition& who, const tenant_id& tenant, const channel_kind& channel) {
  return std::any_of(
      who.installations.begin(), who.installations.end(), [&](const installation& one) {
        return one.tenant == tenant &&
               std::find(one.channels.begin(), one.channels.end(), channel) != one.channels.end();
      });
}

std::string inbound_topic(const std::string& partner) { return "parley.in." + partner; }
std::string outbound_topic(const std::string& partner) { return "parley.out." + partner; }
std::string rejected_topic(const std::string& partner) { return "parley.rejected." + partner; }

}  // namespace parley::partner
