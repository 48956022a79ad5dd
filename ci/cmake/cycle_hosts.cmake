# Small hosts that time one create-run-finalize cycle: ours and other languages'. Not part of `all`:
#   ci/build release cycle_hosts

add_custom_target(cycle_hosts)

# A host without its library is left out: there is then nothing to compare with.
function(ouro_cycle_host name source)
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/stress/cycle/${source})
    return()
  endif()
  foreach(library IN LISTS ARGN)
    if(NOT TARGET ${library})
      message(STATUS "${name}: left out, ${library} is missing")
      return()
    endif()
  endforeach()
  add_executable(${name} EXCLUDE_FROM_ALL stress/cycle/${source})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARGN})
  add_dependencies(cycle_hosts ${name})
endfunction()

pkg_check_modules(LUA QUIET IMPORTED_TARGET lua5.4)
pkg_check_modules(PYTHON_EMBED QUIET IMPORTED_TARGET python-3.11-embed)
ouro_cycle_host(ouro_cycle ouro_cycle.cc ouro_runtime)
ouro_cycle_host(lookups lookups.cc ouro_runtime)
ouro_cycle_host(lua_cycle lua_cycle.c PkgConfig::LUA)
ouro_cycle_host(cpython_cycle cpython_cycle.c PkgConfig::PYTHON_EMBED)
