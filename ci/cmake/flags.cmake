# Compiler and linker flags every target shares, and why they differ from the defaults.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)  # GNU extensions stay on: TRY is a statement expression
set(CMAKE_C_STANDARD 17)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

# One configuration per build folder. None of them defines NDEBUG: checks are part of the product.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
foreach(language C CXX)
  set(CMAKE_${language}_FLAGS_DEBUG "-O1 -g")
  set(CMAKE_${language}_FLAGS_RELWITHDEBINFO "-O2 -g")
  # Line tables are all a report needs, and they halve the time to build.
  set(CMAKE_${language}_FLAGS_SANITIZE "-O1 -g1")
endforeach()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Werror -fno-omit-frame-pointer -fno-plt)
# Without this a unique symbol pins a library, and dlclose never unmaps it.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld)
endif()

if(OURO_SANITIZE)
  add_compile_options(-fsanitize=${OURO_SANITIZE})
  add_link_options(-fsanitize=${OURO_SANITIZE})
endif()
if(OURO_SANITIZE MATCHES "undefined")
  # vptr needs the RTTI that the runtime is built without.
  add_compile_options(-fno-sanitize=vptr -fno-sanitize-recover=undefined)
  add_link_options(-fno-sanitize=vptr)
endif()
if(OURO_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

if(OURO_LTO)
  include(CheckIPOSupported)
  check_ipo_supported()
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()
