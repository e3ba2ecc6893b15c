#include "actors/partner/door.hpp"

#include <algorithm>
#include <atomic>

#include "actors/partner/record_batch.hpp"

namespace parley::partner {
namespace {

/// Of one request: answered when its last record is.
struct gathering {
  explicit gathering(std::size_t count) : outcomes(count), left(count) {}
  void note(std::size_t index, const outcome& told) {
    outcomes[index] = told;
    if (left.fetch_sub(1) == 1) {
      std::string body;
      for (const outcome& one : outcomes) {
        pack(body, one);
      }
      answer(std::move(body));
    }
  }
  std::vector<outcome> outcomes;
  std::atomic<std::size_t> left;
  std::function<void(result<std::string>)> answer;
};

const definition* find(const std::vector<definition>& all, const std::string& name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const definition& who) { return who.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

http::partner_door door_of(node_port& behind, std::vector<definition> partners, limits accept) {
  return [worker = std::make_shared<performer>(behind), all = std::move(partners), accept](
             const std::string& name, const tenant_id& tenant, const std::string& body,
             std::function<void(result<std::string>)> answer) {
    const definition* who = find(all, name);
    auto records = unpack_records(body, inbound_topic(name));
    if (who == nullptr || !records.ok() || records->empty()) {
      const rejection unknown{errc::not_found, "there is no such partner", {}};
      const rejection none{errc::bad_request, "no records", {}};
      answer(who == nullptr ? unknown : records.ok() ? none : records.error());
      return;
    }
    const auto all_of_it = std::make_shared<gathering>(records->size());
    all_of_it->answer = std::move(answer);
    for (std::size_t i = 0; i < records->size(); ++i) {
      const auto& record = (*records)[i];
      const auto event = read_cloud_event(record, accept);
      if (!event.ok()) {
        all_of_it->note(i, {event.error(), false});
      } else if (event->subject.tenant != tenant) {
        all_of_it->note(
            i, {rejection{errc::bad_request, "the record is another tenant's", {}}, false});
      } else {
        worker->perform(*who, *event, record.value, record.from,
                        [all_of_it, i](const outcome& told) { all_of_it->note(i, told); });
      }
    }
  };
}

}  // namespace parley::partner
