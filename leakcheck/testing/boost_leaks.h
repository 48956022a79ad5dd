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

// Boost.Test keeps a few bytes for each case that it runs (its checkpoint, its log).
inline constexpr LeakOptions kBoostLeakOptions{.heap = true, .heap_slack = 64};

// Of a case that is running.
inline void report_leaks(LeakWatch& watch) {
  for (const std::string& line : watch.end()) {
    BOOST_ERROR("the test left something behind: " + line);
  }
}

// A case that has ended can fail no more: each gets a fixture around all it has.
class LeakObserver : public boost::unit_test::test_observer {
 public:
  LeakObserver() { boost::unit_test::framework::register_observer(*this); }
  ~LeakObserver() override { boost::unit_test::framework::deregister_observer(*this); }

  void test_unit_start(const boost::unit_test::test_unit& unit) override {
    if (unit.p_type != boost::unit_test::TUT_CASE) return;
    auto& fixtures = boost::unit_test::framework::get(unit.p_id, unit.p_type).p_fixtures;
    auto list = fixtures.get();
    if (!list.empty() && list.front() == around_) return;
    list.insert(list.begin(), around_);
    fixtures.set(list);
  }

 private:
  class Around : public boost::unit_test::test_unit_fixture {
   public:
    void setup() override { watch_.begin(); }
    void teardown() override { report_leaks(watch_); }

   private:
    LeakWatch watch_{kBoostLeakOptions};
  };

  boost::unit_test::test_unit_fixture_ptr around_{new Around};
};
using BoostLeaks = LeakObserver;

class LeakFixture {
 public:
  LeakFixture() { watch_.begin(); }
  LeakFixture(const LeakFixture&) = delete;
  LeakFixture& operator=(const LeakFixture&) = delete;
  ~LeakFixture() { report_leaks(watch_); }

 private:
  LeakWatch watch_{kBoostLeakOptions};
};

}  // namespace ouro::leakcheck
