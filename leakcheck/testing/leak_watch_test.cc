// LeakWatch: quiet code stays quiet, code that leaves something behind is told what.
#include "leakcheck/testing/leak_watch.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "leakcheck/testing/gtest_leaks.h"

extern "C" std::size_t __sanitizer_get_current_allocated_bytes() __attribute__((weak));

namespace ouro::leakcheck {
namespace {

using Lines = std::vector<std::string>;

bool names(const Lines& lines, std::string_view what) {
  for (const std::string& line : lines) {
    if (line.find(what) != std::string::npos) return true;
  }
  return false;
}

// Opens, allocates in many sizes, and starts threads that do the same; all of it ends.
void use_everything() {
  close(open("/dev/null", O_RDONLY | O_CLOEXEC));
  Lines texts;
  for (std::size_t size = 0; size < 3000; size += 7) texts.emplace_back(size, 'x');
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) threads.emplace_back([&texts] { Lines copy(texts); });
  for (std::thread& thread : threads) thread.join();
}

TEST(LeakWatch, IsQuietWhenNothingIsLeft) {
  LeakWatch watch;
  for (int round = 0; round < 20; ++round) {
    watch.begin();
    use_everything();
    EXPECT_EQ(watch.end(), Lines{});
  }
}

TEST(LeakWatch, CountsLostBytes) {
  LeakWatch watch;
  for (const std::size_t bytes : {16, 100, 5000, 300'000}) {
    watch.begin();
    void* volatile lost = std::malloc(bytes);
    const Lines lines = watch.end();
    std::free(lost);
    EXPECT_TRUE(names(lines, "heap")) << bytes;
    EXPECT_EQ(lines.size(), 1u) << bytes;
  }
}

TEST(LeakWatch, CountsLostMappings) {
  // Sanitizers map at any time, so under one there is no count: leak_watch.h says so.
  const bool counted = __sanitizer_get_current_allocated_bytes == nullptr;
  LeakWatch watch;
  watch.begin();
  void* pages = mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const Lines lines = watch.end();
  munmap(pages, 8192);
  EXPECT_EQ(lines, counted ? Lines{"mapping: 8192 bytes more than before"} : Lines{});
}

TEST(LeakWatch, NamesAnOpenDescriptor) {
  LeakWatch watch;
  watch.begin();
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const Lines lines = watch.end();
  close(file);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(names(lines, "/dev/null"));
}

TEST(LeakWatch, NamesAThreadAndAKey) {
  LeakWatch watch;
  std::atomic<bool> stop = false;
  watch.begin();
  std::thread thread([&stop] { stop.wait(false); });
  pthread_key_t key;
  pthread_key_create(&key, nullptr);
  const Lines lines = watch.end();
  pthread_key_delete(key);
  stop = true;
  stop.notify_all();
  thread.join();
  EXPECT_TRUE(names(lines, "thread"));
  EXPECT_TRUE(names(lines, "tls_key"));
}

TEST(LeakWatch, AllowsAsMuchAsItIsTold) {
  LeakWatch watch({.heap_slack = 4096});
  watch.begin();
  void* volatile lost = std::malloc(1000);
  EXPECT_EQ(watch.end(), Lines{});
  std::free(lost);
}

TEST(LeakRegion, ForgivesWhatOnlyTheFirstRunKeeps) {
  static void* volatile cache = nullptr;
  int runs = 0;
  EXPECT_NO_LEAKS {
    ++runs;
    if (cache == nullptr) cache = std::malloc(64);
  }
  EXPECT_EQ(runs, 2);
  std::free(cache);
}

TEST(LeakRegion, FailsWhenEveryRunLeavesSomething) {
  static std::vector<int> files;
  files.reserve(8);
  EXPECT_NONFATAL_FAILURE(
      EXPECT_NO_LEAKS { files.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC)); }, "/dev/null");
  EXPECT_EQ(files.size(), static_cast<std::size_t>(LeakRegion::kRunsMax));
  for (const int file : files) close(file);
}

TEST(LeakRegion, ComparesACodeThatIsLeftInItsMiddle) {
  static int file = -1;
  const auto leave_early = [] {
    EXPECT_NO_LEAKS {
      file = open("/dev/null", O_RDONLY | O_CLOEXEC);
      return;
    }
  };
  EXPECT_NONFATAL_FAILURE(leave_early(), "/dev/null");
  close(file);
}

TEST(LeakListener, IsQuietForATestThatLeavesNothing) {
  LeakListener listener;
  const testing::TestInfo& info = *testing::UnitTest::GetInstance()->current_test_info();
  listener.OnTestStart(info);
  listener.OnTestEnd(info);
}

TEST(LeakListener, FailsATestThatLeaks) {
  static LeakListener* listener;
  static const testing::TestInfo* info;
  static int file;
  EXPECT_NONFATAL_FAILURE(ADD_FAILURE() << "the macro keeps something of its own", "macro");
  listener = new LeakListener;
  info = testing::UnitTest::GetInstance()->current_test_info();
  listener->OnTestStart(*info);
  file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_NONFATAL_FAILURE(listener->OnTestEnd(*info), "/dev/null");
  close(file);
  delete listener;
}

// A life of one block.
class BlockLife : public LifecycleTest {
 protected:
  void cycle() override { std::free(std::malloc(128)); }
};

TEST_P(BlockLife, LeavesNothing) { run(); }
INSTANTIATE_TEST_SUITE_P(All, BlockLife, lifecycle_cases({1, 50}, {1, 4}), lifecycle_name);

}  // namespace
}  // namespace ouro::leakcheck
