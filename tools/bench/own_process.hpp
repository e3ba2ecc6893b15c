#pragma once
// A step of a benchmark in a process of its own: its memory is that step's alone, and it can end as
// a crash does.

#include <functional>
#include <type_traits>

#include "events/base/result.hpp"

namespace parley::bench {

/// How the step's process ends: by SIGKILL with everything still open, or by itself.
enum class ending { killed, closed };

/// Runs `step` in a fork of this process, which must have no threads yet. `step` writes its figures
/// to `size` bytes at `told`, which arrive here.
status run_forked(ending how, void* told, std::size_t size, const std::function<status()>& step);

/// As above, for figures that are a plain struct.
template <class Figures>
result<Figures> in_own_process(ending how, const std::function<result<Figures>()>& step) {
  static_assert(std::is_trivially_copyable_v<Figures>);
  Figures told{};
  const status ran = run_forked(how, &told, sizeof told, [&]() -> status {
    auto figures = step();
    if (!figures.ok()) {
      return figures.error();
    }
    told = *figures;
    return done{};
  });
  return ran.ok() ? result<Figures>(told) : result<Figures>(ran.error());
}

}  // namespace parley::bench
