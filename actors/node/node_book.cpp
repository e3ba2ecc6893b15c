#include "actors/node/node_book.hpp"

#include <charconv>
#include <chrono>

namespace parley {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::string_view take_token(std::string_view& from) {
  const std::size_t space = std::min(from.find(' '), from.size());
  const std::string_view token = from.substr(0, space);
  from.remove_prefix(std::min(space + 1, from.size()));
  return token;
}

}  // namespace

std::string write_word(const node_word& word) {
  std::string text = word.url;
  for (const auto& [partition, since] : word.serves) {
    text += " " + std::to_string(partition.value) + "@" + std::to_string(since.value);
  }
  return text;
}

std::optional<node_word> read_word(std::string_view text) {
  node_word word;
  word.url = take_token(text);
  if (!word.url.starts_with("http://")) {
    return std::nullopt;
  }
  while (!text.empty()) {
    const std::string_view token = take_token(text);
    const std::size_t at = token.find('@');
    std::uint16_t partition = 0;
    std::uint64_t since = 0;
    if (at == std::string_view::npos || !read_number(token.substr(0, at), partition) ||
        !read_number(token.substr(at + 1), since)) {
      return std::nullopt;
    }
    word.serves[partition_id(partition)] = epoch(since);
  }
  return word;
}

void node_book::hear(const std::string& node, std::string_view word) {
  auto read = read_word(word);
  const std::lock_guard lock(mutex_);
  if (read) {
    words_[node] = std::move(*read);
  } else {
    words_.erase(node);
  }
  ++heard_;
  changed_.notify_all();
}

bool node_book::wait(duration_ms limit, const std::function<bool()>& met) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit.value);
  std::unique_lock lock(mutex_);
  for (bool in_time = true;;) {
    const std::uint64_t known = heard_;
    lock.unlock();
    if (met()) {
      return true;
    }
    if (!in_time) {
      return false;
    }
    lock.lock();
    in_time = changed_.wait_until(lock, until, [&] { return heard_ != known; });
  }
}

std::optional<node_book::owner> node_book::owner_of(partition_id partition,
                                                    const std::string& except) const {
  std::optional<owner> found;
  const std::lock_guard lock(mutex_);
  for (const auto& [node, word] : words_) {
    const auto served = word.serves.find(partition);
    if (node != except && served != word.serves.end() &&
        (!found || found->since < served->second)) {
      found = owner{node, word.url, served->second};
    }
  }
  return found;
}

bool node_book::has_others(const std::string& than) const {
  const std::lock_guard lock(mutex_);
  return words_.size() > words_.count(than);
}

}  // namespace parley
