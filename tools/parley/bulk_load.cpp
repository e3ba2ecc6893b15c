#include "tools/parley/bulk_load.hpp"

#include "tools/client/json_text.hpp"

namespace parley::tool {
namespace {

// Rows that are read and not told yet: so many may wait behind one that takes long.
constexpr std::size_t window_rows_max = 4096;
constexpr std::chrono::milliseconds progress_every{1000};

bool is_away(const client::answer& got) { return got.status == 0 || got.status >= 500; }

std::string reason_of(const client::answer& got) {
  const std::string why = got.status == 0 ? got.body : client::json_text(got.body, "message");
  return got.status == 0 ? why : std::to_string(got.status) + " " + why;
}

}  // namespace

bulk_load::bulk_load(client::loop& on, const client::client_options& how, std::string path,
                     std::string key, listener told)
    : loop_(on),
      http_(on, how),
      path_(std::move(path)),
      key_(std::move(key)),
      told_(std::move(told)) {}

result<bulk_totals> bulk_load::run(csv_reader& csv, const customer_rows& rows) {
  csv_ = &csv;
  rows_ = &rows;
  started_ = std::chrono::steady_clock::now();
  loop_.on_interrupt([this] { stop("interrupted"); });
  watch();
  loop_.post([this] { fill(); });
  loop_.run();
  http_.close();
  loop_.forget_interrupts();
  if (broken_) return *broken_;
  return totals_;
}

// Rows are read as long as there is room for them; the last one that is told ends the run.
void bulk_load::fill() {
  while (!read_all_ && window_.size() < window_rows_max) {
    auto row = csv_->next();
    if (!row.ok()) {
      broken_ = row.error();
      read_all_ = true;
    } else if (!*row) {
      read_all_ = true;
    } else {
      take(**row);
    }
  }
  tell_done();
  if (read_all_ && window_.empty()) loop_.stop();
}

void bulk_load::take(const csv_row& row) {
  row_run& one = window_.emplace_back();
  one.line = row.line;
  auto request = rows_->request_of(row.fields);
  if (!request.ok()) {
    end(one, fate::refused, request.error().message);
    return;
  }
  one.request = std::move(*request);
  accounts_[one.request.account].waiting.push_back(&one);
  next(one.request.account);
}

void bulk_load::next(const std::string& account) {
  account_run& of = accounts_[account];
  if (of.busy || of.waiting.empty()) return;
  of.busy = true;
  if (!of.known) {
    ask_version(account);
    return;
  }
  row_run* const row = of.waiting.front();
  of.waiting.pop_front();
  send(account, *row);
}

// Whether a row changes something shows in the version of its customer.
void bulk_load::ask_version(const std::string& account) {
  client::call what;
  what.path = path_ + "/customers/" + client::path_segment(account);
  http_.send(std::move(what), [this, account](const client::answer& got) {
    if (is_away(got)) {
      stop(reason_of(got));
      return;
    }
    account_run& of = accounts_[account];
    of.known = true;
    of.busy = false;
    of.version = got.ok() ? client::json_number(got.body, "version").value_or(0) : 0;
    next(account);
  });
}

void bulk_load::send(const std::string& account, row_run& row) {
  client::call what;
  what.method = row.request.method;
  what.path = path_ + row.request.path;
  what.body = std::move(row.request.body);
  what.key = key_ + "." + std::to_string(row.line);
  http_.send(std::move(what), [this, account, &row](const client::answer& got) {
    if (is_away(got)) {
      stop(reason_of(got));
      return;
    }
    account_run& of = accounts_[account];
    of.busy = false;
    if (got.ok()) {
      const std::int64_t after = client::json_number(got.body, "version").value_or(0);
      end(row, after == of.version ? fate::unchanged : fate::changed, {});
      of.version = after;
    } else {
      end(row, fate::refused, reason_of(got));
    }
    next(account);
    fill();
  });
}

void bulk_load::end(row_run& row, fate what, std::string why) {
  row.done = true;
  row.what = what;
  row.why = std::move(why);
}

void bulk_load::tell_done() {
  for (; !window_.empty() && window_.front().done; window_.pop_front()) {
    const row_run& one = window_.front();
    ++(one.what == fate::changed     ? totals_.changed
       : one.what == fate::unchanged ? totals_.unchanged
                                     : totals_.refused);
    told_.row(one.line, one.what, one.why);
  }
  const auto took = std::chrono::steady_clock::now() - started_;
  totals_.seconds = std::chrono::duration<double>(took).count();
}

void bulk_load::watch() {
  loop_.after(progress_every, [this] {
    told_.progress(totals_);
    watch();
  });
}

void bulk_load::stop(std::string why) {
  tell_done();
  if (totals_.stopped.empty()) totals_.stopped = std::move(why);
  loop_.stop();
}

}  // namespace parley::tool
