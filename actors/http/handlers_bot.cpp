#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"

namespace parley::http {
namespace {

stream_id conversation_stream(const exchange& ex) {
  return {ex.tenant, entity_kind::conversation, ex.id};
}

}  // namespace

void start_flow_of(const exchange_ptr& ex) {
  run_command<start_flow, conversation_command>(ex, "start_flow", conversation_stream(*ex),
                                                [](start_flow&) { return status(done{}); });
}

void finish_flow_of(const exchange_ptr& ex) {
  run_command<finish_flow, conversation_command>(ex, "finish_flow", conversation_stream(*ex),
                                                 [](finish_flow&) { return status(done{}); });
}

void hand_back_of(const exchange_ptr& ex) {
  run_command<hand_back, conversation_command>(ex, "hand_back", conversation_stream(*ex),
                                               [](hand_back&) { return status(done{}); });
}

}  // namespace parley::http
