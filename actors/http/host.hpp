#pragma once
// What may be said about an address before anything is bound to it or believed of it.

#include <string_view>

namespace parley::http {

/// "127.0.0.1", "::1", another address of 127/8, or "localhost".
bool is_loopback_host(std::string_view host);
/// A Host header's value with such a host: an optional port after it, brackets around IPv6.
bool is_loopback_authority(std::string_view authority);
/// Equal but for the case of ASCII letters.
bool same_text(std::string_view a, std::string_view b);

}  // namespace parley::http
