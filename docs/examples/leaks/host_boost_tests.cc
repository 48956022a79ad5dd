// Tests of a host with Boost.Test.
#define BOOST_TEST_MODULE host
#include <leakcheck/testing/boost_leaks.h>
#include <boost/test/included/unit_test.hpp>
#include <ouro/ouro.hpp>

// Before anything is compared: what libraries keep from their first use.
struct WarmUp {
  WarmUp() {
    ouro::host::Runtime runtime;
    ouro::host::Interpreter(runtime).run("pass");
  }
};
using Leaks = leakcheck::LeakObserver;
BOOST_TEST_GLOBAL_FIXTURE(WarmUp);
BOOST_TEST_GLOBAL_FIXTURE(Leaks);

BOOST_AUTO_TEST_CASE(lives_once) {
  ouro::host::Runtime runtime;
  ouro::host::Interpreter interpreter(runtime);
  BOOST_TEST(interpreter.evaluate("6 * 7").to_int64() == 42);
  BOOST_TEST(interpreter.finalize().clean());
}

BOOST_FIXTURE_TEST_CASE(lives_in_a_fixture, leakcheck::LeakFixture) {
  ouro::host::Runtime runtime;
  ouro::host::Interpreter interpreter(runtime);
  BOOST_TEST(interpreter.finalize().clean());
}
