#include "events/hours/rights.hpp"

#include <algorithm>

namespace parley::hours {
namespace {

hours_profile profile_of(principal_role role) {
  switch (role) {
    case principal_role::system:
    case principal_role::admin:
      return hours_profile::administrator;
    case principal_role::supervisor:
      return hours_profile::supervisor;
    case principal_role::agent:
      return hours_profile::agent;
    case principal_role::partner:
      return hours_profile::partner;
    case principal_role::customer:
      break;
  }
  return hours_profile::customer;
}

rejection forbidden(const char* right) {
  return {errc::not_permitted, "this role may not do that with business hours",
          std::string("FORBIDDEN ") + right};
}

}  // namespace

hours_right right_of(const hours_administration& in, const principal& by) {
  const hours_profile profile = profile_of(by.role);
  const bool own = !by.profile.empty();
  const auto given = std::find_if(in.rights.begin(), in.rights.end(), [&](const hours_right& each) {
    return each.custom == by.profile && (own || each.profile == profile);
  });
  if (given != in.rights.end()) {
    return *given;
  }
  const bool all = profile == hours_profile::administrator && !own;
  return {profile, all, profile != hours_profile::customer, all, false, by.profile};
}

status permitted(const tenant_hours& now, const principal& by, access wanted) {
  if (by.role == principal_role::system) {
    return done{};
  }
  const hours_right right = right_of(now.administration, by);
  if (wanted == access::create) {
    return right.create ? status(done{}) : forbidden("create");
  }
  if (wanted == access::read) {
    return right.read ? status(done{}) : forbidden("read");
  }
  return right.update ? status(done{}) : forbidden("update");
}

status only_administrators(principal_role role) {
  const bool may = role == principal_role::system || role == principal_role::admin;
  return may ? status(done{}) : forbidden("administer");
}

}  // namespace parley::hours
