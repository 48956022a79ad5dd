# The extension modules that tests import, in build/PRESET/modules.

set(OURO_INCLUDE_FOLDER ${CMAKE_BINARY_DIR}/include)
foreach(header ouro.h ouro_module.h)
  configure_file(runtime/host/${header} ${OURO_INCLUDE_FOLDER}/ouro/${header} COPYONLY)
endforeach()
include(ci/cmake/module.cmake)

add_custom_target(test_modules)

# With WHICH as the number that picks the module from its source.
function(add_test_module name source which)
  ouro_add_module(${name} stress/modules/${source})
  set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/modules)
  target_compile_definitions(${name} PRIVATE WHICH=${which})
  add_dependencies(test_modules ${name})
endfunction()

foreach(name counter chain mistakes)
  add_test_module(${name} ${name}.c 0)
endforeach()
add_test_module(words words.cc 0)

set(which 0)
foreach(name single_phase wrong_abi wrong_size undeclared misnamed no_symbol unresolved
        bad_signature)
  math(EXPR which "${which} + 1")
  add_test_module(${name} refused.c ${which})
endforeach()

add_test_module(alone careful.c 1)
add_test_module(common_lock careful.c 2)
# One that the system never unmaps.
add_test_module(stuck counter.c 0)
target_compile_definitions(stuck PRIVATE NAME=stuck)
target_link_options(stuck PRIVATE -Wl,-z,nodelete)
