// _posixsubprocess: fork_exec(), by which subprocess starts a program.
//
// Between fork and exec the child runs only what may run there although other threads of the
// process held locks: it neither allocates nor touches an object.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "runtime/component/vector.h"
#include "runtime/module/import.h"
#include "runtime/module/posix.h"
#include "runtime/object/int.h"

namespace ouro {
namespace {

// The arguments of fork_exec in their order.
enum Argument : std::size_t {
  kProcessArguments,
  kExecutables,
  kCloseDescriptors,
  kKeptDescriptors,
  kFolder,
  kEnvironment,
  kChildInput,  // p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe read and write
  kPipes = 8,
  kRestoreSignals = kChildInput + kPipes,
  kNewSession,
  kProcessGroup,
  kGroup,
  kMoreGroups,
  kUser,
  kMask,
  kBeforeExec,
  kUseVfork,
  kArguments,
};

struct Pipes {
  int child_input, parent_input, parent_output, child_output, parent_error, child_error;
  int report_reader, report_writer;
};

// Everything the child needs, as plain data.
struct ChildPlan {
  explicit ChildPlan(Memory& memory)
      : memory(memory), words(memory), executables(memory), environment(memory) {}
  ChildPlan(const ChildPlan&) = delete;
  ChildPlan& operator=(const ChildPlan&) = delete;
  ~ChildPlan() {
    kept.tear_down(memory);
    groups.tear_down(memory);
  }

  Memory& memory;
  TextArray words, executables, environment;
  Path folder;
  Pipes pipes{};
  Vector<int> kept;  // sorted
  Vector<gid_t> groups;
  bool has_environment = false;
  bool has_folder = false;
  bool set_groups = false;
  bool close_descriptors = false;
  bool restore_signals = false;
  bool new_session = false;
  int process_group = -1;
  int mask = -1;
  std::int64_t group = -1;
  std::int64_t user = -1;
};

// ---- In the child -----------------------------------------------------------------------------

Status check(int answer) { return answer < 0 ? Status(failure) : done; }

// A descriptor that another one will be copied over must move out of its way.
Status move_away(int& descriptor) {
  if (descriptor < 0 || descriptor > 2) return done;
  descriptor = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  return check(descriptor);
}

// dup2() onto itself would leave the descriptor closed on exec.
Status place(int descriptor, int wanted) {
  if (descriptor < 0) return done;
  if (descriptor == wanted) return check(::fcntl(descriptor, F_SETFD, 0));
  return check(::dup2(descriptor, wanted));
}

Status set_up_streams(Pipes& pipes) {
  for (const int end : {pipes.parent_input, pipes.parent_output, pipes.parent_error}) {
    if (end >= 0) TRY(check(::close(end)));
  }
  if (pipes.report_reader >= 0) TRY(check(::close(pipes.report_reader)));
  TRY(move_away(pipes.report_writer));
  if (pipes.child_output == 0) TRY(move_away(pipes.child_output));
  if (pipes.child_error == 0 || pipes.child_error == 1) TRY(move_away(pipes.child_error));
  TRY(place(pipes.child_input, 0));
  TRY(place(pipes.child_output, 1));
  return place(pipes.child_error, 2);
}

void close_from_to(int first, int last) {
  if (first <= last) ::syscall(SYS_close_range, first, last, 0);
}

void close_others(const ChildPlan& plan) {
  int next = 3;
  const auto keep = [&next](int descriptor) {
    if (descriptor < next) return;
    close_from_to(next, descriptor - 1);
    next = descriptor + 1;
  };
  bool reported = false;
  for (const int descriptor : plan.kept) {
    if (!reported && plan.pipes.report_writer <= descriptor) {
      keep(plan.pipes.report_writer);
      reported = true;
    }
    keep(descriptor);
  }
  if (!reported) keep(plan.pipes.report_writer);
  close_from_to(next, static_cast<int>(~0u >> 1));
}

Status become(const ChildPlan& plan) {
  if (plan.has_folder) TRY(check(::chdir(plan.folder.c_str())));
  if (plan.mask >= 0) ::umask(static_cast<mode_t>(plan.mask));
  if (plan.restore_signals) {
    for (const int number : {SIGPIPE, SIGXFSZ}) ::signal(number, SIG_DFL);
  }
  if (plan.new_session) TRY(check(::setsid()));
  if (plan.process_group >= 0) TRY(check(::setpgid(0, plan.process_group)));
  if (plan.set_groups) TRY(check(::setgroups(plan.groups.size(), plan.groups.data())));
  if (plan.group >= 0) {
    const auto group = static_cast<gid_t>(plan.group);
    TRY(check(::setregid(group, group)));
  }
  if (plan.user >= 0) {
    const auto user = static_cast<uid_t>(plan.user);
    TRY(check(::setreuid(user, user)));
  }
  return done;
}

Status keep_open(const ChildPlan& plan) {
  for (const int descriptor : plan.kept) {
    if (descriptor != plan.pipes.report_writer) TRY(check(::fcntl(descriptor, F_SETFD, 0)));
  }
  return done;
}

// Returns only when no program could be started, with errno of the most telling failure.
void execute(ChildPlan& plan, char** environment) {
  int telling = ENOENT;
  for (char* const* path = plan.executables.data(); *path != nullptr; ++path) {
    ::execve(*path, plan.words.data(), environment);
    if (errno != ENOENT && errno != ENOTDIR) telling = errno;
  }
  errno = telling;
}

// "OSError:<errno in hex>:<stage>", which subprocess in the parent reads.
[[noreturn]] void report(int descriptor, int error, const char* stage) {
  char text[32] = "OSError:";
  char* end = std::to_chars(text + 8, text + sizeof text - 1, error, 16).ptr;
  *end++ = ':';
  const bool written = ::write(descriptor, text, static_cast<std::size_t>(end - text)) >= 0 &&
                       ::write(descriptor, stage, std::strlen(stage)) >= 0;
  ::_exit(written ? 255 : 254);
}

[[noreturn]] void run_child(ChildPlan& plan, char** environment, const sigset_t& signals) {
  const bool ready = keep_open(plan).ok() && set_up_streams(plan.pipes).ok() && become(plan).ok();
  if (!ready) report(plan.pipes.report_writer, errno, "noexec");
  if (plan.close_descriptors) close_others(plan);
  ::pthread_sigmask(SIG_SETMASK, &signals, nullptr);
  execute(plan, environment);
  report(plan.pipes.report_writer, errno, "");
}

// ---- In the parent ----------------------------------------------------------------------------

Status read_pipes(Thread& thread, Object* const* arguments, Pipes& pipes) {
  int* const places[kPipes] = {&pipes.child_input,   &pipes.parent_input, &pipes.parent_output,
                               &pipes.child_output,  &pipes.parent_error, &pipes.child_error,
                               &pipes.report_reader, &pipes.report_writer};
  for (std::size_t index = 0; index < kPipes; ++index) {
    *places[index] = TRY(to_c_int(thread, arguments[kChildInput + index]));
  }
  return done;
}

template <typename Number>
Status read_numbers(Thread& thread, Object* numbers, Vector<Number>& target) {
  Ref<Tuple> all(TRY(to_tuple(thread, numbers)));
  for (std::size_t index = 0; index < all->size; ++index) {
    const int number = TRY(to_c_int(thread, (*all)[index]));
    if (!target.add(memory_of(thread), static_cast<Number>(number)).ok())
      return raise_memory_error(thread.interpreter());
  }
  return done;
}

Status read_kept(Thread& thread, Object* numbers, Vector<int>& kept) {
  TRY(read_numbers(thread, numbers, kept));
  const bool sorted = std::adjacent_find(kept.begin(), kept.end(), [](int left, int right) {
                        return left >= right;
                      }) == kept.end();
  if (sorted && (kept.size() == 0 || kept[0] >= 0)) return done;
  return raise(thread, TypeId::kValueError, "bad value(s) in fds_to_keep");
}

Result<std::int64_t> number_or_none(Thread& thread, Object* value) {
  if (value == none(thread)) return std::int64_t{-1};
  return to_int64(thread, value);
}

Status read_identity(Thread& thread, Object* const* arguments, ChildPlan& plan) {
  plan.restore_signals = TRY(is_true(thread, arguments[kRestoreSignals]));
  plan.new_session = TRY(is_true(thread, arguments[kNewSession]));
  plan.process_group = TRY(to_c_int(thread, arguments[kProcessGroup]));
  plan.group = TRY(number_or_none(thread, arguments[kGroup]));
  plan.user = TRY(number_or_none(thread, arguments[kUser]));
  plan.mask = TRY(to_c_int(thread, arguments[kMask]));
  plan.set_groups = arguments[kMoreGroups] != none(thread);
  return plan.set_groups ? read_numbers(thread, arguments[kMoreGroups], plan.groups) : done;
}

Status read_plan(Thread& thread, Object* const* arguments, ChildPlan& plan) {
  TRY(plan.words.add_all(thread, arguments[kProcessArguments], "fork_exec"));
  TRY(plan.executables.add_all(thread, arguments[kExecutables], "fork_exec"));
  plan.close_descriptors = TRY(is_true(thread, arguments[kCloseDescriptors]));
  TRY(read_kept(thread, arguments[kKeptDescriptors], plan.kept));
  plan.has_folder = arguments[kFolder] != none(thread);
  if (plan.has_folder) TRY(plan.folder.parse(thread, arguments[kFolder], "fork_exec", "cwd"));
  plan.has_environment = arguments[kEnvironment] != none(thread);
  if (plan.has_environment)
    TRY(plan.environment.add_all(thread, arguments[kEnvironment], "fork_exec"));
  TRY(read_pipes(thread, arguments, plan.pipes));
  return read_identity(thread, arguments, plan);
}

// Without an environment of its own the child gets that of this interpreter.
Status complete_environment(Thread& thread, ChildPlan& plan) {
  if (plan.has_environment) return done;
  Ref<> posix(TRY(import_module(thread, "posix")));
  return plan.environment.add_environment(thread, posix_state(posix).environment);
}

Status check_allowed(Thread& thread, Object* const* arguments) {
  if (!thread.interpreter().get<Settings>().allow_exec)
    return raise(thread, TypeId::kRuntimeError, "fork not supported for isolated subinterpreters");
  if (arguments[kBeforeExec] == none(thread)) return done;
  return raise(thread, TypeId::kRuntimeError, "preexec_fn not supported within subinterpreters");
}

Result<Object*> start(Thread& thread, ChildPlan& plan) {
  char** environment = plan.environment.data();
  // No handler of this process may run in the child before exec.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t child = ::fork();
  if (child == 0) run_child(plan, environment, before);
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (child < 0) return raise_os_error(thread, error);
  return make_int(thread.interpreter(), child);
}

Result<Object*> fork_exec(Thread& thread, Object*, Object* const* given) {
  const auto* all = static_cast<Tuple*>(given[0]);
  if (all->size != kArguments) {
    return raise(thread, TypeId::kTypeError, "fork_exec() takes exactly {} arguments ({} given)",
                 std::size_t{kArguments}, all->size);
  }
  Object* const* arguments = static_cast<Tuple*>(given[0])->items();
  TRY(check_allowed(thread, arguments));
  ChildPlan plan(memory_of(thread));
  TRY(read_plan(thread, arguments, plan));
  TRY(complete_environment(thread, plan));
  return start(thread, plan);
}

constexpr NativeMethod kFunctions[] = {{"fork_exec(module, /, *args)", fork_exec}};

}  // namespace

extern const ModuleDescriptor kSubprocessModule;
const ModuleDescriptor kSubprocessModule = {
    .name = "_posixsubprocess",
    .doc = "Starts a program in a child process.",
    .functions = kFunctions,
};

}  // namespace ouro
