# The libraries from the distribution. ci/deps installs them; a missing one names its package.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

include(ci/cmake/import.cmake)
ouro_import_static()
# The archives are no position-independent code.
ouro_import(ouro::gmp_shared gmp.h gmp)
ouro_import(ouro::utf8proc_shared utf8proc.h utf8proc)
ouro_import(ouro::zlib_shared zlib.h z)
foreach(library gmp utf8proc zlib gmp_shared utf8proc_shared zlib_shared)
  if(NOT TARGET ouro::${library})
    message(FATAL_ERROR "ouro::${library} is missing: run ci/deps")
  endif()
endforeach()

find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(pugixml REQUIRED)
find_package(fmt REQUIRED)
pkg_check_modules(ELFUTILS REQUIRED IMPORTED_TARGET libdw libelf)

# What leakcheck/ reads and writes with; --as-needed drops what is not used.
add_library(ouro_report_libraries INTERFACE)
target_link_libraries(ouro_report_libraries INTERFACE
  CLI11::CLI11 nlohmann_json::nlohmann_json pugixml::pugixml fmt::fmt PkgConfig::ELFUTILS)

find_package(GTest REQUIRED)
find_package(Boost REQUIRED)  # Boost.Test, used from its headers
# The distribution's python3.11 is the language oracle; another one in PATH is not.
if(EXISTS /usr/bin/python3.11)
  set(Python3_EXECUTABLE /usr/bin/python3.11)
endif()
find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
