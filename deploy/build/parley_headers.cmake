# Every header is self-contained: it can be included first, and twice. For a header with a source of
# its own name the source proves it (it includes the header first, a rule of tests/tidy); the target
# parley_headers compiles each of the others alone. It is not part of `all`. A glob is right here: a
# header that nobody listed must be checked as well.
set(header_folders schemas events)
if(NOT PARLEY_PURE)
  list(APPEND header_folders store actors tools)
endif()
set(header_units)
foreach(folder IN LISTS header_folders)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}"
    "${PROJECT_SOURCE_DIR}/${folder}/*.hpp")
  list(FILTER headers EXCLUDE REGEX "node_modules")
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "hpp$" "cpp" own_source "${header}")
    if(EXISTS "${PROJECT_SOURCE_DIR}/${own_source}")
      continue()
    endif()
    set(unit "${PROJECT_BINARY_DIR}/headers/${header}.cpp")
    # Included twice: the second time must be harmless.
    set(text "#include \"${header}\"\n#include \"${header}\"  // NOLINT\n")
    file(CONFIGURE OUTPUT "${unit}" CONTENT "${text}" @ONLY)
    list(APPEND header_units "${unit}")
  endforeach()
endforeach()

add_library(parley_headers OBJECT EXCLUDE_FROM_ALL ${header_units})
# Only the front end has work to do.
target_compile_options(parley_headers PRIVATE -O0 -g0)
target_include_directories(parley_headers PRIVATE "${PROJECT_SOURCE_DIR}")
target_link_libraries(parley_headers PRIVATE
  parley::events parley_warnings $<TARGET_NAME_IF_EXISTS:CAF::core>)
foreach(library IN ITEMS store runtime node http tools)
  if(TARGET parley::${library})
    target_link_libraries(parley_headers PRIVATE parley::${library})
  endif()
endforeach()
