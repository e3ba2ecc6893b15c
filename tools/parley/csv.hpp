#pragma once
// Comma-separated values as RFC 4180 has them: quotes, doubled quotes, line ends inside quotes, LF
// or CRLF, a byte order mark. Limits: UTF-8 passes through unread; a record ≤ 1 MiB.

#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "events/base/result.hpp"

namespace parley::tool {

struct csv_row {
  std::size_t line = 0;  ///< where it starts, from 1
  std::vector<std::string> fields;
};

class csv_reader {
 public:
  explicit csv_reader(std::istream& from) : from_(from) {}

  /// The next record; nothing at the end. BAD_REQUEST with the line of a broken one. Blank lines
  /// are skipped.
  result<std::optional<csv_row>> next();

 private:
  bool read(char& c);
  result<std::optional<csv_row>> broken(const char* why) const;

  std::istream& from_;
  std::size_t line_ = 1;
  bool started_ = false;
};

}  // namespace parley::tool
