#pragma once
// What clients ask for: random commands, legal and illegal, mostly about things that exist, because
// a client that only guesses never gets far. Looks at the laws' bookkeeping for what exists.

#include <optional>

#include "events/base/entity.hpp"
#include "events/events.hpp"
#include "tests/sim/laws.hpp"
#include "tests/sim/random.hpp"

namespace parley::sim {

struct wish {
  stream_id target;
  principal by;
  any_command command;
};

class traffic {
 public:
  traffic(random_source& chance, std::vector<tenant_id> tenants, const laws& known);

  /// The commands that set the tenants up.
  std::vector<wish> beginnings();
  wish next(time_ms now);
  /// Two wishes: one names an id of another tenant, the other one that does not exist; they must be
  /// answered alike. None while there is no other tenant to name.
  std::optional<std::pair<wish, wish>> foreign();

 private:
  tenant_settings settings();
  queue_settings queue(const tenant_id& tenant, std::size_t number);
  agent_definition agent(const tenant_id& tenant);
  agent_id any_agent(const tenant_id& tenant);
  queue_id any_queue(const tenant_id& tenant);
  /// Rather one in which an agent has something to do.
  conversation_id any_conversation(const tenant_id& tenant);
  std::vector<skill_level> some_skills(const tenant_id& tenant, std::size_t most, unsigned share);

  conversation_command contact_says(const tenant_id& tenant, const conversation_id& id);
  conversation_command about_conversation(const tenant_id& tenant, const conversation_book* book);
  conversation_command about_offer(const tenant_id& tenant, const offer_book& offer);
  conversation_command about_work(const tenant_id& tenant, const conversation_id& id,
                                  const conversation_book& book);
  conversation_command out_of_turn(const tenant_id& tenant, const conversation_id& id,
                                   const conversation_book* book);
  wish about_agent(const tenant_id& tenant);
  wish about_timer(const tenant_id& tenant);
  wish definition(const tenant_id& tenant);
  wish about_case(const tenant_id& tenant);
  wish about_run(const tenant_id& tenant);
  case_command case_wish(const tenant_id& tenant, std::size_t drawn);
  process_definition process();
  principal some_partner(const tenant_id& tenant);
  channel_settings partners_channel(const tenant_id& tenant);
  channel_settings voice_channel();
  configure_permission_set permissions();
  /// One of a few customers, some of whom name the same contacts.
  wish customer(const tenant_id& tenant);
  wish partner_report(const tenant_id& tenant, const agent_id& agent);
  conversation_command partner_answer(const tenant_id& tenant, const conversation_book& book);
  conversation_command about_action(const conversation_id& id, const conversation_book& book);
  wish about_consent(const tenant_id& tenant);
  principal whoever(const tenant_id& tenant, const conversation_command& command);

  random_source& chance_;
  std::vector<tenant_id> tenants_;
  tenant_id busiest_;  // most of the traffic is one tenant's: else nothing ever gets far
  const laws& known_;
  std::size_t messages_ = 0;
};

}  // namespace parley::sim
