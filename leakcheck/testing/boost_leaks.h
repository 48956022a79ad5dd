// Boost.Test integration: a test case that leaks fails. Once per program, at namespace scope:
//   BOOST_TEST_GLOBAL_FIXTURE(OuroLeaks) with `using OuroLeaks = ouro::leakcheck::BoostLeaks;`
#pragma once

#include <string>

#include <boost/test/framework.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/unit_test.hpp>

#include "leakcheck/testing/leak_watch.h"

namespace ouro::leakcheck {

class BoostLeaks : public boost::unit_test::test_observer {
 public:
  BoostLeaks() { boost::unit_test::framework::register_observer(*this); }
  ~BoostLeaks() override { boost::unit_test::framework::deregister_observer(*this); }

  void test_unit_start(const boost::unit_test::test_unit& unit) override {
    if (unit.p_type == boost::unit_test::TUT_CASE) watch_.begin();
  }

  void test_unit_finish(const boost::unit_test::test_unit& unit, unsigned long) override {
    if (unit.p_type != boost::unit_test::TUT_CASE) return;
    for (const std::string& line : watch_.end()) {
      BOOST_ERROR("the test left something behind: " + line);
    }
  }

 private:
  LeakWatch watch_;
};

}  // namespace ouro::leakcheck
