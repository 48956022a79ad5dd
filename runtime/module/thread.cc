// _thread: starting threads, and what threading.py is built on.
#include <unistd.h>

#include "runtime/execute/threads.h"
#include "runtime/execute/traceback_text.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/streams.h"
#include "runtime/module/thread.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/struct_sequence.h"

namespace ouro {
namespace {

constexpr StructField kHookFields[] = {{"exc_type", "Exception type"},
                                       {"exc_value", "Exception value"},
                                       {"exc_traceback", "Exception traceback"},
                                       {"thread", "Thread"}};
constexpr StructSequenceDescriptor kHookArguments = {
    .name = "_thread._ExceptHookArgs",
    .fields = kHookFields,
    .doc = "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook."};

// What a new thread runs; owns its references.
struct Job {
  Object* function;
  Tuple* values;
  Dict* keywords;  // null: none
  Module* module;
};

void free_job(Interpreter& interpreter, Job* job) noexcept {
  clear_reference(job->function);
  clear_reference(job->values);
  clear_reference(job->keywords);
  clear_reference(job->module);
  interpreter.memory().release(job, sizeof(Job));
}

void report_end(Thread& thread, Object* function) {
  if (pending_matches(thread, TypeId::kSystemExit)) return clear_pending(thread);
  write_unraisable(thread, function);
}

void run_job(Thread& thread, void* argument) {
  auto* job = static_cast<Job*>(argument);
  const Result<Object*> result = call_with(thread, job->function, job->values, job->keywords);
  if (result.ok()) {
    release(result.value());
  } else {
    report_end(thread, job->function);
  }
  Ref<Module> module(retain(job->module));
  free_job(thread.interpreter(), job);
  forget_locals(thread.interpreter(), module_state<ThreadState>(module), thread.identity);
}

Status check_job(Thread& thread, Object* function, Object* values, Object* keywords) {
  if (!is_callable(function))
    return raise(thread, TypeId::kTypeError, "first arg must be callable");
  if (!is_tuple(values)) return raise(thread, TypeId::kTypeError, "2nd arg must be a tuple");
  if (keywords != nullptr && !is_dict(keywords)) {
    return raise(thread, TypeId::kTypeError, "optional 3rd arg must be a dictionary");
  }
  return done;
}

Status check_allowed(Thread& thread) {
  const Settings& settings = thread.interpreter().get<Settings>();
  if (!settings.allow_threads) {
    return raise(thread, TypeId::kRuntimeError,
                 "thread is not supported for isolated subinterpreters");
  }
  const std::size_t running = thread.interpreter().get<Threads>().running();
  if (settings.threads_max != 0 && running >= settings.threads_max) {
    return raise(thread, TypeId::kRuntimeError, "can't start new thread");
  }
  return done;
}

// To the runtime only threading knows which threads are daemons: it runs a method of the Thread.
Status check_daemon(Thread& thread, Object* function) {
  if (thread.interpreter().get<Settings>().allow_daemon_threads) return done;
  if (!is_exact(function, TypeId::kMethod)) return done;
  Ref<> daemon(TRY(get_attribute_if(thread, static_cast<Method*>(function)->self, "daemon")).value);
  if (!daemon || !TRY(is_true(thread, daemon))) return done;
  return raise(thread, TypeId::kRuntimeError,
               "daemon threads are disabled in this (sub)interpreter");
}

// threading._shutdown() waits for those that are no daemons: to the runtime all of them are, unless
// the host wants none.
Result<Object*> start_new_thread(Thread& thread, Object* module, Object* const* arguments) {
  TRY(check_job(thread, arguments[0], arguments[1], arguments[2]));
  TRY(check_allowed(thread));
  TRY(check_daemon(thread, arguments[0]));
  Interpreter& interpreter = thread.interpreter();
  auto* job = static_cast<Job*>(interpreter.memory().allocate(sizeof(Job)));
  if (job == nullptr) return raise_memory_error(interpreter);
  *job = {retain(arguments[0]), retain(static_cast<Tuple*>(arguments[1])),
          retain_if(static_cast<Dict*>(arguments[2])), retain(static_cast<Module*>(module))};
  const ThreadStart start{run_job, job, interpreter.get<Settings>().allow_daemon_threads,
                          module_state<ThreadState>(module).stack_bytes};
  const Result<std::uint64_t> identity = interpreter.get<Threads>().start(thread, start);
  if (!identity.ok()) {
    free_job(interpreter, job);
    return failure;
  }
  return make_int_unsigned(interpreter, identity.value());
}

Result<Object*> allocate_lock(Thread& thread, Object* module, Object* const*) {
  return make_lock(thread, module_state<ThreadState>(module).lock);
}

Result<Object*> get_identity(Thread& thread, Object*, Object* const*) {
  return make_int_unsigned(thread.interpreter(), thread.identity);
}

Result<Object*> get_native_identity(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), ::gettid());
}

Result<Object*> count_threads(Thread& thread, Object*, Object* const*) {
  return make_int_unsigned(thread.interpreter(), thread.interpreter().get<Threads>().running());
}

Result<Object*> stack_size(Thread& thread, Object* module, Object* const* arguments) {
  constexpr std::intptr_t kLeast = 32 * 1024;
  std::size_t& size = module_state<ThreadState>(module).stack_bytes;
  const std::size_t old = size;
  const std::intptr_t wanted =
      arguments[0] == nullptr ? 0 : TRY(to_index_value(thread, arguments[0]));
  if (wanted < 0) return raise(thread, TypeId::kValueError, "size must be 0 or a positive value");
  if (wanted != 0 && wanted < kLeast) {
    return raise(thread, TypeId::kValueError, "size not valid: {} bytes", wanted);
  }
  if (arguments[0] != nullptr) size = static_cast<std::size_t>(wanted);
  return make_int_unsigned(thread.interpreter(), old);
}

Result<Object*> exit_thread(Thread& thread, Object*, Object* const*) {
  return raise_value(thread, TypeId::kSystemExit, nullptr);
}

// As if SIGINT had come: the main thread gets its exception at the next safe place.
Result<Object*> interrupt_main(Thread& thread, Object*, Object* const* arguments) {
  constexpr std::intptr_t kInterrupt = 2, kSignals = 65;
  const std::intptr_t number =
      arguments[0] == nullptr ? kInterrupt : TRY(to_index_value(thread, arguments[0]));
  if (number < 1 || number >= kSignals)
    return raise(thread, TypeId::kValueError, "signal number out of range");
  if (number != kInterrupt) return new_none(thread);
  Ref<> exception(TRY(call(thread, type_of(thread, TypeId::kKeyboardInterrupt))));
  Threads& threads = thread.interpreter().get<Threads>();
  if (threads.main() != nullptr) {
    threads.set_async_exception(threads.main()->identity, static_cast<Exception*>(exception.get()));
  }
  return new_none(thread);
}

// The last act of a thread: whoever joins it waits for this lock.
void open_sentinel(Thread&, Object* lock) { unlock(static_cast<Lock*>(lock)); }

Result<Object*> set_sentinel(Thread& thread, Object* module, Object* const*) {
  Ref<> lock(TRY(make_lock(thread, module_state<ThreadState>(module).lock)));
  if (thread.started_here) {
    replace_reference(thread.end_object, retain(lock.get()));
    thread.at_end = open_sentinel;
  }
  return lock.take();
}

// threading.excepthook

Result<Object*> thread_name(Thread& thread, Object* owner) {
  if (owner == none(thread)) return make_int_unsigned(thread.interpreter(), thread.identity);
  return get_attribute(thread, owner, "name");
}

Status print_failure(Thread& thread, Object* value, Object* owner) {
  Ref<> stream(TRY(find_stream(thread, Id::stderr_)).value);
  if ((!stream || stream == none(thread)) && owner == none(thread)) return done;
  if (!stream || stream == none(thread)) stream.reset(TRY(get_attribute(thread, owner, "_stderr")));
  if (stream == none(thread)) return done;
  Ref<> name(TRY(thread_name(thread, owner)));
  Ref<Str> line(TRY(format_str(thread, "Exception in thread {}:\n", name)));
  TRY(write_text(thread, stream, line));
  if (is_exception(value)) print_exception(thread, static_cast<Exception*>(value));
  return done;
}

Result<Object*> exception_hook(Thread& thread, Object* module, Object* const* arguments) {
  if (arguments[0]->type != module_state<ThreadState>(module).hook_arguments) {
    return raise(thread, TypeId::kTypeError,
                 "_thread.excepthook argument type must be ExceptHookArgs");
  }
  const auto* fields = static_cast<Tuple*>(arguments[0]);
  if ((*fields)[0] == type_of(thread, TypeId::kSystemExit)) return new_none(thread);
  TRY(print_failure(thread, (*fields)[1], (*fields)[3]));
  return new_none(thread);
}

Result<Object*> daemons_allowed(Thread& thread, Object*, Object* const*) {
  return new_boolean(thread, thread.interpreter().get<Settings>().allow_daemon_threads);
}

constexpr NativeMethod kFunctions[] = {
    {"start_new_thread(module, function, args, kwargs=None, /)", start_new_thread,
     Binding::kInstance, "Start a new thread and return its identifier."},
    {"start_new(module, function, args, kwargs=None, /)", start_new_thread},
    {"allocate_lock(module, /)", allocate_lock, Binding::kInstance, "Create a new lock object."},
    {"allocate(module, /)", allocate_lock},
    {"get_ident(module, /)", get_identity, Binding::kInstance,
     "Return a non-zero integer that uniquely identifies the current thread\namongst other threads "
     "that exist simultaneously."},
    {"get_native_id(module, /)", get_native_identity},
    {"_count(module, /)", count_threads},
    {"stack_size(module, size=0, /)", stack_size},
    {"exit(module, /)", exit_thread},
    {"exit_thread(module, /)", exit_thread},
    {"interrupt_main(module, signum=2, /)", interrupt_main},
    {"_set_sentinel(module, /)", set_sentinel},
    {"_excepthook(module, exc_type_value_traceback_thread, /)", exception_hook},
    {"daemon_threads_allowed(module, /)", daemons_allowed},
};

Status add_types(Thread& thread, Module* module) {
  auto& state = module_state<ThreadState>(module);
  state.lock = retain(TRY(module_add_type(thread, module, kLock)));
  TRY(module_add(thread, module, "LockType", state.lock));
  state.recursive_lock = retain(TRY(module_add_type(thread, module, kRecursiveLock)));
  state.local = retain(TRY(module_add_type(thread, module, kLocal)));
  state.hook_arguments = TRY(make_struct_sequence_type(thread, module, kHookArguments));
  return module_add(thread, module, "_ExceptHookArgs", state.hook_arguments);
}

Status execute(Thread& thread, Module* module) {
  TRY(add_types(thread, module));
  Ref<Float> longest(TRY(make_float(thread.interpreter(), 9223372036.0)));
  TRY(module_add(thread, module, "TIMEOUT_MAX", longest));
  return module_add(thread, module, "error", type_of(thread, TypeId::kRuntimeError));
}

void traverse(void* place, ReferenceVisitor& visitor) {
  const auto* state = static_cast<ThreadState*>(place);
  for (Type* type : {state->lock, state->recursive_lock, state->local, state->hook_arguments})
    visitor.visit_if(type);
}

// Locals may outlive the module, so they must not point into its state any more.
void clear(Interpreter&, void* place) noexcept {
  auto* state = static_cast<ThreadState*>(place);
  while (Local* local = state->locals) {
    state->locals = local->next;
    local->link = nullptr;
    local->next = nullptr;
  }
  for (Type** type :
       {&state->lock, &state->recursive_lock, &state->local, &state->hook_arguments}) {
    clear_reference(*type);
  }
}

}  // namespace

extern const ModuleDescriptor kThreadModule;
const ModuleDescriptor kThreadModule = {
    .name = "_thread",
    .doc = "Threads and locks: what threading.py is built on.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(ThreadState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
