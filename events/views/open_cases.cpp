#include "events/views/open_cases.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

#include "events/base/assert.hpp"

namespace parley {
namespace {

constexpr std::size_t queue_place = 4;  // among the texts

// Lengths are base 128, low digit first.
void put_text(std::string& to, std::string_view text) {
  std::size_t left = text.size();
  for (; left >= 128; left /= 128) {
    to.push_back(static_cast<char>(128 + left % 128));
  }
  to.push_back(static_cast<char>(left));
  to += text;
}

std::string_view take_text(std::string_view& from) {
  std::size_t length = 0;
  std::size_t digit = 128;
  std::size_t at = 0;
  for (unsigned shift = 0; digit >= 128; shift += 7) {
    digit = static_cast<unsigned char>(from[at++]);
    length |= (digit % 128) << shift;
  }
  const std::string_view text = from.substr(at, length);
  from.remove_prefix(at + length);
  return text;
}

template <class Id>
Id take_id(std::string_view& from) {
  return Id(std::string(take_text(from)));
}

// The queue is the fifth: see queue_place.
std::string texts_of(const case_row& row) {
  std::string texts;
  for (const std::string* text :
       {&row.status, &row.account.str(), &row.level.str(), &row.process.str(), &row.queue.str(),
        &row.priority, &row.subject}) {
    put_text(texts, *text);
  }
  for (const conversation_id& conversation : row.conversations) {
    put_text(texts, conversation.str());
  }
  return texts;
}

}  // namespace

void open_cases::give_back::operator()(kept* one) const {
  one->~kept();
  ::operator delete(one);
}

open_cases::owned open_cases::make(std::string_view of_case, const case_row& row) {
  const std::string texts = texts_of(row);
  PARLEY_ASSERT(of_case.size() <= std::numeric_limits<std::uint16_t>::max() &&
                    texts.size() <= std::numeric_limits<std::uint32_t>::max(),
                "a case's texts are short");
  void* const memory = ::operator new(sizeof(kept) + of_case.size() + texts.size());
  owned made(new (memory) kept);
  made->opened_at = row.opened_at;
  made->changed_at = row.changed_at;
  made->text_bytes = static_cast<std::uint32_t>(texts.size());
  made->id_bytes = static_cast<std::uint16_t>(of_case.size());
  made->phase = row.phase;
  char* const behind = static_cast<char*>(memory) + sizeof(kept);
  std::copy(texts.begin(), texts.end(), std::copy(of_case.begin(), of_case.end(), behind));
  return made;
}

std::string_view open_cases::id_of(const kept& one) {
  return {static_cast<const char*>(static_cast<const void*>(&one + 1)), one.id_bytes};
}

std::string_view open_cases::text_of(const kept& one) {
  return {id_of(one).data() + one.id_bytes, one.text_bytes};
}

case_row open_cases::row_of(const kept& one) {
  std::string_view texts = text_of(one);
  case_row row;
  row.phase = one.phase;
  row.status = take_text(texts);
  row.account = take_id<account_id>(texts);
  row.level = take_id<level_id>(texts);
  row.process = take_id<process_id>(texts);
  row.queue = take_id<queue_id>(texts);
  row.priority = take_text(texts);
  row.subject = take_text(texts);
  while (!texts.empty()) {
    row.conversations.push_back(take_id<conversation_id>(texts));
  }
  row.opened_at = one.opened_at;
  row.changed_at = one.changed_at;
  return row;
}

std::optional<case_row> open_cases::find(std::string_view of_case) const {
  const auto found = cases_.find(of_case);
  return found == cases_.end() ? std::nullopt : std::optional(row_of(**found));
}

queue_id open_cases::queue_of(std::string_view of_case) const {
  const auto found = cases_.find(of_case);
  if (found == cases_.end()) {
    return {};
  }
  std::string_view texts = text_of(**found);
  for (std::size_t i = 0; i < queue_place; ++i) {
    take_text(texts);
  }
  return take_id<queue_id>(texts);
}

void open_cases::link(kept& one) {
  one.earlier = latest_;
  (latest_ == nullptr ? first_ : latest_->later) = &one;
  latest_ = &one;
}

void open_cases::unlink(kept& one) {
  (one.earlier == nullptr ? first_ : one.earlier->later) = one.later;
  (one.later == nullptr ? latest_ : one.later->earlier) = one.earlier;
}

void open_cases::put(std::string_view of_case, const case_row& row) {
  drop(of_case);
  link(**cases_.insert(make(of_case, row)).first);
}

void open_cases::drop(std::string_view of_case) {
  const auto found = cases_.find(of_case);
  if (found != cases_.end()) {
    unlink(**found);
    cases_.erase(found);
  }
}

void open_cases::order() {
  std::vector<kept*> all;
  all.reserve(cases_.size());
  for (const owned& one : cases_) {
    all.push_back(one.get());
  }
  std::sort(all.begin(), all.end(),
            [](const kept* a, const kept* b) { return a->changed_at < b->changed_at; });
  latest_ = nullptr;
  first_ = nullptr;
  for (kept* const one : all) {
    one->later = nullptr;
    link(*one);
  }
}

}  // namespace parley
