#include "tools/parley/toml_reader.hpp"

namespace parley::tool {
namespace {

std::string place(std::string_view name, toml::source_index line) {
  return std::string(name) + ":" + std::to_string(line) + ": ";
}

}  // namespace

result<toml::table> parse_toml(std::string_view text, std::string_view name) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return rejection{errc::bad_request,
                     place(name, error.source().begin.line) + std::string(error.description()),
                     {}};
  }
}

const toml::node* toml_reader::find(std::string_view key) {
  known_.emplace(key);
  return table_.get(key);
}

void toml_reader::refuse(std::string why) {
  if (error_.empty()) error_ = std::move(why);
}

void toml_reader::wrong(const toml::node& at, std::string_view key, std::string_view expected) {
  refuse(place(name_, at.source().begin.line) + "`" + std::string(key) + "` must be " +
         std::string(expected));
}

void toml_reader::text(std::string_view key, std::string& to) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  if (const auto* value = node->as_string()) {
    to = value->get();
  } else {
    wrong(*node, key, "a text");
  }
}

void toml_reader::flag(std::string_view key, bool& to) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  if (const auto* value = node->as_boolean()) {
    to = value->get();
  } else {
    wrong(*node, key, "true or false");
  }
}

void toml_reader::texts(std::string_view key, std::vector<std::string>& to) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const toml::array* items = node->as_array();
  if (items == nullptr) return wrong(*node, key, "a list of texts");
  to.clear();
  for (const toml::node& item : *items) {
    const auto* value = item.as_string();
    if (value == nullptr) return wrong(item, key, "a list of texts");
    to.push_back(value->get());
  }
}

void toml_reader::named_texts(std::string_view key, std::map<std::string, std::string>& to) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const toml::table* inner = node->as_table();
  if (inner == nullptr) return wrong(*node, key, "a table");
  for (const auto& [name, value] : *inner) {
    std::string text;
    if (const auto* words = value.as_string()) {
      text = words->get();
    } else if (const auto* number = value.as_integer()) {
      text = std::to_string(number->get());
    } else if (const auto* truth = value.as_boolean()) {
      text = truth->get() ? "true" : "false";
    } else {
      return wrong(value, name.str(), "a text, a number or a flag");
    }
    to[std::string(name.str())] = std::move(text);
  }
}

void toml_reader::whole(std::string_view key, std::int64_t low, std::int64_t high,
                        std::int64_t& to) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto* value = node->as_integer();
  if (value == nullptr || value->get() < low || value->get() > high) {
    wrong(*node, key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return;
  }
  to = value->get();
}

void toml_reader::child(const toml::table& from, const std::function<void(toml_reader&)>& use) {
  toml_reader inner(from, name_);
  use(inner);
  const status end = inner.finish();
  if (!end.ok()) refuse(end.error().message);
}

void toml_reader::section(std::string_view key, const std::function<void(toml_reader&)>& use) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  if (const toml::table* inner = node->as_table()) {
    child(*inner, use);
  } else {
    wrong(*node, key, "a table");
  }
}

void toml_reader::each(std::string_view key, const std::function<void(toml_reader&)>& use) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const toml::array* items = node->as_array();
  if (items == nullptr) return wrong(*node, key, "a list of tables");
  for (const toml::node& item : *items) {
    const toml::table* inner = item.as_table();
    if (inner == nullptr) return wrong(item, key, "a list of tables");
    child(*inner, use);
  }
}

status toml_reader::finish() {
  for (const auto& [key, node] : table_) {
    if (!known_.contains(key.str())) {
      refuse(place(name_, key.source().begin.line) + "unknown key `" + std::string(key.str()) +
             "`");
    }
  }
  if (!error_.empty()) return rejection{errc::bad_request, error_, {}};
  return done{};
}

}  // namespace parley::tool
