#include "events/consents/entity.hpp"

#include <algorithm>

#include "events/consents/consent_source.hpp"

namespace parley {
namespace {

using events = std::vector<consent_event>;
constexpr std::size_t name_bytes_max = 256;

bool is_name(const std::string& text) { return !text.empty() && text.size() <= name_bytes_max; }

// The stream is of one contact and channel for ever.
template <class Command>
status need_subject(const consent_state& now, const Command& what, const context& where) {
  if (where.tenant == nullptr) {
    return rejection{errc::not_found, "there is no such tenant", {}};
  }
  if (!is_name(what.contact.str()) || !is_name(what.channel.str())) {
    return rejection{
        errc::bad_request, "consent is of a contact on a channel, each of at most 256 bytes", {}};
  }
  const bool other =
      !now.contact.empty() && (now.contact != what.contact || now.channel != what.channel);
  if (other || where.stream.entity != consent_name(what.contact, what.channel)) {
    return rejection{errc::bad_request, "the consent is another contact's", {}};
  }
  return done{};
}

const char* name_of(consent value) { return boost::describe::enum_to_string(value, "unknown"); }

// What a conversation was told comes through here as well, from the platform, already judged.
bool is_relayed(const principal& by) {
  return by.role == principal_role::system && by.name.empty();
}

// Who does not count is the newest, unless it has counted before.
bool is_late(const consent_state& now, const update_consent& what, const std::string& by) {
  return what.sequence != 0 ? what.sequence <= now.sequence : by == now.by && now.sequence != 0;
}

result<events> decide_one(const consent_state& now, const update_consent& what,
                          const context& where) {
  if (const status good = need_subject(now, what, where); !good) {
    return good.error();
  }
  if (what.consent_given == consent::unspecified ||
      boost::describe::enum_to_string(what.consent_given, nullptr) == nullptr) {
    return rejection{errc::bad_request, "consent is granted or refused",
                     name_of(now.consent_given)};
  }
  const consent_row known{now.consent_given, now.changed_at, now.sequence, now.assigned, now.owner};
  const std::string owner = consent_owner(&known, *where.tenant, what.channel);
  if (!owns_consent(where.by, owner)) {
    return rejection{errc::consent_owner_mismatch, "the consent is not yours to change",
                     name_of(now.consent_given)};
  }
  const bool named = where.by.name.empty() || !what.by.empty();
  const std::string by = named ? what.by : where.by.name;
  if (by.size() > name_bytes_max) {
    return rejection{errc::bad_request, "by: is longer than 256 bytes", {}};
  }
  const bool same = what.consent_given == now.consent_given;
  if (!is_relayed(where.by) && is_late(now, what, by)) {
    return same ? result<events>(events{})
                : rejection{errc::stale_version, "a later update is known",
                            std::to_string(now.sequence)};
  }
  if (same && what.sequence == 0) {
    return events{};
  }
  return events{consent_updated{what.contact, what.channel, now.consent_given, what.consent_given,
                                by, what.sequence}};
}

result<events> decide_one(const consent_state& now, const assign_consent_owner& what,
                          const context& where) {
  if (const status good = need_subject(now, what, where); !good) {
    return good.error();
  }
  if (where.by.role != principal_role::admin && where.by.role != principal_role::system) {
    return rejection{errc::not_permitted, "an administrator says whose the consent is", {}};
  }
  if (what.owner.size() > name_bytes_max) {
    return rejection{errc::bad_request, "owner: is longer than 256 bytes", {}};
  }
  if (now.assigned && now.owner == what.owner) {
    return events{};
  }
  return events{consent_owner_assigned{what.contact, what.channel, what.owner}};
}

void apply_one(consent_state& to, const consent_updated& what, time_ms at) {
  to.contact = what.contact;
  to.channel = what.channel;
  to.changed_at = what.consent_given == to.consent_given ? to.changed_at : at;
  to.consent_given = what.consent_given;
  to.by = what.by;
  to.sequence = std::max(to.sequence, what.sequence);
}

void apply_one(consent_state& to, const consent_owner_assigned& what, time_ms /*at*/) {
  to.contact = what.contact;
  to.channel = what.channel;
  to.assigned = true;
  to.owner = what.owner;
}

}  // namespace

result<std::vector<consent_event>> consent_entity::decide(const state& now, const command& what,
                                                          const context& where) {
  return std::visit([&](const auto& one) { return decide_one(now, one, where); }, what);
}

void consent_entity::apply(state& to, const event& what, time_ms at) {
  std::visit([&](const auto& one) { apply_one(to, one, at); }, what);
}

}  // namespace parley
