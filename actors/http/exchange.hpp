#pragma once
// One request under way, from its last byte to its answer: what handlers get. Held by whoever still
// owes something to it; the first answer wins, later ones are dropped.

#include <atomic>
#include <chrono>
#include <memory>

#include "actors/http/link.hpp"
#include "actors/http/request.hpp"
#include "actors/http/router.hpp"
#include "events/base/entity.hpp"

namespace parley::http {

class service;

class exchange : public std::enable_shared_from_this<exchange> {
 public:
  exchange(std::shared_ptr<service> home, std::shared_ptr<link> to, std::uint64_t serial)
      : home_(std::move(home)), link_(std::move(to)), serial_(serial) {}

  /// The parts of the gateway that handlers use. Alive as long as the exchange.
  service& home() const { return *home_; }
  link& client() const { return *link_; }
  std::shared_ptr<link> shared_client() const { return link_; }
  std::uint64_t serial() const { return serial_; }

  /// Thread-safe, both: the node's callbacks call them on shard threads.
  void answer(response r);
  void refuse(const rejection& why);
  /// With a status of HTTP's own instead of the catalogue's.
  void refuse(int status, const rejection& why);
  void open_stream(std::shared_ptr<stream_source> source);

  http_request request;
  // Set before a handler runs; not changed after.
  operation what = operation::static_file;
  tenant_id tenant;
  partition_id partition;
  std::string id;    ///< of the agent, queue, conversation, case … that the path names
  std::string part;  ///< what of it: its asset, entitlement, milestone …
  principal by;
  std::chrono::steady_clock::time_point started;

 private:
  void finish(int status, const char* code);

  std::shared_ptr<service> home_;
  std::shared_ptr<link> link_;
  std::uint64_t serial_;
  std::atomic<bool> answered_{false};
};
using exchange_ptr = std::shared_ptr<exchange>;

}  // namespace parley::http
