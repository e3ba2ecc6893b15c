#pragma once
// The commands that reactions have issued and that have had no outcome yet. Stored with the views'
// checkpoint, so that a restart issues them again; their ids make that harmless.

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "events/base/recorded.hpp"

namespace parley {

class outbox {
 public:
  void add(const reaction_command& command) { pending_.insert_or_assign(command.id, command); }
  /// The command was answered: by a commit, or because nothing had to change, or with a rejection.
  void settle(const command_id& id) { pending_.erase(id); }
  std::size_t size() const { return pending_.size(); }
  void clear() { pending_.clear(); }
  /// In the order of their causes.
  std::vector<reaction_command> pending() const;

  std::vector<std::uint8_t> encode() const;
  [[nodiscard]] bool decode(std::span<const std::uint8_t> bytes);

 private:
  std::unordered_map<command_id, reaction_command> pending_;
};

}  // namespace parley
