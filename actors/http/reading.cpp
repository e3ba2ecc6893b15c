#include "actors/http/reading.hpp"

#include <charconv>

#include "actors/http/errors.hpp"
#include "actors/http/service.hpp"

namespace parley::http {

result<std::uint64_t> number_of(const http_request& request, std::string_view name,
                                std::uint64_t otherwise, std::uint64_t most) {
  const auto text = request.parameter(name);
  if (text.empty()) {
    return otherwise;
  }
  std::uint64_t number = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end || number == 0 || number > most) {
    return rejection{
        errc::bad_request, "?" + std::string(name) + "= must be 1 to " + std::to_string(most), {}};
  }
  return number;
}

result<read_terms> terms_of(const exchange& ex) {
  const auto& options = ex.home().options;
  read_terms terms{offset(), options.wait_default};
  const auto wait =
      number_of(ex.request, "wait_ms", static_cast<std::uint64_t>(options.wait_default.value),
                static_cast<std::uint64_t>(options.wait_max.value));
  if (!wait.ok()) {
    return wait.error();
  }
  terms.wait = duration_ms(static_cast<std::int64_t>(*wait));
  const auto after = ex.request.parameter("after");
  if (after.empty()) {
    return terms;
  }
  position at;
  if (!parse_position(after, at) || at.partition != ex.partition) {
    return rejection{errc::bad_request, "?after= is not a position of this tenant", {}};
  }
  terms.at_least = at.at;
  return terms;
}

void refuse_not_found(const exchange_ptr& ex, const rejection& why) {
  ex->home().node.read_floor(
      ex->partition, offset(), duration_ms(0), [ex, why](const result<floor_reading>& read) {
        const bool known = !read.ok() || read->views.tenant(ex->tenant) != nullptr;
        ex->refuse(known ? why : no_such_tenant());
      });
}

}  // namespace parley::http
