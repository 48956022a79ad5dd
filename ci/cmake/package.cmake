# One Debian package with all that is installed; ci/package builds what belongs in it.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ouro)
set(CPACK_PACKAGE_VENDOR "Ouro developers")
set(CPACK_PACKAGE_CONTACT "Ouro developers <dev@ouro.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
  "embeddable Python-compatible runtime that leaves nothing behind, and its leak checks")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES OFF)  # symbols stay: `ouro audit` reads them
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/ci/cmake/strip_package.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libpython3.11-stdlib")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "valgrind, llvm-19, libgmp-dev, libutf8proc-dev, zlib1g-dev")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/ci/cmake/triggers)
include(CPack)
