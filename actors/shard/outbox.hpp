#pragma once
// The commands that reactions have issued and that have had no outcome yet. Stored with the views'
// checkpoint, so that a restart issues them again; their ids make that harmless.

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "events/base/recorded.hpp"

namespace parley {

class outbox {
 public:
  void add(const reaction_command& command) { pending_.insert_or_assign(command.id, command); }
  /// The command was answered: by a commit, or because nothing had to change, or with a rejection.
  void settle(const command_id& id) { pending_.erase(id); }
  /// While replaying: the log holds a commit of `id`. Commands of earlier causes were decided
  /// before it, so those without a commit changed nothing, and must not be decided again on a later
  /// state.
  void settle_up_to(const command_id& id);
  /// Null: settled, or never added.
  const reaction_command* find(const command_id& id) const;
  std::size_t size() const { return pending_.size(); }
  void clear() { pending_.clear(); }
  /// In the order of their causes.
  std::vector<reaction_command> pending() const;

  std::vector<std::uint8_t> encode() const;
  [[nodiscard]] bool decode(std::span<const std::uint8_t> bytes);

 private:
  struct by_cause {
    bool operator()(const command_id& a, const command_id& b) const {
      return std::pair(a.low, a.high) < std::pair(b.low, b.high);
    }
  };
  std::map<command_id, reaction_command, by_cause> pending_;
};

}  // namespace parley
