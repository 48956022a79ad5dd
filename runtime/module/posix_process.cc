// posix: processes - asking about, starting, waiting for and ending them.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "runtime/module/posix.h"
#include "runtime/object/dict.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/struct_sequence.h"
#include "runtime/process/process.h"

namespace ouro {
namespace {

// Numbers.

template <auto kFunction>
Result<Object*> own_number(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), std::int64_t{kFunction()});
}

Result<Object*> login_name(Thread& thread, Object*, Object* const*) {
  char name[256];
  if (const int error = ::getlogin_r(name, sizeof name)) return raise_os_error(thread, error);
  return make_name(thread, name, false);
}

Result<Object*> groups(Thread& thread, Object*, Object* const*) {
  constexpr int kMost = 65536;
  const int count = ::getgroups(0, nullptr);
  if (count < 0 || count > kMost) return raise_os_error(thread, errno);
  Ref<Bytes> block(
      TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(count) * sizeof(gid_t))));
  auto* numbers = reinterpret_cast<gid_t*>(block->data());
  const int got = ::getgroups(count, numbers);
  if (got < 0) return raise_os_error(thread, errno);
  Ref<List> result(TRY(make_list(thread.interpreter())));
  for (int index = 0; index < got; ++index) {
    TRY(list_append_owned(thread.interpreter(), result,
                          TRY(make_int(thread.interpreter(), numbers[index]))));
  }
  return result.take();
}

Result<Object*> group_of(Thread& thread, Object*, Object* const* arguments) {
  const pid_t group = ::getpgid(TRY(to_c_int(thread, arguments[0])));
  if (group < 0) return raise_os_error(thread, errno);
  return make_int(thread.interpreter(), group);
}

Result<Object*> session_of(Thread& thread, Object*, Object* const* arguments) {
  const pid_t session = ::getsid(TRY(to_c_int(thread, arguments[0])));
  if (session < 0) return raise_os_error(thread, errno);
  return make_int(thread.interpreter(), session);
}

// Ending.

Result<Object*> end_at_once(Thread& thread, Object*, Object* const* arguments) {
  ::_exit(TRY(to_c_int(thread, arguments[0])));
}

Result<Object*> abort_process(Thread&, Object*, Object* const*) { std::abort(); }

Result<Object*> send_signal(Thread& thread, Object*, Object* const* arguments) {
  const int process = TRY(to_c_int(thread, arguments[0]));
  if (::kill(process, TRY(to_c_int(thread, arguments[1]))) != 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> send_group_signal(Thread& thread, Object*, Object* const* arguments) {
  const int group = TRY(to_c_int(thread, arguments[0]));
  if (::killpg(group, TRY(to_c_int(thread, arguments[1]))) != 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

// Waiting.

Result<Object*> wait_for(Thread& thread, pid_t process, int options) {
  int status = 0, error = 0;
  const pid_t ended =
      call_unlocked(thread, [&] { return ::waitpid(process, &status, options); }, error);
  if (ended < 0) return raise_os_error(thread, error);
  Ref<Int> number(TRY(make_int(thread.interpreter(), ended)));
  Ref<Int> result(TRY(make_int(thread.interpreter(), status)));
  return pack_tuple(thread.interpreter(), number.get(), result.get());
}

Result<Object*> wait_for_process(Thread& thread, Object*, Object* const* arguments) {
  const int process = TRY(to_c_int(thread, arguments[0]));
  return wait_for(thread, process, TRY(to_c_int(thread, arguments[1])));
}

Result<Object*> wait_for_any(Thread& thread, Object*, Object* const*) {
  return wait_for(thread, -1, 0);
}

enum class StatusPart {
  kDumped,
  kContinued,
  kStopped,
  kSignaled,
  kExited,
  kExitCode,
  kTermSignal,
  kStopSignal
};

int part_of(int status, StatusPart part) {
  switch (part) {
    case StatusPart::kDumped: return WCOREDUMP(status) != 0;
    case StatusPart::kContinued: return WIFCONTINUED(status);
    case StatusPart::kStopped: return WIFSTOPPED(status);
    case StatusPart::kSignaled: return WIFSIGNALED(status);
    case StatusPart::kExited: return WIFEXITED(status);
    case StatusPart::kExitCode: return WEXITSTATUS(status);
    case StatusPart::kTermSignal: return WTERMSIG(status);
    case StatusPart::kStopSignal: return WSTOPSIG(status);
  }
  return 0;
}

template <StatusPart kPart>
Result<Object*> status_part(Thread& thread, Object*, Object* const* arguments) {
  const int value = part_of(TRY(to_c_int(thread, arguments[0])), kPart);
  if constexpr (kPart < StatusPart::kExitCode) {
    return new_boolean(thread, value != 0);
  } else {
    return make_int(thread.interpreter(), value);
  }
}

Result<Object*> exit_code(Thread& thread, Object*, Object* const* arguments) {
  const int status = TRY(to_c_int(thread, arguments[0]));
  if (WIFEXITED(status)) return make_int(thread.interpreter(), WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return make_int(thread.interpreter(), -WTERMSIG(status));
  if (WIFSTOPPED(status)) {
    return raise(thread, TypeId::kValueError, "process stopped by delivery of signal {}",
                 WSTOPSIG(status));
  }
  return raise(thread, TypeId::kValueError, "invalid wait status: {}", status);
}

// Starting.

Status check_exec(Thread& thread) {
  if (thread.interpreter().get<Settings>().allow_exec) return done;
  return raise(thread, TypeId::kRuntimeError, "exec not supported for isolated subinterpreters");
}

Result<Object*> run_command(Thread& thread, Object* module, Object* const* arguments) {
  Path command;
  TRY(command.parse(thread, arguments[0], "system", "command"));
  TextArray texts(memory_of(thread)), environment(memory_of(thread));
  for (std::string_view text : {std::string_view("sh"), std::string_view("-c"), command.view()}) {
    TRY(texts.add(thread, text));
  }
  TRY(environment.add_environment(thread, posix_state(module).environment));
  pid_t child = 0;
  char** words = texts.data();
  if (const int error =
          ::posix_spawn(&child, "/bin/sh", nullptr, nullptr, words, environment.data())) {
    return raise_os_error(thread, error);
  }
  int status = 0, error = 0;
  if (call_unlocked(thread, [&] { return ::waitpid(child, &status, 0); }, error) < 0) {
    return raise_os_error(thread, error);
  }
  return make_int(thread.interpreter(), status);
}

// The arguments of exec and posix_spawn: a list or tuple that is not empty and begins with a word.
Status take_words(Thread& thread, const char* function, Object* sequence, TextArray& words) {
  if (!is_list(sequence) && !is_tuple(sequence)) {
    return raise(thread, TypeId::kTypeError, "{}() arg 2 must be a tuple or list", function);
  }
  TRY(words.add_all(thread, sequence, function));
  if (words.size() == 0)
    return raise(thread, TypeId::kValueError, "{}() arg 2 must not be empty", function);
  if (words.data()[0][0] == '\0') {
    return raise(thread, TypeId::kValueError, "{}() arg 2 first element cannot be empty", function);
  }
  return done;
}

Result<Object*> execute_program(Thread& thread, const char* function, Object* program,
                                Object* sequence, Object* environment) {
  TRY(check_exec(thread));
  Path path;
  TRY(path.parse(thread, program, function));
  TextArray words(memory_of(thread)), entries(memory_of(thread));
  TRY(take_words(thread, function, sequence, words));
  TRY(entries.add_environment(thread, environment));
  ::execve(path.c_str(), words.data(), entries.data());
  return raise_path_error(thread, errno, path);
}

Result<Object*> execute_plain(Thread& thread, Object* module, Object* const* arguments) {
  return execute_program(thread, "execv", arguments[0], arguments[1],
                         posix_state(module).environment);
}

Result<Object*> execute_with(Thread& thread, Object*, Object* const* arguments) {
  return execute_program(thread, "execve", arguments[0], arguments[1], arguments[2]);
}

// What a child does to its descriptors and itself before it begins.
class SpawnPlan {
 public:
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  Status add_actions(Thread&, Object* actions);
  Status set_group(Thread&, Object* group);
  Status set_signals(Thread&, Object* blocked, Object* defaults);
  void add_flag(short flag) { flags_ = static_cast<short>(flags_ | flag); }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() {
    ::posix_spawnattr_setflags(&attributes_, flags_);
    return &attributes_;
  }

 private:
  Status add_action(Thread&, Tuple* action);

  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
  short flags_ = 0;
};

Status SpawnPlan::add_action(Thread& thread, Tuple* action) {
  enum { kOpen, kClose, kDuplicate };
  constexpr std::size_t kSizes[] = {5, 2, 3};
  const int kind = action->size == 0 ? -1 : TRY(to_c_int(thread, (*action)[0]));
  if (kind < kOpen || kind > kDuplicate)
    return raise(thread, TypeId::kTypeError, "Unknown file_actions identifier");
  if (action->size != kSizes[kind]) {
    return raise(thread, TypeId::kTypeError,
                 "A file_actions element has the wrong number of items");
  }
  const int descriptor = TRY(to_c_int(thread, (*action)[1]));
  int error = 0;
  if (kind == kClose) {
    error = ::posix_spawn_file_actions_addclose(&actions_, descriptor);
  } else if (kind == kDuplicate) {
    error = ::posix_spawn_file_actions_adddup2(&actions_, descriptor,
                                               TRY(to_c_int(thread, (*action)[2])));
  } else {
    Path path;
    TRY(path.parse(thread, (*action)[2], "posix_spawn"));
    const int flags = TRY(to_c_int(thread, (*action)[3]));
    const auto mode = static_cast<mode_t>(TRY(to_c_int(thread, (*action)[4])));
    error = ::posix_spawn_file_actions_addopen(&actions_, descriptor, path.c_str(), flags, mode);
  }
  return error == 0 ? done : Status(raise_os_error(thread, error));
}

Status SpawnPlan::add_actions(Thread& thread, Object* actions) {
  if (actions == nullptr || actions == none(thread)) return done;
  Ref<Tuple> all(TRY(to_tuple(thread, actions)));
  for (std::size_t index = 0; index < all->size; ++index) {
    if (!is_tuple((*all)[index])) {
      return raise(thread, TypeId::kTypeError,
                   "Each file_actions element must be a non-empty tuple");
    }
    TRY(add_action(thread, static_cast<Tuple*>((*all)[index])));
  }
  return done;
}

Status SpawnPlan::set_group(Thread& thread, Object* group) {
  if (group == nullptr || group == none(thread)) return done;
  ::posix_spawnattr_setpgroup(&attributes_, TRY(to_c_int(thread, group)));
  add_flag(POSIX_SPAWN_SETPGROUP);
  return done;
}

Result<sigset_t> to_signals(Thread& thread, Object* numbers) {
  sigset_t signals;
  ::sigemptyset(&signals);
  Ref<Tuple> all(TRY(to_tuple(thread, numbers)));
  for (std::size_t index = 0; index < all->size; ++index) {
    const int number = TRY(to_c_int(thread, (*all)[index]));
    if (::sigaddset(&signals, number) != 0) {
      return raise(thread, TypeId::kValueError, "signal number {} out of range", number);
    }
  }
  return signals;
}

Status SpawnPlan::set_signals(Thread& thread, Object* blocked, Object* defaults) {
  if (blocked != nullptr) {
    const sigset_t signals = TRY(to_signals(thread, blocked));
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    add_flag(POSIX_SPAWN_SETSIGMASK);
  }
  if (defaults == nullptr) return done;
  const sigset_t signals = TRY(to_signals(thread, defaults));
  ::posix_spawnattr_setsigdefault(&attributes_, &signals);
  add_flag(POSIX_SPAWN_SETSIGDEF);
  return done;
}

// path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler
Result<Object*> spawn(Thread& thread, const char* function, decltype(::posix_spawn)* start,
                      Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], function));
  TextArray words(memory_of(thread)), entries(memory_of(thread));
  TRY(take_words(thread, function, arguments[1], words));
  TRY(entries.add_environment(thread, arguments[2]));
  SpawnPlan plan;
  TRY(plan.add_actions(thread, arguments[3]));
  TRY(plan.set_group(thread, arguments[4]));
  if (TRY(to_flag(thread, arguments[5], false))) plan.add_flag(POSIX_SPAWN_RESETIDS);
  if (TRY(to_flag(thread, arguments[6], false))) plan.add_flag(POSIX_SPAWN_SETSID);
  TRY(plan.set_signals(thread, arguments[7], arguments[8]));
  if (arguments[9] != nullptr && arguments[9] != none(thread)) {
    return raise(thread, TypeId::kNotImplementedError, "{}: scheduler is not supported", function);
  }
  pid_t child = 0;
  const int error =
      start(&child, path.c_str(), plan.actions(), plan.attributes(), words.data(), entries.data());
  if (error != 0) return raise_path_error(thread, error, path);
  return make_int(thread.interpreter(), child);
}

Result<Object*> spawn_path(Thread& thread, Object*, Object* const* arguments) {
  return spawn(thread, "posix_spawn", ::posix_spawn, arguments);
}

Result<Object*> spawn_name(Thread& thread, Object*, Object* const* arguments) {
  return spawn(thread, "posix_spawnp", ::posix_spawnp, arguments);
}

// fork

enum Hook { kBefore, kAfterInParent, kAfterInChild };

Result<Object*> register_at_fork(Thread& thread, Object* module, Object* const* arguments) {
  bool any = false;
  for (std::size_t index = 0; index < 3; ++index) {
    Object* callback = arguments[index];
    if (callback == nullptr) continue;
    if (!is_callable(callback)) {
      constexpr const char* kNames[] = {"before", "after_in_child", "after_in_parent"};
      return raise(thread, TypeId::kTypeError, "'{}' must be callable, not {}", kNames[index],
                   static_cast<const Type*>(callback->type));
    }
    any = true;
  }
  if (!any) return raise(thread, TypeId::kTypeError, "At least one argument is required.");
  constexpr Hook kHooks[] = {kBefore, kAfterInChild, kAfterInParent};
  for (std::size_t index = 0; index < 3; ++index) {
    List*& hooks = posix_state(module).fork_hooks[kHooks[index]];
    if (arguments[index] == nullptr) continue;
    if (hooks == nullptr) hooks = TRY(make_list(thread.interpreter()));
    TRY(list_append(thread.interpreter(), hooks, arguments[index]));
  }
  return new_none(thread);
}

void run_hooks(Thread& thread, Object* module, Hook hook, bool last_first) {
  List* hooks = posix_state(module).fork_hooks[hook];
  const std::size_t count = hooks == nullptr ? 0 : hooks->size;
  for (std::size_t index = 0; index < count && index < hooks->size; ++index) {
    Ref<> callback(retain(hooks->items[last_first ? count - 1 - index : index]));
    const Result<Object*> result = call(thread, callback);
    if (result.ok()) {
      release(result.value());
    } else {
      write_unraisable(thread, callback);
    }
  }
}

// Only the calling thread lives on in the child: with other interpreters their locks would stay
// taken.
Status check_fork(Thread& thread) {
  const Interpreter& interpreter = thread.interpreter();
  if (!interpreter.get<Settings>().allow_fork) {
    return raise(thread, TypeId::kRuntimeError, "fork not supported for isolated subinterpreters");
  }
  if (interpreter.process == nullptr || interpreter.process->get<InterpreterIds>().live() > 1) {
    return raise(thread, TypeId::kRuntimeError,
                 "fork is refused while other interpreters are alive");
  }
  return done;
}

Result<Object*> fork_process(Thread& thread, Object* module, Object* const*) {
  TRY(check_fork(thread));
  run_hooks(thread, module, kBefore, true);
  const pid_t child = ::fork();
  const int error = errno;
  if (child == 0) {
    thread.interpreter().get<Threads>().after_fork(thread);
    run_hooks(thread, module, kAfterInChild, false);
  } else {
    run_hooks(thread, module, kAfterInParent, false);
  }
  if (child < 0) return raise_os_error(thread, error);
  return make_int(thread.interpreter(), child);
}

constexpr NativeMethod kFunctions[] = {
    {"getpid(module, /)", own_number<::getpid>},
    {"getppid(module, /)", own_number<::getppid>},
    {"getuid(module, /)", own_number<::getuid>},
    {"geteuid(module, /)", own_number<::geteuid>},
    {"getgid(module, /)", own_number<::getgid>},
    {"getegid(module, /)", own_number<::getegid>},
    {"getpgrp(module, /)", own_number<::getpgrp>},
    {"getlogin(module, /)", login_name},
    {"getgroups(module, /)", groups},
    {"getpgid(module, /, pid)", group_of},
    {"getsid(module, pid, /)", session_of},
    {"_exit(module, /, status)", end_at_once},
    {"abort(module, /)", abort_process},
    {"kill(module, pid, signal, /)", send_signal},
    {"killpg(module, pgid, signal, /)", send_group_signal},
    {"waitpid(module, pid, options, /)", wait_for_process},
    {"wait(module, /)", wait_for_any},
    {"WCOREDUMP(module, status, /)", status_part<StatusPart::kDumped>},
    {"WIFCONTINUED(module, /, status)", status_part<StatusPart::kContinued>},
    {"WIFSTOPPED(module, /, status)", status_part<StatusPart::kStopped>},
    {"WIFSIGNALED(module, /, status)", status_part<StatusPart::kSignaled>},
    {"WIFEXITED(module, /, status)", status_part<StatusPart::kExited>},
    {"WEXITSTATUS(module, /, status)", status_part<StatusPart::kExitCode>},
    {"WTERMSIG(module, /, status)", status_part<StatusPart::kTermSignal>},
    {"WSTOPSIG(module, /, status)", status_part<StatusPart::kStopSignal>},
    {"waitstatus_to_exitcode(module, /, status)", exit_code},
    {"system(module, /, command)", run_command},
    {"execv(module, path, argv, /)", execute_plain},
    {"execve(module, /, path, argv, env)", execute_with},
    {"posix_spawn(module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, "
     "setsid=False, "
     "setsigmask=(), setsigdef=(), scheduler=None)",
     spawn_path},
    {"posix_spawnp(module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, "
     "setsid=False, "
     "setsigmask=(), setsigdef=(), scheduler=None)",
     spawn_name},
    {"register_at_fork(module, /, *, before=None, after_in_child=None, after_in_parent=None)",
     register_at_fork},
    {"fork(module, /)", fork_process},
};

constexpr StructField kScheduling[] = {{"sched_priority", "the scheduling priority"}};
constexpr StructSequenceDescriptor kSchedParam = {
    .name = "posix.sched_param",
    .fields = kScheduling,
    .doc = "Currently has only one field: sched_priority"};

}  // namespace

const std::span<const NativeMethod> kPosixProcessFunctions = kFunctions;

Status add_posix_process_types(Thread& thread, Module* module) {
  PosixState& state = posix_state(module);
  state.sched_param = TRY(make_struct_sequence_type(thread, module, kSchedParam));
  return module_add(thread, module, "sched_param", state.sched_param);
}

}  // namespace ouro
