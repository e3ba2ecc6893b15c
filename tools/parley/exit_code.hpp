#pragma once
// What the process answers to the shell. Public: scripts depend on these numbers.

#include "events/base/result.hpp"

namespace parley::tool {

enum class exit_code : int {
  ok = 0,
  failed = 1,       ///< a check failed: a mismatch, a rejected row, a lost feed
  usage = 2,        ///< bad option, bad configuration, bad input file
  unavailable = 3,  ///< no server there, or it would be unsafe: the data directory is in use
  internal = 4,     ///< a bug in Parley
};

/// Prints `why` to stderr as `parley: …` and gives the code that fits.
exit_code report(const rejection& why);

}  // namespace parley::tool
