#pragma once
// Which conversations concern a partner: those on the channels that it serves in a tenant. What is
// not covered is to a partner as if it did not exist.

#include <string>
#include <vector>

#include "events/base/ids.hpp"

namespace parley::partner {

enum class content_format : unsigned char { json, flatbuffers };

struct installation {
  tenant_id tenant;
  std::vector<channel_kind> channels;
  bool operator==(const installation&) const = default;
};

struct definition {
  std::string name;  ///< of its topics, and of the principal in the log
  content_format out = content_format::json;
  std::vector<installation> installations;
  bool operator==(const definition&) const = default;
};

bool serves(const definition& who, const tenant_id& tenant);
bool covers(const definition& who, const tenant_id& tenant, const channel_kind& channel);

std::string inbound_topic(const std::string& partner);
std::string outbound_topic(const std::string& partner);
std::string rejected_topic(const std::string& partner);

}  // namespace parley::partner
