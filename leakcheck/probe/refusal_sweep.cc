// The sweep: the server, its workers, and one life.
#include "leakcheck/probe/refusal_sweep.h"

#include <dirent.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>

#include <fmt/format.h>

#include "leakcheck/probe/refuser.h"
#include "leakcheck/probe/wire.h"

extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));

namespace ouro::leakcheck {
namespace {

constexpr std::size_t kKeptText = 4096;
constexpr std::uint64_t kWindow = 3;
constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr timespec kPause{0, 2'000'000};

std::uint64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * kSecond +
         static_cast<std::uint64_t>(time.tv_nsec);
}

std::int64_t count_entries(const char* folder) {
  DIR* entries = opendir(folder);
  if (entries == nullptr) return 0;
  std::int64_t count = 0;
  while (readdir(entries) != nullptr) ++count;
  closedir(entries);
  return count;
}

// What a program prints.
class TextFile {
 public:
  explicit TextFile(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::runtime_error("no memory file");
  }
  TextFile(const TextFile&) = delete;
  ~TextFile() { close(descriptor_); }

  int descriptor() const { return descriptor_; }
  void empty() const {
    if (ftruncate(descriptor_, 0) != 0) throw std::runtime_error("no memory file");
    lseek(descriptor_, 0, SEEK_SET);
  }
  std::string text() const {
    std::string text(kKeptText, '\0');
    const ssize_t got = pread(descriptor_, text.data(), text.size(), 0);
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return text;
  }

 private:
  int descriptor_;
};

// Which life a worker is at, seen by the server.
struct Progress {
  std::atomic<std::uint64_t> at{0};
  std::atomic<std::uint64_t> begun{0};  // when; 0: no life is under way
  std::atomic<std::uint64_t> asked{0};  // by the undisturbed life
  std::atomic<std::uint64_t> records{0};
};

std::uint64_t count_of(RefusalMode mode) {
  switch (mode) {
    case RefusalMode::kOnce: return 1;
    case RefusalMode::kWindow: return kWindow;
    default: return kNoRefusal;
  }
}

void note_residues(const char* kind, const CensusEvidence& census, RefusalEvidence& life) {
  for (const ComponentEvidence& row : census.components) {
    if (row.blocks + row.bytes + row.items + row.references == 0) continue;
    life.left.push_back(fmt::format("{} {}", kind, row.component));
  }
  if (census.blocks != 0) life.left.push_back(fmt::format("{} memory", kind));
}

void note(const InterpreterEvidence& evidence, RefusalEvidence& life) {
  if (evidence.refused) life.left.emplace_back("finalize declined");
  note_residues("residue", evidence.ended, life);
  for (const StageEvidence& stage : evidence.stages) {
    if (stage.runs != stage.expected) life.left.push_back("stage " + stage.name);
  }
  // A residue's culprits depend on addresses: they would make each point another finding.
  const bool explained = !life.left.empty();
  for (const CulpritEvidence& culprit : evidence.culprits) {
    if (!explained) life.left.push_back(fmt::format("{} {}", culprit.kind, culprit.type));
    life.culprits.push_back(
        fmt::format("{} {} {} {}", culprit.kind, culprit.type, culprit.repr, culprit.path));
  }
  for (const std::string& name : evidence.unequal) life.left.push_back("not as new: " + name);
}

// Lives one life after the other, in a process of its own.
class Worker {
 public:
  Worker(Target& target, const Job& job, RecordWriter& writer, Progress& progress)
      : target_(target), job_(job), writer_(writer), progress_(progress) {}

  void run(std::uint64_t first, std::uint64_t end) {
    for (std::uint64_t at = first; at < end; at += job_.refusals.every) write(live(at));
    if (job_.probe_leaks && __lsan_do_recoverable_leak_check != nullptr) {
      __lsan_do_recoverable_leak_check();
    }
  }

  void run_undisturbed() {
    live(kNoRefusal);  // the first one warms up
    const RefusalEvidence life = live(kNoRefusal);
    progress_.asked = life.asked;
    write(life);
  }

 private:
  void write(const RefusalEvidence& life) {
    progress_.records.fetch_add(1);
    writer_.write(encode_refusal(life));
  }

  RefusalEvidence live(std::uint64_t at) {
    RefusalEvidence life{.at = at};
    output_.empty();
    errors_.empty();
    const std::int64_t descriptors = count_entries("/proc/self/fd");
    const std::int64_t threads = count_entries("/proc/self/task");
    refuser_.plan(at, at == kNoRefusal ? 0 : count_of(job_.refusals.mode));
    if (job_.canary == "forgotten_release") refuser_.forget_one_release();
    progress_.at = at;
    progress_.begun = now();
    run_life(life);
    plant_canary(life);
    life.nanoseconds = now() - progress_.begun.exchange(0);
    life.descriptors = count_entries("/proc/self/fd") - descriptors;
    life.threads = count_entries("/proc/self/task") - threads;
    life.output += output_.text();
    life.errors = errors_.text();
    return life;
  }

  void run_life(RefusalEvidence& life) {
    try {
      const SystemRefusals refusals(job_.refusals.what, refuser_);
      target_.begin();
      run_interpreter(life);
      note_residues("process residue", target_.end(), life);
    } catch (const std::exception& error) {
      life.error = error.what();
    }
    life.asked = refuser_.asked();
    life.refused = refuser_.refused();
    life.blocks = refuser_.blocks();
  }

  void run_interpreter(RefusalEvidence& life) {
    InterpreterEvidence evidence;
    try {
      const auto interpreter = target_.create(options(evidence));
      life.started = true;
      life.status = interpreter->run(job_.program);
      interpreter->finalize(evidence);
    } catch (const std::exception& error) {
      life.error = error.what();
    }
    note(evidence, life);
  }

  InterpreterOptions options(InterpreterEvidence& evidence) {
    InterpreterOptions options;
    options.heap = job_.heap;
    options.limits = job_.limits;
    options.seed = job_.seed;
    options.fault = job_.fault;
    options.program = &job_.program;
    if (job_.refusals.what == Refused::kMemory) options.bytes = refuser_.memory();
    options.output = output_.descriptor();
    options.error = errors_.descriptor();
    options.unborn = &evidence;
    return options;
  }

  void plant_canary(RefusalEvidence& life) const {
    if (life.refused == 0) return;
    if (job_.canary == "abort") std::abort();
    while (job_.canary == "hang") pause();
    if (job_.canary != "swallowed") return;
    life.started = true;
    life.status = 0;
    life.output = "canary";
    errors_.empty();
  }

  Target& target_;
  const Job& job_;
  RecordWriter& writer_;
  Progress& progress_;
  Refuser refuser_;
  const TextFile output_{"output"};
  const TextFile errors_{"errors"};
};

// Shared with the workers, and outlives them.
class SharedProgress {
 public:
  SharedProgress()
      : place_(mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                    -1, 0)) {
    if (place_ == MAP_FAILED) throw std::runtime_error("no memory to share");
    new (place_) Progress;
  }
  SharedProgress(const SharedProgress&) = delete;
  ~SharedProgress() { munmap(place_, sizeof(Progress)); }
  Progress& get() { return *static_cast<Progress*>(place_); }

 private:
  void* place_;
};

class Server {
 public:
  Server(Target& target, const Job& job, RecordWriter& writer)
      : target_(target), job_(job), writer_(writer) {}

  void run() {
    if (!work([](Worker& worker) { worker.run_undisturbed(); })) {
      return writer_.write(encode_problem("the program does not end well without any refusal"));
    }
    const RefusalSweep& sweep = job_.refusals;
    std::uint64_t end = progress_.get().asked;
    if (end > sweep.first && (end - sweep.first - 1) / sweep.every >= sweep.points_max) {
      end = sweep.first + sweep.points_max * sweep.every;
    }
    for (std::uint64_t first = sweep.first; first < end;) {
      if (work([&](Worker& worker) { worker.run(first, end); })) return;
      first = progress_.get().at + sweep.every;
    }
  }

 private:
  // False: the worker was ended by the life it was at.
  template <typename Body>
  bool work(Body body) {
    const pid_t server = getpid();
    const pid_t process = fork();
    if (process < 0) throw std::runtime_error("no process for the sweep");
    if (process == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != server) _exit(1);
      Worker worker(target_, job_, writer_, progress_.get());
      body(worker);
      _exit(0);
    }
    const bool good = watch(process);
    writer_.count(progress_.get().records.exchange(0));
    return good;
  }

  bool watch(pid_t process) {
    bool hung = false;
    int status = 0;
    while (waitpid(process, &status, WNOHANG) == 0) {
      nanosleep(&kPause, nullptr);
      const std::uint64_t begun = progress_.get().begun;
      if (hung || begun == 0 || seconds_since(begun) < job_.refusals.seconds) continue;
      hung = true;
      kill(process, SIGKILL);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    if (progress_.get().at != kNoRefusal) write_death(status, hung);
    progress_.get().begun = 0;
    return false;
  }

  static double seconds_since(std::uint64_t begun) {
    const std::uint64_t time = now();
    return time < begun ? 0 : static_cast<double>(time - begun) / static_cast<double>(kSecond);
  }

  void write_death(int status, bool hung) {
    RefusalEvidence life{.at = progress_.get().at};
    life.refused = 1;
    life.hung = hung;
    life.death = WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                     : fmt::format("status {}", WEXITSTATUS(status));
    writer_.write(encode_refusal(life));
  }

  Target& target_;
  const Job& job_;
  RecordWriter& writer_;
  SharedProgress progress_;
};

}  // namespace

void run_refusal_sweep(Target& target, const Job& job, RecordWriter& writer) {
  Server(target, job, writer).run();
}

}  // namespace ouro::leakcheck
