#pragma once
// A timer is one deadline. Its stream is `<purpose>:<subject>`; it fires once per arming.

#include <boost/describe.hpp>

#include "events/base/one_of.hpp"
#include "events/base/stream.hpp"
#include "events/base/time.hpp"

namespace parley {

/// What a deadline is for. Pinned numbers; `subject` is what `timer_target` documents.
enum class timer_purpose : std::uint8_t {
  offer = 0,       ///< subject: work id. The offer was not answered.
  after_work = 1,  ///< subject: work id. Wrap-up time is over.
  lease = 2,       ///< subject: agent id. The presence lease ran out.
  grace = 3,       ///< subject: agent id. A lost agent did not come back.
  idle = 4,        ///< subject: session id. No traffic.
  route = 5,       ///< subject: route id. The route's deadline.
  relax = 6,       ///< subject: route id. Drop one needed skill.
  overflow = 7,    ///< subject: route id. Move to the overflow queue.
  prefer = 8,      ///< subject: route id. Stop waiting for the preferred agent.
  retry = 9,       ///< subject: route id. Ask agents that declined again.
  transfer = 10,   ///< subject: session id. People outside did not answer.
  zone_rules =
      11,        ///< subject: `<wake>/<run>`, after which milestones are still to be placed anew.
  renewal = 12,  ///< subject: `<account>/<contract>`. The contract's end comes near.
  answer = 13,   ///< subject: route id. The partner that routes has not proposed anybody.
  closing = 14,  ///< subject: case id. The date on which it is closed has come.
  action_retry = 15,  ///< subject: action id. An action that failed is carried out again.
};
BOOST_DESCRIBE_ENUM(timer_purpose, offer, after_work, lease, grace, idle, route, relax, overflow,
                    prefer, retry, transfer, zone_rules, renewal, answer, closing, action_retry)
const char* to_string(timer_purpose purpose);
timer_id make_timer_id(timer_purpose purpose, std::string_view subject);

struct timer_armed {
  timer_purpose purpose = timer_purpose::offer;
  entity_kind target_kind = entity_kind::conversation;
  std::string target;   ///< the entity that the firing concerns
  std::string subject;  ///< see timer_purpose
  time_ms due;
  bool operator==(const timer_armed&) const = default;
};
BOOST_DESCRIBE_STRUCT(timer_armed, (), (purpose, target_kind, target, subject, due))

struct timer_cancelled {
  time_ms due;  ///< of the arming that was cancelled
  bool operator==(const timer_cancelled&) const = default;
};
BOOST_DESCRIBE_STRUCT(timer_cancelled, (), (due))

struct timer_fired {
  timer_purpose purpose = timer_purpose::offer;
  entity_kind target_kind = entity_kind::conversation;
  std::string target;
  std::string subject;
  time_ms due;  ///< the commit's recorded time tells when it really fired
  bool operator==(const timer_fired&) const = default;
};
BOOST_DESCRIBE_STRUCT(timer_fired, (), (purpose, target_kind, target, subject, due))

struct timer_event_cases {
  using variant = std::variant<timer_armed, timer_cancelled, timer_fired>;
};
using timer_event = one_of<timer_event_cases>;

}  // namespace parley
