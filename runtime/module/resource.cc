// resource: what the process may use, and what it has used.
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/module/constants.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/list.h"
#include "runtime/object/struct_sequence.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct ResourceState {
  Type* usage;  // owned
};

constexpr StructField kUsageFields[] = {
    {"ru_utime"},  {"ru_stime"},    {"ru_maxrss"}, {"ru_ixrss"},   {"ru_idrss"},   {"ru_isrss"},
    {"ru_minflt"}, {"ru_majflt"},   {"ru_nswap"},  {"ru_inblock"}, {"ru_oublock"}, {"ru_msgsnd"},
    {"ru_msgrcv"}, {"ru_nsignals"}, {"ru_nvcsw"},  {"ru_nivcsw"}};
constexpr StructSequenceDescriptor kUsage{.name = "resource.struct_rusage", .fields = kUsageFields};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

Result<Object*> make_usage(Thread& thread, Object* module, const rusage& usage) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> values(TRY(make_list(interpreter)));
  for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
    TRY(list_append_owned(interpreter, values, TRY(make_float(interpreter, seconds(time)))));
  }
  for (const long number :
       {usage.ru_maxrss, usage.ru_ixrss, usage.ru_idrss, usage.ru_isrss, usage.ru_minflt,
        usage.ru_majflt, usage.ru_nswap, usage.ru_inblock, usage.ru_oublock, usage.ru_msgsnd,
        usage.ru_msgrcv, usage.ru_nsignals, usage.ru_nvcsw, usage.ru_nivcsw}) {
    TRY(list_append_owned(interpreter, values, TRY(make_int(interpreter, number))));
  }
  return make_struct_sequence(thread, module_state<ResourceState>(module).usage, values->items,
                              values->size);
}

Result<Object*> get_usage(Thread& thread, Object* module, Object* const* arguments) {
  const int who = TRY(to_c_int(thread, arguments[0]));
  rusage usage;
  if (::getrusage(static_cast<__rusage_who>(who), &usage) == 0) {
    return make_usage(thread, module, usage);
  }
  if (errno != EINVAL) return raise_os_error(thread, errno);
  return raise(thread, TypeId::kValueError, "invalid who parameter");
}

Result<int> to_resource(Thread& thread, Object* number) {
  const int resource = TRY(to_c_int(thread, number));
  if (resource >= 0 && resource < RLIM_NLIMITS) return resource;
  return raise(thread, TypeId::kValueError, "invalid resource specified");
}

Result<Object*> make_limits(Thread& thread, const rlimit& limits) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Int> soft(TRY(make_int(interpreter, static_cast<std::int64_t>(limits.rlim_cur))));
  Ref<Int> hard(TRY(make_int(interpreter, static_cast<std::int64_t>(limits.rlim_max))));
  return pack_tuple(interpreter, soft.get(), hard.get());
}

Result<rlimit> to_limits(Thread& thread, Object* pair) {
  Ref<Tuple> limits(TRY(to_tuple(thread, pair)));
  if (limits->size != 2) {
    return raise(thread, TypeId::kValueError, "expected a tuple of 2 integers");
  }
  const std::int64_t soft = TRY(to_int64(thread, (*limits)[0]));
  const std::int64_t hard = TRY(to_int64(thread, (*limits)[1]));
  return rlimit{static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
}

// Reads the limits of a process (0: this one), and sets new ones unless they are null.
Result<Object*> exchange_limits(Thread& thread, pid_t process, Object* resource, Object* limits) {
  const auto kind = static_cast<__rlimit_resource>(TRY(to_resource(thread, resource)));
  rlimit wanted{}, before{};
  if (limits != nullptr) wanted = TRY(to_limits(thread, limits));
  if (::prlimit(process, kind, limits == nullptr ? nullptr : &wanted, &before) == 0) {
    return make_limits(thread, before);
  }
  if (errno == EINVAL) {
    return raise(thread, TypeId::kValueError, "current limit exceeds maximum limit");
  }
  if (errno != EPERM || process != 0) return raise_os_error(thread, errno);
  return raise(thread, TypeId::kValueError, "not allowed to raise maximum limit");
}

Result<Object*> get_limits(Thread& thread, Object*, Object* const* arguments) {
  return exchange_limits(thread, 0, arguments[0], nullptr);
}

Result<Object*> set_limits(Thread& thread, Object*, Object* const* arguments) {
  release(TRY(exchange_limits(thread, 0, arguments[0], arguments[1])));
  return new_none(thread);
}

Result<Object*> process_limits(Thread& thread, Object*, Object* const* arguments) {
  const pid_t process = TRY(to_c_int(thread, arguments[0]));
  return exchange_limits(thread, process, arguments[1], arguments[2]);
}

Result<Object*> page_size(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), ::sysconf(_SC_PAGESIZE));
}

constexpr NativeMethod kFunctions[] = {
    {"getpagesize(module, /)", page_size},
    {"getrlimit(module, resource, /)", get_limits},
    {"getrusage(module, who, /)", get_usage},
    {"prlimit(module, pid, resource, limits=None, /)", process_limits},
    {"setrlimit(module, resource, limits, /)", set_limits},
};

#define OURO_NUMBER(name) {#name, name}
constexpr IntConstant kConstants[] = {
    OURO_NUMBER(RLIMIT_AS),       OURO_NUMBER(RLIMIT_CORE),   OURO_NUMBER(RLIMIT_CPU),
    OURO_NUMBER(RLIMIT_DATA),     OURO_NUMBER(RLIMIT_FSIZE),  OURO_NUMBER(RLIMIT_MEMLOCK),
    OURO_NUMBER(RLIMIT_MSGQUEUE), OURO_NUMBER(RLIMIT_NICE),   OURO_NUMBER(RLIMIT_NOFILE),
    OURO_NUMBER(RLIMIT_NPROC),    OURO_NUMBER(RLIMIT_OFILE),  OURO_NUMBER(RLIMIT_RSS),
    OURO_NUMBER(RLIMIT_RTPRIO),   OURO_NUMBER(RLIMIT_RTTIME), OURO_NUMBER(RLIMIT_SIGPENDING),
    OURO_NUMBER(RLIMIT_STACK),    {"RLIM_INFINITY", -1},      OURO_NUMBER(RUSAGE_CHILDREN),
    OURO_NUMBER(RUSAGE_SELF),     OURO_NUMBER(RUSAGE_THREAD),
};
#undef OURO_NUMBER

Status execute(Thread& thread, Module* module) {
  Type*& usage = module_state<ResourceState>(module).usage;
  usage = TRY(make_struct_sequence_type(thread, module, kUsage));
  TRY(module_add(thread, module, "struct_rusage", usage));
  TRY(module_add(thread, module, "error", type_of(thread, TypeId::kOSError)));
  return add_constants(thread, module, kConstants);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<ResourceState*>(place)->usage);
}

void state_clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<ResourceState*>(place)->usage);
}

}  // namespace

extern const ModuleDescriptor kResourceModule;
const ModuleDescriptor kResourceModule = {
    .name = "resource",
    .doc = "Limits of the process, and what it has used.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(ResourceState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
