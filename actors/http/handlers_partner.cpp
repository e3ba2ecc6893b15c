#include "actors/http/errors.hpp"
#include "actors/http/handlers.hpp"
#include "actors/http/service.hpp"

namespace parley::http {

void take_records_of(const exchange_ptr& ex) {
  if (ex->by.role == principal_role::partner && ex->by.name != ex->id) {
    ex->refuse({errc::not_permitted, "a partner sends its own records only", {}});
    return;
  }
  if (!ex->home().options.door) {
    ex->refuse({errc::not_found, "this node serves no partners", {}});
    return;
  }
  ex->home().options.door(ex->id, ex->tenant, ex->request.body,
                          [ex](const result<std::string>& told) {
                            if (!told.ok()) {
                              ex->refuse(told.error());
                              return;
                            }
                            response r;
                            r.content_type = records_content;
                            r.body = *told;
                            ex->answer(std::move(r));
                          });
}

}  // namespace parley::http
