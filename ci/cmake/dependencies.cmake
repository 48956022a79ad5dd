# The libraries from the distribution. ci/deps installs them; a missing one names its package.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# An imported target; the static archive is preferred: one mapping less to start and to account for.
function(ouro_import target header library package)
  find_path(${target}_INCLUDE ${header})
  find_library(${target}_LIBRARY NAMES lib${library}.a ${library})
  if(NOT ${target}_INCLUDE OR NOT ${target}_LIBRARY)
    message(FATAL_ERROR "${header} is missing: install ${package} (ci/deps does it)")
  endif()
  add_library(${target} UNKNOWN IMPORTED)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION ${${target}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${target}_INCLUDE})
endfunction()

ouro_import(ouro_gmp gmp.h gmp libgmp-dev)
ouro_import(ouro_utf8proc utf8proc.h utf8proc libutf8proc-dev)

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
