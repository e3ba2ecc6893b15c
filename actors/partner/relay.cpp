#include "actors/partner/relay.hpp"

#include "actors/http/partner_view.hpp"

namespace parley::partner {
namespace {

constexpr std::size_t batch_records_max = 256;
constexpr std::size_t batch_bytes_max = std::size_t{256} * 1024;
// A node that stands still loses its partitions sooner, and then the request is given up.
constexpr duration_ms answer_limit{10'000};

/// What the answer says of each of `count` records.
std::vector<outcome> outcomes_of(const result<http::response>& answer, std::size_t count) {
  rejection why{errc::unavailable, "another node's answer is not whole", {}};
  if (!answer.ok()) {
    why = answer.error();
  } else if (answer->status != 200) {
    // Refused before any record was looked at.
    why = {errc::recovering, "the partition's node answered " + std::to_string(answer->status), {}};
  } else {
    auto told = unpack_outcomes(answer->body);
    if (told.ok() && told->size() == count) {
      return std::move(*told);
    }
  }
  return std::vector<outcome>(count, outcome{why, false});
}

}  // namespace

relay::relay(const node_port& behind, token_source tokens)
    : node_(behind), tokens_(std::move(tokens)), wire_(behind, answer_limit) {}

void relay::send(const partition_place& to, const definition& who, const tenant_id& tenant,
                 const store::partner_record& record, std::function<void(const outcome&)> told) {
  const address where{to.url, tenant, who.name};
  batch& mine = gathered_[where];
  pack(mine.body, record);
  mine.waiting.push_back(std::move(told));
  if (mine.waiting.size() >= batch_records_max || mine.body.size() >= batch_bytes_max) {
    post(where, std::exchange(mine, {}));
  }
}

void relay::flush() {
  for (auto& [where, mine] : std::exchange(gathered_, {})) {
    if (!mine.waiting.empty()) {
      post(where, std::move(mine));
    }
  }
}

void relay::post(const address& to, batch what) {
  const auto& [url, tenant, name] = to;
  http::errand send;
  send.url = url;
  send.partition = partition_of(tenant, node_.partition_count());
  send.request.method_text = "POST";
  send.request.target = "/v1/tenants/" + tenant.str() + "/partners/" + name + "/records";
  send.request.content_type = http::records_content;
  send.request.body = std::move(what.body);
  const std::string token = tokens_ ? tokens_(tenant, name) : std::string();
  if (!token.empty()) {
    send.request.authorization = "Bearer " + token;
  }
  send.answered = [waiting = std::move(what.waiting)](const result<http::response>& answer) {
    const auto each = outcomes_of(answer, waiting.size());
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      waiting[i](each[i]);
    }
  };
  wire_.send(std::move(send));
}

void relay::stop() { wire_.stop(); }

}  // namespace parley::partner
