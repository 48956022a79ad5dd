// Recycler: keeps what comes back up to its bound, and tells what is kept from what is out.
#include "runtime/component/recycler.h"

#include <gtest/gtest.h>

namespace ouro {
namespace {

int mapped = 0;  // regions that exist
char regions[8];

void* map_region() { return &regions[mapped++]; }
void* map_nothing() { return nullptr; }
void unmap_region(void*) { --mapped; }

class RecyclerTest : public testing::Test {
 protected:
  RecyclerTest() {
    mapped = 0;
    recycler_.open();
  }
  Recycler<2> recycler_;
};

TEST_F(RecyclerTest, TakesWhatItKept) {
  void* region = recycler_.take(map_region);
  EXPECT_EQ(recycler_.kept(), 0u);
  EXPECT_EQ(recycler_.residue().items, 1u);
  EXPECT_TRUE(recycler_.keep(region));
  EXPECT_EQ(recycler_.kept(), 1u);
  EXPECT_EQ(recycler_.residue().items, 0u);
  EXPECT_EQ(recycler_.take(map_nothing), region);
  EXPECT_TRUE(recycler_.keep(region));
  recycler_.close(unmap_region);
  EXPECT_EQ(mapped, 0);
}

TEST_F(RecyclerTest, KeepsNoMoreThanItsBound) {
  void* taken[3];
  for (void*& region : taken) region = recycler_.take(map_region);
  EXPECT_TRUE(recycler_.keep(taken[0]));
  EXPECT_TRUE(recycler_.keep(taken[1]));
  EXPECT_FALSE(recycler_.keep(taken[2]));
  EXPECT_EQ(recycler_.kept(), 2u);
  EXPECT_EQ(recycler_.residue().items, 0u);
}

TEST_F(RecyclerTest, ARefusedMappingIsNotOut) {
  EXPECT_EQ(recycler_.take(map_nothing), nullptr);
  EXPECT_EQ(recycler_.residue().items, 0u);
}

TEST_F(RecyclerTest, ClosedItKeepsNothing) {
  recycler_.close(unmap_region);
  EXPECT_FALSE(recycler_.keep(&regions[0]));
  EXPECT_EQ(recycler_.kept(), 0u);
}

}  // namespace
}  // namespace ouro
