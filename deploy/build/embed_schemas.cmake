# Writes OUTPUT: one function for each schema of NAMES that returns the bytes of FOLDER/NAME.bfbs.
set(text "#include \"schemas/embedded.hpp\"\n\n#include <array>\n\nnamespace parley::schemas {\n")
foreach(name IN LISTS NAMES)
  file(READ "${FOLDER}/${name}.bfbs" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND text "namespace {\nalignas(8) constexpr std::array<std::uint8_t, ${size}> "
    "${name}_bytes{{${bytes}}};\n}\n")
  string(APPEND text "std::span<const std::uint8_t> ${name}_bfbs() { return ${name}_bytes; }\n")
endforeach()
string(APPEND text "}  // namespace parley::schemas\n")
file(WRITE "${OUTPUT}" "${text}")
