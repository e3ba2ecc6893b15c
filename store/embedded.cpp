#include "store/embedded.hpp"

#include "store/embedded_journal.hpp"

namespace parley::store {

result<std::unique_ptr<journal>> open_embedded_journal(const std::string& path,
                                                       const embedded_options& options) {
  auto data = database::open(path, options);
  if (!data) {
    return data.error();
  }
  auto made = std::make_unique<embedded_journal>(*data, options);
  const auto started = made->start();
  if (!started) {
    return started.error();
  }
  return std::unique_ptr<journal>(std::move(made));
}

}  // namespace parley::store
