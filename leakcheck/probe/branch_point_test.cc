// A branch is possible where it takes nothing from what goes on, and files stand as before it.
#include "leakcheck/probe/branch_point.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

template <typename Body>
void branch(Body body) {
  const pid_t process = fork();
  ASSERT_GE(process, 0);
  if (process == 0) {
    body();
    _exit(0);
  }
  waitpid(process, nullptr, 0);
}

class BranchPointTest : public testing::Test {
 protected:
  const Surroundings before_;
};

TEST_F(BranchPointTest, FilesStandAsBeforeTheBranch) {
  const int file = memfd_create("file", MFD_CLOEXEC);
  ASSERT_EQ(write(file, "abcdef", 6), 6);
  ASSERT_EQ(lseek(file, 2, SEEK_SET), 2);
  const BranchPoint here(before_);
  EXPECT_TRUE(here.is_possible());
  branch([file] {
    lseek(file, 0, SEEK_END);
    if (write(file, "gh", 2) != 2) _exit(1);
  });
  EXPECT_EQ(lseek(file, 0, SEEK_CUR), 8);
  EXPECT_TRUE(here.restore());
  EXPECT_EQ(lseek(file, 0, SEEK_CUR), 2);
  EXPECT_EQ(lseek(file, 0, SEEK_END), 6);
  close(file);
}

TEST_F(BranchPointTest, APipeOfTheWorkForbidsIt) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  EXPECT_FALSE(BranchPoint(before_).is_possible());
  const Surroundings with_pipe;
  EXPECT_TRUE(BranchPoint(with_pipe).is_possible());
  close(ends[0]);
  close(ends[1]);
  EXPECT_TRUE(BranchPoint(before_).is_possible());
}

TEST_F(BranchPointTest, AThreadForbidsItEvenAfterItsEnd) {
  pthread_t thread;
  const auto nothing = [](void*) -> void* { return nullptr; };
  ASSERT_EQ(pthread_create(&thread, nullptr, nothing, nullptr), 0);
  pthread_join(thread, nullptr);
  EXPECT_FALSE(BranchPoint(before_).is_possible());
  EXPECT_TRUE(BranchPoint(Surroundings()).is_possible());
}

}  // namespace
}  // namespace ouro::leakcheck
