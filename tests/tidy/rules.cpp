#include "tests/tidy/rules.hpp"

#include <algorithm>
#include <set>

namespace parley::tidy {
namespace {

bool is_text_of_ours(std::string_view path) {
  return is_cpp(path) || path.ends_with(".cmake") || path.ends_with("CMakeLists.txt") ||
         path.ends_with(".fbs") || path.ends_with(".py") || path.ends_with(".ts") ||
         path.ends_with(".tsx") || path.ends_with("/run");
}

/// The console has its own formatter.
bool is_script(std::string_view path) { return path.ends_with(".ts") || path.ends_with(".tsx"); }

/// A block that may hold functions, by the text between the last `;`, `{` or `}` and its `{`.
bool opens_container(std::string_view head) {
  if (head.find('(') != std::string_view::npos) return false;
  for (const std::string_view word : {"namespace", "class ", "struct ", "union ", "extern"}) {
    if (head.find(word) != std::string_view::npos) return true;
  }
  return false;
}

struct open_block {
  bool container = false;
  bool function = false;
  std::size_t line = 0;
};

void check_function_lengths(const source_file& file, findings& out) {
  const std::string code = without_comments_and_literals(file.text);
  std::vector<open_block> blocks;
  std::string head;
  std::size_t line = 1;
  bool directive = false;
  char before = '\n';
  for (const char c : code) {
    if (before == '\n') directive = c == '#';
    before = c;
    if (c == '\n') ++line;
    if (directive) continue;
    if (c == '{') {
      const bool at_top =
          std::all_of(blocks.begin(), blocks.end(), [](const auto& b) { return b.container; });
      const bool container = opens_container(head);
      const bool function = at_top && !container && head.find('(') != std::string::npos;
      blocks.push_back({container, function, line});
    } else if (c == '}' && !blocks.empty()) {
      const std::size_t length = line - blocks.back().line + 1;
      if (blocks.back().function && length > 70) {
        out.push_back({file.path, blocks.back().line,
                       "function of " + std::to_string(length) + " lines; 70 are allowed"});
      }
      blocks.pop_back();
    }
    if (c == '{' || c == '}' || c == ';') {
      head.clear();
    } else {
      head += c;
    }
  }
}

/// Columns, not bytes: a UTF-8 continuation byte takes no column.
std::size_t columns_of(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

void check_sizes(const source_file& file, findings& out) {
  if (!is_text_of_ours(file.path)) return;
  const auto lines = lines_of(file.text);
  if (lines.size() > 400) {
    out.push_back({file.path, 0, std::to_string(lines.size()) + " lines; 400 are allowed"});
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (columns_of(line) > 100 && !is_script(file.path)) {
      out.push_back(
          {file.path, i + 1, std::to_string(columns_of(line)) + " columns; 100 are allowed"});
    }
    if (line.find('\t') != std::string_view::npos && !line.starts_with('\t')) {
      out.push_back({file.path, i + 1, "tab"});
    }
    if (line.ends_with(' ')) out.push_back({file.path, i + 1, "trailing blank"});
  }
  if (is_cpp(file.path)) check_function_lengths(file, out);
}

void check_header(const source_file& file, findings& out) {
  if (!is_header(file.path)) return;
  const auto lines = lines_of(file.text);
  if (lines.empty() || lines[0] != "#pragma once") {
    out.push_back({file.path, 1, "a header starts with #pragma once"});
  } else if (lines.size() < 2 || !lines[1].starts_with("//")) {
    out.push_back(
        {file.path, 2, "a header opens with a comment: what it is, its place, its limits"});
  }
}

void check_places(const source_file& file, findings& out) {
  // Split so that this file does not find itself.
  std::vector<std::string> places = {
      "/work"
      "/main",
      "/work"
      "/wt",
      "/work"
      "/shared"};
  if (!file.path.starts_with("tests/"))
    places.push_back(
        "/tmp"
        "/");
  const auto lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::string& place : places) {
      if (lines[i].find(place) != std::string_view::npos) {
        out.push_back({file.path, i + 1, "names a place of one machine: " + place});
      }
    }
    if (file.path.ends_with("package-lock.json") &&
        lines[i].find("\"resolved\": \"http") != std::string_view::npos) {
      out.push_back({file.path, i + 1,
                     "names a registry: npm install --package-lock-only "
                     "--omit-lockfile-registry-resolved"});
      return;
    }
  }
}

void check_registered(const tree& files, findings& out) {
  for (const source_file& file : files) {
    if (!file.path.ends_with(".cpp") && !file.path.ends_with("_test.py")) continue;
    // In its own folder's list by its name, elsewhere with the folder before it.
    const std::string folder = folder_of(file.path);
    const std::string name = file.path.substr(folder.empty() ? 0 : folder.size() + 1);
    const std::string parent = folder.substr(folder.rfind('/') + 1);
    bool registered = file.path.starts_with("tests/support/");
    for (const source_file& list : files) {
      if (registered || !list.path.ends_with("CMakeLists.txt")) continue;
      const bool own = folder_of(list.path) == folder;
      const auto names = [&list](const std::string& text) {
        return list.text.find(text) != std::string::npos;
      };
      registered = names(own ? name : parent + "/" + name);
      // A loop over stems: ${name}.cpp or ${name}_test.cpp.
      for (const std::size_t end : {name.rfind('_'), name.rfind('.')}) {
        if (!own || end == std::string::npos || !names("${name}" + name.substr(end))) continue;
        registered = registered || names(name.substr(0, end));
      }
    }
    if (!registered) out.push_back({file.path, 0, "no CMakeLists.txt names it: it is never built"});
  }
}

void check_readmes(const tree& files, findings& out) {
  std::set<std::string> folders;
  for (const source_file& file : files) {
    std::string folder = folder_of(file.path);
    if (folder.empty() || folder.starts_with('.')) continue;
    folders.insert(folder.substr(0, folder.find('/')));
    // Below tests/ and deploy/ the map in their README is enough.
    if (starts_with_any(folder, {"events/", "store/", "actors/", "tools/"})) {
      folders.insert(folder.substr(0, folder.find('/', folder.find('/') + 1)));
    }
  }
  for (const std::string& folder : folders) {
    const auto readme = std::find_if(files.begin(), files.end(), [&](const source_file& f) {
      return f.path == folder + "/README.md";
    });
    if (readme == files.end()) {
      out.push_back({folder, 0, "has no README.md"});
      continue;
    }
    const auto lines = lines_of(readme->text);
    const bool limits = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
      return line.starts_with('#') && line.find("Limit") != std::string_view::npos;
    });
    if (!limits) out.push_back({readme->path, 0, "has no heading for its limits"});
  }
}

namespace {

bool exists(const tree& files, const std::string& path) {
  return std::any_of(files.begin(), files.end(), [&](const source_file& f) {
    return f.path == path || f.path.starts_with(path + "/");
  });
}

/// `folder`/`link` with its `.` and `..` worked out.
std::string resolve(std::string folder, std::string_view link) {
  while (!link.empty()) {
    const std::size_t slash = link.find('/');
    const std::string_view part = link.substr(0, slash);
    if (part == "..") {
      folder = folder_of(folder);
    } else if (!part.empty() && part != ".") {
      folder += (folder.empty() ? "" : "/") + std::string(part);
    }
    if (slash == std::string_view::npos) break;
    link.remove_prefix(slash + 1);
  }
  return folder;
}

}  // namespace

void check_links(const tree& files, findings& out) {
  for (const source_file& file : files) {
    if (!file.path.ends_with(".md")) continue;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::size_t at = 0;
      while ((at = lines[i].find("](", at)) != std::string_view::npos) {
        at += 2;
        std::string_view link = lines[i].substr(at, lines[i].find(')', at) - at);
        link = link.substr(0, link.find('#'));
        const bool elsewhere = link.find("://") != std::string_view::npos;
        if (link.empty() || elsewhere || link.starts_with("mailto:")) continue;
        const std::string target = resolve(folder_of(file.path), link);
        if (!target.empty() && !exists(files, target)) {
          out.push_back({file.path, i + 1, "dead link: " + std::string(link)});
        }
      }
    }
  }
}

void check_own_header(const tree& files, findings& out) {
  std::set<std::string_view> headers;
  for (const source_file& file : files) {
    if (is_header(file.path)) headers.insert(file.path);
  }
  for (const source_file& file : files) {
    if (!file.path.ends_with(".cpp")) continue;
    const std::string own = file.path.substr(0, file.path.size() - 3) + "hpp";
    if (!headers.contains(own)) continue;
    const std::size_t first = file.text.find("#include ");
    if (file.text.compare(first == std::string::npos ? 0 : first, own.size() + 11,
                          "#include \"" + own + "\"") != 0) {
      out.push_back({file.path, 0, "does not include " + own + " first"});
    }
  }
}

void check_macros(const tree& files, findings& out) {
  std::set<std::string> names;
  for (const source_file& file : files) {
    if (!is_cpp(file.path) || file.path.starts_with("tests/")) continue;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].starts_with("#define ")) continue;
      const std::string_view rest = lines[i].substr(8);
      const std::string name(rest.substr(0, rest.find_first_of("( \t")));
      if (!name.starts_with("PARLEY_")) {
        out.push_back({file.path, i + 1, "macro " + name + " is not named PARLEY_…"});
      }
      names.insert(name);
      if (names.size() > 3) out.push_back({file.path, i + 1, "a fourth macro: " + name});
    }
  }
}

}  // namespace parley::tidy
