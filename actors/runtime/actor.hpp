#pragma once
// The one base class of all actors and the typed reference to them. An actor takes one message
// type, a variant handled by one visit: exhaustive at compile time and four times cheaper to
// dispatch than a list of handlers.

#include <utility>

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>

#include "events/base/assert.hpp"

namespace parley::runtime {

/// A strong reference to an actor that takes `Message`. Thread-safe; empty after reset().
template <class Message>
class reference {
 public:
  reference() = default;
  explicit reference(caf::actor handle) : handle_(std::move(handle)) {}

  void tell(Message message) const {
    if (handle_) {
      caf::anon_send(handle_, std::move(message));
    }
  }
  /// Ends the actor after the messages it already has.
  void stop() const {
    if (handle_) {
      caf::anon_send_exit(handle_, caf::exit_reason::user_shutdown);
    }
  }
  void reset() { handle_ = nullptr; }
  explicit operator bool() const { return static_cast<bool>(handle_); }

 private:
  caf::actor handle_;
};

/// An actor that handles `Message`. A handler never blocks and never throws: an exception is a bug
/// and ends the process, because the actor's state can no longer be trusted.
template <class Message>
class actor : public caf::event_based_actor {
 public:
  explicit actor(caf::actor_config& config) : caf::event_based_actor(config) {
    set_default_handler([](caf::scheduled_actor*, caf::message_view&) -> caf::result<caf::message> {
      return caf::sec::unexpected_message;
    });
    set_exception_handler([](caf::scheduled_actor*, std::exception_ptr&) -> caf::error {
      PARLEY_ASSERT(false, "no exception leaves an actor's handler");
    });
  }

 protected:
  virtual void handle(Message& message) = 0;

  caf::behavior make_behavior() override {
    return {[this](Message& message) { handle(message); }};
  }
};

}  // namespace parley::runtime
