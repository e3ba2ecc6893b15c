#include "actors/http/clock.hpp"

#include <chrono>

namespace parley::http {

time_ms system_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return time_ms(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace parley::http
