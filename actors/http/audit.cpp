#include "actors/http/audit.hpp"

#include "actors/http/command_key.hpp"

namespace parley::http {

bool is_for_the_auditor(errc code) {
  return code == errc::consent_owner_mismatch || code == errc::routing_owner_mismatch ||
         code == errc::partner_mismatch || code == errc::channel_not_configured;
}

void record_refused(node_port& at, const stream_id& target, const command_id& refused,
                    const principal& by, std::string command, const rejection& why,
                    std::function<void()> then) {
  const std::string& tenant = target.tenant.str();
  const std::string asked = to_string(target);
  const command_id id = keyed_command_id(tenant, "audit", asked, to_string(refused));
  record_refusal record{asked, std::move(command), to_string(why.code), why.message};
  at.submit({stream_id{target.tenant, entity_kind::audit, tenant}, id, by,
             any_command(audit_command(std::move(record))),
             [then = std::move(then)](const result<command_answer>&) { then(); }});
}

}  // namespace parley::http
