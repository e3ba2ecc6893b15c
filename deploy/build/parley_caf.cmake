# CAF ships no CMake package in Debian; the exact version is checked because its API moves.
find_package(Threads REQUIRED)
find_path(CAF_INCLUDE_DIR caf/config.hpp REQUIRED)
find_library(CAF_CORE_LIBRARY caf_core REQUIRED)
file(STRINGS "${CAF_INCLUDE_DIR}/caf/config.hpp" caf_version REGEX "^#define CAF_VERSION [0-9]+")
if(NOT caf_version MATCHES "CAF_VERSION 1706")
  message(FATAL_ERROR "Parley needs CAF 0.17.6 (libcaf-dev of Debian 12), found: ${caf_version}")
endif()
add_library(CAF::core UNKNOWN IMPORTED)
set_target_properties(CAF::core PROPERTIES
  IMPORTED_LOCATION "${CAF_CORE_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${CAF_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES Threads::Threads)
