#pragma once
// Expected failures are values. A rejection is an answer: surely nothing was stored.

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "events/base/assert.hpp"

namespace parley {

/// The error catalogue. The names and HTTP statuses are public and never change meaning;
/// see errc_table in result.cpp for the status of each.
enum class errc : unsigned char {
  bad_request = 0,
  unauthenticated = 1,
  token_expired = 2,
  not_permitted = 3,
  routing_owner_mismatch = 4,
  consent_owner_mismatch = 5,
  consent_refused = 6,
  not_found = 7,
  channel_not_configured = 8,
  wrong_state = 9,
  no_capacity = 10,
  not_available = 11,
  closed = 12,
  stale_version = 13,
  invalid_definition = 14,
  partner_mismatch = 15,
  unsupported = 16,
  overloaded = 17,
  recovering = 18,
  unavailable = 19,  ///< the outcome is *unknown*: it may have been stored; retry by id
  corrupt = 20,      ///< stored bytes failed a check; an operator must look
};
const char* to_string(errc code);  ///< "WRONG_STATE"
int http_status(errc code);        ///< 409

/// Why a command or request was refused. `state` tells the present state where that helps.
struct [[nodiscard]] rejection {
  errc code = errc::bad_request;
  std::string message;
  std::string state;
  bool operator==(const rejection&) const = default;
};

/// A value or the reason there is none.
template <class T>
class [[nodiscard]] result {
 public:
  result(T value)
      : content_(std::in_place_index<0>, std::move(value)) {
  }  // NOLINT(google-explicit-constructor)
  result(rejection r)
      : content_(std::in_place_index<1>, std::move(r)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() {
    PARLEY_ASSERT(ok(), "value() of a rejected result");
    return *std::get_if<0>(&content_);
  }
  const T& value() const {
    PARLEY_ASSERT(ok(), "value() of a rejected result");
    return *std::get_if<0>(&content_);
  }
  const rejection& error() const {
    PARLEY_ASSERT(!ok(), "error() of a good result");
    return *std::get_if<1>(&content_);
  }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, rejection> content_;
};

/// Success without a value.
struct done {
  bool operator==(const done&) const = default;
};
using status = result<done>;

}  // namespace parley
