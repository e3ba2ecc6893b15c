// How long a case took. Its stream and those of its conversations are read from the log, and
// counted in the tenant's hours as they are now.

#include "events/views/case_times.hpp"

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
      ex->partition, offset(), wait, [ex, all](const result<floor_reading>& read) {
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
        times_read all;
        all.streams.push_back(of_case);
        for (const conversation_id& each : state->conversations) {
          all.streams.push_back({ex->tenant, entity_kind::conversation, each.str()});
        }
        const auto asked = ex->request.parameter("hours");
        all.by = !asked.empty()         ? hours_id(std::string(asked))
                 : state->hours.empty() ? state->own_hours
                                        : state->hours;
        all.upto = read->at;
        with_tenant(ex, std::move(all), wait);
      });
}

}  // namespace parley::http
