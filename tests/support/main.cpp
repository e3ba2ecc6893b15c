// main() of every doctest program. Property tests start from one seed unless RC_PARAMS names
// another: a test that turns red tells of a change, not of a throw of dice.
#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdlib>

#include <doctest/doctest.h>

int main(int argc, char** argv) {
  setenv("RC_PARAMS", "seed=20261122", 0);  // NOLINT(concurrency-mt-unsafe): before any thread
  return doctest::Context(argc, argv).run();
}
