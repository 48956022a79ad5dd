# Takes the debug information out of what a package holds, but leaves the names of functions; the
# sanitizers' programs keep their lines, which their reports show.
file(GLOB_RECURSE libraries
  ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*.a ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*.so.*)
file(GLOB_RECURSE programs ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/bin/ouro)
foreach(file IN LISTS libraries programs)
  execute_process(COMMAND strip --strip-debug ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
