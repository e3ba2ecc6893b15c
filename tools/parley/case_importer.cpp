#include "tools/parley/case_importer.hpp"

#include <unordered_map>

#include <fmt/core.h>

#include "tools/client/json_build.hpp"
#include "tools/client/json_text.hpp"

namespace parley::tool {
namespace {

using client::answer;
using client::call;
using client::json_object;
using client::path_segment;
using std::chrono::steady_clock;

// A case is covered by a reaction to its opening, a moment after that is answered.
constexpr std::chrono::milliseconds look_every{5};
constexpr int looks_max = 2000;
constexpr std::chrono::seconds watch_every{2};
constexpr std::chrono::seconds set_up_patience{5};

std::string id_of(const log_row& row) { return plain_id("case-", row.case_name); }

std::string tenant_path(const log_mapping& map, const std::string& rest) {
  return "/v1/tenants/" + path_segment(map.tenant) + rest;
}

// The calls of one case, made row by row.
class teller {
 public:
  teller(const log_mapping& map, const case_mapping& cases, std::string of_case)
      : map_(map), cases_(cases), case_(std::move(of_case)) {}

  void open(const log_row& row) {
    const case_rule& rule = rule_of(row);
    status_ = rule.status.empty() ? "new" : rule.status;
    json_object body;
    body.raw("relations", json_object().text("account", cases_.account).str());
    body.flag("imported", true).text("status", rule.status).number("at", row.time_s * 1000);
    calls_.push_back({"POST",
                      tenant_path(map_, "/cases?case=" + path_segment(case_)),
                      body.str(),
                      key(row),
                      {}});
    if (rule.closes) close(row);
  }

  void go_on(const log_row& row) {
    const case_rule& rule = rule_of(row);
    index_ = 0;
    if (closed_ && rule.closes) return;
    if (closed_) {
      post(row, "/reopen", json_object().text("status", rule.status));
      status_ = rule.status.empty() ? "open" : rule.status;
      closed_ = false;
    }
    for (const std::string& milestone : rule.completes) {
      post(row, "/milestones/" + path_segment(milestone) + "/complete", json_object());
    }
    if (rule.closes) {
      close(row);
    } else if (!rule.status.empty() && rule.status != status_) {
      post(row, "/status", json_object().text("status", rule.status));
      status_ = rule.status;
    }
  }

  std::vector<call> finish(const log_row& last) {
    post_to("/imported", "{}", key(last));
    return std::move(calls_);
  }

 private:
  const case_rule& rule_of(const log_row& row) const {
    const auto rule = cases_.activities.find(row.activity);
    return rule == cases_.activities.end() ? cases_.otherwise : rule->second;
  }
  void close(const log_row& row) {
    post(row, "/close", json_object());
    closed_ = true;
  }
  void post(const log_row& row, const std::string& what, json_object body) {
    post_to(what, body.number("at", row.time_s * 1000).str(), key(row));
  }
  void post_to(const std::string& what, std::string body, std::string key) {
    const std::string path = "/cases/" + path_segment(case_) + what;
    calls_.push_back({"POST", tenant_path(map_, path), std::move(body), std::move(key), {}});
  }
  std::string key(const log_row& row) { return fmt::format("case:{}:{}", row.line, index_++); }

  const log_mapping& map_;
  const case_mapping& cases_;
  std::string case_;
  std::string status_;  // as the server has it: what changes nothing is not sent
  bool closed_ = false;
  int index_ = 0;
  std::vector<call> calls_;
};

}  // namespace

std::vector<call> calls_before_cases(const log_mapping& map, const case_mapping& cases) {
  std::vector<call> calls;
  const auto put = [&](const std::string& rest, const char* name, const std::string& value) {
    calls.push_back(
        {"PUT", tenant_path(map, rest), json_object().raw(name, value).str(), "", set_up_patience});
  };
  put("", "settings", json_object().text("name", map.tenant_name).str());
  for (const named_holiday& holiday : cases.holidays) {
    put("/hours/holidays/" + path_segment(holiday.id), "definition",
        codec::to_json(holiday.definition));
  }
  put("/hours/sets/" + path_segment(cases.hours), "definition", codec::to_json(cases.hours_set));
  put("/levels/" + path_segment(cases.level), "settings", codec::to_json(cases.level_settings));
  put("/processes/" + path_segment(cases.process), "definition",
      codec::to_json(cases.process_settings));
  const std::string customer = "/customers/" + path_segment(cases.account);
  calls.push_back({"PUT", tenant_path(map, customer),
                   json_object().text("name", cases.account_name).str(), "", set_up_patience});
  put(customer + "/entitlements/" + path_segment(cases.entitlement.entitlement.str()),
      "entitlement", codec::to_json(cases.entitlement));
  return calls;
}

std::vector<call> calls_of_case(const log_mapping& map, const case_mapping& cases,
                                const std::vector<const log_row*>& rows) {
  teller tells(map, cases, id_of(*rows.front()));
  tells.open(*rows.front());
  for (std::size_t i = 1; i < rows.size(); ++i) tells.go_on(*rows[i]);
  return tells.finish(*rows.back());
}

case_importer::case_importer(client::loop& on, import_options options, const log_mapping& map,
                             const case_mapping& cases, const std::vector<log_row>& rows)
    : loop_(on),
      options_(std::move(options)),
      map_(map),
      case_map_(cases),
      rows_(rows.size()),
      http_(on, options_.server),
      before_(calls_before_cases(map, cases)) {
  std::unordered_map<std::string, case_run*> known;
  for (const log_row& row : rows) {
    case_run*& c = known[row.case_name];
    if (c == nullptr) {
      c = &cases_.emplace_back();
      c->id = id_of(row);
    }
    c->rows.push_back(&row);
  }
  totals_.cases = cases_.size();
}

result<import_totals> case_importer::run() {
  loop_.on_interrupt([this] { stop("interrupted"); });
  started_ = steady_clock::now();
  set_up();
  loop_.run();
  if (failed_) return *failed_;
  totals_.seconds = std::chrono::duration<double>(steady_clock::now() - started_).count();
  return totals_;
}

void case_importer::set_up() {
  if (prepared_ == before_.size()) {
    watch();
    start_cases();
    return;
  }
  const call& what = before_[prepared_];
  http_.send(what, [this, path = what.path](const answer& got) {
    if (!got.ok()) {
      const bool away = got.status == 0 || got.status >= 500;
      failed_ = rejection{away ? errc::unavailable : errc::bad_request,
                          path + ": " + std::to_string(got.status) + " " + got.body,
                          {}};
      loop_.stop();
      return;
    }
    ++prepared_;
    set_up();
  });
}

void case_importer::start_cases() {
  if (totals_.cases_done == totals_.cases) loop_.stop();
  while (active_ < options_.server.connections_max * 2 && started_cases_ < cases_.size()) {
    case_run& c = cases_[started_cases_++];
    for (call& each : calls_of_case(map_, case_map_, c.rows)) c.calls.push_back(std::move(each));
    ++active_;
    next(c);
  }
}

void case_importer::next(case_run& c) {
  if (c.calls.empty()) return done(c);
  call what = std::move(c.calls.front());
  c.calls.pop_front();
  http_.send(std::move(what), [this, &c](const answer& got) {
    count(got);
    if (got.status == 0) return stop("the server does not answer: " + got.body);
    if (c.looks == 0) return await_cover(c);
    next(c);
  });
}

void case_importer::await_cover(case_run& c) {
  ++c.looks;
  const std::string path = tenant_path(map_, "/cases/" + path_segment(c.id));
  http_.send({"GET", path, "", "", {}}, [this, &c](const answer& got) {
    const std::string_view state = client::json_member(got.body, "state");
    if (!client::json_text(state, "process").empty()) return next(c);
    if (c.looks >= looks_max) return stop("case " + c.id + " is not covered: " + got.body);
    loop_.after(look_every, [this, &c] { await_cover(c); });
  });
}

void case_importer::done(case_run& c) {
  totals_.events += c.rows.size();
  ++totals_.cases_done;
  --active_;
  start_cases();
}

void case_importer::count(const answer& got) {
  ++totals_.sent;
  if (got.repeated) ++totals_.repeated;
  if (got.ok()) return;
  ++totals_.rejected;
  if (totals_.first_rejection.empty()) {
    totals_.first_rejection = std::to_string(got.status) + " " + got.body;
  }
}

void case_importer::watch() {
  loop_.after(watch_every, [this] {
    if (!options_.quiet) {
      const double span = std::chrono::duration<double>(steady_clock::now() - started_).count();
      fmt::print(stderr, "{} of {} rows, {} of {} cases, {:.0f} rows/s\n", totals_.events, rows_,
                 totals_.cases_done, totals_.cases, static_cast<double>(totals_.events) / span);
    }
    watch();
  });
}

void case_importer::stop(std::string why) {
  if (totals_.stopped.empty()) totals_.stopped = std::move(why);
  loop_.stop();
}

}  // namespace parley::tool
