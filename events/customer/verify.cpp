#include "events/customer/verify.hpp"

#include <algorithm>

#include "events/customer/dates.hpp"
#include "events/tenant/state.hpp"

namespace parley {
namespace {

template <class List, class Value>
bool holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The order of paths: the more particular comes first.
enum class path : std::uint8_t { line, asset, contact, product, contract, account, elsewhere };

const char* name_of(path by) {
  switch (by) {
    case path::line:
      return "line";
    case path::asset:
      return "asset";
    case path::contact:
      return "contact";
    case path::product:
      return "product";
    case path::contract:
      return "contract";
    case path::account:
    case path::elsewhere:
      break;
  }
  return "account";
}

bool covers_product(const customer_state& customer, const customer_entitlement& one,
                    const product_id& product) {
  return holds(one.products, product) ||
         std::any_of(one.assets.begin(), one.assets.end(), [&](const asset_id& asset) {
           const customer_asset* found = find_asset(customer, asset);
           return found != nullptr && found->product == product;
         });
}

bool is_particular(const customer_entitlement& one) {
  return !one.assets.empty() || !one.products.empty() || !one.line.empty();
}

// By which relation the entitlement answers; nothing: it does not cover what is asked about.
std::optional<path> path_to(const customer_state& customer, const customer_entitlement& one,
                            const coverage_question& question) {
  path best = is_particular(one) ? path::elsewhere : path::account;
  const auto better = [&](path by) { best = std::min(best, by); };
  if (!question.contract.empty()) {
    if (one.contract == question.contract) {
      better(path::contract);
    } else if (!one.contract.empty()) {
      return std::nullopt;
    }
  }
  if (!question.product.empty()) {
    if (covers_product(customer, one, question.product)) {
      better(path::product);
    } else if (!one.products.empty() || !one.assets.empty()) {
      return std::nullopt;
    }
  }
  if (!question.contact.empty() && holds(one.contacts, question.contact)) {
    better(path::contact);
  }
  if (!question.asset.empty()) {
    const customer_asset* asset = find_asset(customer, question.asset);
    if (holds(one.assets, question.asset)) {
      better(path::asset);
    } else if (!one.assets.empty()) {
      return std::nullopt;
    } else if (!one.products.empty() && asset != nullptr) {
      if (!holds(one.products, asset->product)) {
        return std::nullopt;
      }
      better(path::product);
    }
  }
  if (!question.line.empty()) {
    if (one.line == question.line) {
      better(path::line);
    } else if (!one.line.empty()) {
      return std::nullopt;
    }
  }
  return best;
}

bool asks_nothing(const coverage_question& question) {
  return question.account.empty() && question.contact.empty() && question.asset.empty() &&
         question.contract.empty() && question.line.empty() && question.product.empty() &&
         question.entitlement.empty();
}

bool contradicts(const customer_state& customer, const coverage_question& question) {
  const bool has_line = std::any_of(
      customer.contracts.begin(), customer.contracts.end(), [&](const service_contract& each) {
        return find_line(each, question.line) != nullptr &&
               (question.contract.empty() || each.contract == question.contract);
      });
  return (!question.asset.empty() && find_asset(customer, question.asset) == nullptr) ||
         (!question.contract.empty() && find_contract(customer, question.contract) == nullptr) ||
         (!question.line.empty() && !has_line) ||
         (!question.contact.empty() && !holds(customer.contacts, question.contact)) ||
         (!question.entitlement.empty() &&
          find_entitlement(customer, question.entitlement) == nullptr);
}

// Why an entitlement that covers it does not help; nothing if it does. The most telling first.
enum class refusal : std::uint8_t { none, expired, not_yet, not_included, cancelled, not_listed };

const char* name_of(refusal why) {
  switch (why) {
    case refusal::expired:
      return "EXPIRED";
    case refusal::not_yet:
      return "NOT_YET";
    case refusal::not_included:
      return "NOT_INCLUDED";
    case refusal::cancelled:
      return "CANCELLED";
    case refusal::not_listed:
      return "NOT_LISTED";
    case refusal::none:
      break;
  }
  return "NO_ENTITLEMENT";
}

refusal refusal_of(const customer_entitlement& one, const coverage_question& question,
                   const std::string& today) {
  if (!question.contact.empty() && !one.contacts.empty() &&
      !holds(one.contacts, question.contact)) {
    return refusal::not_listed;
  }
  if (!one.cancelled_on.empty() && today >= one.cancelled_on) {
    return refusal::cancelled;
  }
  if (today < one.starts_on) {
    return refusal::not_yet;
  }
  if (!one.ends_on.empty() && today > one.ends_on) {
    return refusal::expired;
  }
  if (!question.support.empty() && !one.terms.support.empty() &&
      !holds(one.terms.support, question.support)) {
    return refusal::not_included;
  }
  return refusal::none;
}

struct candidate {
  const customer_entitlement* one;
  path by;
  std::int32_t rank;
};

bool is_better(const candidate& a, const candidate& b) {
  const auto end = [](const candidate& c) {
    return c.one->ends_on.empty() ? std::string("9999-99-99") : c.one->ends_on;
  };
  if (a.by != b.by) {
    return a.by < b.by;
  }
  if (a.rank != b.rank) {
    return a.rank > b.rank;
  }
  if (end(a) != end(b)) {
    return end(a) > end(b);
  }
  return a.one->entitlement < b.one->entitlement;
}

coverage_answer refused(std::string reason) {
  coverage_answer answer;
  answer.reason = std::move(reason);
  return answer;
}

coverage_answer answer_with(const std::vector<candidate>& eligible) {
  coverage_answer answer;
  const candidate& best = eligible.front();
  answer.eligible = true;
  answer.entitlement = best.one->entitlement;
  answer.terms = best.one->terms;
  answer.path = name_of(best.by);
  answer.ends_on = best.one->ends_on;
  for (const candidate& each : eligible) {
    answer.all.push_back(
        {each.one->entitlement, each.one->terms.level, name_of(each.by), each.one->ends_on});
  }
  return answer;
}

}  // namespace

coverage_answer verify(const customer_state& customer, const coverage_question& question,
                       time_ms at, const tenant_state* tenant, const hours_source* hours) {
  if (asks_nothing(question)) {
    return refused("NOTHING_TO_VERIFY");
  }
  if (!customer.defined) {
    return refused("NOT_FOUND");
  }
  if (contradicts(customer, question)) {
    return refused("MISMATCH");
  }
  std::vector<candidate> eligible;
  refusal why = refusal::none;
  const customer_entitlement* told = nullptr;
  for (const customer_entitlement& one : customer.entitlements) {
    const auto by = path_to(customer, one, question);
    if (!by || (!question.entitlement.empty() && one.entitlement != question.entitlement)) {
      continue;
    }
    const refusal no = refusal_of(one, question, local_date(hours, one.terms.hours, at));
    if (no == refusal::none) {
      const service_level* level =
          tenant == nullptr ? nullptr : find_level(*tenant, one.terms.level);
      eligible.push_back({&one, *by, level == nullptr ? 0 : level->rank});
    } else if (why == refusal::none || no < why) {
      why = no;
      told = &one;
    }
  }
  if (!eligible.empty()) {
    std::sort(eligible.begin(), eligible.end(), is_better);
    coverage_answer answer = answer_with(eligible);
    const service_level* level =
        tenant == nullptr ? nullptr : find_level(*tenant, answer.terms.level);
    if (answer.terms.process.empty() && level != nullptr) {
      answer.terms.process = level->process;
    }
    return answer;
  }
  coverage_answer answer = refused(name_of(why));
  if (why == refusal::expired) {
    answer.entitlement = told->entitlement;
    answer.terms = told->terms;
    answer.ends_on = told->ends_on;
    answer.renewable = told->successor.empty();
  }
  return answer;
}

}  // namespace parley
