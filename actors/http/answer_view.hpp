#pragma once
// A view as the body of an answer.

#include "actors/http/errors.hpp"
#include "actors/http/exchange.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"

namespace parley::http {

/// Views are copied on the shard's thread and become text on a reader's: ten thousand agents are
/// megabytes of JSON, and the shard has better things to do. No view: there is no such tenant.
template <class T>
void answer_view(const exchange_ptr& ex, std::optional<T> view, const position& at) {
  if (!view) {
    ex->refuse(no_such_tenant());
    return;
  }
  view->position = to_string(at);
  ex->home().on_reader([ex, view = std::move(*view)] {
    response r;
    codec::write_json(r.body, view);
    ex->answer(std::move(r));
  });
}

}  // namespace parley::http
