#include "actors/partner/cloud_event.hpp"

#include <algorithm>
#include <optional>

#include "store/digest.hpp"

namespace parley::partner {
namespace {

rejection bad(const std::string& why) { return {errc::bad_request, why, {}}; }

/// The one header of that name; nothing: there is none. A doubled one has no meaning.
result<std::optional<std::string_view>> find(const store::partner_record& record,
                                             std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& header : record.headers) {
    if (header.name != name) {
      continue;
    }
    if (found) {
      return bad("the header " + std::string(name) + " is there twice");
    }
    found = header.value;
  }
  return found;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Reads headers one after the other; the first thing that is wrong stays.
class header_reader {
 public:
  explicit header_reader(const store::partner_record& from) : from_(from) {}

  std::string text(std::string_view name, std::size_t bytes_max) {
    const auto found = find(from_, name);
    if (!found) {
      refuse(found.error());
    } else if (!*found || (*found)->empty()) {
      refuse(bad("the header " + std::string(name) + " is missing"));
    } else if ((*found)->size() > bytes_max || !is_printable(**found)) {
      refuse(bad("the header " + std::string(name) + " must be 1 to " + std::to_string(bytes_max) +
                 " printable characters without spaces"));
    } else {
      return std::string(**found);
    }
    return {};
  }
  /// Empty if there is none.
  std::string_view optional(std::string_view name) {
    const auto found = find(from_, name);
    if (!found) {
      refuse(found.error());
      return {};
    }
    return found->value_or(std::string_view());
  }
  void refuse(rejection why) {
    if (!wrong_) {
      wrong_ = std::move(why);
    }
  }
  const std::optional<rejection>& wrong() const { return wrong_; }

 private:
  const store::partner_record& from_;
  std::optional<rejection> wrong_;
};

void read_format(header_reader& in, cloud_event& to) {
  std::string_view content = in.optional("content-type");
  content = content.substr(0, content.find(';'));
  if (content == json_content) {
    to.format = content_format::json;
  } else if (content == flatbuffers_content) {
    to.format = content_format::flatbuffers;
  } else {
    in.refuse({errc::unsupported,
               "the header content-type must be application/json or application/x-flatbuffers",
               {}});
  }
}

void read_subject(header_reader& in, cloud_event& to) {
  constexpr std::size_t subject_bytes_max = 300;
  const std::string subject = in.text("ce_subject", subject_bytes_max);
  if (subject.empty()) {
    return;
  }
  // A consent is named by its contact, who may be a telephone number: an entity's name, no path's.
  const bool parsed = parse_stream_id(subject, to.subject) && is_plain_id(to.subject.tenant.str());
  const entity_kind kind = to.subject.kind;
  if (!parsed || (kind != entity_kind::contact_consent && !is_plain_id(to.subject.entity))) {
    in.refuse(
        bad("the header ce_subject must be TENANT/conversation/ID, TENANT/agent/ID or "
            "TENANT/consent/CHANNEL:CONTACT"));
  } else if (kind != entity_kind::conversation && kind != entity_kind::agent &&
             kind != entity_kind::contact_consent) {
    in.refuse(
        {errc::not_permitted, "a partner writes to conversations, agents and consents only", {}});
  }
}

}  // namespace

bool is_plain_id(std::string_view text) {
  constexpr std::size_t bytes_max = 128;
  constexpr std::string_view reserved = "\"'`\\/?#%&+<>{}[]|^";
  return !text.empty() && text.size() <= bytes_max && text != "." && text != ".." &&
         is_printable(text) && text.find_first_of(reserved) == std::string_view::npos;
}

result<cloud_event> read_cloud_event(const store::partner_record& record, const limits& within) {
  std::size_t header_bytes = 0;
  for (const auto& header : record.headers) {
    header_bytes += header.name.size() + header.value.size();
  }
  if (header_bytes > within.header_bytes_max) {
    return bad("the headers have more than " + std::to_string(within.header_bytes_max) + " bytes");
  }
  if (record.value.size() > within.value_bytes_max) {
    return bad("the value has more than " + std::to_string(within.value_bytes_max) + " bytes");
  }
  header_reader in(record);
  cloud_event event;
  constexpr std::size_t type_bytes_max = 100;
  if (in.text("ce_specversion", type_bytes_max) != "1.0") {
    in.refuse({errc::unsupported, "the header ce_specversion must be 1.0", {}});
  }
  event.id = in.text("ce_id", within.id_bytes_max);
  event.source = in.text("ce_source", within.id_bytes_max);
  event.command = in.text("ce_type", type_bytes_max);
  if (!event.command.starts_with(type_prefix)) {
    in.refuse(bad("the header ce_type must be parley. and the name of a command"));
  } else {
    event.command.erase(0, type_prefix.size());
  }
  read_subject(in, event);
  read_format(in, event);
  if (in.wrong()) {
    return *in.wrong();
  }
  return event;
}

command_id command_of(const std::string& partner, const cloud_event& event) {
  // The lengths keep ("ab", "c") apart from ("a", "bc").
  std::string text;
  for (const std::string* part : {&partner, &event.source, &event.id}) {
    text += std::to_string(part->size()) + ':' + *part;
  }
  const auto hash =
      store::sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    high = high << 8U | hash[i];
    low = low << 8U | hash[i + 8];
  }
  return outside_command_id(high, low);
}

}  // namespace parley::partner
