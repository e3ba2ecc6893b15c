#include "actors/http/answer_view.hpp"
#include "actors/http/authorise.hpp"
#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"
#include "events/views/partner_answers.hpp"

namespace parley::http {
namespace {

struct agents_answer {
  std::string position;
  std::vector<agent_summary> agents;
};
BOOST_DESCRIBE_STRUCT(agents_answer, (), (position, agents))

void answer_agent(const exchange_ptr& ex, const floor_reading& read) {
  const bool partner = ex->by.role == principal_role::partner;
  auto found = partner ? agent_for(read.views, ex->tenant, agent_id(ex->id), ex->by.name)
                       : read.views.agent(ex->tenant, agent_id(ex->id));
  if (found) {
    answer_view(ex, std::optional(agent_answer{{}, std::move(*found)}), read.at);
  } else if (read.views.tenant(ex->tenant) == nullptr) {
    ex->refuse(no_such_tenant());
  } else {
    ex->refuse({errc::not_found, "no such agent", {}});
  }
}

void answer_agents(const exchange_ptr& ex, const floor_reading& read) {
  std::optional<agents_answer> agents;
  if (auto capacity = read.views.capacity(ex->tenant)) {
    agents = agents_answer{{}, std::move(capacity->agents)};
  }
  answer_view(ex, std::move(agents), read.at);
}

void answer_floor(const exchange_ptr& ex, const floor_reading& read, std::size_t limit) {
  if (ex->what == operation::read_queues) {
    answer_view(ex, read.views.queues(ex->tenant), read.at);
  } else if (ex->what == operation::read_overview) {
    answer_view(ex, read.views.overview(ex->tenant), read.at);
  } else if (ex->what == operation::read_capacity) {
    answer_view(ex,
                ex->by.role == principal_role::partner
                    ? capacity_for(read.views, ex->tenant, ex->by.name)
                    : read.views.capacity(ex->tenant),
                read.at);
  } else if (ex->what == operation::list_conversations) {
    answer_view(ex, read.views.conversations(ex->tenant, limit), read.at);
  } else if (ex->what == operation::list_agents) {
    answer_agents(ex, read);
  } else {
    answer_agent(ex, read);
  }
}

}  // namespace

void read_floor_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  const auto limit = number_of(ex->request, "limit", 100, 1000);
  std::string agent = ex->id;
  const status self = ex->what == operation::read_agent ? bind_agent(ex->by, agent) : done{};
  if (!terms.ok() || !limit.ok() || !self.ok()) {
    ex->refuse(!terms.ok() ? terms.error() : !limit.ok() ? limit.error() : self.error());
    return;
  }
  ex->home().node.read_floor(
      ex->partition, terms->at_least, terms->wait,
      [ex, limit = static_cast<std::size_t>(*limit)](const result<floor_reading>& read) {
        if (read.ok()) {
          answer_floor(ex, *read, limit);
        } else {
          ex->refuse(read.error());
        }
      });
}

}  // namespace parley::http
