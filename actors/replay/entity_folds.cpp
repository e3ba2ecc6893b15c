#include "actors/replay/entity_folds.hpp"

#include <utility>

#include "actors/shard/entity_host.hpp"

namespace parley {
namespace {

// A hint: any address will do.
void bring_near(const void* at) { __builtin_prefetch(at, 1); }

bool is_of(const persistent_actor& actor, const store::commit_view& commit) {
  return actor.stream.entity == commit.entity() && actor.stream.kind == commit.kind() &&
         actor.stream.tenant.str() == commit.tenant();
}

}  // namespace

std::uint64_t entity_folds::hash_of(const store::commit_view& commit) {
  const std::hash<std::string_view> text;
  if (commit.tenant() != tenant_) {
    tenant_.assign(commit.tenant());
    tenant_hash_ = text(tenant_);
  }
  return (text(commit.entity()) ^ tenant_hash_) * 8 + static_cast<std::uint64_t>(commit.kind());
}

// The entity with that hash, and of that commit if one is given.
persistent_actor* entity_folds::probe(std::uint64_t hash, const store::commit_view* same) {
  for (std::size_t i = hash;; ++i) {
    const slot& each = first_slot(i);
    if (each.actor == nullptr ||
        (each.hash == hash && (same == nullptr || is_of(*each.actor, *same)))) {
      return each.actor;
    }
  }
}

void entity_folds::put(slot entry) {
  for (std::size_t i = entry.hash;; ++i) {
    slot& each = first_slot(i);
    if (each.actor == nullptr) {
      each = entry;
      return;
    }
  }
}

persistent_actor& entity_folds::make(std::uint64_t hash, const store::commit_view& commit) {
  if ((actors_.size() + 1) * 2 > slots_.size()) {
    const auto before = std::exchange(slots_, std::vector<slot>(slots_.size() * 2));
    for (const slot& each : before) {
      if (each.actor != nullptr) {
        put(each);
      }
    }
  }
  persistent_actor& made = actors_.emplace_back();
  made.stream = commit.stream();
  made.state = empty_state(made.stream.kind);
  put({hash, &made});
  return made;
}

void entity_folds::look_ahead(std::span<const store::commit_view> commits) {
  hashes_.clear();
  found_.clear();
  for (const store::commit_view& commit : commits) {
    hashes_.push_back(hash_of(commit));
    bring_near(&first_slot(hashes_.back()));
  }
  for (const std::uint64_t hash : hashes_) {
    if (const persistent_actor* likely = probe(hash, nullptr)) {
      prefetch(*likely);
    }
  }
  for (std::size_t i = 0; i < commits.size(); ++i) {
    persistent_actor* actor = probe(hashes_[i], &commits[i]);
    found_.push_back(actor != nullptr ? actor : &make(hashes_[i], commits[i]));
    if (const auto* state = state_as<conversation_state>(found_.back()->state)) {
      const auto& ring = state->recent_messages;
      bring_near(ring.data() +
                 (ring.size() < recent_messages_max ? ring.size() : state->recent_next));
    }
  }
}

status entity_folds::fold(std::span<const store::commit_view> commits) {
  for (std::size_t i = 0; i < commits.size(); ++i) {
    const status applied = apply_commit(*found_[i], decoder_, commits[i]);
    if (!applied.ok()) {
      return applied;
    }
  }
  return done{};
}

}  // namespace parley
