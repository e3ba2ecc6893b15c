// Goal: alerts and dashboard ask for what a server tells, and each alert says whom to wake and what
// for. Method: the names in deploy/monitoring against the real answer of /metrics.

#include <fstream>
#include <set>
#include <sstream>

#include <boost/property_tree/json_parser.hpp>

#include "actors/http/metrics.hpp"
#include "actors/partner/report.hpp"
#include "tests/http/site.hpp"

using namespace parley;
using namespace parley::test;

namespace {

const std::string rules = "deploy/monitoring/parley.rules.yml";
const std::string dashboard = "deploy/monitoring/parley.dashboard.json";

std::string text_of(const std::string& path) {
  const std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// What follows each `mark`, as long as it is made of `letters`; quotes and their escapes before it
// are skipped.
std::set<std::string> after(const std::string& text, const std::string& mark,
                            const std::string& letters) {
  std::set<std::string> found;
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto begin = text.find_first_not_of("~\\\"", at + mark.size());
    const auto end = text.find_first_not_of(letters, begin);
    if (end > begin) {
      found.insert(text.substr(begin, end - begin));
    }
  }
  return found;
}

constexpr const char* name_letters = "abcdefghijklmnopqrstuvwxyz_";

std::set<std::string> metrics_in(const std::string& text) {
  std::set<std::string> names;
  for (const std::string& rest : after(text, "parley_", name_letters)) {
    names.insert("parley_" + rest);
  }
  return names;
}

// A histogram is asked for by its parts.
std::string family_of(const std::string& name) {
  for (const std::string part : {"_bucket", "_sum", "_count"}) {
    if (name.ends_with("_seconds" + part)) {
      return name.substr(0, name.size() - part.size());
    }
  }
  return name;
}

void project(floor& to, const tenant_id& tenant, entity_kind kind, const std::string& entity,
             any_event event) {
  static std::uint64_t at = 0;
  to.project({{partition_id(0), offset(++at)},
              {tenant, kind, entity},
              version(1),
              time_ms(1),
              {},
              {},
              std::move(event)});
}

milestone_started promise(const char* level, std::int64_t due) {
  milestone_started event;
  event.setup.level = level_id(level);
  event.due = time_ms(due);
  event.wake = time_ms(due + 1);
  return event;
}

// One tenant with a promise at risk, one for later, one overdue, one kept and one paused.
void promise_something(floor& to, const tenant_id& tenant, const char* level) {
  const auto run = [&](const char* name, any_event event) {
    project(to, tenant, entity_kind::milestone, name, std::move(event));
  };
  project(to, tenant, entity_kind::tenant, tenant.str(), any_event(tenant_created{}));
  run("c.soon", any_event(promise(level, 1000)));
  run("c.later", any_event(promise(level, 9000)));
  run("c.missed", any_event(promise(level, 500)));
  run("c.missed", any_event(milestone_violated{time_ms(500), {}}));
  run("c.kept", any_event(promise(level, 700)));
  milestone_completed done;
  done.due = time_ms(700);
  run("c.kept", any_event(done));
  run("c.rests", any_event(promise(level, 800)));
  run("c.rests", any_event(milestone_paused{}));
}

std::string told_of_promises() {
  floor views;
  promise_something(views, tenant_id("acme"), "gold");
  http::tenant_floors floors;
  floors.add(views, time_ms(2000));
  return http::metrics_text({}, {}, 0, floors);
}

std::set<std::string> told_families() {
  const site s;
  s.acme("PUT", "/queues/q", R"({"settings":{"name":"q"}})");
  s.acme("POST", "/conversations?conversation=c", R"({"contact":"a","channel":"chat"})");
  s.acme("POST", "/conversations/c/route", R"({"queue":"q"})");
  const std::string told = s.ask("GET", "/metrics").body + told_of_promises();
  return after(told + partner::metrics_text({}), "# TYPE ", name_letters);
}

}  // namespace

TEST_CASE("every metric that the alerts and the dashboard ask for is told by a server") {
  const auto told = told_families();
  REQUIRE(told.size() > 15);
  std::set<std::string> asked;
  for (const std::string& path : {rules, dashboard}) {
    const auto names = metrics_in(text_of(path));
    CHECK(names.size() > 5);
    for (const std::string& name : names) {
      CHECK_MESSAGE(told.contains(family_of(name)), path << " asks for " << name);
      asked.insert(family_of(name));
    }
  }
  for (const char* name : {"parley_problems", "parley_shard_phase", "parley_waiting"}) {
    CHECK_MESSAGE(asked.contains(name), name << " is watched by nobody");
  }
}

TEST_CASE("every outcome and presence that is asked for exists") {
  const std::string text = text_of(rules) + text_of(dashboard);
  const std::string codes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_|";
  for (const std::string& list : after(text, "outcome=", codes)) {
    for (std::string rest = list; !rest.empty();) {
      const std::string code = rest.substr(0, rest.find('|'));
      rest.erase(0, code.size() + 1);
      bool known = false;
      for (unsigned c = 0; c <= static_cast<unsigned>(errc::corrupt); ++c) {
        known = known || code == to_string(static_cast<errc>(c));
      }
      CHECK_MESSAGE(known, code);
    }
  }
  const std::set<std::string> presences{"available", "busy", "away", "lost", "logged_out"};
  for (const std::string& presence : after(text, "presence=", name_letters)) {
    CHECK_MESSAGE(presences.contains(presence), presence);
  }
}

TEST_CASE("each alert has a time, a severity and a summary") {
  const std::string text = text_of(rules);
  std::size_t at = text.find("- alert:");
  std::size_t count = 0;
  for (; at != std::string::npos; ++count) {
    const std::size_t next = text.find("- alert:", at + 1);
    const std::string one = text.substr(at, next == std::string::npos ? next : next - at);
    for (const char* part : {"expr:", "for:", "severity:", "summary:"}) {
      CHECK_MESSAGE(one.find(part) != std::string::npos, one << " has no " << part);
    }
    at = next;
  }
  CHECK(count >= 10);
}

TEST_CASE("the dashboard is JSON with a query in each panel") {
  std::istringstream text(text_of(dashboard));
  boost::property_tree::ptree tree;
  boost::property_tree::read_json(text, tree);
  CHECK(tree.get<std::string>("title") == "Parley");
  std::size_t panels = 0;
  for (const auto& [name, panel] : tree.get_child("panels")) {
    ++panels;
    CHECK_FALSE(panel.get<std::string>("title").empty());
    for (const auto& [index, target] : panel.get_child("targets")) {
      CHECK(target.get<std::string>("expr").find("parley_") != std::string::npos);
    }
  }
  CHECK(panels >= 12);
}

TEST_CASE("promises are told by state, at risk and by what became of them") {
  const std::string text = told_of_promises();
  for (const char* line :
       {"parley_promises_open{tenant=\"acme\",state=\"running\"} 2",
        "parley_promises_open{tenant=\"acme\",state=\"violated\"} 1",
        "parley_promises_open{tenant=\"acme\",state=\"paused\"} 1",
        "parley_promises_open{tenant=\"acme\",state=\"pending\"} 0",
        "parley_promises_at_risk{tenant=\"acme\"} 1\n",
        "parley_promises_outcome{tenant=\"acme\",level=\"gold\",outcome=\"met\"} 1",
        "parley_promises_outcome{tenant=\"acme\",level=\"gold\",outcome=\"missed\"} 1"}) {
    CHECK_MESSAGE(text.find(line) != std::string::npos, line << " is not in\n" << text);
  }
}

TEST_CASE("levels and tenants beyond the labelled ones are summed up") {
  floor views;
  for (std::size_t i = 0; i < http::labelled_tenants_max + 3; ++i) {
    promise_something(views, tenant_id("t" + std::to_string(1000 + i)), "gold");
  }
  for (std::size_t i = 0; i < totals_levels_max + 4; ++i) {
    promise_something(views, tenant_id("t1000"), ("level" + std::to_string(100 + i)).c_str());
  }
  http::tenant_floors floors;
  floors.add(views, time_ms(2000));
  const auto promises = floors.promises();
  CHECK(promises.size() == http::labelled_tenants_max + 1);
  CHECK(promises.at("(other)").by_phase.at(1) == 6);
  CHECK(promises.at("t1000").by_level.size() == totals_levels_max + 1);
  CHECK(promises.at("t1000").by_level.at("(other)").met == 5);
}

TEST_CASE("tenants beyond the labelled ones are summed up, whoever was asked for first") {
  floor views;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < http::labelled_tenants_max + 50; ++i) {
    const tenant_id tenant("t" + std::to_string(1000 + i));
    const stream_id stream{tenant, entity_kind::tenant, tenant.str()};
    views.project({{partition_id(0), offset(++at)},
                   stream,
                   version(1),
                   time_ms(1),
                   {},
                   {},
                   any_event(tenant_created{})});
    agent_definition definition;
    definition.capacity_units = 2;
    views.project({{partition_id(0), offset(++at)},
                   {tenant, entity_kind::agent, "ann"},
                   version(1),
                   time_ms(1),
                   {},
                   {},
                   any_event(agent_defined{definition})});
  }
  http::tenant_floors floors;
  floors.add(views);
  CHECK(floors.named().size() == http::labelled_tenants_max);
  CHECK(floors.named().begin()->first == tenant_id("t1000"));
  CHECK(floors.others_count() == 50);
  CHECK(floors.others().agents_logged_out == 50);
  const std::string text = http::metrics_text({}, {}, 3, floors);
  CHECK(text.find("parley_agents{tenant=\"(other)\",presence=\"logged_out\"} 50") !=
        std::string::npos);
  CHECK(text.find("parley_tenants{labelled=\"no\"} 50") != std::string::npos);
  CHECK(text.find("parley_problems 3") != std::string::npos);
}
