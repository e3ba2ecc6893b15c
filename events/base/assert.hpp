#pragma once
// Invariants that stay checked in release builds. A failed one is a bug in Parley, never bad input,
// so the process stops: nothing wrong is written, and a restart replays the log.

namespace parley {

/// Prints the condition, its place and `detail`, then aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line,
                                   const char* detail) noexcept;

}  // namespace parley

#define PARLEY_ASSERT(condition, detail) \
  (static_cast<bool>(condition)          \
       ? static_cast<void>(0)            \
       : ::parley::assertion_failed(#condition, __FILE__, __LINE__, detail))
