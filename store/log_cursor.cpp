#include "store/log_cursor.hpp"

namespace parley::store {

result<const commit_view*> log_cursor::next() {
  if (failed_) {
    return *failed_;
  }
  const auto moved = advance();
  if (!moved) {
    return fail(moved.error());
  }
  if (!*moved) {
    return nullptr;
  }
  auto commit = record_->commit();
  if (!commit) {
    return fail(commit.error());
  }
  after_ = record_->commit_last();
  commit_ = *commit;
  return &*commit_;
}

result<std::span<const commit_view>> log_cursor::next_some() {
  some_.clear();
  if (failed_) {
    return *failed_;
  }
  const auto moved = advance();
  if (!moved) {
    return fail(moved.error());
  }
  for (bool more = *moved; more; more = record_->advance()) {
    auto commit = record_->commit();
    if (!commit) {
      const rejection why = fail(commit.error());
      if (some_.empty()) {
        return why;
      }
      break;
    }
    after_ = record_->commit_last();
    some_.push_back(*commit);
  }
  return std::span<const commit_view>(some_);
}

result<bool> log_cursor::advance() {
  while (true) {
    while (record_ && record_->advance()) {
      if (record_->commit_last() > after_) {
        return true;
      }
    }
    const auto loaded = load();
    if (!loaded || !*loaded) {
      return loaded;
    }
  }
}

result<bool> log_cursor::load() {
  const auto fetched = fetch(bytes_);
  if (!fetched || !*fetched) {
    return fetched;
  }
  record_.reset();
  auto record = record_view::parse(bytes_);
  if (!record) {
    return record.error();
  }
  const auto& header = record->header();
  if (header.partition != partition_) {
    return rejection{errc::corrupt, describe(header) + ": stored under another partition", {}};
  }
  last_fetched_ = header;
  if (!tip_) {
    // From the start nothing may be missing; further on the record speaks for itself.
    tip_ = after_.value == 0 || header.first > after_.next() ? log_tip{} : tip_before(header);
  }
  const auto verdict = admit(*tip_, header);
  if (!verdict) {
    return verdict.error();
  }
  if (*verdict == admission::accept) {
    tip_ = tip_after(header, {});
    record_ = *record;
  }
  return true;
}

rejection log_cursor::fail(rejection why) {
  if (why.code == errc::corrupt) {
    failed_ = why;
  }
  return why;
}

status use_next(cursor& from, const std::function<void(const commit_view&)>& use) {
  const auto found = from.next();
  if (!found) {
    return found.error();
  }
  if (*found == nullptr) {
    return rejection{errc::not_found, "the log ends before this offset", {}};
  }
  use(**found);
  return done{};
}

}  // namespace parley::store
