#pragma once
// The open cases of one tenant, by id and in the order of their last change. There may be as many
// as timers, so a case is one block of memory: 40 bytes, its id and the texts of its row.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/unordered/unordered_flat_set.hpp>

#include "events/views/promise_rows.hpp"

namespace parley {

class open_cases {
 public:
  open_cases() = default;
  open_cases(const open_cases&) = delete;
  open_cases& operator=(const open_cases&) = delete;

  std::optional<case_row> find(std::string_view of_case) const;
  /// Only that of the row; empty if there is no such case.
  queue_id queue_of(std::string_view of_case) const;
  /// Adds or replaces. The one put last is the one that changed last, until order().
  void put(std::string_view of_case, const case_row& row);
  void drop(std::string_view of_case);
  std::size_t size() const { return cases_.size(); }
  /// Latest change first, until `next` returns false.
  template <class Next>
  void visit(Next&& next) const {
    for (const kept* one = latest_; one != nullptr && next(id_of(*one), row_of(*one));) {
      one = one->earlier;
    }
  }
  /// By `changed_at` again: after rows were put in any order.
  void order();

 private:
  struct kept {
    kept* earlier = nullptr;
    kept* later = nullptr;
    time_ms opened_at;
    std::uint64_t changed_at = 0;
    std::uint32_t text_bytes = 0;  // behind the id, each text behind its length
    std::uint16_t id_bytes = 0;
    case_phase phase = case_phase::open;
  };
  struct give_back {
    void operator()(kept* one) const;
  };
  using owned = std::unique_ptr<kept, give_back>;

  static owned make(std::string_view of_case, const case_row& row);
  static std::string_view id_of(const kept& one);
  static std::string_view text_of(const kept& one);
  static case_row row_of(const kept& one);
  void link(kept& one);
  void unlink(kept& one);

  struct hash_id {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
    std::size_t operator()(const owned& one) const { return (*this)(id_of(*one)); }
  };
  struct same_id {
    using is_transparent = void;
    bool operator()(const owned& a, const owned& b) const { return id_of(*a) == id_of(*b); }
    bool operator()(const owned& a, std::string_view b) const { return id_of(*a) == b; }
    bool operator()(std::string_view a, const owned& b) const { return a == id_of(*b); }
  };
  boost::unordered_flat_set<owned, hash_id, same_id> cases_;
  kept* latest_ = nullptr;
  kept* first_ = nullptr;
};

}  // namespace parley
