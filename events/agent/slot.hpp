#pragma once
// A capacity slot: what one work item takes of an agent. Part of the agent's state and of answers.

#include <boost/describe.hpp>

#include "events/base/ids.hpp"
#include "events/base/time.hpp"

namespace parley {

/// Free → reserved (an offer is open) → committed → after_work → free; any of them → free.
enum class slot_state : std::uint8_t { reserved = 0, committed = 1, after_work = 2 };
BOOST_DESCRIBE_ENUM(slot_state, reserved, committed, after_work)

struct work_slot {
  work_id work;
  conversation_id conversation;  ///< empty: a partner's own work
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
  slot_state state = slot_state::reserved;
  time_ms since;
  time_ms taken_at{};  ///< when it was committed; 0: it is not yet
  time_ms until{};     ///< the recorded end of its wrap-up; 0: none
  bool operator==(const work_slot&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_slot, (),
                      (work, conversation, channel, weight, interruptible, state, since, taken_at,
                       until))

/// How a partner's own work is named in the ledger, so that no two partners' ids meet.
work_id make_partner_work_id(const std::string& partner, const std::string& work);
/// True for work that is on the partner's own side: it is known by the partner's reports alone.
bool is_partner_work(const work_slot& slot);
bool is_work_of(const work_slot& slot, const std::string& partner);

}  // namespace parley
