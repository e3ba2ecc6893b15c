// A partner's own work: what it gave the agent on its side. It takes room here like any other work,
// but only the partner knows when it is over. What is reported is a fact, so it is never refused
// for want of room: then there is none left, and routing waits.

#include <algorithm>
#include <set>

#include "events/agent/decisions.hpp"
#include "events/tenant/state.hpp"
#include "events/tenant/validate.hpp"

namespace parley::agent_rules {
namespace {

rejection bad(const char* why) { return {errc::bad_request, why, {}}; }

status check_report(const report_partner_work& what) {
  if (what.sequence == 0) {
    return bad("sequence: counts a partner's reports of this agent from 1");
  }
  if (what.full && !what.ended.empty()) {
    return bad("ended: a full report tells what there is, not what is over");
  }
  if (what.started.size() > list_items_max || what.ended.size() > list_items_max) {
    return bad("a report has at most 1000 items");
  }
  std::set<std::string> seen;
  const auto named = [&seen](const std::string& work) {
    return !work.empty() && work.size() <= name_bytes_max && seen.insert(work).second;
  };
  for (const partner_work& each : what.started) {
    if (!named(each.work)) {
      return bad("started: each work has an id of at most 256 bytes, once");
    }
    if (each.channel.empty() || each.channel.str().size() > name_bytes_max) {
      return bad("started: work is on a channel");
    }
  }
  for (const std::string& each : what.ended) {
    if (!named(each)) {
      return bad("ended: each work has an id of at most 256 bytes, once");
    }
  }
  return done{};
}

// For whom the report is; or why it is not heard.
result<std::string> reporter(const agent_state& now, const report_partner_work& what,
                             const context& where) {
  const principal& by = where.by;
  const std::string partner =
      what.partner.empty() && by.role == principal_role::partner ? by.name : what.partner;
  if (partner.empty()) {
    return bad("partner: says whose work it is");
  }
  if (!acts_for(by, partner)) {
    return rejection{errc::not_permitted, "a partner reports its own work only", {}};
  }
  if (!now.defined || where.tenant == nullptr || !serves_partner(now, partner)) {
    return rejection{errc::not_found, "there is no such agent", {}};
  }
  return partner;
}

bool takes_the_same(const work_slot& slot, const partner_work_started& work) {
  return slot.channel == work.channel && slot.weight == work.weight &&
         slot.interruptible == work.interruptible;
}

void start(events& to, const agent_state& now, const std::string& partner,
           const std::vector<partner_work>& started, const tenant_state& tenant) {
  for (const partner_work& each : started) {
    const std::uint16_t weight =
        each.weight != 0 ? each.weight : weight_of(tenant, nullptr, each.channel);
    partner_work_started work{make_partner_work_id(partner, each.work), partner, each.channel,
                              weight, each.interruptible};
    const work_slot* known = find_slot(now, work.work);
    if (known == nullptr || !takes_the_same(*known, work)) {
      to.emplace_back(std::move(work));
    }
  }
}

void end_others(events& to, const agent_state& now, const std::string& partner,
                const std::vector<partner_work>& present) {
  std::set<work_id> stays;
  for (const partner_work& each : present) {
    stays.insert(make_partner_work_id(partner, each.work));
  }
  for (const work_slot& slot : now.slots) {
    if (is_work_of(slot, partner) && !stays.contains(slot.work)) {
      to.emplace_back(capacity_released{slot.work});
    }
  }
}

std::size_t slots_after(const agent_state& now, const events& changes) {
  std::size_t count = now.slots.size();
  for (const agent_event& each : changes) {
    if (const auto* started = std::get_if<partner_work_started>(&each)) {
      count += find_slot(now, started->work) == nullptr ? 1U : 0U;
    }
  }
  return count;
}

}  // namespace

result<events> decide_one(const agent_state& now, const report_partner_work& what,
                          const context& where) {
  const auto partner = reporter(now, what, where);
  if (!partner.ok()) {
    return partner.error();
  }
  if (const status good = check_report(what); !good) {
    return good.error();
  }
  const std::uint64_t known = known_report(now, *partner);
  const bool older = what.sequence < known;
  if (older || (!what.full && what.sequence > known + 1)) {
    return rejection{errc::stale_version,
                     older ? "a later report is known" : "a report is missing: send a full one",
                     std::to_string(known)};
  }
  if (!what.full && what.sequence == known) {
    return events{};
  }
  // What is new comes before what is over: room that is taken at once is not handed out between.
  events list;
  start(list, now, *partner, what.started, *where.tenant);
  if (slots_after(now, list) > list_items_max) {
    return rejection{errc::wrong_state, "the agent has as much work as can be counted", {}};
  }
  if (what.full) {
    end_others(list, now, *partner, what.started);
  }
  for (const std::string& each : what.ended) {
    const work_id work = make_partner_work_id(*partner, each);
    if (find_slot(now, work) != nullptr) {
      list.emplace_back(capacity_released{work});
    }
  }
  if (!list.empty() || what.sequence != known) {
    list.emplace_back(partner_work_reported{*partner, what.sequence, what.full});
  }
  return list;
}

void release_left_partners(events& to, const agent_state& now, const agent_definition& defined) {
  for (const work_slot& slot : now.slots) {
    const bool stays =
        !is_partner_work(slot) ||
        std::any_of(defined.partners.begin(), defined.partners.end(),
                    [&](const std::string& partner) { return is_work_of(slot, partner); });
    if (!stays) {
      to.emplace_back(capacity_released{slot.work});
    }
  }
}

}  // namespace parley::agent_rules
