// sys: functions, and the attributes that every program may read at once. What is rarely read is
// made on the first look (sys_lazy.cc).
#include "runtime/module/sys.h"

#include <unistd.h>

#include <array>

#include "runtime/execute/frame.h"
#include "runtime/execute/threads.h"
#include "runtime/execute/traceback_text.h"
#include "runtime/execute/tracing.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/posix.h"
#include "runtime/module/streams.h"
#include "runtime/module/sys_lazy.h"
#include "runtime/module/warnings.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Place = ModuleRegistryKind::Place;

Dict* sys_dict(Thread& thread) {
  return thread.interpreter().get<ModuleRegistry>().get_as<Dict>(Place::kSysDict);
}

Exception* handled_exception(const Thread& thread) {
  for (HandledException* at = thread.handled; at != nullptr; at = at->previous) {
    if (at->value != nullptr) return at->value;
  }
  return nullptr;
}

// Null: the program deleted it or set it to None, or it cannot be made.
Object* find_error_stream(Thread& thread) noexcept {
  auto stream = find_stream(thread, Id::stderr_);
  if (!stream.ok()) {
    clear_pending(thread);
    return nullptr;
  }
  Object* found = stream.value().value;
  if (found != none(thread)) return found;
  release(found);
  return nullptr;
}

// Before a traceback, so that what was printed stands above it.
void flush_standard_output(Thread& thread) noexcept {
  if (!stream_was_made(thread, Id::stdout_)) return;
  auto stream = find_stream(thread, Id::stdout_);
  Ref<> held(stream.ok() ? stream.value().value : nullptr);
  if (!held || held == none(thread)) return;
  auto result = call_method(thread, held, identifier(thread, Id::flush));
  if (result.ok()) return release(result.value());
  clear_pending(thread);
}

Object* or_none(Thread& thread, Object* object) {
  return object == nullptr ? none(thread) : object;
}

Result<Object*> exc_info(Thread& thread, Object*, Object* const*) {
  Exception* exception = handled_exception(thread);
  Object* type = exception == nullptr ? none(thread) : static_cast<Object*>(exception->type);
  Object* traceback =
      exception == nullptr ? nullptr : reinterpret_cast<Object*>(exception->traceback);
  return pack_tuple(thread.interpreter(), type, or_none(thread, exception),
                    or_none(thread, traceback));
}

Result<Object*> exception(Thread& thread, Object*, Object* const*) {
  return retain(or_none(thread, handled_exception(thread)));
}

Result<Object*> exit(Thread& thread, Object*, Object* const* arguments) {
  return raise_value(thread, TypeId::kSystemExit,
                     arguments[0] == none(thread) ? nullptr : arguments[0]);
}

Result<Object*> get_recursion_limit(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), thread.interpreter().get<Threads>().recursion_limit());
}

Result<Object*> set_recursion_limit(Thread& thread, Object*, Object* const* arguments) {
  const int limit = TRY(to_c_int(thread, arguments[0]));
  if (limit < 1)
    return raise(thread, TypeId::kValueError, "recursion limit must be greater or equal than 1");
  const std::int32_t limit_max = thread.interpreter().get<Settings>().recursion_max;
  if (limit_max != 0 && limit > limit_max) {
    return raise(thread, TypeId::kRecursionError,
                 "cannot set the recursion limit to {}: the interpreter may recurse {} levels",
                 limit, limit_max);
  }
  const std::int32_t depth =
      thread.interpreter().get<Threads>().recursion_limit() - thread.recursion_left;
  if (depth >= limit) {
    return raise(
        thread, TypeId::kRecursionError,
        "cannot set the recursion limit to {} at the recursion depth {}: the limit is too low",
        limit, depth);
  }
  thread.interpreter().get<Threads>().set_recursion_limit(limit);
  return new_none(thread);
}

Result<Object*> get_reference_count(Thread& thread, Object*, Object* const* arguments) {
  return make_int(thread.interpreter(), arguments[0]->count + 1);
}

Result<Object*> get_size_of(Thread& thread, Object*, Object* const* arguments) {
  auto size = call_method(thread, arguments[0], identifier(thread, Id::dunder_sizeof));
  if (size.ok()) {
    Ref<> owned(size.value());
    const std::int64_t bytes = TRY(to_int64(thread, owned));
    if (bytes < 0) return raise(thread, TypeId::kValueError, "__sizeof__() should return >= 0");
    constexpr std::int64_t kCollectorHeader = 0;
    return make_int(thread.interpreter(), bytes + kCollectorHeader);
  }
  if (arguments[1] == nullptr || !pending_matches(thread, TypeId::kTypeError)) return failure;
  clear_pending(thread);
  return retain(arguments[1]);
}

Result<Object*> intern_text(Thread& thread, Object*, Object* const* arguments) {
  if (!is_exact(arguments[0], TypeId::kStr)) {
    return raise(thread, TypeId::kTypeError,
                 is_str(arguments[0]) ? "can't intern {}" : "intern() argument must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  return intern(thread.interpreter(), static_cast<Str*>(arguments[0]));
}

Result<Object*> get_frame(Thread& thread, Object*, Object* const* arguments) {
  const std::int64_t depth =
      arguments[0] == nullptr ? 0 : TRY(to_index_value(thread, arguments[0]));
  Found<FrameObject> frame =
      TRY(borrow_current_frame(thread, static_cast<std::int32_t>(depth < 0 ? 0 : depth)));
  if (!frame) return raise(thread, TypeId::kValueError, "call stack is not deep enough");
  return retain(static_cast<Object*>(frame.value));
}

Result<Object*> get_switch_interval(Thread& thread, Object*, Object* const*) {
  const auto interval = thread.interpreter().get<InterpreterLock>().switch_interval();
  return make_float(thread.interpreter(), static_cast<double>(interval) / 1e9);
}

Result<Object*> set_switch_interval(Thread& thread, Object*, Object* const* arguments) {
  const double seconds = TRY(to_double(thread, arguments[0]));
  if (!(seconds > 0))
    return raise(thread, TypeId::kValueError, "switch interval must be strictly positive");
  thread.interpreter().get<InterpreterLock>().set_switch_interval(
      static_cast<std::int64_t>(seconds * 1e9));
  return new_none(thread);
}

Result<Object*> display_hook(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0] == none(thread)) return new_none(thread);
  Dict* builtins = thread.interpreter().get<ModuleRegistry>().get_as<Dict>(Place::kBuiltinsDict);
  TRY(dict_set(thread, builtins, identifier(thread, Id::underscore), none(thread)));
  Ref<Str> text(TRY(repr(thread, arguments[0])));
  Ref<> stream(TRY(find_stream(thread, Id::stdout_)).value);
  if (!stream) return raise(thread, TypeId::kRuntimeError, "lost sys.stdout");
  TRY(write_text(thread, stream, text.get()));
  TRY(write_text(thread, stream, "\n"));
  TRY(dict_set(thread, builtins, identifier(thread, Id::underscore), arguments[0]));
  return new_none(thread);
}

Result<Object*> exception_hook(Thread& thread, Object*, Object* const* arguments) {
  if (is_exception(arguments[1])) print_exception(thread, static_cast<Exception*>(arguments[1]));
  return new_none(thread);
}

Result<Object*> unraisable_hook(Thread& thread, Object*, Object* const* arguments) {
  Ref<> value(TRY(get_attribute(thread, arguments[0], "exc_value")));
  Ref<> where(TRY(get_attribute(thread, arguments[0], "object")));
  Ref<> message(TRY(get_attribute(thread, arguments[0], "err_msg")));
  print_unraisable(thread, is_exception(value) ? static_cast<Exception*>(value.get()) : nullptr,
                   where == none(thread) ? nullptr : where.get(),
                   message == none(thread) ? nullptr : message.get());
  return new_none(thread);
}

Result<Object*> is_finalizing(Thread& thread, Object*, Object* const*) {
  return new_boolean(thread, thread.interpreter().phase >= Phase::kFinalizing);
}

Result<Object*> clear_type_cache(Thread& thread, Object*, Object* const*) {
  thread.interpreter().get<TypeAttributeCache>().clear(thread.interpreter());
  return new_none(thread);
}

Result<Object*> get_int_digits(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), thread.interpreter().int_digits_max);
}

Result<Object*> set_int_digits(Thread& thread, Object*, Object* const* arguments) {
  const std::int64_t digits = TRY(to_index_value(thread, arguments[0]));
  constexpr std::int64_t kLeast = 640;
  if (digits != 0 && digits < kLeast) {
    return raise(thread, TypeId::kValueError, "maxdigits must be 0 or larger than {}", kLeast);
  }
  thread.interpreter().int_digits_max = static_cast<std::int32_t>(digits);
  return new_none(thread);
}

Result<Object*> get_default_encoding(Thread& thread, Object*, Object* const*) {
  return retain(static_cast<Object*>(identifier(thread, Id::utf_8)));
}

Result<Object*> get_file_system_errors(Thread& thread, Object*, Object* const*) {
  return intern(thread.interpreter(), "surrogateescape");
}

Result<Object*> audit(Thread& thread, Object*, Object* const* arguments) {
  auto* hooks = thread.interpreter().get<AuditHooks>().get_as<List>(AuditHooksKind::Place::kHooks);
  if (hooks == nullptr) return new_none(thread);
  for (std::size_t index = 0; index < hooks->size; ++index) {
    Ref<> hook(retain(hooks->items[index]));
    release(TRY(call(thread, hook, arguments[0], arguments[1])));
  }
  return new_none(thread);
}

Result<Object*> add_audit_hook(Thread& thread, Object*, Object* const* arguments) {
  auto& state = thread.interpreter().get<AuditHooks>();
  constexpr auto kHooks = AuditHooksKind::Place::kHooks;
  if (state.get(kHooks) == nullptr) state.set(kHooks, TRY(make_list(thread.interpreter())));
  TRY(list_append(thread.interpreter(), state.get_as<List>(kHooks), arguments[0]));
  return new_none(thread);
}

Result<Object*> get_async_hooks(Thread& thread, Object*, Object* const*) {
  return make_async_hooks(thread, or_none(thread, thread.async_generator_first_iterate),
                          or_none(thread, thread.async_generator_finalizer));
}

void set_hook(Thread& thread, Object*& place, Object* value) {
  if (value == nullptr) return;
  replace_reference(place, value == none(thread) ? nullptr : retain(value));
}

Result<Object*> set_async_hooks(Thread& thread, Object*, Object* const* arguments) {
  for (std::size_t index = 0; index < 2; ++index) {
    if (arguments[index] == nullptr || arguments[index] == none(thread) ||
        is_callable(arguments[index]))
      continue;
    return raise(thread, TypeId::kTypeError, "callable {} expected, got {}",
                 index == 0 ? "firstiter" : "finalizer",
                 static_cast<const Type*>(arguments[index]->type));
  }
  set_hook(thread, thread.async_generator_first_iterate, arguments[0]);
  set_hook(thread, thread.async_generator_finalizer, arguments[1]);
  return new_none(thread);
}

Object* none_as_null(Thread& thread, Object* object) {
  return object == none(thread) ? nullptr : object;
}

Result<Object*> set_trace(Thread& thread, Object*, Object* const* arguments) {
  TRY(set_trace_function(thread, none_as_null(thread, arguments[0])));
  return new_none(thread);
}

Result<Object*> set_profile(Thread& thread, Object*, Object* const* arguments) {
  TRY(set_profile_function(thread, none_as_null(thread, arguments[0])));
  return new_none(thread);
}

Result<Object*> get_trace(Thread& thread, Object*, Object* const*) {
  return thread.trace_function == nullptr ? new_none(thread) : retain(thread.trace_function);
}

Result<Object*> get_profile(Thread& thread, Object*, Object* const*) {
  return thread.profile_function == nullptr ? new_none(thread) : retain(thread.profile_function);
}

Result<Object*> get_allocated_blocks(Thread& thread, Object*, Object* const*) {
  return make_int_unsigned(thread.interpreter(), memory_of(thread).live().blocks);
}

Result<Object*> get_origin_depth(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), thread.coroutine_origin_depth);
}

Result<Object*> set_origin_depth(Thread& thread, Object*, Object* const* arguments) {
  const int depth = TRY(to_c_int(thread, arguments[0]));
  if (depth < 0) return raise(thread, TypeId::kValueError, "depth must be >= 0");
  thread.coroutine_origin_depth = depth;
  return new_none(thread);
}

// {identity: what `value` makes of each thread}, without those it has nothing for.
Result<Object*> for_each_thread(Thread& thread, Result<Found<Object>> (*value)(Thread&)) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Dict> result(TRY(make_dict(interpreter)));
  for (Thread* one = interpreter.get<Threads>().first(); one != nullptr; one = one->next) {
    const Found<Object> found = TRY(value(*one));
    if (!found) continue;
    Ref<> owned(found.value);
    Ref<Int> identity(TRY(make_int_unsigned(interpreter, one->identity)));
    TRY(dict_set(thread, result, identity, owned));
  }
  return result.take();
}

Result<Found<Object>> frame_of_thread(Thread& thread) {
  const Found<FrameObject> frame = TRY(borrow_current_frame(thread));
  return Found<Object>{retain_if(frame.value)};
}

Result<Object*> current_frames(Thread& thread, Object*, Object* const*) {
  return for_each_thread(thread, frame_of_thread);
}

Result<Found<Object>> exception_of_thread(Thread& thread) {
  return Found<Object>{TRY(exc_info(thread, nullptr, nullptr))};
}

Result<Object*> current_exceptions(Thread& thread, Object*, Object* const*) {
  return for_each_thread(thread, exception_of_thread);
}

// ---- breakpoint() -----------------------------------------------------------------------------

// What $PYTHONBREAKPOINT names, "module.function"; null: it cannot be imported.
Result<Found<Object>> find_debugger(Thread& thread, std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const bool plain = dot == std::string_view::npos;
  const auto module = import_module(thread, plain ? "builtins" : name.substr(0, dot));
  if (module.ok()) {
    Ref<> owned(module.value());
    const auto function = get_attribute(thread, owned, plain ? name : name.substr(dot + 1));
    if (function.ok()) return Found<Object>{function.value()};
  }
  if (!pending_matches(thread, TypeId::kImportError) &&
      !pending_matches(thread, TypeId::kAttributeError)) {
    return failure;
  }
  clear_pending(thread);
  return Found<Object>{};
}

constexpr std::string_view kDebuggerVariable = "PYTHONBREAKPOINT";

Result<Object*> breakpoint_hook(Thread& thread, Object*, Object* const* arguments) {
  Ref<Bytes> key(
      TRY(make_bytes(thread.interpreter(), kDebuggerVariable.data(), kDebuggerVariable.size())));
  Ref<> posix(TRY(import_module(thread, "posix")));
  Ref<> wanted(retain_if(TRY(find_in_dict(thread, posix_state(posix).environment, key)).value));
  std::string_view name;
  if (wanted && is_bytes(wanted)) name = static_cast<Bytes*>(wanted.get())->view();
  if (name == "0") return new_none(thread);
  if (name.empty()) name = "pdb.set_trace";
  Ref<> debugger(TRY(find_debugger(thread, name)).value);
  if (debugger) {
    return call_with(thread, debugger, static_cast<Tuple*>(arguments[0]),
                     static_cast<Dict*>(arguments[1]));
  }
  Ref<Str> message(
      TRY(format_str(thread, "Ignoring unimportable $PYTHONBREAKPOINT: \"{}\"", name)));
  TRY(warn(thread, TypeId::kRuntimeWarning, message));
  return new_none(thread);
}

Result<Object*> lazy_attribute(Thread& thread, Object* module, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "attribute name must be string, not '{}'",
                 static_cast<const Type*>(arguments[0]->type));
  }
  return make_lazy_attribute(thread, static_cast<Module*>(module), static_cast<Str*>(arguments[0]));
}

Result<Object*> all_attributes(Thread& thread, Object* module, Object* const*) {
  return list_all_attributes(thread, static_cast<Module*>(module));
}

Result<Object*> call_tracing(Thread& thread, Object*, Object* const* arguments) {
  if (!is_tuple(arguments[1])) {
    return raise(thread, TypeId::kTypeError, "call_tracing() argument 2 must be tuple, not {}",
                 static_cast<const Type*>(arguments[1]->type));
  }
  return call_traced(thread, arguments[0], static_cast<Tuple*>(arguments[1]));
}

constexpr NativeMethod kFunctions[] = {
    {"__dir__(module, /)", all_attributes},
    {"__getattr__(module, name, /)", lazy_attribute},
    {"__breakpointhook__(module, /, *args, **kws)", breakpoint_hook},
    {"__displayhook__(module, object, /)", display_hook},
    {"__excepthook__(module, exctype, value, traceback, /)", exception_hook},
    {"__unraisablehook__(module, unraisable, /)", unraisable_hook},
    {"_clear_type_cache(module, /)", clear_type_cache},
    {"_current_exceptions(module, /)", current_exceptions},
    {"_current_frames(module, /)", current_frames},
    {"_getframe(module, depth=0, /)", get_frame},
    {"addaudithook(module, hook)", add_audit_hook},
    {"audit(module, event, /, *args)", audit},
    {"breakpointhook(module, /, *args, **kws)", breakpoint_hook},
    {"call_tracing(module, func, args, /)", call_tracing},
    {"displayhook(module, object, /)", display_hook},
    {"exc_info(module, /)", exc_info},
    {"excepthook(module, exctype, value, traceback, /)", exception_hook},
    {"exception(module, /)", exception},
    {"exit(module, status=None, /)", exit},
    {"get_asyncgen_hooks(module, /)", get_async_hooks},
    {"get_coroutine_origin_tracking_depth(module, /)", get_origin_depth},
    {"get_int_max_str_digits(module, /)", get_int_digits},
    {"getallocatedblocks(module, /)", get_allocated_blocks},
    {"getdefaultencoding(module, /)", get_default_encoding},
    {"getfilesystemencodeerrors(module, /)", get_file_system_errors},
    {"getfilesystemencoding(module, /)", get_default_encoding},
    {"getprofile(module, /)", get_profile},
    {"getrecursionlimit(module, /)", get_recursion_limit},
    {"getrefcount(module, object, /)", get_reference_count},
    {"getsizeof(module, object, default=None)", get_size_of},
    {"getswitchinterval(module, /)", get_switch_interval},
    {"gettrace(module, /)", get_trace},
    {"intern(module, string, /)", intern_text},
    {"is_finalizing(module, /)", is_finalizing},
    {"set_asyncgen_hooks(module, firstiter=None, finalizer=None)", set_async_hooks},
    {"set_coroutine_origin_tracking_depth(module, depth)", set_origin_depth},
    {"set_int_max_str_digits(module, maxdigits)", set_int_digits},
    {"setprofile(module, function, /)", set_profile},
    {"setrecursionlimit(module, limit, /)", set_recursion_limit},
    {"setswitchinterval(module, interval, /)", set_switch_interval},
    {"settrace(module, function, /)", set_trace},
    {"unraisablehook(module, unraisable, /)", unraisable_hook},
};

Status add_arguments(Thread& thread, Module* module) {
  Interpreter& interpreter = thread.interpreter();
  const Settings& settings = interpreter.get<Settings>();
  Ref<List> arguments(TRY(make_list(interpreter)));
  for (int index = 0; index < settings.argument_count; ++index) {
    TRY(list_append_owned(interpreter, arguments,
                          TRY(make_str(interpreter, settings.arguments[index]))));
  }
  if (settings.argument_count == 0) {
    TRY(list_append_owned(interpreter, arguments, TRY(make_str(interpreter, ""))));
  }
  return dict_set(thread, module->dict, identifier(thread, Id::argv), arguments);
}

Result<Found<Object>> make_later(Thread& thread, Module* module, Str* name) {
  const NativeMethod* method = find_function(kFunctions, name);
  if (method == nullptr) return Found<Object>{};
  Ref<Str> module_name(TRY(intern(thread.interpreter(), module->descriptor->name)));
  return Found<Object>{
      TRY(make_builtin_function(thread.interpreter(), *method, module, module_name))};
}

Status make_rest(Thread& thread, Module* module) {
  return add_functions(thread, module, kFunctions);
}

Status execute(Thread& thread, Module* module) {
  TRY(dict_set(thread, module->dict, identifier(thread, Id::modules),
               thread.interpreter().get<ModuleRegistry>().get(Place::kModules)));
  TRY(add_search_path(thread, module));
  return add_arguments(thread, module);
}

}  // namespace

const ModuleDescriptor kSysModule = {
    .name = "sys",
    .doc = "The interpreter as its program sees it.",
    .functions = kFunctions,
    .execute = execute,
    .make_later = make_later,
    .make_rest = make_rest,
};

Result<Found<Object>> find_stream(Thread& thread, Id name) {
  Dict* names = sys_dict(thread);
  if (names == nullptr) return Found<Object>{};
  if (Object* stream = find_str_in_dict(thread, names, identifier(thread, name)))
    return Found<Object>{retain(stream)};
  auto* module = thread.interpreter().get<ModuleRegistry>().get_as<Module>(Place::kSysModule);
  if (module == nullptr) return Found<Object>{};
  auto made = make_lazy_attribute(thread, module, identifier(thread, name));
  if (made.ok()) return Found<Object>{made.value()};
  if (!pending_matches(thread, TypeId::kAttributeError)) return failure;
  clear_pending(thread);
  return Found<Object>{};
}

bool stream_was_made(Thread& thread, Id name) noexcept {
  Dict* names = sys_dict(thread);
  return names != nullptr && find_str_in_dict(thread, names, identifier(thread, name)) != nullptr;
}

void forget_last_exception(Thread& thread) noexcept {
  Dict* names = sys_dict(thread);
  if (names == nullptr) return;
  for (std::string_view name : {"last_type", "last_value", "last_traceback"}) {
    auto key = intern(thread.interpreter(), name);
    if (!key.ok()) return clear_pending(thread);
    Ref<Str> owned(key.value());
    if (!dict_delete(thread, names, owned).ok()) clear_pending(thread);
  }
}

int exit_code_of(Thread& thread, Exception* system_exit) noexcept {
  Object* code = static_cast<SystemExitException*>(system_exit)->code;
  if (code == nullptr || code == none(thread)) return 0;
  if (is_int(code)) {
    const auto* number = static_cast<const Int*>(code);
    return number->compact() ? static_cast<int>(number->value & 0xff) : 0xff;
  }
  auto text = str(thread, code);
  if (!text.ok()) {
    clear_pending(thread);
    return 1;
  }
  Ref<Str> owned(text.value());
  Ref<> stream(find_error_stream(thread));
  if (!stream || !write_text(thread, stream, owned.get()).ok() ||
      !write_text(thread, stream, "\n").ok()) {
    if (thread.pending != nullptr) clear_pending(thread);
  }
  return 1;
}

void report_uncaught(Thread& thread) noexcept {
  Ref<Exception> exception(take_pending(thread));
  flush_standard_output(thread);
  Dict* names = sys_dict(thread);
  auto name = intern(thread.interpreter(), "excepthook");
  Ref<Str> key(name.ok() ? name.value() : nullptr);
  if (!key) clear_pending(thread);
  Object* hook = names == nullptr || !key ? nullptr : find_str_in_dict(thread, names, key);
  if (hook == nullptr || is_exact(hook, TypeId::kBuiltinFunction))
    return print_exception(thread, exception);
  Ref<> held(retain(hook));
  Object* traceback = reinterpret_cast<Object*>(exception->traceback);
  auto result = call(thread, held, {exception->type, exception.get(), or_none(thread, traceback)});
  if (result.ok()) return release(result.value());
  Ref<Exception> second(take_pending(thread));
  write_error_text(thread, "Error in sys.excepthook:\n");
  print_exception(thread, second);
  write_error_text(thread, "\nOriginal exception was:\n");
  print_exception(thread, exception);
}

void write_error_text(Thread& thread, std::string_view utf8) noexcept {
  const Settings& settings = thread.interpreter().get<Settings>();
  const int descriptor = settings.streams.error;
  if (host_stream::is(descriptor)) {
    static_cast<void>(
        settings.services.write_error(settings.services.host, utf8.data(), utf8.size()));
    return;
  }
  while (!utf8.empty()) {
    const ssize_t written = ::write(descriptor, utf8.data(), utf8.size());
    if (written <= 0) return;
    utf8.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace ouro
