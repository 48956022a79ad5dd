// GoogleTest integration: a test that leaks fails. In main(), before RUN_ALL_TESTS():
//   testing::UnitTest::GetInstance()->listeners().Append(new ouro::leakcheck::GTestLeaks);
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "leakcheck/testing/leak_watch.h"

namespace ouro::leakcheck {

class GTestLeaks : public testing::EmptyTestEventListener {
 public:
  void OnTestStart(const testing::TestInfo&) override { watch_.begin(); }

  void OnTestEnd(const testing::TestInfo&) override {
    for (const std::string& line : watch_.end()) {
      ADD_FAILURE() << "the test left something behind: " << line;
    }
  }

 private:
  LeakWatch watch_;
};

}  // namespace ouro::leakcheck
