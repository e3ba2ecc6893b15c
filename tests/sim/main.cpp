// parley_sim: runs seeds, one after the other, and tells how to repeat the one that fails.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/plants.hpp"
#include "tests/sim/world.hpp"

namespace parley::sim {
namespace {

struct order {
  std::uint64_t seeds = 200;
  std::uint64_t from = 1;
  std::uint64_t steps = 500;
  bool trace = false;
  bool probes_must = false;
  bool all_plants = false;
  plant planted_bug = plant::none;
};

// A seed takes milliseconds; what takes this long never ends.
constexpr unsigned seconds_per_seed_max = 60;

char replay_line[160];

void tell_replay(const order& what, std::uint64_t seed) {
  const std::string planting = what.planted_bug == plant::none
                                   ? std::string()
                                   : " --plant " + std::string(name_of(what.planted_bug));
  std::snprintf(replay_line, sizeof replay_line, "replay: parley_sim --seed %llu --steps %llu%s\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(what.steps),
                planting.c_str());
}

// A broken assertion, a wild pointer or an endless loop ends the process: the seed is told all the
// same.
extern "C" void tell_before_abort(int /*signal*/) {
  const ssize_t written = write(STDOUT_FILENO, replay_line, std::strlen(replay_line));
  _exit(written > 0 ? 3 : 4);
}

bool run_seed(const order& what, std::uint64_t seed, probe_counts& probes) {
  tell_replay(what, seed);
  alarm(seconds_per_seed_max);
  set_plant(what.planted_bug);
  const verdict told = world(seed, probes).run(what.steps, what.trace);
  bool good = told.broken.empty();
  if (!good) {
    std::printf("seed %llu: %s\n%s", static_cast<unsigned long long>(seed), told.broken.c_str(),
                replay_line);
  } else if (what.trace || seed % 16 == 0) {
    probe_counts unused;
    const verdict again = world(seed, unused).run(what.steps, false);
    good = again.hash == told.hash;
    if (!good) {
      std::printf("seed %llu: two runs differ\n%s", static_cast<unsigned long long>(seed),
                  replay_line);
    }
  }
  if (what.trace) {
    std::printf("hash %016llx, %llu events\n", static_cast<unsigned long long>(told.hash),
                static_cast<unsigned long long>(told.events));
  }
  return good;
}

int run_batch(const order& what) {
  probe_counts probes;
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  for (std::uint64_t i = 0; i < what.seeds && failed < 5; ++i) {
    (run_seed(what, what.from + i, probes) ? passed : failed) += 1;
    if (failed > 0 && what.planted_bug != plant::none) {
      break;
    }
  }
  bool all_met = true;
  for (std::size_t i = 0; i < static_cast<std::size_t>(probe::count); ++i) {
    const auto which = static_cast<probe>(i);
    if (what.probes_must && probes.of(which) == 0) {
      std::printf("never met: %s\n", std::string(name_of(which)).c_str());
      all_met = false;
    } else if (what.probes_must) {
      std::printf("%10llu %s\n", static_cast<unsigned long long>(probes.of(which)),
                  std::string(name_of(which)).c_str());
    }
  }
  alarm(0);
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(passed),
              static_cast<unsigned long long>(failed));
  return failed == 0 && all_met ? EXIT_SUCCESS : EXIT_FAILURE;
}

// Each plant in its own process: some end in a broken assertion, which is a way of being found.
bool is_caught(order what, plant which) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    what.planted_bug = which;
    const int outcome = run_batch(what);
    std::fflush(stdout);
    std::_Exit(outcome);
  }
  int ended = 0;
  waitpid(child, &ended, 0);
  return !(WIFEXITED(ended) && WEXITSTATUS(ended) == EXIT_SUCCESS);
}

int run_plants(const order& what) {
  unsigned wrong = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(plant::count); ++i) {
    const auto which = static_cast<plant>(i);
    const bool caught = is_caught(what, which);
    const bool good = caught == (which != plant::none);
    std::printf("%s: %s%s\n", std::string(name_of(which)).c_str(), caught ? "caught" : "not caught",
                good ? "" : "  <== wrong");
    wrong += good ? 0 : 1;
  }
  std::printf("%u of %zu plants wrong\n", wrong, static_cast<std::size_t>(plant::count));
  return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int usage() {
  std::puts(
      "parley_sim [--seeds N] [--from SEED] [--steps N] [--probes]\n"
      "parley_sim --seed SEED [--steps N] [--trace] [--plant NAME]\n"
      "parley_sim --plants [--seeds N]     every planted bug must be caught\n"
      "See tests/sim/README.md.");
  return 2;
}

bool read_number(const char* text, std::uint64_t& to) {
  char* end = nullptr;
  to = text == nullptr ? 0 : std::strtoull(text, &end, 10);
  return text != nullptr && end != text && *end == '\0';
}

bool read_order(int count, char** words, order& to) {
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const char* value = i + 1 < count ? words[i + 1] : nullptr;
    bool good = true;
    if (word == "--trace") {
      to.trace = true;
    } else if (word == "--probes") {
      to.probes_must = true;
    } else if (word == "--plants") {
      to.all_plants = true;
    } else if (word == "--plant" && value != nullptr) {
      const auto which = find_plant(value);
      good = which.has_value();
      to.planted_bug = which.value_or(plant::none);
      ++i;
    } else if (word == "--seed") {
      good = read_number(value, to.from);
      to.seeds = 1;
      ++i;
    } else {
      std::uint64_t* number = word == "--seeds"   ? &to.seeds
                              : word == "--from"  ? &to.from
                              : word == "--steps" ? &to.steps
                                                  : nullptr;
      good = number != nullptr && read_number(value, *number);
      ++i;
    }
    if (!good) {
      return false;
    }
  }
  return true;
}

}  // namespace
}  // namespace parley::sim

int main(int count, char** words) {
  parley::sim::order what;
  if (!parley::sim::read_order(count, words, what)) {
    return parley::sim::usage();
  }
  std::signal(SIGABRT, parley::sim::tell_before_abort);
  std::signal(SIGSEGV, parley::sim::tell_before_abort);
  std::signal(SIGALRM, parley::sim::tell_before_abort);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  return what.all_plants ? parley::sim::run_plants(what) : parley::sim::run_batch(what);
}
