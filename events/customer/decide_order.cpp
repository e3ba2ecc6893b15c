// What other systems sold. An order's parts come in any order and more than once: it is kept as it
// is known, and what follows from it is made as soon as the order itself is there.

#include "events/customer/decision.hpp"

namespace parley::customer_rules {
namespace {

std::string name_of(const customer_order& order) { return order.system + "." + order.order; }

// Line numbers are an order's own, lines' ids an account's.
line_id line_of(const customer_order& order, const contract_line& line) {
  return line_id(name_of(order) + "." + line.line.str());
}

contract_id contract_of(const customer_order& order) {
  return order.contract.empty() ? contract_id(name_of(order)) : order.contract;
}

void put_line(customer_order& to, const contract_line& line) {
  const auto at = std::lower_bound(
      to.lines.begin(), to.lines.end(), line,
      [](const contract_line& a, const contract_line& b) { return a.line < b.line; });
  if (at != to.lines.end() && at->line == line.line) {
    *at = line;
  } else {
    to.lines.insert(at, line);
  }
}

status good_order(const customer_state& now, const customer_order& order) {
  const bool names = good_name(order.system) && good_name(order.order) && good_text(order.name) &&
                     good_name(name_of(order));
  const bool lines =
      order.lines.size() <= list_items_max &&
      std::all_of(order.lines.begin(), order.lines.end(),
                  [](const contract_line& each) { return good_name(each.line.str()); });
  if (!names || !lines) {
    return invalid("order: a system, a number and line numbers, together at most 256 bytes");
  }
  const bool known = find_order(now, order.system, order.order) != nullptr;
  if (!known && now.orders.size() >= list_items_max) {
    return rejection{errc::wrong_state, "the customer has as many orders as it may have", {}};
  }
  return done{};
}

// Several commands as one: each is decided on what those before it made.
class steps {
 public:
  steps(const customer_state& now, const context& where) : work_(now), where_(where) {}

  void add(customer_event event) {
    customer_entity::apply(work_, event, where_.now);
    list_.push_back(std::move(event));
  }
  template <class Decide>
  void run(Decide decide) {
    if (fault_) {
      return;
    }
    customer_outcome outcome = decide(decision(work_, where_));
    if (!outcome.ok()) {
      fault_ = outcome.error();
      return;
    }
    for (customer_event& each : *outcome) {
      add(std::move(each));
    }
  }
  const customer_state& work() const { return work_; }
  customer_outcome take() && {
    return fault_ ? customer_outcome(*fault_) : customer_outcome(std::move(list_));
  }

 private:
  customer_state work_;
  const context& where_;
  events list_;
  std::optional<rejection> fault_;
};

// A contract that was there before the order stays as it is, and gets the order's lines.
void make_contract(steps& to, const customer_order& order, bool made_before) {
  const contract_id contract = contract_of(order);
  if (made_before || find_contract(to.work(), contract) == nullptr) {
    service_contract made;
    made.contract = contract;
    made.kind = order.kind;
    made.name = order.name;
    made.starts_on = order.starts_on;
    made.ends_on = order.ends_on;
    made.price_book = order.price_book;
    to.run([&](const decision& by) { return by(record_contract{made}); });
  }
  for (const contract_line& each : order.lines) {
    contract_line line = each;
    line.line = line_of(order, each);
    to.run([&](const decision& by) {
      return by.record_line({contract, line}, entitlement_source::from_order);
    });
  }
}

customer_outcome settle(const customer_state& now, const context& where,
                        const customer_order& order) {
  const customer_order* present = find_order(now, order.system, order.order);
  if (present != nullptr && *present == order) {
    return events{};
  }
  if (const status good = good_order(now, order); !good.ok()) {
    return good.error();
  }
  steps all(now, where);
  all.add(order_recorded{order});
  if (order.received && order.cancelled_on.empty()) {
    const bool own = order.contract.empty() || order.contract.str() == name_of(order);
    make_contract(all, order, own && present != nullptr && present->received);
  }
  return std::move(all).take();
}

}  // namespace

customer_outcome decision::operator()(const record_order& what) const {
  if (!now_.defined || where_.tenant == nullptr) {
    return not_found("customer");
  }
  customer_order order = what.order;
  const customer_order* present = find_order(now_, order.system, order.order);
  order.lines = present == nullptr ? std::vector<contract_line>{} : present->lines;
  order.cancelled_on = present == nullptr ? std::string() : present->cancelled_on;
  for (const contract_line& each : what.order.lines) {
    put_line(order, each);
  }
  order.received = true;
  if (order.starts_on.empty()) {
    order.starts_on =
        present == nullptr || present->starts_on.empty() ? today() : present->starts_on;
  }
  if (const status term = good_term(order.starts_on, order.ends_on); !term.ok()) {
    return term.error();
  }
  return settle(now_, where_, order);
}

customer_outcome decision::operator()(const record_order_line& what) const {
  if (!now_.defined || where_.tenant == nullptr) {
    return not_found("customer");
  }
  customer_order order;
  if (const customer_order* present = find_order(now_, what.system, what.order)) {
    order = *present;
  } else {
    order.system = what.system;
    order.order = what.order;
  }
  put_line(order, what.line);
  return settle(now_, where_, order);
}

customer_outcome decision::operator()(const cancel_order& what) const {
  if (!now_.defined) {
    return not_found("customer");
  }
  const customer_order* present = find_order(now_, what.system, what.order);
  if (present != nullptr && !present->cancelled_on.empty()) {
    return events{};
  }
  const std::string on = what.cancelled_on.empty() ? today() : what.cancelled_on;
  if (!is_date(on) || !good_text(what.reason)) {
    return invalid("cancelled_on: a date is 2026-03-31");
  }
  customer_order order;
  order.system = what.system;
  order.order = what.order;
  if (const status good = good_order(now_, order); !good.ok()) {
    return good.error();
  }
  steps all(now_, where_);
  all.add(order_cancelled{what.system, what.order, on, what.reason});
  if (present != nullptr && present->received) {
    for (const contract_line& each : present->lines) {
      all.run([&](const decision& by) {
        return by(remove_contract_line{contract_of(*present), line_of(*present, each), on});
      });
    }
  }
  return std::move(all).take();
}

}  // namespace parley::customer_rules
