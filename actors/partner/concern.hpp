#pragma once
// Which events of the log concern a partner: those of conversations on the channels that it serves,
// what is said of agents that work for it,
// and what milestones tell the outside about such. The way out over Kafka and the feed over HTTP
// ask here, so both tell the same. One thread at a time.

#include <unordered_map>

#include "actors/http/partner_view.hpp"
#include "actors/partner/channel_book.hpp"
#include "actors/partner/installations.hpp"

namespace parley::partner {

class concern {
 public:
  concern(node_port& behind, definition who) : node_(behind), who_(std::move(who)) {}
  /// Whether any event of `commit` is told. Blocks while an entity that is not known is read.
  result<bool> of(const store::commit_view& commit);
  /// Of a commit that concerns the partner: whether event `index` is told.
  bool tells(const store::commit_view& commit, std::size_t index) const;

 private:
  bool tells_any(const store::commit_view& commit) const;
  result<bool> works_for_us(const store::commit_view& commit);
  result<bool> on_our_channel(const stream_id& conversation, offset as_of);
  result<bool> about_ours(const stream_id& told_by, offset as_of);
  result<any_state> state_of(const stream_id& stream, offset as_of);
  result<any_state> fold_copy(const stream_id& stream, offset as_of) const;

  node_port& node_;
  const definition who_;
  channel_book book_;
  std::unordered_map<stream_id, bool> agents_;  ///< whether they work for the partner
};

/// For the options of the HTTP gateway.
http::partner_views views_of(std::vector<definition> partners);

}  // namespace parley::partner
