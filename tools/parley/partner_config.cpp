#include "tools/parley/partner_config.hpp"

#include <algorithm>

#include "tools/parley/toml_reader.hpp"

namespace parley::tool {
namespace {

// Of a topic's name; a dot would make one partner's topics look like another's.
bool is_partner_name(const std::string& name) {
  constexpr std::size_t bytes_max = 100;
  return !name.empty() && name.size() <= bytes_max &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
             std::string::npos;
}

void read_installation(toml_reader& in, partner::definition& to) {
  std::string tenant;
  std::vector<std::string> channels;
  in.text("tenant", tenant);
  in.texts("channels", channels);
  if (tenant.empty() || channels.empty()) {
    in.refuse("partner `" + to.name + "`: an installation has a `tenant` and `channels`");
    return;
  }
  partner::installation one;
  one.tenant = tenant_id(tenant);
  for (auto& channel : channels) {
    one.channels.emplace_back(std::move(channel));
  }
  if (partner::serves(to, one.tenant)) {
    in.refuse("partner `" + to.name + "`: tenant `" + tenant + "` is there twice");
  }
  to.installations.push_back(std::move(one));
}

void read_partner(toml_reader& in, std::vector<partner::definition>& to) {
  partner::definition one;
  in.text("name", one.name);
  if (!is_partner_name(one.name)) {
    in.refuse("a partner's `name` is 1 to 100 letters, digits, `_` and `-`");
  }
  std::string content = "json";
  in.text("content", content);
  if (content != "json" && content != "flatbuffers") {
    in.refuse("partner `" + one.name + "`: `content` must be json or flatbuffers");
  }
  one.out =
      content == "json" ? partner::content_format::json : partner::content_format::flatbuffers;
  in.each("installation", [&](toml_reader& inner) { read_installation(inner, one); });
  const bool twice = std::any_of(to.begin(), to.end(), [&](const partner::definition& other) {
    return other.name == one.name;
  });
  if (twice) {
    in.refuse("partner `" + one.name + "` is there twice");
  }
  to.push_back(std::move(one));
}

}  // namespace

void read_partners(toml_reader& in, std::vector<partner::definition>& to) {
  in.each("partner", [&](toml_reader& inner) { read_partner(inner, to); });
}

}  // namespace parley::tool
