#include "actors/http/service.hpp"

#include <mutex>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <sodium.h>

#include "actors/http/authorise.hpp"
#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/host.hpp"
#include "actors/http/log.hpp"

namespace parley::http {
namespace {

constexpr std::string_view bearer = "Bearer ";

bool is_request_id(std::string_view text) {
  if (text.empty() || text.size() > 64) {
    return false;
  }
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == ':';
    if (!plain) {
      return false;
    }
  }
  return true;
}

// Unique, not secret: a random start and a counter, so that a request costs no system call.
std::string next_request_id() {
  thread_local std::uint64_t start = [] {
    std::uint64_t random = 0;
    randombytes_buf(&random, sizeof random);
    return random;
  }();
  thread_local std::uint64_t count = 0;
  const std::uint64_t mixed = (start + ++count) * 0x9e3779b97f4a7c15U;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id(16, '0');
  for (std::size_t i = 0; i < id.size(); ++i) {
    id[i] = digits[(mixed >> (60U - 4U * i)) & 15U];
  }
  return id;
}

// A browser sends forms and plain text to any site unasked, these only after asking: so this is
// also what keeps other sites' pages out.
status check_body(const http_request& request, operation what) {
  std::string_view type = request.content_type;
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') {
    type.remove_suffix(1);
  }
  const std::string wanted = what == operation::take_records ? records_content : "application/json";
  if (!request.body.empty() && !same_text(type, wanted)) {
    return rejection{errc::bad_request, "the body must be " + wanted, {}};
  }
  return done{};
}

}  // namespace

struct service::reader_pool {
  explicit reader_pool(std::size_t count) : threads(count) {}
  std::mutex mutex;
  bool closed = false;
  boost::asio::thread_pool threads;
};

service::service(node_port& behind, gateway_options set_to, static_files console)
    : node(behind),
      options(std::move(set_to)),
      files(std::move(console)),
      readers_(std::make_unique<reader_pool>(options.reader_threads)),
      forwarder_(node.name().empty() ? nullptr
                                     : std::make_unique<forwarder>(node, options.answer_timeout)),
      keys_(std::make_shared<const key_ring>(options.keys)) {}

service::~service() = default;

void service::on_reader(std::function<void()> f) {
  const std::lock_guard hold(readers_->mutex);
  if (!readers_->closed) {
    boost::asio::post(readers_->threads, std::move(f));
  }
}

void service::close_readers() {
  {
    const std::lock_guard hold(readers_->mutex);
    readers_->closed = true;
  }
  readers_->threads.join();
  if (forwarder_) {
    forwarder_->stop();
  }
}

result<std::string> service::mint(const token_claims& claims) const {
  return std::atomic_load(&keys_)->mint(claims);
}

void service::replace_keys(key_ring keys) {
  std::atomic_store(&keys_, std::make_shared<const key_ring>(std::move(keys)));
}

void service::name_request(http_request& request) const {
  if (!is_request_id(request.request_id)) {
    request.request_id = next_request_id();
  }
}

void service::handle(const exchange_ptr& ex) {
  name_request(ex->request);
  status good = options.dev ? admit_dev(ex->request) : status(done{});
  good = good.ok() ? parse_target(ex->request) : good;
  if (!good.ok()) {
    ex->refuse(good.error());
    return;
  }
  const auto found = find_route(ex->request);
  ex->what = found.what;
  if (found.outcome == routing::no_such_path) {
    ex->refuse({errc::not_found, "no such path", {}});
  } else if (found.outcome == routing::wrong_method) {
    refuse_method(ex, found.allow);
  } else if (found.tenant == nullptr) {
    serve_plain(ex);
  } else {
    serve_tenant(ex, found);
  }
}

void service::refuse_method(const exchange_ptr& ex, const std::string& allow) const {
  const bool asked = ex->request.method == http_method::options;
  response r;
  if (asked) {
    r.status = 204;
  } else {
    r = error_response(405, {errc::bad_request, "the path does not take this method", {}},
                       ex->request.request_id);
  }
  r.add_header("Allow", allow + ", OPTIONS");
  ex->answer(std::move(r));
}

void service::serve_plain(const exchange_ptr& ex) {
  response r;
  if (ex->what == operation::live) {
    r.body = "{\"live\":true}";
    ex->answer(std::move(r));
  } else if (ex->what == operation::ready) {
    ready_of(ex);
  } else if (ex->what == operation::metrics) {
    const auto claims = claims_of(ex->request);
    if (!claims.ok()) {
      ex->refuse(claims.error());
    } else if (claims->role != principal_role::system) {
      ex->refuse({errc::not_permitted, "the metrics need a token of role system", {}});
    } else {
      metrics_of(ex);
    }
  } else if (files.find(ex->request, r)) {
    ex->answer(std::move(r));
  } else {
    ex->refuse({errc::not_found, "no such path", {}});
  }
}

void service::serve_tenant(const exchange_ptr& ex, const route_match& found) {
  const auto claims = claims_of(ex->request);
  if (!claims.ok()) {
    ex->refuse(claims.error());
    return;
  }
  // A name that no tenant can have is as unknown as one that none has.
  if (!is_plain_id(*found.tenant) || *found.tenant == "*") {
    ex->refuse(no_such_tenant());
    return;
  }
  if ((found.id != nullptr && !is_plain_id(*found.id)) ||
      (found.part != nullptr && !is_plain_id(*found.part))) {
    ex->refuse({errc::bad_request, "the path names an id that cannot be one", {}});
    return;
  }
  ex->tenant = tenant_id(*found.tenant);
  ex->partition = partition_of(ex->tenant, node.partition_count());
  ex->id = found.id == nullptr ? std::string() : *found.id;
  ex->part = found.part == nullptr ? std::string() : *found.part;
  ex->by = {claims->role, claims->name, claims->profile};
  const status allowed = authorise(*claims, ex->what, ex->tenant);
  if (!allowed.ok()) {
    ex->refuse(allowed.error());
    return;
  }
  const status body = check_body(ex->request, ex->what);
  if (!body.ok()) {
    ex->refuse(415, body.error());
    return;
  }
  if (!serve_elsewhere(ex)) {
    dispatch(ex);
  }
}

// A feed is told from the log, which each node follows; everything else is the owner's to answer.
bool service::serve_elsewhere(const exchange_ptr& ex) {
  if (!forwarder_ || ex->what == operation::follow_events) {
    return false;
  }
  const partition_place place = node.place_of(ex->partition);
  if (place.who == partition_place::custody::here) {
    return false;
  }
  // A request that was sent on already has met a move: a second hop might be the first of a circle.
  if (place.who == partition_place::custody::elsewhere && ex->request.forwarded_by.empty()) {
    counters.forwarded.fetch_add(1, std::memory_order_relaxed);
    forwarder_->send(errand_of(ex, place.url));
  } else {
    ex->refuse({errc::recovering, "the partition is on its way to another node", "moving"});
  }
  return true;
}

// Without tokens, a page of another site and a name that was made to resolve to this machine are
// all that could reach a loopback address from outside.
status service::admit_dev(const http_request& request) const {
  if (!is_loopback_authority(request.host)) {
    return rejection{errc::not_permitted, "development mode serves loopback names only", {}};
  }
  if (!request.origin.empty() && request.origin != "http://" + request.host) {
    return rejection{errc::not_permitted, "development mode serves its own pages only", {}};
  }
  return done{};
}

result<token_claims> service::claims_of(const http_request& request) const {
  if (options.dev) {
    return dev_claims();
  }
  const std::string_view given = request.authorization;
  if (given.size() <= bearer.size() || !same_text(given.substr(0, bearer.size()), bearer)) {
    return rejection{errc::unauthenticated, "a bearer token is needed", {}};
  }
  return std::atomic_load(&keys_)->verify(given.substr(bearer.size()), now());
}

void service::finished(const exchange& ex, int status, const char* code) {
  const auto us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                                 std::chrono::steady_clock::now() - ex.started)
                                                 .count());
  counters.requests.at(static_cast<std::size_t>(ex.what))
      .at(outcome_of(code))
      .fetch_add(1, std::memory_order_relaxed);
  (is_command(ex.what) ? counters.commands : counters.queries).add(us);
  const auto level = status == 500 ? log_level::error : log_level::debug;
  if (log_enabled(level)) {
    log_event(level, "request",
              {{"request_id", ex.request.request_id},
               {"method", ex.request.method_text},
               {"operation", to_string(ex.what)},
               {"tenant", ex.tenant.str()},
               {"status", std::to_string(status)},
               {"code", code},
               {"us", std::to_string(us)}});
  }
}

}  // namespace parley::http
