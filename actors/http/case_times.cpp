// How long a case took, or many. Their streams and those of their conversations are read from the
// log, and counted in the tenant's hours as they are now.

#include "events/views/case_times.hpp"

#include <algorithm>
#include <map>

#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"
#include "events/views/tenant_calendars.hpp"

namespace parley::http {
namespace {

struct times_read {
  std::vector<stream_id> streams;
  hours_id by;
  position upto;
  tenant_state tenant;  ///< its hours alone
};

void take(case_times& to, const store::commit_view& commit, const position& upto) {
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const auto bytes = commit.event(i);
    const auto event = codec::decode_event(codec::event_type(bytes.type), bytes.payload);
    if (event.ok() && commit.first_position().at.value + i <= upto.at.value) {
      to.take(*event, commit.recorded_at());
    }
  }
}

status fold(const node_port& node, const times_read& all, case_times& to) {
  for (const stream_id& stream : all.streams) {
    const auto commits = node.index().commits(all.upto.partition, stream, version(1));
    if (!commits.ok()) {
      return commits.error();
    }
    for (const offset at : *commits) {
      if (at > all.upto.at) {
        break;
      }
      const status read = node.log().read_one(
          all.upto.partition, at,
          [&](const store::commit_view& commit) { take(to, commit, all.upto); });
      if (!read.ok()) {
        return read;
      }
    }
  }
  return done{};
}

times_read times_of(const stream_id& of_case, const case_state& state) {
  times_read all;
  all.streams.push_back(of_case);
  for (const conversation_id& each : state.conversations) {
    all.streams.push_back({of_case.tenant, entity_kind::conversation, each.str()});
  }
  all.by = state.hours.empty() ? state.own_hours : state.hours;
  return all;
}

void answer_times(const exchange_ptr& ex, const times_read& all) {
  case_times times;
  const status read = fold(ex->home().node, all, times);
  if (!read.ok()) {
    ex->refuse(read.error());
    return;
  }
  const tenant_calendars calendars(all.tenant);
  if (!all.by.empty() && calendars.find(all.by) == nullptr) {
    ex->refuse({errc::not_found, "there is no such set of business hours", {}});
    return;
  }
  case_times_answer answer = times.answer(&calendars, all.by, ex->home().now());
  answer.of_case = case_id(ex->id);
  answer.position = to_string(all.upto);
  response r;
  codec::write_json(r.body, answer);
  ex->answer(std::move(r));
}

void with_tenant(const exchange_ptr& ex, times_read all, duration_ms wait) {
  ex->home().node.read_floor(
      ex->partition, offset(), wait, [ex, all = std::move(all)](const result<floor_reading>& read) {
        const tenant_state* tenant = read.ok() ? read->views.tenant(ex->tenant) : nullptr;
        if (tenant == nullptr) {
          ex->refuse(read.ok() ? no_such_tenant() : read.error());
          return;
        }
        auto whole = std::make_shared<times_read>(all);
        whole->tenant.hours = tenant->hours;
        ex->home().on_reader([ex, whole] { answer_times(ex, *whole); });
      });
}

// ---- many cases ----

constexpr std::size_t times_max = 200;
constexpr std::size_t offices_max = 20;

// `a,b,c` as names, each once.
std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const auto end = text.find(',');
    const std::string name(text.substr(0, end));
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return names;
}

struct many_read {
  std::vector<std::string> offices;  ///< empty: each case in its own
  std::vector<case_id> wanted;
  std::vector<times_read> cases;
  duration_ms wait;
  tenant_state tenant;
  position upto;
};

void add(std::map<hours_id, office_times>& to, const case_times_answer& one,
         const tenant_hours& hours) {
  office_times& sums = to[one.hours.hours];
  sums.office = one.hours.hours;
  if (const auto set = find_hours(hours, sums.office)) {
    sums.zone = set->definition.zone.empty() ? "UTC" : set->definition.zone;
  }
  ++sums.cases;
  sums.clock_ms += one.clock_ms;
  sums.business_ms += one.business_ms;
}

void answer_many(const exchange_ptr& ex, const many_read& all) {
  const tenant_calendars calendars(all.tenant);
  cases_times_answer answer;
  answer.position = to_string(all.upto);
  answer.now = ex->home().now();
  std::map<hours_id, office_times> offices;
  for (std::size_t i = 0; i < all.cases.size(); ++i) {
    case_times times;
    const status read = fold(ex->home().node, all.cases[i], times);
    if (!read.ok()) {
      ex->refuse(read.error());
      return;
    }
    const std::vector<std::string> own{all.cases[i].by.str()};
    for (const std::string& office : all.offices.empty() ? own : all.offices) {
      if (!office.empty() && calendars.find(hours_id(office)) == nullptr) {
        ex->refuse({errc::not_found, "there is no such set of business hours: " + office, {}});
        return;
      }
      case_times_answer one = times.answer(&calendars, hours_id(office), answer.now);
      one.of_case = all.wanted[i];
      add(offices, one, all.tenant.hours);
      answer.cases.push_back(std::move(one));
    }
  }
  for (auto& [office, sums] : offices) {
    answer.offices.push_back(std::move(sums));
  }
  response r;
  codec::write_json(r.body, answer);
  ex->answer(std::move(r));
}

// One case after the other: each read is answered on the shard's thread. The hours are the tenant's
// as they were when the cases were listed.
void read_many(const exchange_ptr& ex, const std::shared_ptr<many_read>& all) {
  if (all->cases.size() == all->wanted.size()) {
    ex->home().on_reader([ex, all] { answer_many(ex, *all); });
    return;
  }
  const stream_id next{ex->tenant, entity_kind::support_case, all->wanted[all->cases.size()].str()};
  ex->home().node.read_entity(
      next, offset(), all->wait, [ex, next, all](const result<entity_reading>& read) {
        const auto* state = read.ok() ? state_as<case_state>(read->state) : nullptr;
        if (state == nullptr) {
          refuse_not_found(ex,
                           read.ok() ? rejection{errc::corrupt, "not a case", {}} : read.error());
          return;
        }
        all->cases.push_back(times_of(next, *state));
        all->cases.back().upto = read->at;
        read_many(ex, all);
      });
}

}  // namespace

void read_case_times_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  if (!terms.ok()) {
    ex->refuse(terms.error());
    return;
  }
  const stream_id of_case{ex->tenant, entity_kind::support_case, ex->id};
  ex->home().node.read_entity(
      of_case, terms->at_least, terms->wait,
      [ex, of_case, wait = terms->wait](const result<entity_reading>& read) {
        const auto* state = read.ok() ? state_as<case_state>(read->state) : nullptr;
        if (state == nullptr) {
          refuse_not_found(ex,
                           read.ok() ? rejection{errc::corrupt, "not a case", {}} : read.error());
          return;
        }
        times_read all = times_of(of_case, *state);
        const auto asked = ex->request.parameter("hours");
        if (!asked.empty()) {
          all.by = hours_id(std::string(asked));
        }
        all.upto = read->at;
        with_tenant(ex, std::move(all), wait);
      });
}

void read_times_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  const auto limit = number_of(ex->request, "limit", times_max / 2, times_max);
  if (!terms.ok() || !limit.ok()) {
    ex->refuse(terms.ok() ? limit.error() : terms.error());
    return;
  }
  auto all = std::make_shared<many_read>();
  all->wait = terms->wait;
  all->offices = names_in(ex->request.parameter("hours"));
  for (std::string& name : names_in(ex->request.parameter("cases"))) {
    all->wanted.emplace_back(std::move(name));
  }
  if (all->wanted.size() > times_max || all->offices.size() > offices_max) {
    ex->refuse({errc::bad_request, "at most 200 cases, and 20 sets of hours", {}});
    return;
  }
  const queue_id queue(std::string(ex->request.parameter("queue")));
  ex->home().node.read_floor(
      ex->partition, terms->at_least, terms->wait,
      [ex, all, queue, limit = *limit](const result<floor_reading>& read) {
        const tenant_state* tenant = read.ok() ? read->views.tenant(ex->tenant) : nullptr;
        if (tenant == nullptr) {
          ex->refuse(read.ok() ? no_such_tenant() : read.error());
          return;
        }
        all->tenant.hours = tenant->hours;
        all->upto = read->at;
        if (all->wanted.empty()) {
          const auto open = read->views.cases(ex->tenant, queue, static_cast<std::size_t>(limit));
          for (const case_summary& each : open ? open->cases : std::vector<case_summary>{}) {
            all->wanted.push_back(each.of_case);
          }
        }
        read_many(ex, all);
      });
}

}  // namespace parley::http
