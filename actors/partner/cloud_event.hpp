#pragma once
// A partner's record as a CloudEvent in binary mode: what its headers say, checked. The partner
// itself is never among them: it is the topic, which only the partner may write to.

#include "actors/partner/installations.hpp"
#include "events/base/stream.hpp"
#include "store/partner_record.hpp"

namespace parley::partner {

struct limits {
  std::size_t value_bytes_max = std::size_t{256} * 1024;
  std::size_t header_bytes_max = std::size_t{16} * 1024;  ///< names and values of all headers
  std::size_t id_bytes_max = 200;                         ///< of `ce_id` and of `ce_source`
};

struct cloud_event {
  std::string id;       ///< `ce_id`
  std::string source;   ///< `ce_source`
  std::string command;  ///< `ce_type` without its prefix: "open_conversation"
  stream_id subject;    ///< `ce_subject`: of a conversation, an agent or a consent
  content_format format = content_format::json;
};

/// BAD_REQUEST names the header that is missing, doubled or wrong; UNSUPPORTED: another version of
/// CloudEvents or another content type.
result<cloud_event> read_cloud_event(const store::partner_record& record, const limits& within);

/// The id of the command that the event asks for: of (partner, source, id), so that each repeat of
/// it, also after a crash, is the same command.
command_id command_of(const std::string& partner, const cloud_event& event);

/// 1 to 128 printable ASCII characters without spaces, quotes, slashes or what URLs reserve.
bool is_plain_id(std::string_view text);

inline constexpr std::string_view type_prefix = "parley.";
inline constexpr std::string_view json_content = "application/json";
inline constexpr std::string_view flatbuffers_content = "application/x-flatbuffers";

}  // namespace parley::partner
