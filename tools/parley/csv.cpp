#include "tools/parley/csv.hpp"

namespace parley::tool {
namespace {

constexpr std::size_t record_bytes_max = 1U << 20U;

void skip_byte_order_mark(std::istream& from) {
  for (const int expected : {0xEF, 0xBB, 0xBF}) {
    if (from.peek() != expected) return;
    from.get();
  }
}

}  // namespace

bool csv_reader::read(char& c) {
  if (!from_.get(c)) return false;
  if (c == '\r' && from_.peek() == '\n') from_.get(c);
  if (c == '\n') ++line_;
  return true;
}

result<std::optional<csv_row>> csv_reader::broken(const char* why) const {
  return rejection{errc::bad_request, "line " + std::to_string(line_) + ": " + why, {}};
}

result<std::optional<csv_row>> csv_reader::next() {
  if (!started_) skip_byte_order_mark(from_);
  started_ = true;
  csv_row row;
  row.line = line_;
  std::string field;
  std::size_t bytes = 0;
  bool quoted = false;  // inside quotes
  bool closed = false;  // a quoted field has ended: only a comma or a line end may follow
  bool any = false;
  char c = 0;
  while (read(c)) {
    if (++bytes > record_bytes_max) return broken("record of more than 1 MiB");
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (from_.peek() == '"') {
        from_.get();
        field += '"';
      } else {
        quoted = false;
        closed = true;
      }
    } else if (c == ',' || c == '\n') {
      const bool blank = c == '\n' && !any;
      if (!blank) row.fields.push_back(std::move(field));
      field.clear();
      closed = false;
      any = true;
      if (blank) {
        any = false;
        row.line = line_;
      } else if (c == '\n') {
        return std::optional(std::move(row));
      }
    } else if (c == '"' && field.empty() && !closed) {
      quoted = any = true;
    } else if (c == '"' || closed) {
      return broken("a quote inside a field that is not quoted, or text after a closing quote");
    } else {
      field += c;
      any = true;
    }
  }
  if (quoted) return broken("the file ends inside quotes");
  if (!any) return std::optional<csv_row>();
  row.fields.push_back(std::move(field));
  return std::optional(std::move(row));
}

}  // namespace parley::tool
