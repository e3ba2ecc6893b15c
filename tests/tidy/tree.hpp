#pragma once
// The tree's own files, as the rules see them. Files that git ignores are not part of the tree.

#include <string>
#include <string_view>
#include <vector>

namespace parley::tidy {

struct source_file {
  std::string path;  ///< from the repository's root: "events/base/ids.hpp"
  std::string text;
};
using tree = std::vector<source_file>;

/// Every file that git tracks or would track, read from the present folder.
/// Limitation: files that cannot be read as text are held as they are; rules choose by name.
tree load_tree();

std::vector<std::string_view> lines_of(std::string_view text);
bool starts_with_any(std::string_view path, const std::vector<std::string>& prefixes);
bool is_cpp(std::string_view path);            ///< .hpp or .cpp
bool is_header(std::string_view path);         ///< .hpp
std::string folder_of(std::string_view path);  ///< "" at the top

/// C++ text of the same length and lines in which comments and the insides of literals are blanks.
std::string without_comments_and_literals(std::string_view text);

}  // namespace parley::tidy
