// parley explain: why a conversation was routed as it was, recomputed from the log at each
// decision.

#include <memory>

#include <fmt/core.h>

#include "actors/replay/explain_log.hpp"
#include "events/codec/json.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/instant.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct explain_options {
  log_source source;
  std::string tenant;
  std::string conversation;
  bool all = false;
  bool json = false;
};

void print_text(const routing_moment& each) {
  fmt::print("{} {} after {}\n", each.why.position, time_text(each.at), each.cause);
  if (each.sent_to.empty()) {
    fmt::print("  waits in queue {} since {}\n", each.why.queue.str(),
               time_text(each.why.waiting_since));
  } else {
    fmt::print("  sent to {} from queue {}\n", each.sent_to.str(), each.why.queue.str());
  }
  int place = 0;
  for (const route_candidate& candidate : each.why.candidates) {
    fmt::print("  {:2}. {} ({} units free, {} used){}{}\n", ++place, candidate.agent.str(),
               candidate.free_units, candidate.used_units, candidate.placed.empty() ? "" : ": ",
               candidate.placed);
  }
  for (const passed_over_agent& other : each.why.passed_over) {
    if (other.reason != passed_over_reason::other_first) {
      fmt::print("   -  {}: {}{}{}\n", other.agent.str(),
                 boost::describe::enum_to_string(other.reason, "unknown"),
                 other.detail.empty() ? "" : ", ", other.detail);
    }
  }
}

void print_json(const explained_log& told) {
  std::string text = "{\"decisions\":[";
  for (const routing_moment& each : told.moments) {
    text += text.back() == '[' ? "{\"cause\":" : ",{\"cause\":";
    codec::write_json_string(text, each.cause);
    text += ",\"recorded_at\":" + std::to_string(each.at.value) + ",\"sent_to\":";
    codec::write_json(text, each.sent_to);
    text += ",\"explanation\":";
    codec::write_json(text, each.why);
    text += '}';
  }
  std::string differences;
  codec::write_json(differences, told.differences);
  fmt::print("{}],\"sent\":{},\"reserved\":{},\"disagreements\":{},\"differences\":{}}}\n", text,
             told.decisions, told.reservations, told.disagreements, differences);
}

exit_code run(const explain_options& options) {
  if (options.all == !options.conversation.empty()) {
    return report({errc::bad_request, "give a conversation, or --all", {}});
  }
  auto data = open_data(options.source);
  if (!data.ok()) {
    return report(data.error());
  }
  const tenant_id tenant(options.tenant);
  const partition_id partition = partition_of(tenant, data->log->partition_count());
  progress_line progress("events folded");
  const auto told = explain_log(*data->log, tenant, conversation_id(options.conversation),
                                [&](const fold_count& count) {
                                  progress.show(count.events, data->log->end(partition).value);
                                  return true;
                                });
  if (!told.ok()) {
    return report(told.error());
  }
  if (!options.all && told->own_events == 0) {
    return report({errc::not_found,
                   "no conversation " + options.conversation + " in tenant " + options.tenant,
                   {}});
  }
  if (options.json) {
    print_json(*told);
  } else {
    for (const routing_moment& each : told->moments) {
      print_text(each);
    }
    for (const std::string& difference : told->differences) {
      fmt::print("DIFFERENT  {}\n", difference);
    }
    fmt::print("{} decisions, {} disagree with the policy recomputed from the log\n",
               options.all ? told->decisions : told->moments.size(), told->disagreements);
  }
  return told->disagreements == 0 ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_explain(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand(
      "explain", "Why a conversation was routed, or waits: recomputed from the log");
  auto options = std::make_shared<explain_options>();
  command->add_option("conversation", options->conversation, "The conversation's id");
  command->add_flag("--all", options->all, "Every decision of the tenant, compared and counted");
  command->add_option("--tenant", options->tenant, "Its tenant")->required();
  add_source(*command, options->source);
  command->add_flag("--json", options->json, "One JSON object with every decision");
  command->footer(
      "For each decision and each wait: the candidates in order, the first reason every other\n"
      "agent of the queue was passed over, and the tie-break, as of that position of the log.\n"
      "Exit code 1 if what the log says was reserved is not what the policy gives again.");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool
