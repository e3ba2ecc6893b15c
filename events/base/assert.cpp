#include "events/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace parley {

void assertion_failed(const char* condition, const char* file, int line,
                      const char* detail) noexcept {
  std::fprintf(stderr, "parley: invariant broken: %s (%s) at %s:%d\n", detail, condition, file,
               line);
  std::abort();
}

}  // namespace parley
