# Sources by glob, and libraries that may still be empty.

# The .cc files below the folders, without tests, helper mains, benchmarks and recorded test data.
function(ouro_sources result)
  list(TRANSFORM ARGN REPLACE "(.+)" "${CMAKE_SOURCE_DIR}/\\1/*.cc" OUTPUT_VARIABLE patterns)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${patterns})
  list(FILTER found EXCLUDE REGEX "_(test|main|bench)\\.cc$|test_support|/testdata/")
  # A command line's own main is not a helper main.
  if("leakcheck/tool" IN_LIST ARGN)
    file(GLOB tool_main CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
      ${CMAKE_SOURCE_DIR}/leakcheck/tool/*_main.cc)
    list(APPEND found ${tool_main})
  endif()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# A static library, or an interface library while there is nothing to compile yet.
function(ouro_library name sources)
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>)
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>)
  endif()
endfunction()

function(ouro_scope result name)
  get_target_property(type ${name} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    set(${result} INTERFACE PARENT_SCOPE)
  else()
    set(${result} PUBLIC PARENT_SCOPE)
  endif()
endfunction()

function(ouro_link name)
  ouro_scope(scope ${name})
  target_link_libraries(${name} ${scope} ${ARGN})
endfunction()

function(ouro_define name)
  ouro_scope(scope ${name})
  target_compile_definitions(${name} ${scope} ${ARGN})
endfunction()
