// Tests that leak: each must fail.
#include <gtest/gtest.h>
#include <leakcheck/testing/gtest_leaks.h>

#include "leaks.h"

TEST(Leaking, descriptor) { leak_descriptor(); }
TEST(Leaking, thread) { leak_thread(); }
TEST(Leaking, mapping) { leak_mapping(); }
TEST(Leaking, heap) { leak_heap(); }

TEST(LeakingRegion, descriptor) {
  EXPECT_NO_LEAKS { leak_descriptor(); }
}
TEST(LeakingRegion, thread) {
  EXPECT_NO_LEAKS { leak_thread(); }
}
TEST(LeakingRegion, mapping) {
  EXPECT_NO_LEAKS { leak_mapping(); }
}
TEST(LeakingRegion, heap) {
  EXPECT_NO_LEAKS { leak_heap(); }
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  testing::UnitTest::GetInstance()->listeners().Append(new leakcheck::LeakListener);
  return RUN_ALL_TESTS();
}
