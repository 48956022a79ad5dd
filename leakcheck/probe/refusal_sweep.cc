// The sweep: the server, its workers, and their branches.
#include "leakcheck/probe/refusal_sweep.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "leakcheck/probe/branch_point.h"
#include "leakcheck/probe/refusal_life.h"
#include "leakcheck/probe/wire.h"

extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));

namespace ouro::leakcheck {
namespace {

constexpr timespec kPause{0, 2'000'000};

double seconds_since(std::uint64_t begun) {
  const std::uint64_t time = nanoseconds_now();
  return time < begun ? 0 : static_cast<double>(time - begun) / 1e9;
}

// Memory that forked processes see, too, and that outlives them.
template <typename Value>
class SharedValues {
 public:
  explicit SharedValues(std::size_t count)
      : bytes_(std::max<std::size_t>(count, 1) * sizeof(Value)) {
    place_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place_ == MAP_FAILED) throw std::runtime_error("no memory to share");
    values_ = new (place_) Value[count]{};
  }
  SharedValues(const SharedValues&) = delete;
  ~SharedValues() { munmap(place_, bytes_); }
  Value& operator[](std::size_t index) const { return values_[index]; }

 private:
  std::size_t bytes_;
  void* place_;
  Value* values_;
};

// Which life a worker is at, seen by the server.
struct Progress {
  std::atomic<std::uint64_t> at{kNoRefusal};
  std::atomic<std::uint64_t> begun{0};  // when; 0: no life is under way
  std::atomic<pid_t> branch{0};         // that lives it; 0: the worker itself
  std::atomic<bool> hung{false};        // and was killed
  std::atomic<std::uint64_t> records{0};
  // By the undisturbed life.
  std::atomic<std::uint64_t> asked{0};
  std::atomic<std::uint64_t> nanoseconds{0};
};

// The requests to refuse, and which of them were.
class Points {
 public:
  Points(const RefusalSweep& sweep, std::uint64_t asked)
      : first_(sweep.first),
        every_(sweep.every),
        count_(asked <= first_ ? 0 : std::min((asked - first_ - 1) / every_ + 1, sweep.points_max)),
        done_(count_) {}

  bool is_open(std::uint64_t at) const {
    return at >= first_ && (at - first_) % every_ == 0 && index_of(at) < count_ &&
           !done_[index_of(at)];
  }
  void close(std::uint64_t at) { done_[index_of(at)] = true; }
  // kNoRefusal: none.
  std::uint64_t first_open() const {
    std::uint64_t index = 0;
    while (index < count_ && done_[index]) ++index;
    return index < count_ ? first_ + index * every_ : kNoRefusal;
  }

 private:
  std::uint64_t index_of(std::uint64_t at) const { return (at - first_) / every_; }

  std::uint64_t first_, every_, count_;
  SharedValues<std::atomic<bool>> done_;
};

RefusalEvidence dead_life(std::uint64_t at, int status, bool hung) {
  RefusalEvidence life{.at = at};
  life.refused = 1;
  life.hung = hung;
  life.death = WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                   : fmt::format("status {}", WEXITSTATUS(status));
  return life;
}

// False: `parent` died before it could be heard of.
bool die_with(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return getppid() == parent;
}

// Lives in a process of its own.
class Worker {
 public:
  Worker(Target& target, const Job& job, RecordWriter& writer, Progress& progress)
      : lives_(target, job), job_(job), writer_(writer), progress_(progress) {}

  void run_undisturbed() {
    live(kNoRefusal);  // the first one warms up
    const RefusalEvidence life = live(kNoRefusal);
    progress_.asked = life.asked;
    progress_.nanoseconds = life.nanoseconds;
    write(life);
  }

  // Each from its beginning.
  void run_anew(Points& points) {
    for (std::uint64_t at; (at = points.first_open()) != kNoRefusal; points.close(at)) {
      write(live(at));
    }
    check_for_leaks();
  }

  // An undisturbed life that forks where a request is to be refused: what came before is lived
  // once. Comes back in each branch, too, which ends here.
  void run_branching(Points& points) {
    points_ = &points;
    before_.emplace();
    lives_.refuser().tell(
        [](void* context, std::uint64_t number) {
          static_cast<Worker*>(context)->branch_off(number);
        },
        this);
    RefusalEvidence life = live(kNoRefusal);
    life.at = branch_;
    if (branch_ != kNoRefusal) life.nanoseconds = nanoseconds_now() - branch_begun_;
    write(life);
    check_for_leaks();
    if (branch_ != kNoRefusal) _exit(0);
  }

 private:
  RefusalEvidence live(std::uint64_t at) {
    progress_.at = at;
    progress_.begun = nanoseconds_now();
    RefusalEvidence life = lives_.live(at);
    progress_.begun = 0;
    return life;
  }

  void write(const RefusalEvidence& life) { write(encode_refusal(life)); }
  void write(const std::string& record) {
    progress_.records.fetch_add(1);
    writer_.write(record);
  }

  void check_for_leaks() const {
    if (job_.probe_leaks && __lsan_do_recoverable_leak_check != nullptr)
      __lsan_do_recoverable_leak_check();
  }

  void branch_off(std::uint64_t number) {
    if (branch_ != kNoRefusal || !points_->is_open(number)) return;
    const BranchPoint here(*before_);
    if (!here.is_possible()) return;
    const pid_t trunk = getpid();
    progress_.at = number;
    progress_.begun = nanoseconds_now();
    const pid_t process = fork();
    if (process == 0) return die_with(trunk) ? become_branch(number) : _exit(1);
    if (process > 0) wait_for_branch(process, number, here);
    progress_.at = kNoRefusal;
    progress_.begun = nanoseconds_now();
  }

  void become_branch(std::uint64_t number) {
    branch_ = number;
    branch_begun_ = nanoseconds_now();
    lives_.refuser().refuse(number, count_of(job_.refusals.mode));
  }

  void wait_for_branch(pid_t process, std::uint64_t number, const BranchPoint& here) {
    progress_.branch = process;
    int status = 0;
    waitpid(process, &status, 0);
    progress_.branch = 0;
    points_->close(number);
    const bool hung = progress_.hung.exchange(false);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) write(dead_life(number, status, hung));
    if (!here.restore()) write(encode_problem("a branch left a file changed"));
  }

  RefusalLives lives_;
  const Job& job_;
  RecordWriter& writer_;
  Progress& progress_;
  Points* points_ = nullptr;
  std::optional<Surroundings> before_;
  std::uint64_t branch_ = kNoRefusal;  // this process's; kNoRefusal: it is the trunk
  std::uint64_t branch_begun_ = 0;
};

class Server {
 public:
  Server(Target& target, const Job& job, RecordWriter& writer)
      : target_(target), job_(job), writer_(writer) {}

  void run() {
    if (!work([](Worker& worker) { worker.run_undisturbed(); })) {
      return writer_.write(encode_problem("the program does not end well without any refusal"));
    }
    const Progress& undisturbed = progress_[0];
    Points points(job_.refusals, undisturbed.asked);
    const bool is_long =
        static_cast<double>(undisturbed.nanoseconds) / 1e9 >= job_.refusals.branch_seconds;
    if (is_long && points.first_open() != kNoRefusal) {
      if (!work([&](Worker& worker) { worker.run_branching(points); }))
        writer_.write(encode_problem("the life that others branch off did not end well"));
    }
    while (points.first_open() != kNoRefusal) {
      if (!work([&](Worker& worker) { worker.run_anew(points); })) points.close(progress_[0].at);
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
      if (!die_with(server)) _exit(1);
      Worker worker(target_, job_, writer_, progress_[0]);
      body(worker);
      _exit(0);
    }
    const bool good = watch(process);
    writer_.count(progress_[0].records.exchange(0));
    return good;
  }

  bool watch(pid_t process) {
    Progress& progress = progress_[0];
    int status = 0;
    while (waitpid(process, &status, WNOHANG) == 0) {
      nanosleep(&kPause, nullptr);
      const std::uint64_t begun = progress.begun;
      if (progress.hung || begun == 0 || seconds_since(begun) < job_.refusals.seconds) continue;
      progress.hung = true;
      const pid_t branch = progress.branch;
      kill(branch != 0 ? branch : process, SIGKILL);
    }
    const bool hung = progress.hung.exchange(false);
    progress.begun = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    if (progress.at != kNoRefusal)
      writer_.write(encode_refusal(dead_life(progress.at, status, hung)));
    return false;
  }

  Target& target_;
  const Job& job_;
  RecordWriter& writer_;
  SharedValues<Progress> progress_{1};
};

}  // namespace

void run_refusal_sweep(Target& target, const Job& job, RecordWriter& writer) {
  Server(target, job, writer).run();
}

}  // namespace ouro::leakcheck
