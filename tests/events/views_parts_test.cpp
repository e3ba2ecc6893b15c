// Goal: the floor's compact tables hold what they were given. Method: random changes, made to the
// table and to an ordinary map.

#include <algorithm>
#include <map>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "events/views/open_cases.hpp"
#include "events/views/timer_heap.hpp"

using namespace parley;

namespace {

std::string some_text(std::size_t bytes) { return std::string(bytes, 'x') + std::to_string(bytes); }

case_row some_row(std::uint64_t number) {
  case_row row;
  row.phase = number % 2 == 0 ? case_phase::open : case_phase::on_hold;
  row.status = "new";
  row.account = account_id(some_text(number % 7 * 40));
  row.queue = queue_id(number % 3 == 0 ? "" : "q" + std::to_string(number));
  row.subject = some_text(number % 5 * 100);
  for (std::uint64_t i = 0; i < number % 4; ++i) {
    row.conversations.emplace_back("c" + std::to_string(i));
  }
  row.opened_at = time_ms(static_cast<std::int64_t>(number));
  row.changed_at = number;
  return row;
}

std::vector<std::uint64_t> order_of(const open_cases& cases) {
  std::vector<std::uint64_t> order;
  cases.visit([&](std::string_view, const case_row& row) {
    order.push_back(row.changed_at);
    return true;
  });
  return order;
}

void same(const open_cases& cases, const std::map<std::string, case_row>& model) {
  RC_ASSERT(cases.size() == model.size());
  std::vector<std::uint64_t> order;
  for (const auto& [name, row] : model) {
    RC_ASSERT(cases.find(name) == row);
    RC_ASSERT(cases.queue_of(name) == row.queue);
    order.push_back(row.changed_at);
  }
  std::sort(order.rbegin(), order.rend());
  RC_ASSERT(order_of(cases) == order);
}

}  // namespace

TEST_CASE("open cases are found as they were put, in the order of their changes") {
  CHECK(rc::check("", [] {
    open_cases cases;
    std::map<std::string, case_row> model;
    std::uint64_t number = 0;
    for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40))) {
      const std::string name = "case " + std::to_string(step / 2);
      if (step % 2 == 0) {
        model[name] = some_row(++number);
        cases.put(name, model[name]);
      } else {
        cases.drop(name);
        model.erase(name);
      }
    }
    same(cases, model);
    open_cases loaded;  // in another order, as rows are
    for (const auto& [name, row] : model) {
      loaded.put(name, row);
    }
    loaded.order();
    same(loaded, model);
    RC_ASSERT(!loaded.find("another"));
    RC_ASSERT(loaded.queue_of("another").empty());
  }));
}

TEST_CASE("a visit of the open cases ends when it is told to") {
  open_cases cases;
  for (std::uint64_t number = 1; number <= 5; ++number) {
    cases.put(std::to_string(number), some_row(number));
  }
  std::vector<std::string> seen;
  cases.visit([&](std::string_view name, const case_row&) {
    seen.emplace_back(name);
    return seen.size() < 2;
  });
  CHECK(seen == std::vector<std::string>{"5", "4"});
}

TEST_CASE("timers are found by id and come due in their order") {
  CHECK(rc::check("", [] {
    timer_table table;
    timer_heap heap;
    std::map<std::string, std::int64_t> model;
    for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4000))) {
      const std::string id(static_cast<std::size_t>(step % 13), 't');
      if (step % 4 == 0) {
        if (timer_entry* const entry = table.find(id)) {
          heap.remove(*entry);
          table.erase(*entry);
        }
        model.erase(id);
      } else {
        const auto [entry, made] = table.at(id);
        RC_ASSERT(made == !model.contains(id));
        entry.due = time_ms(step % 11);
        made ? heap.add(entry) : heap.move(entry);
        model[id] = step % 11;
      }
    }
    RC_ASSERT(table.size() == model.size());
    std::vector<std::pair<std::int64_t, std::string>> order;
    for (const auto& [id, due] : model) {
      RC_ASSERT(table.contains(id));
      order.emplace_back(due, id);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::pair<std::int64_t, std::string>> found;
    for (const timer_entry* entry : heap.due(time_ms(20), 100)) {
      found.emplace_back(entry->due.value, entry->id());
    }
    RC_ASSERT(found == order);
  }));
}
