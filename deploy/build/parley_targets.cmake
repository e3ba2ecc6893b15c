# parley_library, parley_test, parley_check and parley_fuzz: one way to declare each kind of target.

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
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()

# parley_check(NAME COMMAND script … LABELS slow TIMEOUT 900): a script of the tree as a test.
# SERIAL: nothing else runs meanwhile. LOCK x: no other check with that lock does.
# Checks of the tree as a whole belong to the preset that sets PARLEY_CHECKS and to no other.
function(parley_check name)
  cmake_parse_arguments(arg "SERIAL" "TIMEOUT;LOCK" "COMMAND;LABELS" ${ARGN})
  if(NOT PARLEY_CHECKS)
    return()
  endif()
  add_test(NAME ${name} COMMAND ${arg_COMMAND} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} RUN_SERIAL ${arg_SERIAL}
    RESOURCE_LOCK "${arg_LOCK}")
endfunction()

# parley_fuzz(NAME SOURCES x_fuzz.cpp DEPS …): in preset fuzz a libFuzzer program. Elsewhere the
# same entry point replays tests/fuzz/corpus/NAME as a fast test, and a slow check runs the fuzzer.
function(parley_fuzz name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${arg_DEPS} parley_warnings parley_hardening)
  if(PARLEY_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(parley_fuzzers ${name})
    return()
  endif()
  target_sources(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/support/replay_main.cpp")
  add_test(NAME ${name}_corpus
    COMMAND ${name} "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name}")
  set_tests_properties(${name}_corpus PROPERTIES LABELS fast TIMEOUT 60)
  parley_check(${name} LOCK fuzz_build COMMAND tests/fuzz/run ${name} LABELS slow fuzz TIMEOUT 600)
endfunction()
if(PARLEY_FUZZ)
  add_custom_target(parley_fuzzers)
endif()
