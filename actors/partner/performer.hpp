#pragma once
// One record's command at the node that serves its tenant: read, authorised, submitted. What the
// intake does with its own records, and the door with those that other nodes send. Thread-safe.

#include <functional>
#include <memory>

#include "actors/node/port.hpp"
#include "actors/partner/cloud_event.hpp"

namespace parley::partner {

struct outcome {
  status did = done{};
  bool repeated = false;  ///< it had been done before
};

class performer {
 public:
  /// `behind` outlives every answer.
  explicit performer(node_port& behind);
  ~performer();
  performer(const performer&) = delete;
  performer& operator=(const performer&) = delete;

  /// `told` is called once, here or on a shard's thread, which must not be kept waiting.
  void perform(const definition& who, const cloud_event& event, std::string_view value,
               const store::source_position& from, std::function<void(const outcome&)> told);

 private:
  struct memory;
  std::shared_ptr<memory> memory_;
};

}  // namespace parley::partner
