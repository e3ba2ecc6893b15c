#pragma once
// One seed: machines, clients and a clock, and a scheduler that draws what happens next. Everything
// comes from the seed, so a run can be repeated exactly.

#include <memory>
#include <vector>

#include "tests/sim/machine.hpp"
#include "tests/sim/traffic.hpp"

namespace parley::sim {

struct verdict {
  std::string broken;      ///< empty: everything held
  std::uint64_t hash = 0;  ///< of all that happened
  std::uint64_t steps = 0;
  std::uint64_t events = 0;
};

class world {
 public:
  world(std::uint64_t seed, probe_counts& probes);
  /// `steps` random ones, then no more faults until all is settled, then the full checks.
  verdict run(std::uint64_t steps, bool trace);

 private:
  struct place {
    std::unique_ptr<machine> box;
    std::unique_ptr<traffic> clients;
    unsigned down_for = 0;  // steps until a dead process is started again
  };

  void add_place(partition_id partition, std::vector<tenant_id> tenants);
  void step(place& at);
  void ask(place& at);
  void repeat(place& at);
  void work(place& at);
  void read(place& at);
  void pass_time(place& at);
  void trouble(place& at);
  void say(const char* what);

  // settling
  void settle();
  void drain(place& at);
  void retry_unknown(place& at);
  void rest(place& at);
  void check_broken(place& at);

  random_source chance_;
  probe_counts& probes_;
  std::vector<place> places_;
  time_ms now_;
  bool trace_ = false;
  std::uint64_t steps_ = 0;
  std::string broken_;
};

}  // namespace parley::sim
