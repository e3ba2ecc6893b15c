#pragma once
// Writes the bodies of requests: `json_object().text("queue", q).number("priority", 3).str()`.
// Limits: no check of doubled names.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/codec/json.hpp"

namespace parley::client {

class json_object {
 public:
  json_object& text(std::string_view name, std::string_view value) {
    codec::write_json_string(start(name), value);
    return *this;
  }
  json_object& number(std::string_view name, std::int64_t value) {
    return raw(name, std::to_string(value));
  }
  json_object& flag(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
  }
  json_object& texts(std::string_view name, const std::vector<std::string>& values) {
    codec::write_json(start(name), values);
    return *this;
  }
  /// `value` is JSON already.
  json_object& raw(std::string_view name, std::string_view value) {
    start(name) += value;
    return *this;
  }
  std::string str() const { return text_ + "}"; }

 private:
  std::string& start(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    codec::write_json_string(text_, name);
    return text_ += ':';
  }
  std::string text_ = "{";
};

}  // namespace parley::client
