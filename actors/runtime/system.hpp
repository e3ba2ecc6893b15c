#pragma once
// The CAF actor system with the settings Parley needs, behind a type that shows none of CAF.
// Lifetime: made before any actor, destroyed after every handle to an actor is gone.

#include <cstddef>
#include <memory>

namespace caf {
class actor_system;
}

namespace parley::runtime {

struct system_options {
  std::size_t worker_threads = 2;
  /// Messages an actor handles before another gets its turn. A shard's message is a whole batch, so
  /// a small number keeps several shards of a node fair to each other.
  std::size_t messages_per_turn = 20;
};

class system {
 public:
  explicit system(const system_options& options = {});
  ~system();
  system(const system&) = delete;
  system& operator=(const system&) = delete;

  caf::actor_system& caf();

 private:
  struct content;
  std::unique_ptr<content> content_;
};

}  // namespace parley::runtime
