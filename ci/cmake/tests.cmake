# Tests by label: unit (GoogleTest beside the sources), contract (Boost.Test, from the tables),
# program (the same bytes as python3.11), host (the installed copy, used as hosts do), docs (every
# documented command runs).

set(OURO_TEST_RESULTS ${CMAKE_BINARY_DIR}/test-results)
file(MAKE_DIRECTORY ${OURO_TEST_RESULTS})

file(GLOB_RECURSE unit_sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  "runtime/*_test.cc" "finalize/*_test.cc" "leakcheck/*_test.cc" "stress/*_test.cc"
  "runtime/*test_support*.cc" "finalize/*test_support*.cc" "leakcheck/*test_support*.cc"
  "stress/*test_support*.cc")
list(FILTER unit_sources EXCLUDE REGEX "^finalize/contract/")

# Shards run side by side, and a crash in one leaves the others' results standing.
set(OURO_UNIT_SHARDS 4)

if(unit_sources)
  add_executable(unit_tests ${unit_sources})
  target_link_libraries(unit_tests PRIVATE
    ouro_tool leakcheck_testing GTest::gmock GTest::gtest_main)
  # Extension modules find the host API there.
  set_target_properties(unit_tests PROPERTIES ENABLE_EXPORTS ON)
  add_dependencies(unit_tests test_modules)
  target_compile_definitions(unit_tests PRIVATE OURO_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    OURO_BINARY_DIR="${CMAKE_BINARY_DIR}")
  math(EXPR last_shard "${OURO_UNIT_SHARDS} - 1")
  foreach(shard RANGE ${last_shard})
    add_test(NAME unit_${shard} COMMAND unit_tests --gtest_brief=1
      --gtest_output=xml:${OURO_TEST_RESULTS}/unit_${shard}.xml)
    set_tests_properties(unit_${shard} PROPERTIES LABELS unit TIMEOUT 600
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${OURO_UNIT_SHARDS};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endif()

file(GLOB contract_sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} "finalize/contract/*.cc")
if(OURO_FAULTS AND contract_sources)
  add_executable(contract_tests ${contract_sources})
  target_link_libraries(contract_tests PRIVATE
    ouro_tool Boost::headers)
  add_test(NAME contract COMMAND contract_tests --logger=HRF,error
    --logger=JUNIT,all,${OURO_TEST_RESULTS}/contract.xml)
  set_tests_properties(contract PROPERTIES LABELS contract TIMEOUT 1200)
endif()

# Program comparisons in the plain builds only: the sanitizer builds meet the programs in ouro verify.
if(TARGET ouro AND NOT OURO_SANITIZE AND EXISTS ${CMAKE_SOURCE_DIR}/ci/compare_programs.py)
  foreach(folder programs conformance)
    add_test(NAME compare_${folder} COMMAND Python3::Interpreter
      ${CMAKE_SOURCE_DIR}/ci/compare_programs.py --ouro $<TARGET_FILE:ouro>
      ${CMAKE_SOURCE_DIR}/stress/${folder})
    set_tests_properties(compare_${folder} PROPERTIES LABELS program TIMEOUT 1800)
  endforeach()
  add_test(NAME targets COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/ci/try_targets.py
    $<TARGET_FILE:ouro>)
  set_tests_properties(targets PROPERTIES LABELS program TIMEOUT 900)
  # Recorded logs of other tools; all of them are made and read at night.
  add_test(NAME tool_logs COMMAND Python3::Interpreter
    ${CMAKE_SOURCE_DIR}/ci/tool_corpus.py --ouro $<TARGET_FILE:ouro>
    --logs ${CMAKE_SOURCE_DIR}/leakcheck/probe/testdata/corpus/logs)
  set_tests_properties(tool_logs PROPERTIES LABELS program TIMEOUT 300)
  # A few modules of CPython's own tests; all of them are for the night.
  add_test(NAME cpython_tests COMMAND Python3::Interpreter
    ${CMAKE_SOURCE_DIR}/ci/run_cpython_tests.py --census --runtime $<TARGET_FILE:ouro>
    --report ${CMAKE_BINARY_DIR}/cpython_tests.json
    test_grammar test_contextlib test_iter test_with test_weakset)
  set_tests_properties(cpython_tests PROPERTIES LABELS program TIMEOUT 300)
endif()

# A few programs at a few of their requests; all of them are for the night.
if(TARGET ouro AND NOT OURO_SANITIZE)
  add_test(NAME refusals COMMAND ouro oom hello finalize threads channels --every 11)
  set_tests_properties(refusals PROPERTIES LABELS program TIMEOUT 300)
endif()

if(TARGET reload_host)
  add_test(NAME reload COMMAND Python3::Interpreter
    ${CMAKE_SOURCE_DIR}/ci/try_reload.py ${CMAKE_BINARY_DIR} 60)
  set_tests_properties(reload PROPERTIES LABELS host TIMEOUT 600)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" AND NOT OURO_COVERAGE)
  add_test(NAME install COMMAND Python3::Interpreter
    ${CMAKE_SOURCE_DIR}/ci/try_install.py ${CMAKE_BINARY_DIR})
  set_tests_properties(install PROPERTIES LABELS host TIMEOUT 600)
endif()

# The documents show the release build.
if(TARGET ouro AND CMAKE_BINARY_DIR STREQUAL "${CMAKE_SOURCE_DIR}/build/release")
  add_test(NAME docs COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/ci/check_docs.py)
  set_tests_properties(docs PROPERTIES LABELS docs TIMEOUT 1800 RUN_SERIAL ON)
endif()

file(GLOB_RECURSE bench_sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  "runtime/*_bench.cc" "finalize/*_bench.cc" "leakcheck/*_bench.cc")
find_package(benchmark QUIET)
if(bench_sources AND benchmark_FOUND)
  add_executable(micro_benchmarks EXCLUDE_FROM_ALL ${bench_sources})
  target_link_libraries(micro_benchmarks PRIVATE ouro_leakcheck benchmark::benchmark_main)
endif()
