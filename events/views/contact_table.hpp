#pragma once
// Whose contact somebody is, told from the relations that the view of promises keeps.

#include "events/customer/contact_source.hpp"
#include "events/views/promises.hpp"

namespace parley {

class contact_table : public contact_source {
 public:
  explicit contact_table(const tenant_promises& of) : promises_(of) {}
  bool any() const override { return !promises_.relations.empty(); }
  account_id account_of(const contact_id& contact) const override {
    return is_shared(contact) ? account_id() : find("contact", contact.str());
  }
  bool is_shared(const contact_id& contact) const override {
    return !find(shared_contact, contact.str()).empty();
  }
  bool has_account(const account_id& account) const override {
    return !find("account", account.str()).empty();
  }

  /// The relation that a contact has beside "contact" when a second customer names it.
  static constexpr const char* shared_contact = "shared contact";

 private:
  account_id find(const char* kind, const std::string& name) const {
    const auto found = promises_.relations.find(relation_key(kind, name));
    return found == promises_.relations.end() ? account_id() : found->second;
  }

  const tenant_promises& promises_;
};

}  // namespace parley
