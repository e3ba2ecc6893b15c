#include <array>

#include "tests/tidy/rules.hpp"

namespace parley::tidy {
namespace {

struct layer {
  std::string folder;
  std::vector<std::string> may_include;
};

const std::vector<layer>& layers() {
  static const std::vector<layer> all = {
      {"schemas/", {"schemas/"}},
      {"events/", {"schemas/", "events/"}},
      {"store/", {"schemas/", "events/base/", "store/"}},
      {"actors/", {"schemas/", "events/", "store/", "actors/"}},
      {"tools/", {"schemas/", "events/", "store/", "actors/", "tools/"}},
      {"tests/", {"schemas/", "events/", "store/", "actors/", "tools/", "tests/"}},
  };
  return all;
}

struct foreign_header {
  std::string prefix;
  std::vector<std::string> allowed;
};

const std::vector<foreign_header>& foreign_headers() {
  static const std::vector<foreign_header> all = {
      {"<caf/", {"actors/", "tests/"}},
      {"<rocksdb/", {"store/", "tests/"}},
      {"<librdkafka/", {"store/", "tests/"}},
      {"<boost/beast", {"actors/http/", "tools/client/", "tools/bench/", "tests/"}},
      {"<boost/asio", {"actors/http/", "tools/client/", "tools/bench/", "tests/"}},
  };
  return all;
}

/// What the domain has no business with: clocks, randomness, threads, files.
constexpr std::array impure_headers = {
    "<chrono>",  "<ctime>",    "<random>",    "<thread>",
    "<mutex>",   "<atomic>",   "<future>",    "<condition_variable>",
    "<fstream>", "<iostream>", "<filesystem>"};

struct banned_word {
  std::string word;
  std::string instead;
  std::vector<std::string> allowed;  ///< paths that start so may use it
};

const std::vector<banned_word>& banned_words() {
  static const std::vector<banned_word> all = {
      {"system_clock::now",
       "the time in the context, or actors/runtime's clock",
       {"actors/runtime/", "actors/node/", "actors/http/", "tools/", "tests/"}},
      {"steady_clock::now",
       "the time in the context, or actors/runtime's clock",
       {"actors/", "store/embedded_journal.cpp", "store/kafka_", "tools/", "tests/"}},
      {"time(nullptr)", "actors/runtime's clock", {"actors/http/"}},
      {"rand()", "ids from the context, or libsodium's randombytes", {}},
      {"random_device",
       "ids from the context, or libsodium's randombytes",
       {"store/kafka_claim.cpp", "tests/"}},
      {"sleep_for",
       "a timer, or a condition with a time-out",
       // The first delays on purpose; the second waits for others in a thread of the caller.
       {"store/fault_fs.cpp", "actors/node/node.cpp", "tools/", "tests/"}},
      {"std::thread",
       "the journal's thread, CAF's scheduler or the gateway's context",
       {"store/", "actors/runtime/", "actors/node/", "actors/http/", "actors/partner/", "tools/",
        "tests/"}},
      {".detach()", "a thread that somebody joins", {}},
      {"binary_serializer", "the codec: nothing that CAF serialized is ever stored", {}},
      {"binary_deserializer", "the codec: nothing that CAF serialized is ever stored", {}},
      {"using namespace", "names", {"tests/"}},
      {"using namespace caf", "names", {}},
      {"using namespace std", "names", {}},
      {"std::regex", "a parser: std::regex is slow and overflows the stack", {}},
      {"std::endl", "'\\n'", {}},
      {"atoi(", "std::from_chars", {}},
      {"sprintf(", "fmt::format", {}},
      {"catch (...)",
       "the exception's type, so that an unknown one stops the program",
       {"actors/http/", "actors/runtime/", "tests/", "tools/"}},
  };
  return all;
}

/// The folder's header, `"events/base/ids.hpp"` or `<caf/actor.hpp>`; empty when no include.
std::string_view included_by(std::string_view line) {
  if (!line.starts_with("#include ")) return {};
  line.remove_prefix(9);
  const std::size_t end = line.find_first_of(">\"", 1);
  return end == std::string_view::npos ? std::string_view() : line.substr(0, end + 1);
}

bool has_word(std::string_view line, std::string_view word) {
  const auto letter = [&line](std::size_t at) {
    return at < line.size() && line[at] >= 'A' && line[at] <= 'Z';
  };
  for (std::size_t at = 0; (at = line.find(word, at)) != std::string_view::npos; ++at) {
    if (!letter(at - 1) && !letter(at + word.size())) return true;
  }
  return false;
}

void check_own_include(const source_file& file, std::size_t line, std::string_view header,
                       findings& out) {
  for (const layer& own : layers()) {
    if (!file.path.starts_with(own.folder)) continue;
    const std::string_view path = header.substr(1, header.size() - 2);
    if (path.ends_with("_generated.h")) return;
    if (!starts_with_any(path, own.may_include)) {
      out.push_back({file.path, line,
                     own.folder + " may not include " + std::string(header) +
                         " (schemas ← events ← actors ← tools, schemas ← store ← actors)"});
    }
  }
}

void check_foreign_include(const source_file& file, std::size_t line, std::string_view header,
                           findings& out) {
  for (const foreign_header& foreign : foreign_headers()) {
    if (header.starts_with(foreign.prefix) && !starts_with_any(file.path, foreign.allowed)) {
      out.push_back({file.path, line, std::string(header) + " belongs to " + foreign.allowed[0]});
    }
  }
  if (!file.path.starts_with("events/")) return;
  for (const std::string_view impure : impure_headers) {
    if (header == impure) {
      out.push_back({file.path, line,
                     std::string(header) + ": events/ has no clock, randomness, thread or file"});
    }
  }
}

}  // namespace

void check_includes(const source_file& file, findings& out) {
  if (!is_cpp(file.path)) return;
  const auto lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view header = included_by(lines[i]);
    if (header.empty()) continue;
    if (header.starts_with('"')) {
      check_own_include(file, i + 1, header, out);
    } else {
      check_foreign_include(file, i + 1, header, out);
    }
  }
}

void check_banned(const source_file& file, findings& out) {
  // Split so that this file does not find itself.
  for (const std::string word : {"FIX"
                                 "ME",
                                 "XX"
                                 "X",
                                 "TO"
                                 "DO",
                                 "HA"
                                 "CK"}) {
    const bool source = is_cpp(file.path) || file.path.ends_with(".ts") ||
                        file.path.ends_with(".tsx") || file.path.ends_with(".fbs");
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; source && i < lines.size(); ++i) {
      if (has_word(lines[i], word)) {
        out.push_back({file.path, i + 1, word + ": finish it, or open an issue"});
      }
    }
  }
  if (!is_cpp(file.path)) return;
  const std::string code = without_comments_and_literals(file.text);
  const auto lines = lines_of(code);
  // The Kafka engine waits for others over a network: it has time-outs.
  const bool timeless = starts_with_any(file.path, {"events/", "store/"}) &&
                        !starts_with_any(file.path, {"store/embedded_journal.cpp", "store/kafka_"});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (timeless && lines[i].find("now()") != std::string_view::npos) {
      out.push_back({file.path, i + 1, "now(): use the time in the context or the commit"});
    }
    for (const banned_word& banned : banned_words()) {
      if (lines[i].find(banned.word) == std::string_view::npos) continue;
      if (starts_with_any(file.path, banned.allowed)) continue;
      out.push_back({file.path, i + 1, banned.word + ": use " + banned.instead});
      break;
    }
  }
}

}  // namespace parley::tidy
