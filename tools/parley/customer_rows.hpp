#pragma once
// Rows of customers' data of the past as requests to a server: one row, one request. The columns
// are told by the first row; `kind`, `account` and, but for customers, `id` are needed:
//
//   kind         also
//   customer     name, contacts
//   asset        product, name, bought_on
//   contract     type, name, starts_on, ends_on, system, external_id, revision
//   line         contract, product, asset, quantity, starts_on, ends_on
//   entitlement  level, process, hours, support, contract, contacts, assets, products, starts_on,
//                ends_on
//
// Lists are separated by semicolons. Nothing is brought about by an asset or a line: what there was
// is told by rows of its own.

#include <map>
#include <string>
#include <vector>

#include "events/base/result.hpp"

namespace parley::tool {

struct row_request {
  std::string account;
  std::string method;
  std::string path;  ///< below the tenant's
  std::string body;
};

class customer_rows {
 public:
  /// BAD_REQUEST for a column that is unknown or there twice, or one that is missing.
  static result<customer_rows> of_header(const std::vector<std::string>& names);

  /// BAD_REQUEST for a row that cannot be told.
  result<row_request> request_of(const std::vector<std::string>& fields) const;

 private:
  explicit customer_rows(std::map<std::string, std::size_t> columns)
      : columns_(std::move(columns)) {}

  std::map<std::string, std::size_t> columns_;
};

}  // namespace parley::tool
