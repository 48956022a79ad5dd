// Child: posix_spawn, a pidfd to wait on, a pipe to drain; TERM, then KILL, to the whole group.
#include "leakcheck/probe/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPollMilliseconds = 100;
constexpr auto kGrace = std::chrono::milliseconds(500);

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  void reset() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

// Away from the numbers the child expects, so that one dup2 cannot overwrite the next one's source.
Descriptor moved_up(int number) {
  Descriptor old(number);
  return Descriptor(number < 0 ? -1 : fcntl(number, F_DUPFD_CLOEXEC, 16));
}

Descriptor memory_file(const std::string& text) {
  Descriptor file = moved_up(memfd_create("job", MFD_CLOEXEC));
  if (file.get() < 0) return file;
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = write(file.get(), rest.data(), rest.size());
    if (written <= 0) return Descriptor();
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

// Ours, without what would change how a child's sanitizer or allocator behaves, plus the request's.
std::vector<std::string> environment_of(const ChildRequest& request) {
  constexpr auto kRemoved = std::to_array<std::string_view>(
      {"ASAN_OPTIONS=", "LSAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS=", "GLIBC_TUNABLES=",
       "MALLOC_", "VALGRIND_", "LD_PRELOAD=", "DEBUGINFOD_URLS="});
  std::vector<std::string> result = request.environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    bool keep = true;
    for (const std::string_view removed : kRemoved) {
      keep = keep && !std::string_view(*entry).starts_with(removed);
    }
    if (keep) result.emplace_back(*entry);
  }
  return result;
}

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }

  void open(int number, const char* path, int flags) {
    posix_spawn_file_actions_addopen(&actions_, number, path, flags, 0600);
  }
  void duplicate(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
  void close_from(int number) { posix_spawn_file_actions_addclosefrom_np(&actions_, number); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  Attributes(const Attributes&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

class Child {
 public:
  explicit Child(const ChildRequest& request) : request_(request) {}

  ChildOutcome run() {
    const auto start = Clock::now();
    if (spawn())
      supervise(start + std::chrono::duration_cast<Clock::duration>(
                            std::chrono::duration<double>(request_.seconds)));
    outcome_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return std::move(outcome_);
  }

 private:
  bool fail(const char* what, int error) {
    outcome_.failure = fmt::format("{}: {}", what, std::strerror(error));
    return false;
  }

  bool spawn() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail("no pipe", errno);
    result_ = moved_up(ends[0]);
    Descriptor write_end = moved_up(ends[1]);
    const Descriptor job = memory_file(request_.job);
    if (job.get() < 0 || write_end.get() < 0) return fail("no descriptors", errno);
    fcntl(result_.get(), F_SETFL, O_NONBLOCK);

    constexpr int kNewFile = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW;
    FileActions actions;
    actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    actions.open(STDOUT_FILENO, request_.output_path.c_str(), kNewFile | O_APPEND);
    actions.open(STDERR_FILENO, request_.error_path.c_str(), kNewFile | O_APPEND);
    actions.duplicate(job.get(), kJobDescriptor);
    actions.duplicate(write_end.get(), kResultDescriptor);
    actions.close_from(kResultDescriptor + 1);
    const auto environment = environment_of(request_);
    const int error =
        posix_spawn(&process_, request_.command[0].c_str(), actions.get(), Attributes().get(),
                    pointers(request_.command).data(), pointers(environment).data());
    if (error != 0) return fail(("cannot start " + request_.command[0]).c_str(), error);
    handle_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, process_, 0)));
    return true;
  }

  void supervise(Clock::time_point deadline) {
    while (!has_ended()) {
      wait_a_little();
      drain();
      if (request_.cancelled && request_.cancelled()) return stop(outcome_.cancelled);
      if (Clock::now() > deadline) return stop(outcome_.timed_out);
    }
    collect();
  }

  void wait_a_little() {
    // A negative descriptor is ignored: a closed pipe would wake us all the time.
    std::array<pollfd, 2> watched{
        {{closed_ ? -1 : result_.get(), POLLIN, 0}, {handle_.get(), POLLIN, 0}}};
    poll(watched.data(), watched.size(), kPollMilliseconds);
  }

  void drain() {
    std::array<char, 65536> buffer;
    for (;;) {
      const ssize_t count = read(result_.get(), buffer.data(), buffer.size());
      if (count == 0) closed_ = true;
      if (count <= 0) return;
      outcome_.result.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  bool has_ended() {
    siginfo_t info = {};
    return waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid != 0;
  }

  void stop(bool& reason) {
    reason = true;
    kill(-process_, SIGTERM);
    for (const auto end = Clock::now() + kGrace; !has_ended() && Clock::now() < end;) {
      poll(nullptr, 0, kPollMilliseconds / 5);
    }
    collect();
  }

  // The group goes too: what a program started must not outlive its run.
  void collect() {
    kill(-process_, SIGKILL);
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    drain();
    if (WIFEXITED(status)) outcome_.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome_.signal = WTERMSIG(status);
  }

  const ChildRequest& request_;
  ChildOutcome outcome_;
  Descriptor result_;
  Descriptor handle_;
  pid_t process_ = 0;
  bool closed_ = false;
};

}  // namespace

ChildOutcome run_child(const ChildRequest& request) { return Child(request).run(); }

std::string describe_failure(const ChildOutcome& outcome) {
  if (!outcome.failure.empty()) return outcome.failure;
  if (outcome.cancelled) return "the run was interrupted";
  if (outcome.timed_out) {
    return fmt::format("{} and was killed after {:.0f} s", kOutOfTime, outcome.seconds);
  }
  if (outcome.signal != 0) return fmt::format("the child died: {}", strsignal(outcome.signal));
  if (outcome.status != 0) return fmt::format("the child ended with status {}", outcome.status);
  return {};
}

}  // namespace ouro::leakcheck
