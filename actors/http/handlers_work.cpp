#include "actors/http/authorise.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"

namespace parley::http {
namespace {

// `<conversation>.w<n>`: a work item is decided by the conversation that it names.
result<std::string> conversation_of(const std::string& work) {
  const auto dot = work.rfind(".w");
  const bool good = dot != std::string::npos && dot > 0 && dot + 2 < work.size() &&
                    work.find_first_not_of("0123456789", dot + 2) == std::string::npos;
  if (!good) {
    return rejection{errc::not_found, "no such work", {}};
  }
  return work.substr(0, dot);
}

template <class T>
void run_work(const exchange_ptr& ex, const char* table, const std::string& conversation) {
  run_command<T, conversation_command>(
      ex, table, {ex->tenant, entity_kind::conversation, conversation}, [&ex](T& c) {
        const status same = agree(ex->id, c.work);
        std::string agent = c.agent.str();
        const status self = bind_agent(ex->by, agent);
        c.agent = agent_id(std::move(agent));
        return same.ok() ? self : same;
      });
}

}  // namespace

void work_command_of(const exchange_ptr& ex) {
  const auto conversation = conversation_of(ex->id);
  if (!conversation.ok()) {
    ex->refuse(conversation.error());
  } else if (ex->what == operation::show_work) {
    run_work<show_work>(ex, "show_work", *conversation);
  } else if (ex->what == operation::accept_work) {
    run_work<accept_work>(ex, "accept_work", *conversation);
  } else if (ex->what == operation::deliver_work) {
    run_work<deliver_work>(ex, "deliver_work", *conversation);
  } else if (ex->what == operation::decline_work) {
    run_work<decline_work>(ex, "decline_work", *conversation);
  } else if (ex->what == operation::complete_work) {
    run_work<complete_work>(ex, "complete_work", *conversation);
  } else {
    run_work<extend_after_work>(ex, "extend_after_work", *conversation);
  }
}

}  // namespace parley::http
