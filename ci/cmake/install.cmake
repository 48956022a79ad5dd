# What is installed: the shared library beside the static one, headers, package files for CMake and
# pkg-config, the command line with its programs, and the sanitizer builds of it that exist.
#
#   cmake --install build/release --prefix FOLDER [--component runtime|development|tool|asan|tsan]

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

file(STRINGS runtime/host/ouro.h abi_line REGEX "define OURO_ABI_VERSION")
string(REGEX REPLACE "[^0-9]" "" OURO_ABI_VERSION "${abi_line}")

set_target_properties(ouro_runtime PROPERTIES OUTPUT_NAME ouro EXPORT_NAME ouro)
# A project in C does not know that C++ is needed.
target_link_libraries(ouro_runtime PUBLIC $<INSTALL_INTERFACE:stdc++> $<INSTALL_INTERFACE:m>)

# The same objects; only what ouro.h declares can be seen. Sanitizers want to be in the program.
if(NOT OURO_SANITIZE)
  add_library(ouro_shared SHARED $<TARGET_OBJECTS:ouro_runtime>)
  set(symbols ${CMAKE_SOURCE_DIR}/ci/cmake/exported_symbols.map)
  set_target_properties(ouro_shared PROPERTIES
    OUTPUT_NAME ouro EXPORT_NAME ouro_shared SOVERSION ${OURO_ABI_VERSION} LINKER_LANGUAGE CXX
    LINK_DEPENDS ${symbols})
  target_link_libraries(ouro_shared PRIVATE ouro::gmp_shared ouro::utf8proc_shared ouro::zlib_shared
    Threads::Threads)
  target_link_options(ouro_shared PRIVATE -Wl,--version-script=${symbols} -Wl,-z,defs)
  install(TARGETS ouro_shared EXPORT ouroSharedTargets
    LIBRARY COMPONENT runtime NAMELINK_COMPONENT development INCLUDES DESTINATION include)
  install(EXPORT ouroSharedTargets NAMESPACE ouro:: COMPONENT development
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ouro)
endif()

# ---- development ----

install(FILES runtime/host/ouro.h runtime/host/ouro_module.h runtime/host/ouro.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ouro COMPONENT development)
install(TARGETS ouro_runtime EXPORT ouroTargets
  ARCHIVE COMPONENT development INCLUDES DESTINATION include)
install(EXPORT ouroTargets NAMESPACE ouro:: COMPONENT development
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ouro)
install(FILES ci/cmake/import.cmake ci/cmake/module.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ouro COMPONENT development)

set_target_properties(leakcheck_testing PROPERTIES EXPORT_NAME testing)
install(FILES leakcheck/testing/leak_watch.h leakcheck/testing/gtest_leaks.h
  leakcheck/testing/boost_leaks.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/leakcheck/testing COMPONENT development)
install(FILES leakcheck/target/ouro_target.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/leakcheck/target COMPONENT development)
install(TARGETS leakcheck_testing EXPORT leakcheckTargets
  ARCHIVE COMPONENT development INCLUDES DESTINATION include)
install(EXPORT leakcheckTargets NAMESPACE leakcheck:: COMPONENT development
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leakcheck)

foreach(package ouro leakcheck)
  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/${package})
  configure_package_config_file(ci/cmake/${package}Config.cmake.in
    ${CMAKE_BINARY_DIR}/${package}Config.cmake INSTALL_DESTINATION ${folder}
    PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
  write_basic_package_version_file(${CMAKE_BINARY_DIR}/${package}ConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${CMAKE_BINARY_DIR}/${package}Config.cmake
    ${CMAKE_BINARY_DIR}/${package}ConfigVersion.cmake
    DESTINATION ${folder} COMPONENT development)
endforeach()

# The folder may be moved as a whole: the package files find it from where they stand.
set(pkgconfig_folder ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH up_to_prefix ${pkgconfig_folder} ${CMAKE_INSTALL_PREFIX})
foreach(name ouro ouro-static leakcheck)
  configure_file(ci/cmake/${name}.pc.in ${CMAKE_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/${name}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endforeach()

# ---- the command line, and the builds of it that `ouro verify` runs ----

if(TARGET ouro)
  install(TARGETS ouro COMPONENT tool)
  install(DIRECTORY stress/programs DESTINATION ${CMAKE_INSTALL_DATADIR}/ouro COMPONENT tool)
endif()
set(OURO_VARIANTS ${CMAKE_SOURCE_DIR}/build CACHE PATH "Where the asan and tsan builds stand")
foreach(variant asan tsan)
  install(PROGRAMS ${OURO_VARIANTS}/${variant}/bin/ouro
    DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/ouro/${variant} COMPONENT ${variant} OPTIONAL)
endforeach()
