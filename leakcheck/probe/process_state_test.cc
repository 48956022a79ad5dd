// The process-state probe sees each thing a runtime could leave changed.
#include "leakcheck/probe/process_state.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

// Facts of `later` that `earlier` does not have.
std::vector<Fact> added(const ProcessState& earlier, const ProcessState& later) {
  std::vector<Fact> facts;
  std::ranges::set_difference(later.facts, earlier.facts, std::back_inserter(facts));
  return facts;
}

bool has_category(const std::vector<Fact>& facts, const char* category) {
  return std::ranges::find(facts, category, &Fact::category) != facts.end();
}

TEST(ProcessStateProbe, IsTheSameTwice) {
  probe_process_state();
  EXPECT_TRUE(added(probe_process_state(), probe_process_state()).empty());
}

TEST(ProcessStateProbe, SeesADescriptor) {
  const ProcessState before = probe_process_state();
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto facts = added(before, probe_process_state());
  close(file);
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].category, "descriptor");
  EXPECT_EQ(facts[0].value, "/dev/null");
}

TEST(ProcessStateProbe, SeesAThreadKey) {
  const ProcessState before = probe_process_state();
  pthread_key_t key;
  ASSERT_EQ(pthread_key_create(&key, nullptr), 0);
  const auto facts = added(before, probe_process_state());
  pthread_key_delete(key);
  EXPECT_TRUE(has_category(facts, "tls_key"));
}

TEST(ProcessStateProbe, SeesASignalDispositionAndABlockedSignal) {
  const ProcessState before = probe_process_state();
  struct sigaction ignore = {}, old = {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGUSR2, &ignore, &old);
  sigset_t mask, old_mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &mask, &old_mask);
  const auto facts = added(before, probe_process_state());
  pthread_sigmask(SIG_SETMASK, &old_mask, nullptr);
  sigaction(SIGUSR2, &old, nullptr);
  EXPECT_TRUE(has_category(facts, "signal"));
  EXPECT_TRUE(has_category(facts, "blocked_signal"));
}

TEST(ProcessStateProbe, SeesEnvironmentDirectoryAndMask) {
  const ProcessState before = probe_process_state();
  setenv("OURO_PROBE_TEST", "1", 1);
  const mode_t old_mask = umask(0);
  const auto facts = added(before, probe_process_state());
  umask(old_mask);
  unsetenv("OURO_PROBE_TEST");
  EXPECT_TRUE(has_category(facts, "environment"));
  EXPECT_TRUE(has_category(facts, "umask"));
}

TEST(ProcessStateProbe, SeesTheHeap) {
  const HeapUse before = probe_heap();
  void* volatile block = std::malloc(100'000);
  const HeapUse after = probe_heap();
  std::free(block);
  EXPECT_GE(after.allocated, before.allocated + 100'000);
}

}  // namespace
}  // namespace ouro::leakcheck
