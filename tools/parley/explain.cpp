// parley explain: why a conversation was routed as it was, recomputed from the log at each
// decision.

#include <memory>

#include <fmt/core.h>

#include "actors/replay/fold.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"
#include "events/views/explain_route.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/instant.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct explain_options {
  std::string data;
  std::string tenant;
  std::string conversation;
  bool json = false;
};

struct moment {
  std::string cause;  // the event after which the decision was made
  time_ms at;
  agent_id sent_to;  // what the reaction did: empty, it waits
  route_explanation why;
};

// The agent that a reaction sends this conversation's work to, if any.
std::optional<agent_id> sent_to(const conversation_id& conversation,
                                const std::vector<reaction_command>& reactions) {
  for (const reaction_command& each : reactions) {
    const auto* of_agent = std::get_if<agent_command>(&each.command);
    const auto* reserve = of_agent ? std::get_if<reserve_capacity>(of_agent) : nullptr;
    if (reserve != nullptr && reserve->conversation == conversation) {
      return agent_id(each.target.entity);
    }
  }
  return std::nullopt;
}

// Events of the conversation after which its route is looked at.
bool asks_for_route(const any_event& event) {
  return std::holds_alternative<route_requested>(event) ||
         std::holds_alternative<route_overflowed>(event) ||
         std::holds_alternative<skills_relaxed>(event) ||
         std::holds_alternative<preference_ended>(event) ||
         std::holds_alternative<route_retried>(event) ||
         std::holds_alternative<work_declined>(event) ||
         std::holds_alternative<work_expired>(event) ||
         std::holds_alternative<work_withdrawn>(event);
}

void print_text(const moment& each) {
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

void print_json(const std::vector<moment>& moments, std::uint64_t disagreements) {
  std::string text = "{\"decisions\":[";
  for (const moment& each : moments) {
    text += text.back() == '[' ? "{\"cause\":" : ",{\"cause\":";
    codec::write_json_string(text, each.cause);
    text += ",\"recorded_at\":" + std::to_string(each.at.value) + ",\"sent_to\":";
    codec::write_json(text, each.sent_to);
    text += ",\"explanation\":";
    codec::write_json(text, each.why);
    text += '}';
  }
  fmt::print("{}],\"disagreements\":{}}}\n", text, disagreements);
}

exit_code run(const explain_options& options) {
  auto data = open_data(options.data);
  if (!data.ok()) {
    return report(data.error());
  }
  const tenant_id tenant(options.tenant);
  const conversation_id conversation(options.conversation);
  const partition_id partition = partition_of(tenant, data->log->partition_count());
  floor views;
  views.finish_load({partition, offset{}});
  std::vector<moment> moments;
  std::uint64_t own_events = 0;
  const auto watch = [&](const recorded_event& event, const floor& at, bool folded,
                         const std::vector<reaction_command>& reactions) {
    if (!folded || event.stream.tenant != tenant) {
      return;
    }
    const bool own = event.stream.kind == entity_kind::conversation &&
                     event.stream.entity == options.conversation;
    own_events += own ? 1U : 0U;
    const auto agent = sent_to(conversation, reactions);
    if (!agent && !(own && asks_for_route(event.event))) {
      return;
    }
    if (auto why = explain_route(at, tenant, conversation)) {
      moments.push_back({codec::name_of(event.event), event.recorded_at, agent.value_or(agent_id()),
                         std::move(*why)});
    }
  };
  progress_line progress("events folded");
  const auto folded =
      fold_floor(*data->log, partition, {}, views, watch, [&](const fold_count& count) {
        progress.show(count.events, data->log->end(partition).value);
        return true;
      });
  if (!folded.ok()) {
    return report(folded.error());
  }
  if (own_events == 0) {
    return report({errc::not_found,
                   "no conversation " + options.conversation + " in tenant " + options.tenant,
                   {}});
  }
  // The proof: what the reaction did then is what the policy says now, from the log alone.
  std::uint64_t disagreements = 0;
  for (const moment& each : moments) {
    disagreements += each.sent_to == each.why.chosen ? 0U : 1U;
  }
  if (options.json) {
    print_json(moments, disagreements);
  } else {
    for (const moment& each : moments) {
      print_text(each);
    }
    fmt::print("{} decisions, {} disagree with the policy recomputed from the log\n",
               moments.size(), disagreements);
  }
  return disagreements == 0 ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_explain(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand(
      "explain", "Why a conversation was routed, or waits: recomputed from the log");
  auto options = std::make_shared<explain_options>();
  command->add_option("conversation", options->conversation, "The conversation's id")->required();
  command->add_option("--tenant", options->tenant, "Its tenant")->required();
  command->add_option("--data", options->data, "The data directory; it is only read")->required();
  command->add_flag("--json", options->json, "One JSON object with every decision");
  command->footer(
      "For each decision and each wait: the candidates in order, the first reason every other\n"
      "agent of the queue was passed over, and the tie-break, as of that position of the log.\n"
      "Exit code 1 if the log's decision is not the one that the policy gives again.");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool
