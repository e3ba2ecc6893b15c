#include "store/kafka_socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace parley::store::kafka {
namespace {

// What was sent is acknowledged by the other kernel in time, however busy the broker is; so is a
// probe while an answer is waited for.
constexpr int unanswered_ms = 3000;
constexpr int silent_s = 1;
constexpr int probe_every_s = 1;
constexpr int probes = 3;

// A system that does not know one of them keeps its own: then only the library's limits hold.
void set_option(int socket, int level, int name, int value) {
  static_cast<void>(::setsockopt(socket, level, name, &value, sizeof value));
}

}  // namespace

int open_socket(int domain, int type, int protocol, void*) {
  const int made = ::socket(domain, type | SOCK_CLOEXEC, protocol);
  if (made >= 0) {
    set_option(made, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_option(made, IPPROTO_TCP, TCP_KEEPIDLE, silent_s);
    set_option(made, IPPROTO_TCP, TCP_KEEPINTVL, probe_every_s);
    set_option(made, IPPROTO_TCP, TCP_KEEPCNT, probes);
    set_option(made, IPPROTO_TCP, TCP_USER_TIMEOUT, unanswered_ms);
  }
  return made;
}

}  // namespace parley::store::kafka
