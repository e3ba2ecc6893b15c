#include "tools/parley/exit_code.hpp"

#include <cstdio>

namespace parley::tool {

exit_code report(const rejection& why) {
  std::fprintf(stderr, "parley: %s\n", why.message.c_str());
  if (why.code == errc::unavailable || why.code == errc::recovering ||
      why.code == errc::overloaded) {
    return exit_code::unavailable;
  }
  if (why.code == errc::corrupt) return exit_code::failed;
  return exit_code::usage;
}

}  // namespace parley::tool
