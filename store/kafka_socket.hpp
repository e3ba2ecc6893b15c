#pragma once
// Sockets of the client library that notice within seconds that nothing passes any more. The
// library's own limit is a request's (`socket.timeout.ms`), which a busy broker may need; whether
// the other machine's kernel still answers is told sooner. Internal to store/.

namespace parley::store::kafka {

/// As socket(2); the last one is the library's. Closed at exec.
int open_socket(int domain, int type, int protocol, void* unused);

}  // namespace parley::store::kafka
