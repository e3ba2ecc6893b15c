#include "store/rocksdb_crc32c.hpp"

#include <dlfcn.h>

#include "store/digest.hpp"

namespace rocksdb::crc32c {

// As in the library's util/crc32c.h, which it does not install.
std::uint32_t Extend(std::uint32_t before, const char* data, std::size_t size);

std::uint32_t Extend(std::uint32_t before, const char* data, std::size_t size) {
  return parley::store::crc32c({reinterpret_cast<const std::uint8_t*>(data), size}, before);
}

}  // namespace rocksdb::crc32c

namespace parley::store {

std::uint32_t rocksdb_crc32c(std::string_view bytes) {
  return rocksdb::crc32c::Extend(0, bytes.data(), bytes.size());
}

bool rocksdb_crc32c_replaced() {
  // What the library's own calls resolve to.
  const void* const used = dlsym(RTLD_DEFAULT, "_ZN7rocksdb6crc32c6ExtendEjPKcm");
  return used == reinterpret_cast<const void*>(&rocksdb::crc32c::Extend);
}

}  // namespace parley::store
