// Forked: what a test lets a child process do, as it may well end there, and what it gets back.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <new>

#include <boost/test/unit_test.hpp>

namespace ouro::contract {

// A value that parent and child see, though the child dies.
template <typename Value>
class Shared {
 public:
  Shared()
      : place_(mmap(nullptr, sizeof(Value), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                    0)) {
    BOOST_TEST_REQUIRE(place_ != MAP_FAILED);
    value_ = new (place_) Value;
  }
  Shared(const Shared&) = delete;
  ~Shared() { munmap(place_, sizeof(Value)); }
  Value& operator*() { return *value_; }
  Value* operator->() { return value_; }

 private:
  void* place_;
  Value* value_;
};

// The test framework's own would carry on with the tests in the child.
inline void forget_signal_handlers() {
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP}) {
    std::signal(number, SIG_DFL);
  }
}

// As waitpid() tells it; what does not end in time is ended. What a tool says of a crash is read by
// `ouro matrix`, not here.
template <typename Body>
int status_of_child(unsigned seconds, Body body) {
  const pid_t child = fork();
  BOOST_TEST_REQUIRE(child >= 0);
  if (child == 0) {
    forget_signal_handlers();
    alarm(seconds);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDERR_FILENO);
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace ouro::contract
