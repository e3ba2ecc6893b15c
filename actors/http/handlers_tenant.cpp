#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"

namespace parley::http {
namespace {

stream_id tenant_stream(const exchange& ex) {
  return {ex.tenant, entity_kind::tenant, ex.tenant.str()};
}

}  // namespace

void define_tenant_of(const exchange_ptr& ex) {
  run_command<define_tenant, tenant_command>(ex, "define_tenant", tenant_stream(*ex),
                                             [](define_tenant&) { return status(done{}); });
}

void configure_queue_of(const exchange_ptr& ex) {
  run_command<configure_queue, tenant_command>(
      ex, "configure_queue", tenant_stream(*ex),
      [&ex](configure_queue& c) { return agree(ex->id, c.queue); });
}

}  // namespace parley::http
