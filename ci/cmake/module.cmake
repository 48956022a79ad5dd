# ouro_add_module(NAME SOURCE...): an extension module, in a file that `import NAME` finds. In C or
# C++; the functions it calls are those of the program that imports it. Installed, too.

# The suffix stands in ouro_module.h, for each machine.
set(OURO_MODULE_SUFFIX ".ouro-1-${CMAKE_SYSTEM_PROCESSOR}-linux-gnu.so")

function(ouro_add_module name)
  add_library(${name} MODULE ${ARGN})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX "${OURO_MODULE_SUFFIX}"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(${name} PRIVATE ${OURO_INCLUDE_FOLDER})
  # A unique symbol would keep the file mapped for ever.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
endfunction()
