# ouro_import(TARGET HEADER "LIBRARY NAMES"): an imported target for a library without a package
# file of its own; nothing when it is missing. Installed, too: a host links the same ones.
function(ouro_import target header names)
  string(MAKE_C_IDENTIFIER ${target} variable)
  find_path(${variable}_INCLUDE ${header})
  find_library(${variable}_LIBRARY NAMES ${names})
  mark_as_advanced(${variable}_INCLUDE ${variable}_LIBRARY)
  if(TARGET ${target} OR NOT ${variable}_INCLUDE OR NOT ${variable}_LIBRARY)
    return()
  endif()
  add_library(${target} UNKNOWN IMPORTED)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION ${${variable}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${variable}_INCLUDE})
endfunction()

# What the static library is linked with; the archives are preferred: one mapping less to start
# and to account for.
function(ouro_import_static)
  ouro_import(ouro::gmp gmp.h "libgmp.a;gmp")
  ouro_import(ouro::utf8proc utf8proc.h "libutf8proc.a;utf8proc")
  ouro_import(ouro::zlib zlib.h "libz.a;z")
endfunction()
