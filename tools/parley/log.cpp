// parley log: the events themselves, offline. tail, dump, grep by stream, export as NDJSON.

#include <cstdio>
#include <deque>
#include <memory>

#include <fmt/core.h>

#include "actors/shard/commit_events.hpp"
#include "events/codec/event_json.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/instant.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct log_options {
  log_source source;
  std::string from = "start";
  std::string until = "end";
  std::string stream;
  std::string out = "-";
  std::size_t count = 20;
  bool json = false;
};

using event_sink = std::function<bool(const recorded_event&)>;

std::string line_of(const recorded_event& event, bool json) {
  std::string text;
  if (json) {
    codec::write_event_json(text, event);
    return text;
  }
  codec::write_payload_json(text, event.event);
  return fmt::format("{} {} {} v{} {} {}", to_string(event.at), time_text(event.recorded_at),
                     to_string(event.stream), event.in_stream.value, codec::name_of(event.event),
                     text);
}

// Every event of every partition within the bounds, in log order inside each partition.
status walk(const store::journal& journal, const log_options& options, const event_sink& use) {
  position from{};
  const bool somewhere = options.from != "start";
  if (somewhere && !parse_position(options.from, from)) {
    return rejection{errc::bad_request, "--from takes a position (1:2096) or `start`", {}};
  }
  const auto until = parse_until(options.until);
  if (!until.ok()) {
    return until.error();
  }
  for (std::uint16_t i = 0; i < journal.partition_count(); ++i) {
    if ((somewhere && from.partition.value != i) ||
        (until->partition && until->partition->value != i)) {
      continue;
    }
    const offset after(from.at.value == 0 ? 0 : from.at.value - 1);
    const auto commits = journal.read(partition_id(i), somewhere ? after : offset{});
    for (bool more = true; more;) {
      const auto next = commits->next();
      if (!next.ok()) {
        return next.error();
      }
      if (*next == nullptr || (*next)->recorded_at() > until->bounds.recorded_at) {
        break;
      }
      const status told = for_each_event(**next, [&](const recorded_event& event) {
        const bool within = event.at.at > after && event.at.at <= until->bounds.at;
        more = more && (!within || use(event)) && event.at.at < until->bounds.at;
      });
      if (!told.ok()) {
        return told;
      }
    }
  }
  return done{};
}

exit_code finish(const status& walked) {
  return walked.ok() ? exit_code::ok : report(walked.error());
}

exit_code dump(const store::journal& journal, const log_options& options) {
  std::size_t left = options.count;
  return finish(walk(journal, options, [&](const recorded_event& event) {
    fmt::print("{}\n", line_of(event, options.json));
    return options.count == 0 || --left > 0;
  }));
}

exit_code tail(const store::journal& journal, const log_options& options) {
  for (std::uint16_t i = 0; i < journal.partition_count(); ++i) {
    std::deque<std::string> last;
    log_options part = options;
    const std::uint64_t end = journal.end(partition_id(i)).value;
    // An event takes an offset, so the last `count` of them start at most so far back.
    const std::uint64_t start = end > options.count ? end - options.count + 1 : 1;
    part.from = fmt::format("{}:{}", i, start);
    const status walked = walk(journal, part, [&](const recorded_event& event) {
      last.push_back(line_of(event, options.json));
      if (last.size() > options.count) {
        last.pop_front();
      }
      return true;
    });
    if (!walked.ok()) {
      return report(walked.error());
    }
    for (const std::string& line : last) {
      fmt::print("{}\n", line);
    }
  }
  return exit_code::ok;
}

exit_code grep(const store::journal& journal, const log_options& options) {
  std::uint64_t found = 0;
  const status walked = walk(journal, options, [&](const recorded_event& event) {
    if (to_string(event.stream).find(options.stream) != std::string::npos) {
      ++found;
      fmt::print("{}\n", line_of(event, options.json));
    }
    return true;
  });
  if (!walked.ok()) {
    return report(walked.error());
  }
  return found > 0 ? exit_code::ok : exit_code::failed;
}

exit_code export_all(const store::journal& journal, const log_options& options) {
  std::FILE* file = options.out == "-" ? stdout : std::fopen(options.out.c_str(), "wxb");
  if (file == nullptr) {
    return report({errc::bad_request, options.out + " cannot be created (it must not exist)", {}});
  }
  progress_line progress("exported events");
  std::uint64_t count = 0;
  bool written = true;
  const status walked = walk(journal, options, [&](const recorded_event& event) {
    const std::string line = line_of(event, true) + "\n";
    written = std::fwrite(line.data(), 1, line.size(), file) == line.size();
    progress.show(++count);
    return written;
  });
  written = std::fflush(file) == 0 && written;
  if (file != stdout) {
    written = std::fclose(file) == 0 && written;
  }
  if (!walked.ok() || !written) {
    return report(walked.ok() ? rejection{errc::unavailable, options.out + ": write failed", {}}
                              : walked.error());
  }
  fmt::print(stderr, "{} events\n", count);
  return exit_code::ok;
}

using action = exit_code (*)(const store::journal&, const log_options&);

CLI::App* add_action(CLI::App& parent, exit_code& code, const char* name, const char* help,
                     action act, const std::shared_ptr<log_options>& options) {
  auto* command = parent.add_subcommand(name, help);
  add_source(*command, options->source);
  command->callback([act, options, &code] {
    auto data = open_data(options->source);
    code = data.ok() ? act(*data->log, *options) : report(data.error());
  });
  return command;
}

}  // namespace

void add_log(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand(
      "log", "Read the event log: tail, dump, grep, export; copy it between engines");
  command->require_subcommand(1);
  command->footer("A server's live events: curl -N URL/v1/tenants/TENANT/events");
  const auto options = std::make_shared<log_options>();
  auto* tail_ =
      add_action(*command, code, "tail", "The last events of each partition", &tail, options);
  auto* dump_ = add_action(*command, code, "dump", "Events from a position on", &dump, options);
  auto* grep_ = add_action(*command, code, "grep", "Events of streams whose name holds a text",
                           &grep, options);
  auto* export_ = add_action(*command, code, "export", "All events as NDJSON, one object a line",
                             &export_all, options);
  tail_->add_option("-n,--count", options->count, "How many of each partition");
  dump_->add_option("-n,--count", options->count, "How many; 0: all");
  grep_->add_option("stream", options->stream, "A part of tenant/kind/id")->required();
  export_->add_option("--out", options->out, "A new file; - is standard output");
  for (CLI::App* each : {dump_, grep_, export_}) {
    each->add_option("--from", options->from, "A position (1:2096) or `start`");
    each->add_option("--until", options->until, "A position, a time, or `end`");
  }
  for (CLI::App* each : {tail_, dump_, grep_}) {
    each->add_flag("--json", options->json, "One JSON object a line");
  }
  add_log_copy(*command, code);
}

}  // namespace parley::tool
