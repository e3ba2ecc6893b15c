# Language level, warnings, hardening, sanitizers, launcher and linker: what every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Dev)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

add_library(parley_warnings INTERFACE)
target_compile_options(parley_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
  -Wswitch-enum -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports null dereferences and string overlaps inside inlined libstdc++ code (PR 105329).
  target_compile_options(parley_warnings INTERFACE -Wno-null-dereference -Wno-restrict)
endif()

add_library(parley_hardening INTERFACE)
target_compile_options(parley_hardening INTERFACE
  -fstack-protector-strong -D_GLIBCXX_ASSERTIONS "$<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>")
target_link_options(parley_hardening INTERFACE -Wl,-z,relro -Wl,-z,now)

if(PARLEY_SANITIZE)
  # CAF 0.17 binds a null reference in a header when a function-based actor has no arguments.
  add_compile_options(-fsanitize=${PARLEY_SANITIZE} -fno-sanitize-recover=all -fno-sanitize=null)
  add_link_options(-fsanitize=${PARLEY_SANITIZE})
endif()
if(PARLEY_FUZZ)
  # Every library reports its edges to the fuzzer; only the fuzz programs link libFuzzer itself.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(PARLEY_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
