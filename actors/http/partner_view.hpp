#pragma once
// What one partner may follow of a tenant, and where its records go that another node read. The
// gateway knows no partners: whoever starts it says in its options how to ask.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "events/base/ids.hpp"
#include "events/base/result.hpp"

namespace parley {
class node_port;
namespace store {
class commit_view;
}
}  // namespace parley

namespace parley::http {

/// Of one feed; one thread at a time.
class partner_view {
 public:
  partner_view() = default;
  partner_view(const partner_view&) = delete;
  partner_view& operator=(const partner_view&) = delete;
  virtual ~partner_view() = default;
  /// May block: on a reader thread.
  virtual result<bool> concerns(const store::commit_view& commit) = 0;
  /// Of a commit that concerns the partner: whether event `index` is told.
  virtual bool tells(const store::commit_view& commit, std::size_t index) const = 0;
};

/// Null: the partner has nothing in that tenant.
using partner_views = std::function<std::shared_ptr<partner_view>(
    node_port& node, const std::string& partner, const tenant_id& tenant)>;

/// Takes a batch of a partner's records in one tenant; `answer` is called once, on any thread, with
/// the answer's body or the reason why the batch was not looked at.
using partner_door =
    std::function<void(const std::string& partner, const tenant_id& tenant, const std::string& body,
                       std::function<void(result<std::string>)> answer)>;
/// Of both, the batch and its answer.
inline constexpr const char* records_content = "application/x-parley-records";

}  // namespace parley::http
