#include "actors/partner/rejected_record.hpp"

namespace parley::partner {

store::partner_record rejected_record(const definition& who, const store::partner_record& record,
                                      const rejection& why, bool whole) {
  store::partner_record to;
  to.from.topic = rejected_topic(who.name);
  to.key = record.key;
  if (whole) {
    to.value = record.value;
    for (const auto& header : record.headers) {
      if (!header.name.starts_with("parley_")) {
        to.headers.push_back(header);
      }
    }
  } else {
    // Headers may be what was too large; these tell it apart from others.
    constexpr std::size_t bytes_max = 200;
    for (const auto& header : record.headers) {
      if (header.name.starts_with("ce_") && header.value.size() <= bytes_max) {
        to.headers.push_back(header);
      }
    }
    to.key = record.key.size() <= bytes_max ? record.key : std::string();
    to.headers.push_back({"parley_omitted_bytes", std::to_string(record.value.size())});
  }
  to.headers.push_back({"parley_code", to_string(why.code)});
  to.headers.push_back({"parley_message", why.message});
  if (!why.state.empty()) {
    to.headers.push_back({"parley_state", why.state});
  }
  to.headers.push_back({"parley_topic", record.from.topic});
  to.headers.push_back({"parley_partition", std::to_string(record.from.partition)});
  to.headers.push_back({"parley_offset", std::to_string(record.from.at)});
  return to;
}

}  // namespace parley::partner
