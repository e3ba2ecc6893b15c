# parley_library, parley_test and parley_bench: one way to declare each kind of target.

# parley_library(NAME SOURCES a.cpp b.cpp DEPS parley::x lib) makes parley_NAME and parley::NAME.
# Sources are named, never globbed. The include root is the repository, so that #include "events/…"
# tells which folder a header belongs to.
function(parley_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_library(parley_${name} STATIC ${arg_SOURCES})
  add_library(parley::${name} ALIAS parley_${name})
  target_include_directories(parley_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(parley_${name} PUBLIC ${arg_DEPS} PRIVATE parley_warnings parley_hardening)
endfunction()

# parley_test(NAME SOURCES … DEPS … LABELS fast TIMEOUT 120): one doctest binary, one ctest entry.
function(parley_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES} "${PROJECT_SOURCE_DIR}/tests/support/main.cpp")
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${arg_DEPS} parley_warnings parley_hardening)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()
