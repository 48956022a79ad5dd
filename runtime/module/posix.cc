// posix: the module under os - paths as arguments, the environment, and questions about the system.
#include "runtime/module/posix.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/sysinfo.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/module/constants.h"
#include "runtime/object/dict.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/set.h"
#include "runtime/object/struct_sequence.h"

namespace ouro {

// Arguments.

Result<Object*> to_path_object(Thread& thread, Object* path) {
  if (is_str(path) || is_bytes(path)) return retain(path);
  const Found<Object> method =
      TRY(get_special(thread, path, identifier(thread, Id::dunder_fspath)));
  if (!method) {
    return raise(thread, TypeId::kTypeError, "expected str, bytes or os.PathLike object, not {}",
                 static_cast<const Type*>(path->type));
  }
  Ref<> text(TRY(call(thread, Ref<>(method.value))));
  if (is_str(text) || is_bytes(text)) return text.take();
  return raise(thread, TypeId::kTypeError,
               "expected {}.__fspath__() to return str or bytes, not {}",
               static_cast<const Type*>(path->type), static_cast<const Type*>(text->type));
}

Status Path::take_text(Thread& thread, Object* text) {
  bytes_given_ = is_bytes(text);
  if (is_str(text) && static_cast<Str*>(text)->ascii) {
    held_.reset(retain(text));
    text_ = static_cast<Str*>(text)->ascii_view();
  } else {
    if (is_str(text)) {
      Ref<Str> encoding(TRY(make_str(thread.interpreter(), "utf-8")));
      Ref<Str> errors(TRY(make_str(thread.interpreter(), "surrogateescape")));
      held_.reset(TRY(call_method(thread, text, "encode", {encoding.get(), errors.get()})));
    } else {
      held_.reset(retain(text));
    }
    text_ = static_cast<Bytes*>(held_.get())->view();
  }
  if (text_.find('\0') == std::string_view::npos) return done;
  return raise(thread, TypeId::kValueError, "embedded null byte");
}

Status Path::parse(Thread& thread, Object* value, const char* function, const char* argument,
                   unsigned allowed) {
  constexpr const char* kKinds[] = {
      "string, bytes or os.PathLike", "string, bytes, os.PathLike or integer",
      "string, bytes, os.PathLike or None", "string, bytes, os.PathLike, integer or None"};
  if (value == nullptr || value == none(thread)) {
    if ((allowed & kNothing) != 0) return done;
  } else if (is_str(value) || is_bytes(value)) {
    object_.reset(retain(value));
    return take_text(thread, value);
  } else if ((allowed & kDescriptor) != 0 && has_index(value)) {
    object_.reset(retain(value));
    descriptor_ = TRY(to_descriptor(thread, value));
    return done;
  } else if (const Found<Object> method =
                 TRY(get_special(thread, value, identifier(thread, Id::dunder_fspath)))) {
    release(method.value);
    object_.reset(TRY(to_path_object(thread, value)));  // what errors show, too
    return take_text(thread, object_);
  }
  return raise(thread, TypeId::kTypeError, "{}: {} should be {}, not {}", function, argument,
               kKinds[allowed],
               static_cast<const Type*>((value == nullptr ? none(thread) : value)->type));
}

Result<Object*> make_name(Thread& thread, std::string_view name, bool as_bytes) {
  if (as_bytes) return make_bytes(thread.interpreter(), name.data(), name.size());
  return decode_utf8(thread, name, "surrogateescape");
}

Result<int> to_descriptor(Thread& thread, Object* number) { return to_c_int(thread, number); }

Result<int> to_folder_descriptor(Thread& thread, Object* number) {
  if (number == nullptr || number == none(thread)) return AT_FDCWD;
  if (!has_index(number)) {
    return raise(thread, TypeId::kTypeError, "argument should be integer or None, not {}",
                 static_cast<const Type*>(number->type));
  }
  return to_c_int(thread, number);
}

Result<bool> to_flag(Thread& thread, Object* value, bool fallback) {
  if (value == nullptr) return fallback;
  return is_true(thread, value);
}

Failure raise_path_error(Thread& thread, int error, const Path& path) {
  return raise_os_error(thread, error, path.object());
}

// OSError(number, text, first, None, second)
Failure raise_path_error(Thread& thread, int error, const Path& first, const Path& second) {
  const auto raise_both = [&]() -> Status {
    char buffer[256];
    Ref<Int> number(TRY(make_int(thread.interpreter(), error)));
    Ref<Str> text(TRY(make_str(thread.interpreter(), strerror_r(error, buffer, sizeof buffer))));
    Ref<> exception(
        TRY(call(thread, type_of(thread, TypeId::kOSError),
                 {number.get(), text.get(), first.object(), none(thread), second.object()})));
    return raise_object(thread, static_cast<Exception*>(exception.get()));
  };
  static_cast<void>(raise_both().ok());
  return failure;
}

namespace {

constexpr char* kNoTexts[] = {nullptr};

}  // namespace

// TextArray: each text is a raw block of its size and a zero.

TextArray::~TextArray() {
  for (std::size_t index = 0; index < count_; ++index)
    memory_.release(texts_[index], std::strlen(texts_[index]) + 1);
  if (texts_ != nullptr) memory_.release(texts_, capacity_ * sizeof(char*));
}

Status TextArray::add(Thread& thread, std::string_view first, std::string_view second,
                      bool assignment) {
  if (count_ + 2 > capacity_) {
    const std::size_t capacity = capacity_ == 0 ? 16 : 2 * capacity_;
    void* moved = memory_.reallocate(texts_, capacity_ * sizeof(char*), capacity * sizeof(char*));
    if (moved == nullptr) return raise_memory_error(thread.interpreter());
    texts_ = static_cast<char**>(moved);
    capacity_ = capacity;
  }
  auto* text = static_cast<char*>(memory_.allocate(first.size() + assignment + second.size() + 1));
  if (text == nullptr) return raise_memory_error(thread.interpreter());
  char* end = std::copy(first.begin(), first.end(), text);
  if (assignment) *end++ = '=';
  *std::copy(second.begin(), second.end(), end) = '\0';
  texts_[count_++] = text;
  return done;
}

Status TextArray::add_all(Thread& thread, Object* sequence, const char* function) {
  Ref<Tuple> items(TRY(to_tuple(thread, sequence)));
  for (std::size_t index = 0; index < items->size; ++index) {
    Path text;
    TRY(text.parse(thread, (*items)[index], function, "argument"));
    TRY(add(thread, text.view()));
  }
  return done;
}

Status TextArray::add_environment(Thread& thread, Object* mapping) {
  Ref<> pairs(TRY(call_method(thread, mapping, identifier(thread, Id::items))));
  Ref<Tuple> items(TRY(to_tuple(thread, pairs)));
  for (std::size_t index = 0; index < items->size; ++index) {
    Ref<Tuple> pair(TRY(to_tuple(thread, (*items)[index])));
    if (pair->size != 2) return raise(thread, TypeId::kTypeError, "env.items() must give pairs");
    Path name, value;
    TRY(name.parse(thread, (*pair)[0], "env", "key"));
    TRY(value.parse(thread, (*pair)[1], "env", "value"));
    if (name.view().find('=') != std::string_view::npos) {
      return raise(thread, TypeId::kValueError, "illegal environment variable name");
    }
    TRY(add(thread, name.view(), value.view(), true));
  }
  return done;
}

char** TextArray::data() {
  if (count_ == 0) return const_cast<char**>(kNoTexts);
  texts_[count_] = nullptr;
  return texts_;
}

namespace {

// The environment. Each interpreter has a copy of its own, which its children get; the process's
// stays.

Result<Dict*> make_environment(Thread& thread) {
  Ref<Dict> entries(TRY(make_dict(thread.interpreter())));
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t end = text.find('=', 1);
    if (end == std::string_view::npos) continue;
    const std::string_view value = text.substr(end + 1);
    Ref<Bytes> name(TRY(make_bytes(thread.interpreter(), text.data(), end)));
    Ref<Bytes> content(TRY(make_bytes(thread.interpreter(), value.data(), value.size())));
    static_cast<void>(TRY(dict_set_default(thread, entries, name, content)));
  }
  return entries.take();
}

Result<Object*> put_environment(Thread& thread, Object* module, Object* const* arguments) {
  Path name, value;
  TRY(name.parse(thread, arguments[0], "putenv", "name"));
  TRY(value.parse(thread, arguments[1], "putenv", "value"));
  if (name.view().find('=') != std::string_view::npos) {
    return raise(thread, TypeId::kValueError, "illegal environment variable name");
  }
  Ref<Bytes> key(TRY(make_bytes(thread.interpreter(), name.view().data(), name.view().size())));
  Ref<Bytes> content(
      TRY(make_bytes(thread.interpreter(), value.view().data(), value.view().size())));
  TRY(dict_set(thread, posix_state(module).environment, key, content));
  return new_none(thread);
}

Result<Object*> remove_environment(Thread& thread, Object* module, Object* const* arguments) {
  Path name;
  TRY(name.parse(thread, arguments[0], "unsetenv", "name"));
  if (name.view().empty() || name.view().find('=') != std::string_view::npos)
    return raise_os_error(thread, EINVAL);
  Ref<Bytes> key(TRY(make_bytes(thread.interpreter(), name.view().data(), name.view().size())));
  static_cast<void>(TRY(dict_delete(thread, posix_state(module).environment, key)));
  return new_none(thread);
}

// Questions.

Result<Object*> file_system_path(Thread& thread, Object*, Object* const* arguments) {
  return to_path_object(thread, arguments[0]);
}

Result<Object*> error_text(Thread& thread, Object*, Object* const* arguments) {
  char buffer[256];
  const int error = TRY(to_c_int(thread, arguments[0]));
  return make_str(thread.interpreter(), strerror_r(error, buffer, sizeof buffer));
}

Result<Object*> random_bytes(Thread& thread, Object*, Object* const* arguments) {
  const std::intptr_t size = TRY(to_index_value(thread, arguments[0]));
  if (size < 0) return raise(thread, TypeId::kValueError, "negative argument not allowed");
  Ref<Bytes> bytes(TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(size))));
  for (std::size_t filled = 0; filled < bytes->length;) {
    const ssize_t got = ::getrandom(bytes->data() + filled, bytes->length - filled, 0);
    if (got < 0 && errno != EINTR) return raise_os_error(thread, errno);
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
  return bytes.take();
}

Result<Object*> cpu_count(Thread& thread, Object*, Object* const*) {
  const int count = ::get_nprocs();
  if (count < 1) return new_none(thread);
  return make_int(thread.interpreter(), count);
}

Result<Object*> get_affinity(Thread& thread, Object*, Object* const* arguments) {
  cpu_set_t processors;
  if (::sched_getaffinity(TRY(to_c_int(thread, arguments[0])), sizeof processors, &processors) !=
      0) {
    return raise_os_error(thread, errno);
  }
  Ref<Set> numbers(TRY(make_set(thread, nullptr)));
  for (int number = 0; number < CPU_SETSIZE; ++number) {
    if (!CPU_ISSET(number, &processors)) continue;
    Ref<Int> entry(TRY(make_int(thread.interpreter(), number)));
    TRY(set_add(thread, numbers, entry));
  }
  return numbers.take();
}

Result<Object*> yield_processor(Thread& thread, Object*, Object* const*) {
  {
    Unlocked unlocked(thread);
    ::sched_yield();
  }
  return new_none(thread);
}

Result<Object*> load_average(Thread& thread, Object*, Object* const*) {
  double loads[3];
  if (::getloadavg(loads, 3) != 3)
    return raise(thread, TypeId::kOSError, "Load averages are unobtainable");
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), 3)));
  for (std::size_t index = 0; index < 3; ++index) {
    result->items()[index] = TRY(make_float(thread.interpreter(), loads[index]));
  }
  return result.take();
}

constexpr StructField kTerminalFields[] = {
    {"columns", "width of the terminal window in characters"},
    {"lines", "height of the terminal window in characters"}};
constexpr StructSequenceDescriptor kTerminalSize = {
    .name = "os.terminal_size",
    .fields = kTerminalFields,
    .doc = "A tuple of (columns, lines) for holding terminal window size"};

Result<Object*> terminal_size(Thread& thread, Object* module, Object* const* arguments) {
  const int descriptor =
      arguments[0] == nullptr ? STDOUT_FILENO : TRY(to_descriptor(thread, arguments[0]));
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return raise_os_error(thread, errno);
  Ref<Int> columns(TRY(make_int(thread.interpreter(), size.ws_col)));
  Ref<Int> lines(TRY(make_int(thread.interpreter(), size.ws_row)));
  Object* const values[] = {columns, lines};
  return make_struct_sequence(thread, posix_state(module).terminal_size, values, std::size(values));
}

constexpr StructField kSystemFields[] = {
    {"sysname", "operating system name"},
    {"nodename", "name of machine on network (implementation-defined)"},
    {"release", "operating system release"},
    {"version", "operating system version"},
    {"machine", "hardware identifier"}};
constexpr StructSequenceDescriptor kSystemName = {.name = "posix.uname_result",
                                                  .fields = kSystemFields,
                                                  .doc = "uname_result: Result from os.uname()."};

Result<Object*> system_name(Thread& thread, Object* module, Object* const*) {
  utsname names{};
  if (::uname(&names) != 0) return raise_os_error(thread, errno);
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), 5)));
  std::size_t place = 0;
  for (const char* name :
       {names.sysname, names.nodename, names.release, names.version, names.machine}) {
    values->items()[place++] = TRY(make_name(thread, name, false));
  }
  return make_struct_sequence(thread, posix_state(module).uname_result, values->items(),
                              values->size);
}

constexpr StructField kTimesFields[] = {
    {"user", "user time"},
    {"system", "system time"},
    {"children_user", "user time of children"},
    {"children_system", "system time of children"},
    {"elapsed", "elapsed time since an arbitrary point in the past"}};
constexpr StructSequenceDescriptor kTimesResult = {.name = "posix.times_result",
                                                   .fields = kTimesFields,
                                                   .doc = "times_result: Result from os.times()."};

Result<Object*> process_times(Thread& thread, Object* module, Object* const*) {
  tms spent{};
  const clock_t elapsed = ::times(&spent);
  if (elapsed == static_cast<clock_t>(-1)) return raise_os_error(thread, errno);
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), 5)));
  std::size_t place = 0;
  for (const clock_t time :
       {spent.tms_utime, spent.tms_stime, spent.tms_cutime, spent.tms_cstime, elapsed}) {
    values->items()[place++] =
        TRY(make_float(thread.interpreter(), static_cast<double>(time) / ticks));
  }
  return make_struct_sequence(thread, posix_state(module).times_result, values->items(),
                              values->size);
}

constexpr IntConstant kSystemLimits[] = {
    {"SC_ARG_MAX", _SC_ARG_MAX},
    {"SC_CHILD_MAX", _SC_CHILD_MAX},
    {"SC_CLK_TCK", _SC_CLK_TCK},
    {"SC_HOST_NAME_MAX", _SC_HOST_NAME_MAX},
    {"SC_IOV_MAX", _SC_IOV_MAX},
    {"SC_LOGIN_NAME_MAX", _SC_LOGIN_NAME_MAX},
    {"SC_NGROUPS_MAX", _SC_NGROUPS_MAX},
    {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF},
    {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
    {"SC_OPEN_MAX", _SC_OPEN_MAX},
    {"SC_PAGESIZE", _SC_PAGESIZE},
    {"SC_PAGE_SIZE", _SC_PAGESIZE},
    {"SC_PHYS_PAGES", _SC_PHYS_PAGES},
    {"SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES},
    {"SC_SEM_NSEMS_MAX", _SC_SEM_NSEMS_MAX},
    {"SC_STREAM_MAX", _SC_STREAM_MAX},
    {"SC_TTY_NAME_MAX", _SC_TTY_NAME_MAX},
    {"SC_TZNAME_MAX", _SC_TZNAME_MAX},
    {"SC_VERSION", _SC_VERSION},
};

Result<int> to_limit(Thread& thread, Object* name) {
  if (has_index(name)) return to_c_int(thread, name);
  if (!is_str(name))
    return raise(thread, TypeId::kTypeError, "configuration names must be strings or integers");
  for (const IntConstant& limit : kSystemLimits) {
    if (str_equal(static_cast<Str*>(name), limit.name)) return static_cast<int>(limit.value);
  }
  return raise(thread, TypeId::kValueError, "unrecognized configuration name");
}

Result<Object*> system_limit(Thread& thread, Object*, Object* const* arguments) {
  const int name = TRY(to_limit(thread, arguments[0]));
  errno = 0;
  const long value = ::sysconf(name);
  if (value == -1 && errno != 0) return raise_os_error(thread, errno);
  return make_int(thread.interpreter(), value);
}

constexpr NativeMethod kFunctions[] = {
    {"putenv(module, name, value, /)", put_environment},
    {"unsetenv(module, name, /)", remove_environment},
    {"fspath(module, /, path)", file_system_path, Binding::kInstance,
     "Return the file system path representation of the object."},
    {"strerror(module, code, /)", error_text},
    {"urandom(module, size, /)", random_bytes},
    {"cpu_count(module, /)", cpu_count},
    {"sched_getaffinity(module, pid, /)", get_affinity},
    {"sched_yield(module, /)", yield_processor},
    {"getloadavg(module, /)", load_average},
    {"get_terminal_size(module, fd=1, /)", terminal_size},
    {"uname(module, /)", system_name},
    {"times(module, /)", process_times},
    {"sysconf(module, name, /)", system_limit},
};

// What os.py asks to know which functions take descriptors.
constexpr std::string_view kHave[] = {
    "HAVE_FACCESSAT",  "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT",  "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",   "HAVE_FDOPENDIR", "HAVE_FSTATAT",   "HAVE_FTRUNCATE", "HAVE_FUTIMENS",
    "HAVE_LCHOWN",     "HAVE_LINKAT",    "HAVE_LSTAT",     "HAVE_MKDIRAT",   "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT",  "HAVE_UTIMENSAT"};

Status add_have(Thread& thread, Module* module) {
  Ref<List> names(TRY(make_list(thread.interpreter())));
  for (const std::string_view name : kHave) {
    Ref<Str> text(TRY(make_str(thread.interpreter(), name)));
    TRY(list_append(thread.interpreter(), names, text));
  }
  return module_add(thread, module, "_have_functions", names);
}

Status add_limits(Thread& thread, Module* module) {
  Ref<Dict> names(TRY(make_dict(thread.interpreter())));
  for (const IntConstant& limit : kSystemLimits) {
    Ref<Int> number(TRY(make_int(thread.interpreter(), limit.value)));
    TRY(dict_set(thread, names, limit.name, number));
  }
  return module_add(thread, module, "sysconf_names", names);
}

Status add_own_types(Thread& thread, Module* module) {
  PosixState& state = posix_state(module);
  state.terminal_size = TRY(make_struct_sequence_type(thread, module, kTerminalSize));
  TRY(module_add(thread, module, "terminal_size", state.terminal_size));
  state.uname_result = TRY(make_struct_sequence_type(thread, module, kSystemName));
  TRY(module_add(thread, module, "uname_result", state.uname_result));
  state.times_result = TRY(make_struct_sequence_type(thread, module, kTimesResult));
  return module_add(thread, module, "times_result", state.times_result);
}

// os.environ writes into its dict itself, so the one that children get is another.
Status add_environment(Thread& thread, Module* module) {
  posix_state(module).environment = TRY(make_environment(thread));
  Ref<Dict> shown(TRY(dict_copy(thread.interpreter(), posix_state(module).environment)));
  return module_add(thread, module, "environ", shown);
}

Status execute(Thread& thread, Module* module) {
  for (auto functions : {kPosixFileFunctions, kPosixDescriptorFunctions, kPosixFolderFunctions,
                         kPosixProcessFunctions}) {
    TRY(add_functions(thread, module, functions));
  }
  TRY(add_own_types(thread, module));
  TRY(add_posix_file_types(thread, module));
  TRY(add_posix_folder_types(thread, module));
  TRY(add_posix_process_types(thread, module));
  TRY(add_posix_constants(thread, module));
  TRY(add_environment(thread, module));
  TRY(add_have(thread, module));
  TRY(add_limits(thread, module));
  return module_add(thread, module, "error", type_of(thread, TypeId::kOSError));
}

template <typename Visit>
void for_each_reference(PosixState& state, Visit visit) {
  for (Type** type :
       {&state.stat_result, &state.directory_entry, &state.directory_iterator, &state.terminal_size,
        &state.uname_result, &state.times_result, &state.sched_param}) {
    visit(*type);
  }
  visit(state.environment);
  for (List*& hooks : state.fork_hooks) visit(hooks);
}

void traverse(void* state, ReferenceVisitor& visitor) {
  for_each_reference(*static_cast<PosixState*>(state),
                     [&](auto* object) { visitor.visit_if(object); });
}

void clear(Interpreter&, void* state) noexcept {
  for_each_reference(*static_cast<PosixState*>(state),
                     [](auto*& object) { clear_reference(object); });
}

}  // namespace

extern const ModuleDescriptor kPosixModule;
const ModuleDescriptor kPosixModule = {
    .name = "posix",
    .doc = "The operating system's functions, as os.py takes them over.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(PosixState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
