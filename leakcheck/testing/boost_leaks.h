// Boost.Test integration: a test case that leaks fails, and says what it left behind.
//
//   BOOST_TEST_GLOBAL_FIXTURE(OuroLeaks);  // all cases; `using OuroLeaks =
//   leakcheck::LeakObserver;` BOOST_FIXTURE_TEST_CASE(name, leakcheck::LeakFixture) { ... }  // one
//   case, or BOOST_AUTO_TEST_SUITE
#pragma once

#include <string>

#include <boost/test/framework.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/unit_test.hpp>

#include "leak_watch.h"

namespace ouro::leakcheck {

// Of a case that is running.
inline void report_leaks(LeakWatch& watch) {
  for (const std::string& line : watch.end()) {
    BOOST_ERROR("the test left something behind: " + line);
  }
}

class LeakObserver : public boost::unit_test::test_observer {
 public:
  LeakObserver() { boost::unit_test::framework::register_observer(*this); }
  ~LeakObserver() override { boost::unit_test::framework::deregister_observer(*this); }

  void test_unit_start(const boost::unit_test::test_unit& unit) override {
    if (unit.p_type == boost::unit_test::TUT_CASE) watch_.begin();
  }
  void test_unit_finish(const boost::unit_test::test_unit& unit, unsigned long) override {
    if (unit.p_type == boost::unit_test::TUT_CASE) report_leaks(watch_);
  }

 private:
  LeakWatch watch_;
};
using BoostLeaks = LeakObserver;

class LeakFixture {
 public:
  LeakFixture() { watch_.begin(); }
  LeakFixture(const LeakFixture&) = delete;
  LeakFixture& operator=(const LeakFixture&) = delete;
  ~LeakFixture() { report_leaks(watch_); }

 private:
  LeakWatch watch_;
};

}  // namespace ouro::leakcheck
