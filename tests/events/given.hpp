#pragma once
// What decisions of entities are tested with: a state, and the commands and events put into it.

#include <doctest/doctest.h>

#include "events/base/entity.hpp"

namespace parley::given {

/// What a refusal told.
struct refusal {
  std::string message;
  std::string state;
};

/// An entity as a shard holds it: what is decided is applied at once, and kept to be folded again.
template <class Entity>
class actor {
 public:
  explicit actor(stream_id stream) { where_.stream = std::move(stream); }

  typename Entity::state state;
  std::vector<std::pair<typename Entity::event, time_ms>> history;

  context& where() { return where_; }
  actor& at(std::int64_t now) {
    where_.now = time_ms(now);
    return *this;
  }

  result<std::vector<typename Entity::event>> tell(const typename Entity::command& command) {
    auto events = Entity::decide(state, command, where_);
    if (events.ok()) {
      for (const auto& event : *events) {
        Entity::apply(state, event, where_.now);
        history.emplace_back(event, where_.now);
      }
    }
    return events;
  }

  /// The command must be accepted.
  void does(const typename Entity::command& command) {
    const auto events = tell(command);
    REQUIRE_MESSAGE(events.ok(), (events.ok() ? "" : events.error().message));
  }

  /// The command must give exactly `expected`.
  template <class... Event>
  void gives(const typename Entity::command& command, const Event&... expected) {
    const auto events = tell(command);
    REQUIRE_MESSAGE(events.ok(), (events.ok() ? "" : events.error().message));
    CHECK(*events == std::vector<typename Entity::event>{expected...});
  }

  /// The command must be refused, with its state untouched.
  refusal refuses(const typename Entity::command& command, errc code) {
    const auto before = state;
    const auto events = tell(command);
    REQUIRE_FALSE(events.ok());
    CHECK(std::string(to_string(events.error().code)) == to_string(code));
    CHECK(state == before);
    return {events.error().message, events.error().state};
  }

 private:
  context where_;
};

}  // namespace parley::given
