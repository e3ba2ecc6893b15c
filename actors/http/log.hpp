#pragma once
// Structured logs: one JSON object a line on standard error. Only names, codes, numbers and ids go
// in: never a token, a key or the text of a message.

#include <initializer_list>
#include <string_view>
#include <utility>

namespace parley::http {

enum class log_level : unsigned char { debug, info, warning, error };
using log_field = std::pair<std::string_view, std::string_view>;

bool log_enabled(log_level level);
/// {"time":…,"level":…,"event":…, fields…}; every value is a text.
void log_event(log_level level, std::string_view event, std::initializer_list<log_field> fields);
void set_log_level(log_level level);  ///< `info` until then

}  // namespace parley::http
