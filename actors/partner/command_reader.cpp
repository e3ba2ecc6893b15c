#include "actors/partner/command_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <flatbuffers/util.h>

#include "events/codec/json_in.hpp"

namespace parley::partner {
namespace {

// Tables are read in place, where numbers must be aligned.
std::vector<std::uint64_t> aligned(std::string_view bytes) {
  std::vector<std::uint64_t> to((bytes.size() + 7) / 8);
  std::memcpy(to.data(), bytes.data(), bytes.size());
  return to;
}

bool is_utf8(const std::string& text) {
  const char* at = text.c_str();
  const char* const end = at + text.size();
  while (at < end) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      ++at;
    } else if (flatbuffers::FromUTF8(&at) < 0) {
      return false;
    }
  }
  return at == end;
}

// A buffer's structure was verified; what stands in it was not. JSON went through a parser.
template <class T>
bool is_sound(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    bool known = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto one) { known = known || one.value == value; });
    return known;
  } else if constexpr (codec::is_text_v<T>) {
    return is_utf8(codec::detail::text_of(value));
  } else if constexpr (codec::is_vector_v<T>) {
    return std::all_of(value.begin(), value.end(), [](const auto& one) { return is_sound(one); });
  } else if constexpr (codec::is_described_v<T>) {
    bool all = true;
    boost::mp11::mp_for_each<codec::members_of<T>>(
        [&](auto member) { all = all && is_sound(value.*member.pointer); });
    return all;
  } else {
    return true;
  }
}

template <class T, class Group = conversation_command>
result<any_command> read_as(const char* name, content_format format, std::string_view value) {
  if (format == content_format::json) {
    auto parsed = codec::from_json<T>(value, name);
    if (!parsed.ok()) {
      return parsed.error();
    }
    return any_command(Group(std::move(*parsed)));
  }
  T command;
  const auto bytes = aligned(value);
  if (value.empty() ||
      !codec::decode(reinterpret_cast<const std::uint8_t*>(bytes.data()), value.size(), command) ||
      !is_sound(command)) {
    return rejection{
        errc::bad_request, std::string("the value is not a FlatBuffers table ") + name, {}};
  }
  return any_command(Group(std::move(command)));
}

using reader = result<any_command> (*)(const char*, content_format, std::string_view);
struct entry {
  const char* name;
  reader read;
};
constexpr std::array<entry, 24> readers{
    {{"accept_work", &read_as<accept_work>},
     {"cancel_route", &read_as<cancel_route>},
     {"change_consent", &read_as<change_consent>},
     {"complete_work", &read_as<complete_work>},
     {"decline_work", &read_as<decline_work>},
     {"deliver_work", &read_as<deliver_work>},
     {"end_session", &read_as<end_session>},
     {"finish_action", &read_as<finish_action>},
     {"finish_external_transfer", &read_as<finish_external_transfer>},
     {"finish_flow", &read_as<finish_flow>},
     {"hand_back", &read_as<hand_back>},
     {"merge_contact", &read_as<merge_contact>},
     {"open_conversation", &read_as<open_conversation>},
     {"post_message", &read_as<post_message>},
     {"propose_route", &read_as<propose_route>},
     {"report_call", &read_as<report_call>},
     {"report_delivery", &read_as<report_delivery>},
     {"report_partner_work", &read_as<report_partner_work, agent_command>},
     {"request_action", &read_as<request_action>},
     {"request_route", &read_as<request_route>},
     {"set_presence", &read_as<set_presence, agent_command>},
     {"show_work", &read_as<show_work>},
     {"start_flow", &read_as<start_flow>},
     {"update_consent", &read_as<update_consent, consent_command>}}};

constexpr std::array<std::string_view, 16> others{
    "define_tenant",        "configure_queue",  "define_agent",    "start_outbound",
    "assign_consent_owner", "request_transfer", "cancel_transfer", "extend_after_work",
    "close_conversation",   "offer_work",       "expire_offer",    "withdraw_offer",
    "end_after_work",       "abandon_work",     "fail_route",      "retry_route"};

}  // namespace

result<any_command> read_command(std::string_view name, content_format format,
                                 std::string_view value) {
  for (const entry& one : readers) {
    if (one.name == name) {
      return one.read(one.name, format, value);
    }
  }
  if (std::find(others.begin(), others.end(), name) != others.end()) {
    return rejection{errc::not_permitted, "a partner may not ask for " + std::string(name), {}};
  }
  return rejection{errc::unsupported, "there is no command " + std::string(name), {}};
}

std::span<const std::string_view> commands_of_partners() {
  static const auto list = [] {
    std::array<std::string_view, readers.size()> to;
    std::transform(readers.begin(), readers.end(), to.begin(),
                   [](const entry& one) { return std::string_view(one.name); });
    return to;
  }();
  return list;
}

const channel_kind* opened_channel(const any_command& command) {
  const auto* of_conversation = std::get_if<conversation_command>(&command);
  const auto* opening =
      of_conversation == nullptr ? nullptr : std::get_if<open_conversation>(of_conversation);
  return opening == nullptr ? nullptr : &opening->channel;
}

}  // namespace parley::partner
