// What is counted, and what is refused.
#include "leakcheck/probe/refuser.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

TEST(Refuser, RefusesExactlyThePlannedRequests) {
  Refuser refuser;
  refuser.plan(2, 3);
  std::string answers;
  for (int request = 0; request < 7; ++request) answers += refuser.refuses() ? 'r' : '.';
  EXPECT_EQ(answers, "..rrr..");
  EXPECT_EQ(refuser.asked(), 7u);
  EXPECT_EQ(refuser.refused(), 3u);
  refuser.plan(1, kNoRefusal);
  answers.clear();
  for (int request = 0; request < 4; ++request) answers += refuser.refuses() ? 'r' : '.';
  EXPECT_EQ(answers, ".rrr");
}

TEST(Refuser, TellsOfEachRequestInTimeToRefuseIt) {
  Refuser refuser;
  refuser.plan(kNoRefusal, 0);
  refuser.tell(
      [](void* context, std::uint64_t number) {
        if (number == 2) static_cast<Refuser*>(context)->refuse(number, 1);
      },
      &refuser);
  std::string answers;
  for (int request = 0; request < 5; ++request) answers += refuser.refuses() ? 'r' : '.';
  EXPECT_EQ(answers, "..r..");
  EXPECT_EQ(refuser.asked(), 5u);
}

TEST(Refuser, CountsTheBlocksOfItsHeap) {
  Refuser refuser;
  refuser.plan(1, 1);
  const ByteSource bytes = refuser.memory();
  void* one = bytes.allocate(bytes.context, 100, 16);
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(bytes.allocate(bytes.context, 100, 16), nullptr);
  void* page = bytes.allocate(bytes.context, 4096, 4096);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(page) % 4096, 0u);
  EXPECT_EQ(refuser.blocks(), 2u);
  bytes.release(bytes.context, one, 100);
  bytes.release(bytes.context, page, 4096);
  EXPECT_EQ(refuser.blocks(), 0u);
}

void* do_nothing(void*) { return nullptr; }

bool thread_starts() {
  pthread_t thread;
  if (pthread_create(&thread, nullptr, do_nothing, nullptr) != 0) return false;
  pthread_join(thread, nullptr);
  return true;
}

bool maps() {
  void* place = mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return false;
  munmap(place, 4096);
  return true;
}

bool opens_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return errno != EMFILE;
  close(ends[0]);
  close(ends[1]);
  return true;
}

bool opens_file() {
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno != EMFILE;
  close(file);
  return true;
}

struct SystemCall {
  Refused what;
  bool (*works)();
};

constexpr SystemCall kSystemCalls[] = {{Refused::kThreads, thread_starts},
                                       {Refused::kMappings, maps},
                                       {Refused::kDescriptors, opens_pipe},
                                       {Refused::kDescriptors, opens_file}};

TEST(Refuser, StandsInForTheSystemWhileItIsAsked) {
  for (const SystemCall& call : kSystemCalls) {
    Refuser refuser;
    refuser.plan(1, 1);
    {
      const SystemRefusals refusals(call.what, refuser);
      EXPECT_TRUE(call.works());
      EXPECT_FALSE(call.works());
      EXPECT_TRUE(call.works());
    }
    EXPECT_TRUE(call.works());
    EXPECT_EQ(refuser.refused(), 1u);
  }
}

}  // namespace
}  // namespace ouro::leakcheck
