#pragma once
// A TOML table read key by key: what was not asked for when it ends is an error with its line.
// Limits: the first error is told, later ones wait for the next try.

#include <concepts>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "events/base/result.hpp"

namespace parley::tool {

/// Parses `text`, or BAD_REQUEST with `name:line:`.
result<toml::table> parse_toml(std::string_view text, std::string_view name);

class toml_reader {
 public:
  toml_reader(const toml::table& from, std::string name) : table_(from), name_(std::move(name)) {}

  void text(std::string_view key, std::string& to);
  void flag(std::string_view key, bool& to);
  void texts(std::string_view key, std::vector<std::string>& to);
  /// `[key]`, whatever its keys are; every value is a text, a number or a flag.
  void named_texts(std::string_view key, std::map<std::string, std::string>& to);
  /// Within [low, high].
  void whole(std::string_view key, std::int64_t low, std::int64_t high, std::int64_t& to);
  template <std::integral T>
  void number(std::string_view key, T low, T high, T& to) {
    auto value = static_cast<std::int64_t>(to);
    whole(key, static_cast<std::int64_t>(low), static_cast<std::int64_t>(high), value);
    to = static_cast<T>(value);
  }
  /// `[key]`: `use` reads it.
  void section(std::string_view key, const std::function<void(toml_reader&)>& use);
  /// `[[key]]`: `use` reads each.
  void each(std::string_view key, const std::function<void(toml_reader&)>& use);
  void refuse(std::string why);

  /// Every key must have been read by now.
  status finish();

 private:
  const toml::node* find(std::string_view key);
  void wrong(const toml::node& at, std::string_view key, std::string_view expected);
  void child(const toml::table& from, const std::function<void(toml_reader&)>& use);

  const toml::table& table_;
  std::string name_;
  std::set<std::string, std::less<>> known_;
  std::string error_;
};

}  // namespace parley::tool
