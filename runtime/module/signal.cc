// _signal: the names and numbers of signals.
//
// Handlers belong to the whole process, so no interpreter installs any: the host does, and tells an
// interpreter through its pending calls. What a program may do here changes nothing.
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "runtime/module/constants.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr int kSignals = 65;  // NSIG

Result<int> to_signal(Thread& thread, Object* number) {
  const int value = TRY(to_c_int(thread, number));
  if (value >= 1 && value < kSignals) return value;
  return raise(thread, TypeId::kValueError, "signal number out of range");
}

// The handler as a program sees it: the default, unless the process ignores the signal.
Result<Object*> get_signal(Thread& thread, Object* module, Object* const* arguments) {
  const int number = TRY(to_signal(thread, arguments[0]));
  if (number == SIGINT) return get_attribute(thread, module, "default_int_handler");
  struct sigaction action{};
  if (::sigaction(number, nullptr, &action) != 0) return new_none(thread);
  const bool ignored = (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN;
  return make_int(thread.interpreter(), ignored);
}

// In the words of an interpreter that is not the main one: programs expect and catch that.
Failure refuse_handlers(Thread& thread) {
  return raise(thread, TypeId::kValueError,
               "signal only works in main thread of the main interpreter");
}

// Only what is there already can be set.
Result<Object*> set_signal(Thread& thread, Object* module, Object* const* arguments) {
  Ref<> current(TRY(get_signal(thread, module, arguments)));
  if (TRY(equal(thread, current, arguments[1]))) return current.take();
  return refuse_handlers(thread);
}

Result<Object*> set_wakeup(Thread& thread, Object*, Object* const* arguments) {
  if (TRY(to_c_int(thread, arguments[0])) == -1) return make_int_object(thread, -1);
  return refuse_handlers(thread);
}

Result<Object*> default_interrupt_handler(Thread& thread, Object*, Object* const*) {
  return raise_value(thread, TypeId::kKeyboardInterrupt, nullptr);
}

Result<Object*> describe_signal(Thread& thread, Object*, Object* const* arguments) {
  const char* text = ::sigdescr_np(TRY(to_signal(thread, arguments[0])));
  return text == nullptr ? new_none(thread) : Result<Object*>(make_str(thread.interpreter(), text));
}

Result<Object*> valid_signals(Thread& thread, Object*, Object* const*) {
  sigset_t all;
  ::sigfillset(&all);
  Ref<Set> numbers(TRY(make_set(thread, nullptr)));
  for (int number = 1; number < kSignals; ++number) {
    if (::sigismember(&all, number) != 1) continue;
    Ref<Int> entry(TRY(make_int(thread.interpreter(), number)));
    TRY(set_add(thread, numbers, entry));
  }
  return numbers.take();
}

Result<Object*> raise_signal(Thread& thread, Object*, Object* const* arguments) {
  if (::raise(TRY(to_signal(thread, arguments[0]))) != 0) return raise_os_error(thread, errno);
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"signal(module, signalnum, handler, /)", set_signal},
    {"set_wakeup_fd(module, fd, /, *, warn_on_full_buffer=True)", set_wakeup},
    {"getsignal(module, signalnum, /)", get_signal},
    {"default_int_handler(module, signalnum, frame, /)", default_interrupt_handler},
    {"strsignal(module, signalnum, /)", describe_signal},
    {"valid_signals(module, /)", valid_signals},
    {"raise_signal(module, signalnum, /)", raise_signal},
};

#define OURO_SIGNAL(name) {#name, name}
constexpr IntConstant kConstants[] = {
    {"SIG_DFL", 0},        {"SIG_IGN", 1},       {"NSIG", kSignals},     OURO_SIGNAL(SIGHUP),
    OURO_SIGNAL(SIGINT),   OURO_SIGNAL(SIGQUIT), OURO_SIGNAL(SIGILL),    OURO_SIGNAL(SIGTRAP),
    OURO_SIGNAL(SIGABRT),  {"SIGIOT", SIGABRT},  OURO_SIGNAL(SIGBUS),    OURO_SIGNAL(SIGFPE),
    OURO_SIGNAL(SIGKILL),  OURO_SIGNAL(SIGUSR1), OURO_SIGNAL(SIGSEGV),   OURO_SIGNAL(SIGUSR2),
    OURO_SIGNAL(SIGPIPE),  OURO_SIGNAL(SIGALRM), OURO_SIGNAL(SIGTERM),   OURO_SIGNAL(SIGSTKFLT),
    OURO_SIGNAL(SIGCHLD),  {"SIGCLD", SIGCHLD},  OURO_SIGNAL(SIGCONT),   OURO_SIGNAL(SIGSTOP),
    OURO_SIGNAL(SIGTSTP),  OURO_SIGNAL(SIGTTIN), OURO_SIGNAL(SIGTTOU),   OURO_SIGNAL(SIGURG),
    OURO_SIGNAL(SIGXCPU),  OURO_SIGNAL(SIGXFSZ), OURO_SIGNAL(SIGVTALRM), OURO_SIGNAL(SIGPROF),
    OURO_SIGNAL(SIGWINCH), OURO_SIGNAL(SIGIO),   {"SIGPOLL", SIGIO},     OURO_SIGNAL(SIGPWR),
    OURO_SIGNAL(SIGSYS),
};
#undef OURO_SIGNAL

// The real-time ones are numbers only the running system knows.
Status execute(Thread& thread, Module* module) {
  const IntConstant limits[] = {{"SIGRTMIN", SIGRTMIN}, {"SIGRTMAX", SIGRTMAX}};
  TRY(add_constants(thread, module, limits));
  return add_constants(thread, module, kConstants);
}

}  // namespace

extern const ModuleDescriptor kSignalModule;
const ModuleDescriptor kSignalModule = {
    .name = "_signal",
    .doc = "The names and numbers of signals.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
