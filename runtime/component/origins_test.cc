// Origins: what is noted is found, what is forgotten is not, whatever shares its place.
#include "runtime/component/origins.h"

#include <gtest/gtest.h>

namespace ouro {
namespace {

const void* address(std::uintptr_t number) { return reinterpret_cast<const void*>(number * 16); }

TEST(Origins, FindsWhatWasNoted) {
  Origins origins;
  EXPECT_EQ(origins.find(address(1)).code, nullptr);
  for (std::uintptr_t number = 1; number <= 5000; ++number) {
    origins.note(address(number), {address(number + 1), address(number + 2)});
  }
  for (std::uintptr_t number = 1; number <= 5000; ++number) {
    EXPECT_EQ(origins.find(address(number)).code, address(number + 1));
    EXPECT_EQ(origins.find(address(number)).place, address(number + 2));
  }
  origins.clear();
  EXPECT_EQ(origins.find(address(1)).code, nullptr);
}

TEST(Origins, ForgetsOneAndKeepsItsNeighbours) {
  Origins origins;
  for (std::uintptr_t number = 1; number <= 900; ++number) {
    origins.note(address(number), {address(number), nullptr});
  }
  for (std::uintptr_t number = 1; number <= 900; number += 3) origins.forget(address(number));
  origins.forget(address(77'777));
  for (std::uintptr_t number = 1; number <= 900; ++number) {
    EXPECT_EQ(origins.find(address(number)).code, number % 3 == 1 ? nullptr : address(number));
  }
  origins.clear();
}

TEST(Origins, ANewObjectInAnOldPlaceIsANewOne) {
  Origins origins;
  origins.note(address(4), {address(1), nullptr});
  origins.note(address(4), {address(2), nullptr});
  EXPECT_EQ(origins.find(address(4)).code, address(2));
  origins.clear();
}

}  // namespace
}  // namespace ouro
