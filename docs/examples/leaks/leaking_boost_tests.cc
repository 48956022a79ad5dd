// Tests that leak, with Boost.Test: each must fail.
#define BOOST_TEST_MODULE leaking
#include <leakcheck/testing/boost_leaks.h>
#include <boost/test/included/unit_test.hpp>

#include "leaks.h"

using Leaks = leakcheck::LeakObserver;
BOOST_TEST_GLOBAL_FIXTURE(Leaks);

BOOST_AUTO_TEST_SUITE(leaking)
BOOST_AUTO_TEST_CASE(descriptor) { leak_descriptor(); }
BOOST_AUTO_TEST_CASE(thread) { leak_thread(); }
BOOST_AUTO_TEST_CASE(mapping) { leak_mapping(); }
BOOST_AUTO_TEST_CASE(heap) { leak_heap(); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(fixture, leakcheck::LeakFixture)
BOOST_AUTO_TEST_CASE(descriptor) { leak_descriptor(); }
BOOST_AUTO_TEST_CASE(thread) { leak_thread(); }
BOOST_AUTO_TEST_CASE(mapping) { leak_mapping(); }
BOOST_AUTO_TEST_CASE(heap) { leak_heap(); }
BOOST_AUTO_TEST_SUITE_END()
