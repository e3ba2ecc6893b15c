// Reads of one customer, case or milestone, and of a case with all its clocks.

#include "events/views/timeline.hpp"

#include "actors/http/authorise.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

template <class T>
void answer_json(const exchange_ptr& ex, T value) {
  ex->home().on_reader([ex, value = std::move(value)] {
    response r;
    codec::write_json(r.body, value);
    ex->answer(std::move(r));
  });
}

void refuse_read(const exchange_ptr& ex, const rejection& why) {
  if (why.code == errc::not_found) {
    refuse_not_found(ex, why);
  } else {
    ex->refuse(why);
  }
}

void answer_entity(const exchange_ptr& ex, const entity_reading& read) {
  const std::string at = to_string(read.at);
  const std::uint64_t version = read.in_stream.value;
  if (const auto* customer = state_as<customer_state>(read.state)) {
    answer_json(ex, customer_answer{at, account_id(ex->id), version, *customer});
  } else if (const auto* of_case = state_as<case_state>(read.state)) {
    answer_json(ex, case_answer{at, case_id(ex->id), version, *of_case});
  } else if (const auto* run = state_as<milestone_state>(read.state)) {
    answer_json(ex, milestone_answer{at, ex->id, version, *run});
  } else {
    ex->refuse({errc::corrupt, "the stream is of another kind", {}});
  }
}

// A case, then each of its runs, then the hours to count with: each read is answered on the shard's
// thread, where the last of them makes the timeline.
struct timeline_read {
  case_state about;
  std::vector<std::string> runs;
  std::vector<std::pair<std::string, milestone_state>> found;
  duration_ms wait;
};

void finish_timeline(const exchange_ptr& ex, const timeline_read& all) {
  ex->home().node.read_floor(
      ex->partition, offset(), all.wait, [ex, all](const result<floor_reading>& read) {
        if (!read.ok()) {
          ex->refuse(read.error());
          return;
        }
        const hours_source* hours = read->views.hours(ex->tenant);
        const time_ms now = ex->home().now();
        timeline_answer answer = timeline_of(case_id(ex->id), all.about, hours, now);
        answer.position = to_string(read->at);
        for (const auto& [run, state] : all.found) {
          timeline_entry entry = timeline_entry_of(run, state, hours, now);
          entry.place_ms = place_of(entry, all.about, hours).value;
          answer.milestones.push_back(std::move(entry));
        }
        answer_json(ex, std::move(answer));
      });
}

void read_runs(const exchange_ptr& ex, const std::shared_ptr<timeline_read>& all) {
  if (all->found.size() == all->runs.size()) {
    finish_timeline(ex, *all);
    return;
  }
  const std::string run = all->runs[all->found.size()];
  ex->home().node.read_entity(
      {ex->tenant, entity_kind::milestone, run}, offset(), all->wait,
      [ex, all, run](const result<entity_reading>& read) {
        const auto* state = read.ok() ? state_as<milestone_state>(read->state) : nullptr;
        if (state == nullptr && !read.ok() && read.error().code != errc::not_found) {
          ex->refuse(read.error());
          return;
        }
        // One that has not begun has no stream yet.
        milestone_state waiting;
        const auto* one = find_milestone(all->about, milestone_id(run.substr(ex->id.size() + 1)));
        if (one != nullptr) {
          waiting.setup.definition = one->definition;
        }
        all->found.emplace_back(run, state == nullptr ? waiting : *state);
        read_runs(ex, all);
      });
}

}  // namespace

void read_promised_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  if (!terms.ok()) {
    ex->refuse(terms.error());
    return;
  }
  const bool customer = ex->what == operation::read_customer;
  if (const status own = bind_customer(ex->by, ex->id); customer && !own.ok()) {
    refuse_not_found(ex, own.error());
    return;
  }
  const entity_kind kind = ex->what == operation::read_customer ? entity_kind::customer
                           : ex->what == operation::read_case   ? entity_kind::support_case
                                                                : entity_kind::milestone;
  ex->home().node.read_entity({ex->tenant, kind, ex->id}, terms->at_least, terms->wait,
                              [ex](const result<entity_reading>& read) {
                                if (read.ok()) {
                                  answer_entity(ex, *read);
                                } else {
                                  refuse_read(ex, read.error());
                                }
                              });
}

void read_timeline_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  if (!terms.ok()) {
    ex->refuse(terms.error());
    return;
  }
  ex->home().node.read_entity(
      {ex->tenant, entity_kind::support_case, ex->id}, terms->at_least, terms->wait,
      [ex, wait = terms->wait](const result<entity_reading>& read) {
        const auto* state = read.ok() ? state_as<case_state>(read->state) : nullptr;
        if (state == nullptr) {
          refuse_read(ex, read.ok() ? rejection{errc::corrupt, "not a case", {}} : read.error());
          return;
        }
        auto all = std::make_shared<timeline_read>();
        all->about = *state;
        all->wait = wait;
        for (const case_milestone& one : state->milestones) {
          all->runs.push_back(run_of(case_id(ex->id), one.definition.milestone));
        }
        read_runs(ex, all);
      });
}

}  // namespace parley::http
