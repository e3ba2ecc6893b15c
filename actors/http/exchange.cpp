#include "actors/http/exchange.hpp"

#include "actors/http/errors.hpp"
#include "actors/http/service.hpp"

namespace parley::http {

void exchange::finish(int status, const char* code) { home_->finished(*this, status, code); }

void exchange::answer(response r) {
  if (answered_.exchange(true)) {
    return;
  }
  finish(r.status, "OK");
  link_->deliver(serial_, std::move(r));
}

void exchange::refuse(const rejection& why) { refuse(http_status(why.code), why); }

void exchange::refuse(int status, const rejection& why) {
  if (answered_.exchange(true)) {
    return;
  }
  finish(status, to_string(why.code));
  link_->deliver(serial_, error_response(status, why, request.request_id));
}

void exchange::open_stream(std::shared_ptr<stream_source> source) {
  if (answered_.exchange(true)) {
    source->closed();
    return;
  }
  finish(200, "OK");
  link_->open_stream(serial_, std::move(source));
}

}  // namespace parley::http
