#pragma once
// The names of what is promised to whom. Unique within their tenant.

#include "events/base/strong.hpp"

namespace parley {

using account_id = id<struct account_tag>;  ///< a customer
using asset_id = id<struct asset_tag>;      ///< a bought instance of a product
using product_id = id<struct product_tag>;
using contract_id = id<struct contract_tag>;
using line_id = id<struct line_tag>;  ///< of a contract; unique within its account
using entitlement_id = id<struct entitlement_tag>;
using price_book_id = id<struct price_book_tag>;
using template_id = id<struct template_tag>;
using level_id = id<struct level_tag>;      ///< a service level
using process_id = id<struct process_tag>;  ///< an entitlement process
using case_id = id<struct case_tag>;
using milestone_id = id<struct milestone_tag>;  ///< in a process; a run's stream is `<case>.<this>`

}  // namespace parley
