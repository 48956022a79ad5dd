// faulthandler: where threads are, written straight to a descriptor.
//
// Signals belong to the process and so to the host: nothing is ever enabled here.
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "runtime/execute/frame.h"
#include "runtime/execute/threads.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/polling.h"
#include "runtime/module/streams.h"
#include "runtime/object/exception.h"
#include "runtime/object/format.h"
#include "runtime/object/module.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr int kFramesMax = 100;

class Dump {
 public:
  explicit Dump(Thread& thread) : thread_(thread), text_(thread.interpreter()) {}

  Status add(const Thread& shown) {
    char identity[16];
    const char* end = std::to_chars(identity, identity + sizeof identity, shown.identity, 16).ptr;
    const auto digits = static_cast<std::size_t>(end - identity);
    TRY(text_.append(&shown == &thread_ ? "Current thread 0x" : "Thread 0x"));
    TRY(text_.append_repeated('0', sizeof identity - digits));
    TRY(text_.append({identity, digits}));
    TRY(text_.append(" (most recent call first):\n"));
    return add_frames(shown);
  }
  Status separate() { return text_.append("\n"); }
  Status write(int descriptor) {
    for (std::size_t at = 0; at < text_.length();) {
      const ssize_t written = ::write(descriptor, text_.data() + at, text_.length() - at);
      if (written < 0) return raise_os_error(thread_, errno);
      at += static_cast<std::size_t>(written);
    }
    return done;
  }

 private:
  Status add_frames(const Thread& shown) {
    if (shown.frame == nullptr) return text_.append("  <no Python frame>\n");
    int count = 0;
    for (const Frame* at = shown.frame; at != nullptr; at = caller_of(shown, at)) {
      if (++count > kFramesMax) return text_.append("  ...\n");
      TRY(add_frame(*at));
    }
    return done;
  }
  Status add_frame(const Frame& frame) {
    Ref<Str> line(TRY(format_str(thread_, "  File \"{}\", line {} in {}\n", frame.code->filename,
                                 line_of(frame), frame.code->name)));
    const Utf8 text(thread_.interpreter(), line);
    return text.ok() ? text_.append(text.view()) : Status(failure);
  }

  Thread& thread_;
  OctetBuilder text_;
};

// An int, what has fileno(), or sys.stderr.
Result<int> to_output(Thread& thread, Object* file) {
  if (file != nullptr && file != none(thread)) return to_polled_descriptor(thread, file);
  Ref<> stream(TRY(find_stream(thread, Id::stderr_)).value);
  if (!stream || stream == none(thread))
    return raise(thread, TypeId::kRuntimeError, "sys.stderr is None");
  return to_polled_descriptor(thread, stream);
}

Result<Object*> dump_traceback(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_output(thread, arguments[0]));
  const bool all = arguments[1] == nullptr || TRY(is_true(thread, arguments[1]));
  Dump dump(thread);
  for (const Thread* at = thread.interpreter().get<Threads>().first(); all && at != nullptr;
       at = at->next) {
    if (at == &thread) continue;
    TRY(dump.add(*at));
    TRY(dump.separate());
  }
  TRY(dump.add(thread));
  TRY(dump.write(descriptor));
  return new_none(thread);
}

Result<Object*> refuse(Thread& thread, Object*, Object* const*) {
  return raise(thread, TypeId::kRuntimeError,
               "signal handlers and timers belong to the host of the interpreter");
}

Result<Object*> answer_no(Thread& thread, Object*, Object* const*) {
  return new_boolean(thread, false);
}

Result<Object*> answer_nothing(Thread& thread, Object*, Object* const*) { return new_none(thread); }

constexpr NativeMethod kFunctions[] = {
    {"cancel_dump_traceback_later(module, /)", answer_nothing},
    {"disable(module, /)", answer_no},
    {"dump_traceback(module, /, file=sys.stderr, all_threads=True)", dump_traceback},
    {"dump_traceback_later(module, /, timeout, repeat=False, file=sys.stderr, exit=False)", refuse},
    {"enable(module, /, file=sys.stderr, all_threads=True)", refuse},
    {"is_enabled(module, /)", answer_no},
    {"register(module, /, signum, file=sys.stderr, all_threads=True, chain=False)", refuse},
    {"unregister(module, signum, /)", answer_no},
};

}  // namespace

extern const ModuleDescriptor kFaultHandlerModule;
const ModuleDescriptor kFaultHandlerModule = {
    .name = "faulthandler",
    .doc = "Where the threads of an interpreter are.",
    .functions = kFunctions,
};

}  // namespace ouro
