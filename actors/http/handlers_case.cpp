#include "actors/http/command_key.hpp"
#include "actors/http/commands.hpp"
#include "actors/http/handlers.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

stream_id case_stream(const exchange& ex) { return {ex.tenant, entity_kind::support_case, ex.id}; }

template <class T>
void run_on_case(const exchange_ptr& ex, const char* table) {
  run_command<T, case_command>(ex, table, case_stream(*ex), [](T&) { return status(done{}); });
}

void answer_opened(const exchange_ptr& ex, const command_answer& did) {
  std::string fields = ",\"case_id\":";
  codec::write_json_string(fields, ex->id);
  answer_command(ex, did, fields, did.events.empty() ? 200 : 201);
}

}  // namespace

void open_case_of(const exchange_ptr& ex) {
  const auto named = ex->request.parameter("case");
  if (!named.empty() && !is_plain_id(named)) {
    ex->refuse({errc::bad_request, "?case= is not an id", {}});
    return;
  }
  const auto id = command_id_of(*ex);
  if (!id.ok()) {
    ex->refuse(id.error());
    return;
  }
  auto command = body_as<open_case>(*ex, "open_case");
  if (!command.ok()) {
    ex->refuse(command.error());
    return;
  }
  ex->id = named.empty() ? conversation_name(*id) : std::string(named);
  submit(ex, case_stream(*ex), *id, any_command(case_command(std::move(*command))), answer_opened);
}

void case_command_of(const exchange_ptr& ex) {
  if (ex->what == operation::change_case) {
    run_on_case<change_case>(ex, "change_case");
  } else if (ex->what == operation::relate_case) {
    run_on_case<relate_case>(ex, "relate_case");
  } else if (ex->what == operation::set_case_status) {
    run_on_case<set_case_status>(ex, "set_case_status");
  } else if (ex->what == operation::link_conversation) {
    run_on_case<link_conversation>(ex, "link_conversation");
  } else if (ex->what == operation::close_case) {
    run_on_case<close_case>(ex, "close_case");
  } else if (ex->what == operation::reopen_case) {
    run_on_case<reopen_case>(ex, "reopen_case");
  } else if (ex->what == operation::migrate_case) {
    run_on_case<migrate_case>(ex, "migrate_case");
  } else if (ex->what == operation::finish_case_import) {
    run_on_case<finish_case_import>(ex, "finish_case_import");
  } else if (ex->what == operation::add_case_milestone) {
    run_on_case<add_case_milestone>(ex, "add_case_milestone");
  } else if (ex->what == operation::set_case_hours) {
    run_on_case<set_case_hours>(ex, "set_case_hours");
  } else if (ex->what == operation::report_case_action) {
    run_command<report_case_action, case_command>(
        ex, "report_case_action", case_stream(*ex),
        [&ex](report_case_action& c) { return agree_text(ex->part, c.action); });
  } else if (ex->what == operation::complete_case_task) {
    run_command<complete_case_task, case_command>(
        ex, "complete_case_task", case_stream(*ex), [&ex](complete_case_task& c) {
          if (!c.task.empty() && c.task != ex->part) {
            return status(rejection{errc::bad_request, "the body names another task", {}});
          }
          c.task = ex->part;
          return status(done{});
        });
  } else {
    run_command<complete_case_milestone, case_command>(
        ex, "complete_case_milestone", case_stream(*ex),
        [&ex](complete_case_milestone& c) { return agree(ex->part, c.milestone); });
  }
}

}  // namespace parley::http
