#pragma once
// The clients' side: every command that was sent, and what they were told. It holds the shard to
// its answers: acknowledged is in the log, rejected is not, a repeat gets the first answer.

#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "actors/node/port.hpp"
#include "tests/sim/log_book.hpp"
#include "tests/sim/probes.hpp"

namespace parley::sim {

struct sent_command {
  stream_id target;
  command_id id;
  principal by;
  any_command command;
  unsigned attempts = 0;
  unsigned open = 0;             ///< attempts without an answer
  bool sure = false;             ///< some attempt was answered, or rejected for sure
  bool unknown = false;          ///< the last attempt's outcome is unknown
  std::optional<offset> effect;  ///< the commit that was acknowledged
  std::optional<errc> rejected;
  std::size_t twin = 0;  ///< another command that must be answered alike; its own number: none
};

class ledger {
 public:
  ledger(log_book& book, probe_counts& probes) : book_(book), probes_(probes) {}

  /// Returns the command's number. `twin`: see sent_command.
  std::size_t add(stream_id target, principal by, any_command command);
  void pair(std::size_t foreign, std::size_t unknown);
  /// The request of one more attempt.
  command_request attempt(std::size_t number);
  /// The process died: nobody will answer the open attempts.
  void crashed();

  std::size_t size() const { return sent_.size(); }
  const sent_command& at(std::size_t number) const { return sent_[number]; }
  std::size_t open() const { return open_; }
  /// The first wrong answer; empty: none.
  const std::string& broken() const { return broken_; }
  std::uint64_t hash() const { return hash_; }
  void set_trace(bool on) { trace_ = on; }
  /// At the end, when every command has been sent until its answer was sure.
  std::string final_check() const;

 private:
  void answered(std::size_t number, const result<command_answer>& answer);
  void accepted(sent_command& sent, const command_answer& answer);
  void refused(sent_command& sent, const rejection& why);
  void note_refusal(const sent_command& sent);
  void compare_twins(const sent_command& sent);
  void fail(const sent_command& sent, const std::string& what);

  log_book& book_;
  probe_counts& probes_;
  std::deque<sent_command> sent_;
  std::uint64_t life_ = 0;  // grows with each crash: late answers of the dead are a bug
  std::size_t open_ = 0;
  std::uint64_t hash_ = 0;
  std::string broken_;
  bool trace_ = false;
};

}  // namespace parley::sim
