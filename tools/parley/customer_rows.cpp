#include "tools/parley/customer_rows.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "tools/client/http_client.hpp"
#include "tools/client/json_build.hpp"

namespace parley::tool {
namespace {

constexpr std::array known{"kind",     "account",     "id",       "name",      "contacts",
                           "product",  "bought_on",   "type",     "starts_on", "ends_on",
                           "system",   "external_id", "revision", "contract",  "asset",
                           "quantity", "level",       "process",  "hours",     "support",
                           "assets",   "products"};

rejection bad(std::string why) { return {errc::bad_request, std::move(why), {}}; }

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    if (end > at) {
      items.push_back(text.substr(at, end - at));
    }
    at = end + 1;
  }
  return items;
}

// The row's columns as members of an object: only those that say something.
class members {
 public:
  members(const std::map<std::string, std::size_t>& columns, const std::vector<std::string>& fields)
      : columns_(columns), fields_(fields) {}

  std::string field(const std::string& name) const {
    const auto at = columns_.find(name);
    return at == columns_.end() ? std::string() : fields_[at->second];
  }
  members& text(const char* name, const char* as = nullptr) {
    if (const std::string value = field(name); !value.empty()) {
      object_.text(as == nullptr ? name : as, value);
    }
    return *this;
  }
  members& list(const char* name) {
    if (const auto values = list_of(field(name)); !values.empty()) {
      object_.texts(name, values);
    }
    return *this;
  }
  members& number(const char* name, const char* as = nullptr) {
    const std::string value = field(name);
    std::int64_t count = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), count);
    good_ = good_ && (value.empty() || (read.ec == std::errc{} && count >= 0 &&
                                        read.ptr == value.data() + value.size()));
    if (!value.empty() && good_) {
      object_.number(as == nullptr ? name : as, count);
    }
    return *this;
  }
  members& raw(const char* name, const std::string& json) {
    object_.raw(name, json);
    return *this;
  }
  bool good() const { return good_; }
  std::string str() const { return object_.str(); }

 private:
  const std::map<std::string, std::size_t>& columns_;
  const std::vector<std::string>& fields_;
  client::json_object object_;
  bool good_ = true;
};

std::string wrapped(const char* name, const members& of) {
  return client::json_object().raw(name, of.str()).flag("imported", true).str();
}

}  // namespace

result<customer_rows> customer_rows::of_header(const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_known = std::find(known.begin(), known.end(), names[i]) != known.end();
    if (!is_known || !columns.emplace(names[i], i).second) {
      return bad("column " + names[i] + (is_known ? " is there twice" : " is unknown"));
    }
  }
  for (const char* needed : {"kind", "account"}) {
    if (columns.count(needed) == 0) {
      return bad(std::string("there is no column ") + needed);
    }
  }
  return customer_rows(std::move(columns));
}

result<row_request> customer_rows::request_of(const std::vector<std::string>& fields) const {
  if (fields.size() != columns_.size()) {
    return bad("the row has " + std::to_string(fields.size()) + " fields, the header " +
               std::to_string(columns_.size()));
  }
  members row(columns_, fields);
  const std::string kind = row.field("kind");
  const std::string id = row.field("id");
  row_request request{row.field("account"), "PUT", {}, {}};
  if (request.account.empty() || (kind != "customer" && id.empty())) {
    return bad("the row has no account, or no id");
  }
  request.path = "/customers/" + client::path_segment(request.account);
  if (kind == "customer") {
    request.body = row.text("name").list("contacts").str();
  } else if (kind == "asset") {
    request.path += "/assets/" + client::path_segment(id);
    request.body = wrapped("asset", row.text("product").text("name").text("bought_on"));
  } else if (kind == "contract") {
    request.path += "/contracts/" + client::path_segment(id);
    row.text("type", "kind").text("name").text("starts_on").text("ends_on");
    row.text("system", "external_system").text("external_id");
    row.number("revision", "external_revision");
    request.body = client::json_object().raw("contract", row.str()).str();
  } else if (kind == "line") {
    request.path += "/lines/" + client::path_segment(id);
    row.text("product").text("asset").number("quantity").text("starts_on").text("ends_on");
    request.body = client::json_object()
                       .text("contract", row.field("contract"))
                       .raw("line", row.str())
                       .flag("imported", true)
                       .str();
  } else if (kind == "entitlement") {
    request.path += "/entitlements/" + client::path_segment(id);
    members terms(columns_, fields);
    terms.text("name").text("level").text("process").text("hours").list("support");
    row.raw("terms", terms.str()).text("contract").list("contacts").list("assets");
    request.body = wrapped("entitlement", row.list("products").text("starts_on").text("ends_on"));
  } else {
    return bad("unknown kind: " + kind);
  }
  return row.good() ? result<row_request>(std::move(request))
                    : result<row_request>(bad("a number cannot be read"));
}

}  // namespace parley::tool
