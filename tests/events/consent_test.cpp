// Goal: a contact's consent on a channel is its owner's word, in the owner's order. Method: updates
// by everybody, repeated, late and out of order, with the events they must give.

#include <doctest/doctest.h>

#include "events/audit/entity.hpp"
#include "events/consents/consent_source.hpp"
#include "events/consents/entity.hpp"
#include "tests/events/given.hpp"

using namespace parley;

namespace {

const contact_id kim("kim");
const channel_kind chat("chat");
const principal shop{principal_role::partner, "shop"};
const principal admin{principal_role::admin, "root"};

// Kim's consent on the channel "chat", which the partner "shop" serves and owns the consents of.
struct register_desk : given::actor<consent_entity> {
  register_desk() : actor({tenant_id("acme"), entity_kind::contact_consent, "chat:kim"}) {
    tenant.created = true;
    channel_settings settings;
    settings.partner = "shop";
    settings.consent_owner = channel_side::partner;
    tenant.channels = {{chat, settings}};
    where().tenant = &tenant;
    where().by = shop;
    at(1000);
  }
  register_desk(const register_desk&) = delete;
  register_desk& operator=(const register_desk&) = delete;
  tenant_state tenant;
};

update_consent says(consent value, std::uint64_t sequence = 0) {
  return {kim, chat, value, "", sequence};
}
consent_updated updated(consent was, consent now, const char* by, std::uint64_t sequence = 0) {
  return {kim, chat, was, now, by, sequence};
}

}  // namespace

TEST_CASE("c80 the owner's word is stored, with what it was before; the same again is nothing") {
  register_desk d;
  d.gives(says(consent::granted), updated(consent::unspecified, consent::granted, "shop"));
  d.gives(says(consent::granted));
  d.gives(says(consent::refused), updated(consent::granted, consent::refused, "shop"));
  CHECK(d.state.consent_given == consent::refused);
}

TEST_CASE("c80 who is not the owner changes nothing: CONSENT_OWNER_MISMATCH") {
  register_desk d;
  d.does(says(consent::granted));
  for (const principal& by :
       {admin, principal{principal_role::supervisor, "boss"},
        principal{principal_role::partner, "bank"}, principal{principal_role::agent, "ana"}}) {
    d.where().by = by;
    CHECK(d.refuses(says(consent::refused), errc::consent_owner_mismatch).state == "granted");
    d.refuses(says(consent::granted), errc::consent_owner_mismatch);
  }
  // Where the tenant owns it, the partner is who may not.
  d.tenant.channels.front().settings.consent_owner = channel_side::tenant;
  d.where().by = shop;
  d.refuses(says(consent::refused), errc::consent_owner_mismatch);
  d.where().by = admin;
  d.does(says(consent::refused));
}

TEST_CASE("c80 a late word never undoes a newer one") {
  register_desk d;
  d.gives(says(consent::granted, 5), updated(consent::unspecified, consent::granted, "shop", 5));
  // The same value again is news only by its number, and that number is kept.
  d.gives(says(consent::granted, 7), updated(consent::granted, consent::granted, "shop", 7));
  CHECK(d.refuses(says(consent::refused, 6), errc::stale_version).state == "7");
  CHECK(d.refuses(says(consent::refused, 7), errc::stale_version).state == "7");
  CHECK(d.refuses(says(consent::refused), errc::stale_version).state == "7");
  d.gives(says(consent::granted, 6));
  CHECK(d.state.consent_given == consent::granted);
  d.gives(says(consent::refused, 8), updated(consent::granted, consent::refused, "shop", 8));
}

TEST_CASE("c82 an administrator gives the consent to another owner") {
  register_desk d;
  d.refuses(assign_consent_owner{kim, chat, "bank"}, errc::not_permitted);
  d.where().by = admin;
  d.gives(assign_consent_owner{kim, chat, "bank"}, consent_owner_assigned{kim, chat, "bank"});
  d.gives(assign_consent_owner{kim, chat, "bank"});
  d.where().by = shop;
  d.refuses(says(consent::granted), errc::consent_owner_mismatch);
  d.where().by = {principal_role::partner, "bank"};
  d.does(says(consent::granted));
  d.where().by = admin;
  d.refuses(says(consent::refused), errc::consent_owner_mismatch);
  d.does(assign_consent_owner{kim, chat, ""});
  d.does(says(consent::refused));
}

TEST_CASE("c80 the register of one contact and channel takes no other's word") {
  register_desk d;
  update_consent other = says(consent::granted);
  other.contact = contact_id("joe");
  d.refuses(other, errc::bad_request);
  d.refuses(says(consent::unspecified), errc::bad_request);
  d.does(says(consent::granted));
  d.where().tenant = nullptr;
  d.refuses(says(consent::refused), errc::not_found);
}

TEST_CASE("c80 what a conversation was told is taken as it stands, and counts no sequence") {
  register_desk d;
  d.does(says(consent::granted, 7));
  d.where().by = {};  // the platform's own reaction
  update_consent relayed = says(consent::refused);
  relayed.by = "shop";
  d.gives(relayed, updated(consent::granted, consent::refused, "shop"));
  CHECK(d.state.sequence == 7);
  d.where().by = shop;
  d.refuses(says(consent::granted, 6), errc::stale_version);
}

TEST_CASE("c81 without a word the channel's default holds, then the tenant's; the origin is told") {
  tenant_state tenant;
  const auto now = [&](consent given) { return resolve_consent(given, tenant, chat); };
  CHECK(now(consent::unspecified).origin == consent_origin::none);
  tenant.settings.consent_default = consent::refused;
  CHECK(now(consent::unspecified).value == consent::refused);
  CHECK(now(consent::unspecified).origin == consent_origin::tenant);
  channel_settings settings;
  settings.consent_default = consent::granted;
  tenant.channels = {{chat, settings}};
  CHECK(now(consent::unspecified).value == consent::granted);
  CHECK(now(consent::unspecified).origin == consent_origin::channel);
  CHECK(now(consent::refused).value == consent::refused);
  CHECK(now(consent::refused).origin == consent_origin::contact);
}

TEST_CASE("a refusal is on record in a stream of its own") {
  given::actor<audit_entity> audit({tenant_id("acme"), entity_kind::audit, "acme"});
  const record_refusal told{"acme/consent/chat:kim", "update_consent", "CONSENT_OWNER_MISMATCH",
                            "no"};
  audit.refuses(told, errc::not_found);
  tenant_state tenant;
  audit.where().tenant = &tenant;
  audit.gives(told, refusal_recorded{told.target, told.command, told.code, told.message});
  CHECK(audit.state.records == 1);
  audit.refuses(record_refusal{}, errc::bad_request);
}
