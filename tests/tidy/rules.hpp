#pragma once
// The rules of the tree that a compiler does not check. Each takes files and adds what it finds;
// rules_test.cpp feeds each a sample that breaks it, tidy_test.cpp feeds them the tree.
// Limits: they read text, not syntax trees; clang-tidy looks deeper and runs in preset tidy.

#include "tests/tidy/tree.hpp"

namespace parley::tidy {

struct finding {
  std::string path;
  std::size_t line = 0;  ///< 0: the file as a whole
  std::string message;
};
using findings = std::vector<finding>;

/// Who may include whom: schemas ← events ← actors ← tools, schemas ← store ← actors.
void check_includes(const source_file& file, findings& out);
/// Lines ≤ 100 columns, files ≤ 400 lines, functions ≤ 70 lines, no tabs, no trailing blanks.
void check_sizes(const source_file& file, findings& out);
/// Calls and words that are not used here, each with what to use instead.
void check_banned(const source_file& file, findings& out);
/// A header starts with `#pragma once` and a comment that says what it is.
void check_header(const source_file& file, findings& out);
/// No path or host of the machine that somebody happened to work on.
void check_places(const source_file& file, findings& out);

/// Every .cpp is named in a CMakeLists.txt.
void check_registered(const tree& files, findings& out);
/// Top folders, and theirs of the product, have a README.md with a heading for limits.
void check_readmes(const tree& files, findings& out);
/// Relative links of Markdown files lead somewhere.
void check_links(const tree& files, findings& out);
/// A source with a header of its own name beside it includes that first, so that every build proves
/// the header self-contained.
void check_own_header(const tree& files, findings& out);
/// At most three macros, all named PARLEY_…
void check_macros(const tree& files, findings& out);

}  // namespace parley::tidy
