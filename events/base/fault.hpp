#pragma once
// The first fault of a definition that is checked rule by rule. Pure.

#include <string>

#include <boost/describe/enum_to_string.hpp>

#include "events/base/result.hpp"

namespace parley {

/// Later checks of the same definition are skipped.
class first_fault {
 public:
  void require(bool good, const char* field, const char* rule) {
    if (fault_.empty() && !good) {
      fault_ = std::string(field) + ": " + rule;
    }
  }
  void text(const std::string& value, const char* field) {
    require(value.size() <= 256, field, "is longer than 256 bytes");
  }
  void named(const std::string& value, const char* field) {
    require(!value.empty(), field, "has an empty name");
    text(value, field);
  }
  template <class Enum>
  void known(Enum value, const char* field) {
    require(boost::describe::enum_to_string(value, nullptr) != nullptr, field,
            "is not a known value");
  }
  /// INVALID_DEFINITION; the message starts with the field's name, as in the schema.
  status outcome() const {
    if (fault_.empty()) {
      return done{};
    }
    return rejection{errc::invalid_definition, fault_, {}};
  }

 private:
  std::string fault_;
};

}  // namespace parley
