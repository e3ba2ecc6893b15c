#include "tools/parley/importer.hpp"

#include <fmt/core.h>

#include "tools/client/json_build.hpp"
#include "tools/client/json_text.hpp"

namespace parley::tool {
namespace {

using client::answer;
using client::json_object;
using client::json_text;
using client::path_segment;
using std::chrono::steady_clock;

// Nothing moved for so long: the rest waits for something that will not come.
constexpr std::chrono::seconds stall_max{60};
constexpr std::chrono::seconds watch_every{2};
// A server that is not there is told at once; one that is just starting is waited for.
constexpr std::chrono::seconds set_up_patience{5};

std::string conversation_of(std::string_view case_name) { return plain_id("case-", case_name); }

std::string member_of_queues(const log_mapping& map, const staff_rule& staff,
                             const std::string& name) {
  std::vector<std::string> queues = staff.queues;
  if (queues.empty()) {
    for (const queue_rule& queue : map.queues) queues.push_back(queue.id);
  }
  json_object definition;
  definition.text("name", name).texts("queues", queues);
  definition.number("capacity_units", staff.capacity);
  return json_object().raw("definition", definition.str()).str();
}

}  // namespace

std::string import_totals::to_json() const {
  const double span = seconds > 0 ? seconds : 1;
  json_object out;
  out.number("cases", static_cast<std::int64_t>(cases));
  out.number("cases_done", static_cast<std::int64_t>(cases_done));
  out.number("events", static_cast<std::int64_t>(events));
  out.number("sent", static_cast<std::int64_t>(sent));
  out.number("repeated", static_cast<std::int64_t>(repeated));
  out.number("rejected", static_cast<std::int64_t>(rejected));
  out.number("offers", static_cast<std::int64_t>(offers));
  out.raw("seconds", fmt::format("{:.3f}", seconds));
  out.raw("events_per_second", fmt::format("{:.1f}", static_cast<double>(events) / span));
  out.raw("commands_per_second", fmt::format("{:.1f}", static_cast<double>(sent) / span));
  out.text("first_rejection", first_rejection);
  out.text("stopped", stopped);
  return out.str();
}

importer::importer(client::loop& on, import_options options, const log_mapping& map,
                   const std::vector<log_row>& rows)
    : loop_(on), options_(std::move(options)), map_(map), rows_(rows), http_(on, options_.server) {
  for (const log_row& row : rows_) {
    if (row.first) ++totals_.cases;
  }
}

result<import_totals> importer::run() {
  loop_.on_interrupt([this] { stop("interrupted"); });
  set_up();
  loop_.run();
  if (failed_) return *failed_;
  totals_.seconds = std::chrono::duration<double>(steady_clock::now() - started_).count();
  return totals_;
}

std::string importer::tenant_path(std::string_view rest) const {
  return "/v1/tenants/" + path_segment(map_.tenant) + std::string(rest);
}

void importer::prepare(std::string path, std::string body) {
  ++preparing_;
  const bool presence = path.ends_with("/presence");
  http_.send({presence ? "POST" : "PUT", path, std::move(body), "", set_up_patience},
             [this, path](const answer& got) { prepared(got, path); });
}

void importer::prepared(const answer& got, const std::string& path) {
  --preparing_;
  if (!got.ok() && !failed_) {
    const errc code = got.status == 0 || got.status >= 500 ? errc::unavailable : errc::bad_request;
    failed_ = rejection{code, path + ": " + std::to_string(got.status) + " " + got.body, {}};
    loop_.stop();
  }
  const bool defined = path.find("/agents/") != std::string::npos && !path.ends_with("/presence");
  if (defined && !failed_) {
    prepare(path + "/presence", json_object().text("status", "available").str());
  }
  if (failed_ || preparing_ > 0) return;
  if (started_ == steady_clock::time_point()) {
    set_up_floor();
  } else {
    play();
  }
}

void importer::set_up() {
  json_object settings;
  settings.text("name", map_.tenant_name);
  prepare(tenant_path(""), json_object().raw("settings", settings.str()).str());
}

void importer::set_up_floor() {
  started_ = moved_ = steady_clock::now();
  for (const queue_rule& queue : map_.queues) {
    json_object settings;
    settings.text("name", queue.name).number("priority", queue.priority);
    settings.number("offer_timeout_ms", queue.offer_timeout_ms);
    prepare(tenant_path("/queues/" + path_segment(queue.id)),
            json_object().raw("settings", settings.str()).str());
  }
  for (const staff_rule& staff : map_.staff) {
    for (std::int64_t i = 1; i <= staff.count; ++i) {
      const std::string name = fmt::format("{}{:03}", staff.prefix, i);
      prepare(tenant_path("/agents/" + path_segment(name)), member_of_queues(map_, staff, name));
    }
  }
}

void importer::play() {
  feed_ = std::make_unique<client::event_feed>(
      loop_, options_.server, tenant_path("/events?from=start&types=work_offered,work_accepted"),
      [this](const client::feed_event& event) { on_feed(event); },
      [this](const std::string& why) {
        if (!options_.quiet) fmt::print(stderr, "feed: {}\n", why);
      });
  watch();
  release_rows();
}

void importer::release_rows() {
  const std::size_t active_max = options_.server.connections_max * 2;
  while (next_row_ < rows_.size() && active_ < active_max) {
    const log_row& row = rows_[next_row_];
    if (options_.speed > 0) {
      const double due = static_cast<double>(row.time_s - rows_.front().time_s) / options_.speed;
      const double now = std::chrono::duration<double>(steady_clock::now() - started_).count();
      if (due > now) {
        if (timer_set_) return;
        timer_set_ = true;
        loop_.after(std::chrono::milliseconds(static_cast<std::int64_t>((due - now) * 1000) + 1),
                    [this] {
                      timer_set_ = false;
                      release_rows();
                    });
        return;
      }
    }
    ++next_row_;
    case_run& c = cases_[conversation_of(row.case_name)];
    if (c.name.empty()) {
      c.name = row.case_name;
      c.conversation = conversation_of(row.case_name);
    }
    c.rows.push_back(&row);
    advance(c);
  }
}

const activity_rule& importer::rule_of(const log_row& row) const {
  const auto rule = map_.activities.find(row.activity);
  return rule == map_.activities.end() ? map_.otherwise : rule->second;
}

void importer::plan(case_run& c) const {
  const log_row& row = *c.rows.front();
  if (row.first) {
    c.actions.push_back({action_kind::open, {}, 0});
    c.actions.push_back({action_kind::route, {}, 1});
  }
  std::size_t index = 2;
  for (const step what : rule_of(row).steps) {
    c.actions.push_back({action_kind::step, what, index++});
  }
  if (row.last) c.actions.push_back({action_kind::complete, {}, index});
}

void importer::advance(case_run& c) {
  while (!c.busy && !c.rows.empty()) {
    if (c.actions.empty()) plan(c);
    action next = c.actions.front();
    const bool owned = c.owners.size() > c.turn;
    // Nobody has it yet. Told by the log and not by what happened so far: a repeat does the same.
    if (next.what == step::transfer && c.rows.front()->first) next.what = step::message_in;
    const bool by_owner = next.kind == action_kind::complete || next.what == step::message_out ||
                          next.what == step::transfer;
    c.blocked = by_owner && !owned;
    if (c.blocked) return;
    if (next.kind == action_kind::step && next.what == step::nothing) {
      c.actions.pop_front();
      if (c.actions.empty()) row_done(c);
      continue;
    }
    perform(c, next);
  }
}

client::call importer::call_for(const case_run& c, const action& next) const {
  const log_row& row = *c.rows.front();
  const activity_rule& rule = rule_of(row);
  const std::string& text = rule.text.empty() ? row.activity : rule.text;
  const std::string contact = "contact-" + c.conversation;
  const std::string base = tenant_path("/conversations/" + path_segment(c.conversation));
  const std::string key = fmt::format("import:{}:{}", row.line, next.index);
  const auto message = [&](std::string_view author, bool outbound) {
    const std::string draft = json_object().text("author", author).text("text", text).str();
    return json_object().flag("outbound", outbound).raw("message", draft).str();
  };
  const ownership owner = c.owners.size() > c.turn ? c.owners[c.turn] : ownership();
  switch (next.kind) {
    case action_kind::open: {
      const std::string draft = json_object().text("author", contact).text("text", text).str();
      json_object body;
      body.text("contact", contact).text("channel", map_.channel).text("address", map_.tenant);
      body.raw("messages", "[" + draft + "]");
      return {"POST", tenant_path("/conversations?conversation=" + path_segment(c.conversation)),
              body.str(), key};
    }
    case action_kind::route:
      return {"POST", base + "/route", json_object().text("queue", map_.queues[0].id).str(), key};
    case action_kind::complete:
      return {"POST", tenant_path("/work/" + path_segment(owner.work) + "/complete"),
              json_object().text("agent", owner.agent).str(), key};
    case action_kind::step:
      break;
  }
  if (next.what == step::transfer) {
    json_object body;
    body.text("by", owner.agent).text("reason", text);
    body.text("queue", rule.queue.empty() ? map_.queues[0].id : rule.queue);
    return {"POST", base + "/transfer", body.str(), key};
  }
  const bool outbound = next.what == step::message_out;
  return {"POST", base + "/messages", message(outbound ? owner.agent : contact, outbound), key};
}

void importer::perform(case_run& c, const action& next) {
  c.busy = true;
  ++active_;
  http_.send(call_for(c, next), [this, &c, next](const answer& got) { performed(c, next, got); });
}

void importer::performed(case_run& c, const action& was, const answer& got) {
  c.busy = false;
  --active_;
  count(got);
  if (got.status == 0) return stop("the server does not answer: " + got.body);
  const bool by_owner = was.kind == action_kind::complete || was.what == step::message_out ||
                        was.what == step::transfer;
  if (!got.ok() && by_owner && c.owners.size() > c.turn + 1) {
    // The work went to another agent meanwhile (the first was lost): it is that one's turn.
    ++c.turn;
    return advance(c);
  }
  if (got.ok() && was.what == step::transfer) ++c.turn;
  c.actions.pop_front();
  if (c.actions.empty()) row_done(c);
  advance(c);
  release_rows();
}

void importer::row_done(case_run& c) {
  ++totals_.events;
  moved_ = steady_clock::now();
  const bool last = c.rows.front()->last;
  c.rows.pop_front();
  if (last) ++totals_.cases_done;
  if (totals_.cases_done == totals_.cases) loop_.stop();
}

void importer::count(const answer& got) {
  ++totals_.sent;
  if (got.repeated) ++totals_.repeated;
  if (got.ok()) return;
  ++totals_.rejected;
  if (totals_.first_rejection.empty()) {
    totals_.first_rejection = std::to_string(got.status) + " " + got.body;
  }
}

void importer::on_feed(const client::feed_event& event) {
  const std::string_view payload = client::json_member(event.data, "payload");
  const std::string work = json_text(payload, "work");
  const std::string agent = json_text(payload, "agent");
  if (event.type == "work_offered") {
    ++totals_.offers;
    accept(work, agent);
  } else if (event.type == "work_accepted") {
    // A case that this run has not reached yet gets its owners from an earlier run's feed.
    case_run& c = cases_[work.substr(0, work.rfind(".w"))];
    c.owners.push_back({work, agent});
    if (c.blocked) advance(c);
  }
}

void importer::accept(const std::string& work, const std::string& agent) {
  http_.send({"POST", tenant_path("/work/" + path_segment(work) + "/accept"),
              json_object().text("agent", agent).str(), "import:accept"},
             [this](const answer& got) { count(got); });
}

void importer::watch() {
  loop_.after(watch_every, [this] {
    const auto now = steady_clock::now();
    if (!options_.quiet) {
      const double span = std::chrono::duration<double>(now - started_).count();
      fmt::print(stderr, "{} of {} rows, {} of {} cases, {:.0f} rows/s\n", totals_.events,
                 rows_.size(), totals_.cases_done, totals_.cases,
                 static_cast<double>(totals_.events) / span);
    }
    const bool waits_for_log = timer_set_;
    if (!waits_for_log && now - moved_ > stall_max) return stop("nothing moved for 60 s");
    watch();
  });
}

void importer::stop(std::string why) {
  if (totals_.stopped.empty()) totals_.stopped = std::move(why);
  loop_.stop();
}

}  // namespace parley::tool
