#pragma once
// Which events a subscriber wants, and how they look on the wire.

#include <string>
#include <vector>

#include "actors/http/partner_view.hpp"
#include "actors/http/request.hpp"
#include "events/base/entity.hpp"
#include "store/commit.hpp"

namespace parley::http {

struct feed_filter {
  tenant_id tenant;
  partition_id partition;
  std::vector<std::uint16_t> types;  ///< empty: all
  entity_kind kind = entity_kind::tenant;
  std::string entity;  ///< empty: every stream

  bool wants(const store::commit_view& commit) const;
  bool wants_type(std::uint16_t type) const;
};

/// From `?types=a,b` and `?stream=` (`kind/id`, with or without the tenant before it). BAD_REQUEST
/// for a type that no event has, or another tenant's stream.
result<feed_filter> filter_of(const http_request& request, const tenant_id& tenant,
                              partition_id partition);

/// Where to go on: `Last-Event-ID`, else `?from=` (a position, `start` or `now`; `now` is what no
/// word means). The event there was seen. `end` is the log's.
result<offset> start_of(const http_request& request, partition_id partition, offset end);
/// True if it starts before the log's end, and not because a connection was lost.
bool asks_for_the_past(const http_request& request);

/// Appends the events of `commit` after `after` that `filter` wants and `view`, if there is one,
/// tells; returns their number.
std::size_t write_events(std::string& to, const store::commit_view& commit,
                         const feed_filter& filter, offset after, const partner_view* view);

}  // namespace parley::http
