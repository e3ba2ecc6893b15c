#include "events/codec/json_in.hpp"

#include <memory>

#include <flatbuffers/idl.h>

#include "schemas/embedded.hpp"

namespace parley::codec {
namespace {

// Depth and size are limited before the parser runs: it recurses once a nesting level.
constexpr int depth_max = 32;

bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > depth_max) {
        return true;
      }
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

std::unique_ptr<flatbuffers::Parser> make_parser() {
  flatbuffers::IDLOptions options;
  options.strict_json = true;
  options.skip_unexpected_fields_in_json = false;
  auto parser = std::make_unique<flatbuffers::Parser>(options);
  PARLEY_ASSERT(
      parser->Deserialize(schemas::commands_bfbs().data(), schemas::commands_bfbs().size()),
      "the embedded schema of commands loads");
  return parser;
}

}  // namespace

result<std::vector<std::uint8_t>> parse_json(std::string_view text, const char* root) {
  thread_local const std::unique_ptr<flatbuffers::Parser> parser = make_parser();
  if (too_deep(text)) {
    return rejection{errc::bad_request, "JSON is nested more than 32 deep", {}};
  }
  // The parser wants a C string: an embedded NUL would end the text early.
  if (text.find('\0') != std::string_view::npos) {
    return rejection{errc::bad_request, "JSON holds a NUL byte", {}};
  }
  parser->SetRootType((std::string("parley.schema.") + root).c_str());
  const std::string copy(text);
  if (!parser->ParseJson(copy.c_str())) {
    return rejection{errc::bad_request, parser->error_, {}};
  }
  const auto& builder = parser->builder_;
  return std::vector<std::uint8_t>(builder.GetBufferPointer(),
                                   builder.GetBufferPointer() + builder.GetSize());
}

}  // namespace parley::codec
