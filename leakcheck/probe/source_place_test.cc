#include "leakcheck/probe/source_place.h"

#include <dlfcn.h>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

[[gnu::noinline]] int marked_function(int number) { return number + 1; }
constexpr int kLine = __LINE__ - 1;

TEST(SourcePlace, NamesFunctionFileAndLine) {
  const auto address = reinterpret_cast<std::uintptr_t>(&marked_function);
  Dl_info info{};
  ASSERT_NE(dladdr(reinterpret_cast<void*>(address), &info), 0);
  const std::string place =
      describe_place("/proc/self/exe", address - reinterpret_cast<std::uintptr_t>(info.dli_fbase));
  EXPECT_NE(place.find("marked_function(int) ("), std::string::npos) << place;
  EXPECT_NE(place.find("source_place_test.cc:" + std::to_string(kLine)), std::string::npos)
      << place;
}

TEST(SourcePlace, AFileThatIsGoneStillHasAPlace) {
  EXPECT_EQ(describe_place("/nowhere/lost.so", 0x12), "lost.so+0x12");
}

}  // namespace
}  // namespace ouro::leakcheck
