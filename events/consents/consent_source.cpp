#include "events/consents/consent_source.hpp"

namespace parley {

effective_consent resolve_consent(consent given, const tenant_state& tenant,
                                  const channel_kind& channel) {
  if (given != consent::unspecified) {
    return {given, consent_origin::contact};
  }
  const channel_settings* settings = find_channel(tenant, channel);
  if (settings != nullptr && settings->consent_default != consent::unspecified) {
    return {settings->consent_default, consent_origin::channel};
  }
  const consent common = tenant.settings.consent_default;
  return {common, common == consent::unspecified ? consent_origin::none : consent_origin::tenant};
}

std::string consent_owner(const consent_row* known, const tenant_state& tenant,
                          const channel_kind& channel) {
  if (known != nullptr && known->assigned) {
    return known->owner;
  }
  const channel_settings* settings = find_channel(tenant, channel);
  const bool partners = settings != nullptr && settings->consent_owner == channel_side::partner;
  return partners ? settings->partner : std::string();
}

bool owns_consent(const principal& by, const std::string& owner) {
  switch (by.role) {
    case principal_role::system:
      return true;
    case principal_role::partner:
      return by.name == owner;
    case principal_role::supervisor:
    case principal_role::admin:
      return owner.empty();
    case principal_role::agent:
    case principal_role::customer:
      return false;
  }
  return false;
}

}  // namespace parley
