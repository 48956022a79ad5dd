// select: waiting for descriptors - select(), and objects of poll() and epoll.
#include <limits.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "runtime/component/vector.h"
#include "runtime/module/constants.h"
#include "runtime/module/import.h"
#include "runtime/module/polling.h"
#include "runtime/module/program_descriptors.h"
#include "runtime/module/waiting.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct SelectState {
  Type* poll;
};

// A row of entries that ends with its owner.
template <typename T>
class Row {
 public:
  explicit Row(Thread& thread) : thread_(thread) {}
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  ~Row() { entries_.tear_down(memory_of(thread_)); }

  Status add(const T& entry) {
    if (entries_.add(memory_of(thread_), entry).ok()) return done;
    return raise_memory_error(thread_.interpreter());
  }
  Vector<T>& operator*() { return entries_; }
  Vector<T>* operator->() { return &entries_; }

 private:
  Thread& thread_;
  Vector<T> entries_;
};

// None or absent: for ever. `what` is what the argument must be.
Result<std::int64_t> read_deadline(Thread& thread, Object* timeout, double units_per_second,
                                   const char* what, bool negative_is_forever) {
  if (timeout == nullptr || timeout == none(thread)) return kNoDeadline;
  if (!is_float(timeout) && !has_index(timeout))
    return raise(thread, TypeId::kTypeError, "timeout must be {} or None", what);
  const double value = TRY(to_double(thread, timeout));
  if (value != value) return raise(thread, TypeId::kValueError, "Invalid value NaN (not a number)");
  if (value >= 0) return deadline_after(value, units_per_second);
  if (negative_is_forever) return kNoDeadline;
  return raise(thread, TypeId::kValueError, "timeout must be non-negative");
}

// ---- select() ---------------------------------------------------------------------------------

// The files of one list and where their entries begin.
struct Wanted {
  Ref<Tuple> files;
  std::size_t first = 0;
};

Status add_wanted(Thread& thread, Object* files, short events, Wanted& wanted,
                  Row<pollfd>& entries) {
  const Slots& slots = *files->type->slots;
  if (slots.iterate == nullptr && slots.get_item == nullptr)
    return raise(thread, TypeId::kTypeError, "arguments 1-3 must be sequences");
  wanted.files.reset(TRY(to_tuple(thread, files)));
  wanted.first = entries->size();
  for (std::size_t index = 0; index < wanted.files->size; ++index) {
    const int descriptor = TRY(to_polled_descriptor(thread, (*wanted.files)[index]));
    TRY(entries.add({descriptor, events, 0}));
  }
  return done;
}

Result<Object*> ready_files(Thread& thread, const Wanted& wanted, Row<pollfd>& entries,
                            short answers) {
  Ref<List> ready(TRY(make_list(thread.interpreter())));
  for (std::size_t index = 0; index < wanted.files->size; ++index) {
    const pollfd& entry = (*entries)[wanted.first + index];
    if ((entry.revents & answers) != 0)
      TRY(list_append(thread.interpreter(), ready, (*wanted.files)[index]));
  }
  return ready.take();
}

Result<Object*> select(Thread& thread, Object*, Object* const* arguments) {
  constexpr short kAsked[3] = {POLLIN, POLLOUT, POLLPRI};
  constexpr short kAnswers[3] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
  Row<pollfd> entries(thread);
  Wanted wanted[3];
  for (std::size_t index = 0; index < 3; ++index) {
    TRY(add_wanted(thread, arguments[index], kAsked[index], wanted[index], entries));
  }
  const std::int64_t deadline = TRY(read_deadline(thread, arguments[3], 1, "a float", false));
  TRY(poll_descriptors(thread, entries->data(), entries->size(), deadline));
  for (const pollfd& entry : *entries) {
    if ((entry.revents & POLLNVAL) != 0) return raise_os_error(thread, EBADF);
  }
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), 3)));
  for (std::size_t index = 0; index < 3; ++index) {
    result->items()[index] = TRY(ready_files(thread, wanted[index], entries, kAnswers[index]));
  }
  return result.take();
}

Result<Object*> pair_of(Thread& thread, std::int64_t first, std::int64_t second) {
  Ref<Int> left(TRY(make_int(thread.interpreter(), first)));
  Ref<Int> right(TRY(make_int(thread.interpreter(), second)));
  return pack_tuple(thread.interpreter(), left.get(), right.get());
}

// ---- poll() -----------------------------------------------------------------------------------

struct Poll : Object {
  Vector<pollfd> entries;  // in the order they were registered
  bool waiting;
};

Poll* as_poll(Object* object) { return static_cast<Poll*>(object); }

void poll_deallocate(Interpreter& interpreter, Object* self) noexcept {
  as_poll(self)->entries.tear_down(interpreter.memory());
  free_instance(interpreter, self);
}

void visit_nothing(Object*, ReferenceVisitor&) {}

pollfd* find_entry(Poll* poll, int descriptor) {
  for (pollfd& entry : poll->entries) {
    if (entry.fd == descriptor) return &entry;
  }
  return nullptr;
}

Result<short> read_events(Thread& thread, Object* mask) {
  if (mask == nullptr) return static_cast<short>(POLLIN | POLLPRI | POLLOUT);
  const std::int64_t value = TRY(to_index_value(thread, mask));
  if (value < 0) return raise(thread, TypeId::kValueError, "value must be positive");
  if (value <= USHRT_MAX) return static_cast<short>(value);
  return raise(thread, TypeId::kOverflowError,
               "Python int too large to convert to C unsigned short");
}

Result<Object*> poll_register(Thread& thread, Object* self, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  const short events = TRY(read_events(thread, arguments[1]));
  if (pollfd* entry = find_entry(as_poll(self), descriptor)) {
    entry->events = events;
  } else if (!as_poll(self)->entries.add(memory_of(thread), {descriptor, events, 0}).ok()) {
    return raise_memory_error(thread.interpreter());
  }
  return new_none(thread);
}

Result<Object*> poll_modify(Thread& thread, Object* self, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  const short events = TRY(read_events(thread, arguments[1]));
  pollfd* entry = find_entry(as_poll(self), descriptor);
  if (entry == nullptr) return raise_os_error(thread, ENOENT);
  entry->events = events;
  return new_none(thread);
}

Result<Object*> poll_unregister(Thread& thread, Object* self, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  Vector<pollfd>& entries = as_poll(self)->entries;
  pollfd* entry = find_entry(as_poll(self), descriptor);
  if (entry == nullptr) {
    Ref<Int> key(TRY(make_int(thread.interpreter(), descriptor)));
    return raise_value(thread, TypeId::kKeyError, key);
  }
  std::copy(entry + 1, entries.end(), entry);
  entries.shrink(entries.size() - 1);
  return new_none(thread);
}

Result<Object*> poll_answers(Thread& thread, Row<pollfd>& entries) {
  Ref<List> ready(TRY(make_list(thread.interpreter())));
  for (const pollfd& entry : *entries) {
    if (entry.revents == 0) continue;
    const auto events = static_cast<unsigned short>(entry.revents);
    TRY(list_append_owned(thread.interpreter(), ready, TRY(pair_of(thread, entry.fd, events))));
  }
  return ready.take();
}

// Works on a copy: others may register while this one waits.
Result<Object*> poll_wait(Thread& thread, Object* self, Object* const* arguments) {
  Poll* poll = as_poll(self);
  const std::int64_t deadline = TRY(read_deadline(thread, arguments[0], 1e3, "an integer", true));
  if (poll->waiting) return raise(thread, TypeId::kRuntimeError, "concurrent poll() invocation");
  Row<pollfd> entries(thread);
  for (const pollfd& entry : poll->entries) TRY(entries.add(entry));
  poll->waiting = true;
  const Result<int> ready = poll_descriptors(thread, entries->data(), entries->size(), deadline);
  poll->waiting = false;
  if (!ready.ok()) return failure;
  return poll_answers(thread, entries);
}

Result<Object*> make_poll(Thread& thread, Object* module, Object* const*) {
  return allocate_instance(thread.interpreter(), module_state<SelectState>(module).poll);
}

constexpr NativeMethod kPollMethods[] = {
    {"modify(self, fd, eventmask, /)", poll_modify},
    {"poll(self, timeout=None, /)", poll_wait},
    {"register(self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)",
     poll_register},
    {"unregister(self, fd, /)", poll_unregister},
};

constexpr TypeDescriptor kPoll = {
    .name = "poll",
    .module = "select",
    .flags = flag::kCollectable,
    .object_size = sizeof(Poll),
    .slots = {.deallocate = poll_deallocate, .traverse = visit_nothing, .make = nullptr},
    .methods = kPollMethods,
    .full_name = "select.poll",
};

// ---- epoll ------------------------------------------------------------------------------------

struct Epoll : Object {
  int descriptor;  // -1: closed
};

Epoll* as_epoll(Object* object) { return static_cast<Epoll*>(object); }

void epoll_deallocate(Interpreter& interpreter, Object* self) noexcept {
  const int descriptor = as_epoll(self)->descriptor;
  if (descriptor >= 0) close_program_descriptor(interpreter, descriptor);
  free_instance(interpreter, self);
}

constexpr Signature kEpollSignature{"epoll(sizehint=-1, flags=0)"};

Result<Object*> epoll_make(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kEpollSignature, arguments));
  const int hint = bound[0] == nullptr ? -1 : TRY(to_c_int(thread, bound[0]));
  const int flags = bound[1] == nullptr ? 0 : TRY(to_c_int(thread, bound[1]));
  if (hint != -1 && hint <= 0) return raise(thread, TypeId::kValueError, "negative sizehint");
  if ((flags & ~EPOLL_CLOEXEC) != 0) return raise(thread, TypeId::kOSError, "invalid flags");
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  TRY(prepare_descriptors(thread));
  as_epoll(self)->descriptor = ::epoll_create1(EPOLL_CLOEXEC);
  if (as_epoll(self)->descriptor < 0) return raise_os_error(thread, errno);
  descriptor_opened(thread, as_epoll(self)->descriptor);
  return self.take();
}

Status epoll_initialise(Thread&, Object*, const Arguments&) { return done; }

Result<int> epoll_descriptor(Thread& thread, Object* self) {
  if (as_epoll(self)->descriptor >= 0) return as_epoll(self)->descriptor;
  return raise(thread, TypeId::kValueError, "I/O operation on closed epoll object");
}

Result<Object*> epoll_control(Thread& thread, Object* self, int operation, Object* file,
                              Object* mask) {
  const int poller = TRY(epoll_descriptor(thread, self));
  const int descriptor = TRY(to_polled_descriptor(thread, file));
  epoll_event event{};
  event.data.fd = descriptor;
  event.events = mask == nullptr ? EPOLLIN | EPOLLPRI | EPOLLOUT
                                 : static_cast<std::uint32_t>(TRY(to_index_value(thread, mask)));
  const int answer = ::epoll_ctl(poller, operation, descriptor, &event);
  if (answer < 0) return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> epoll_register(Thread& thread, Object* self, Object* const* arguments) {
  return epoll_control(thread, self, EPOLL_CTL_ADD, arguments[0], arguments[1]);
}
Result<Object*> epoll_modify(Thread& thread, Object* self, Object* const* arguments) {
  return epoll_control(thread, self, EPOLL_CTL_MOD, arguments[0], arguments[1]);
}
Result<Object*> epoll_unregister(Thread& thread, Object* self, Object* const* arguments) {
  return epoll_control(thread, self, EPOLL_CTL_DEL, arguments[0], nullptr);
}

Result<Object*> epoll_answers(Thread& thread, const epoll_event* events, int count) {
  Ref<List> ready(TRY(make_list(thread.interpreter())));
  for (int index = 0; index < count; ++index) {
    TRY(list_append_owned(thread.interpreter(), ready,
                          TRY(pair_of(thread, events[index].data.fd, events[index].events))));
  }
  return ready.take();
}

Result<Object*> epoll_poll(Thread& thread, Object* self, Object* const* arguments) {
  constexpr int kEventsMax = 512;  // the rest comes with the next call
  const int poller = TRY(epoll_descriptor(thread, self));
  const std::int64_t deadline = TRY(read_deadline(thread, arguments[0], 1, "a number", true));
  const int wanted = arguments[1] == nullptr ? -1 : TRY(to_c_int(thread, arguments[1]));
  if (wanted == 0 || wanted < -1) {
    return raise(thread, TypeId::kValueError, "maxevents must be greater than 0, got {}", wanted);
  }
  epoll_event events[kEventsMax];
  const int room = wanted < 0 ? kEventsMax : std::min(wanted, kEventsMax);
  int count = 0, error = 0;
  TRY(wait_in_slices(thread, deadline, [&](std::int64_t until) {
    count = ::epoll_wait(poller, events, room, milliseconds_until(until));
    error = errno;
    return count > 0 || (count < 0 && error != EINTR);
  }));
  if (count < 0 && error != EINTR) return raise_os_error(thread, error);
  return epoll_answers(thread, events, count);
}

Result<Object*> epoll_close(Thread& thread, Object* self, Object* const*) {
  const int descriptor = std::exchange(as_epoll(self)->descriptor, -1);
  if (descriptor >= 0 && close_program_descriptor(thread.interpreter(), descriptor) < 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> epoll_number(Thread& thread, Object* self, Object* const*) {
  return make_int(thread.interpreter(), TRY(epoll_descriptor(thread, self)));
}

Result<Object*> epoll_from(Thread& thread, Object* type, Object* const* arguments) {
  const int descriptor = TRY(to_c_int(thread, arguments[0]));
  Ref<> self(TRY(allocate_instance(thread.interpreter(), static_cast<Type*>(type))));
  as_epoll(self)->descriptor = descriptor;
  return self.take();
}

Result<Object*> epoll_enter(Thread& thread, Object* self, Object* const*) {
  TRY(epoll_descriptor(thread, self));
  return retain(self);
}

Result<Object*> epoll_exit(Thread& thread, Object* self, Object* const*) {
  return epoll_close(thread, self, nullptr);
}

Result<Object*> epoll_is_closed(Thread& thread, Object* self) {
  return new_boolean(thread, as_epoll(self)->descriptor < 0);
}

constexpr NativeMethod kEpollMethods[] = {
    {"__enter__(self, /)", epoll_enter},
    {"__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)", epoll_exit},
    {"close(self, /)", epoll_close},
    {"fileno(self, /)", epoll_number},
    {"fromfd(type, fd, /)", epoll_from, Binding::kClass},
    {"modify(self, /, fd, eventmask)", epoll_modify},
    {"poll(self, /, timeout=None, maxevents=-1)", epoll_poll},
    {"register(self, /, fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)",
     epoll_register},
    {"unregister(self, /, fd)", epoll_unregister},
};
constexpr NativeAttribute kEpollAttributes[] = {{"closed", epoll_is_closed}};

constexpr TypeDescriptor kEpoll = {
    .name = "epoll",
    .module = "select",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Epoll),
    .slots = {.deallocate = epoll_deallocate,
              .traverse = visit_nothing,
              .make = epoll_make,
              .initialise = epoll_initialise},
    .methods = kEpollMethods,
    .attributes = kEpollAttributes,
    .full_name = "select.epoll",
};

// ---- Module -----------------------------------------------------------------------------------

constexpr NativeMethod kFunctions[] = {
    {"poll(module, /)", make_poll},
    {"select(module, rlist, wlist, xlist, timeout=None, /)", select},
};

#define OURO_NUMBER(name) {#name, name}
constexpr IntConstant kConstants[] = {
    OURO_NUMBER(PIPE_BUF),          OURO_NUMBER(POLLIN),
    OURO_NUMBER(POLLPRI),           OURO_NUMBER(POLLOUT),
    OURO_NUMBER(POLLERR),           OURO_NUMBER(POLLHUP),
    OURO_NUMBER(POLLNVAL),          OURO_NUMBER(POLLRDNORM),
    OURO_NUMBER(POLLRDBAND),        OURO_NUMBER(POLLWRNORM),
    OURO_NUMBER(POLLWRBAND),        OURO_NUMBER(POLLMSG),
    OURO_NUMBER(POLLRDHUP),         {"EPOLLIN", EPOLLIN},
    {"EPOLLOUT", EPOLLOUT},         {"EPOLLPRI", EPOLLPRI},
    {"EPOLLERR", EPOLLERR},         {"EPOLLHUP", EPOLLHUP},
    {"EPOLLRDHUP", EPOLLRDHUP},     {"EPOLLET", EPOLLET},
    {"EPOLLONESHOT", EPOLLONESHOT}, {"EPOLLEXCLUSIVE", EPOLLEXCLUSIVE},
    {"EPOLLRDNORM", EPOLLRDNORM},   {"EPOLLRDBAND", EPOLLRDBAND},
    {"EPOLLWRNORM", EPOLLWRNORM},   {"EPOLLWRBAND", EPOLLWRBAND},
    {"EPOLLMSG", EPOLLMSG},         OURO_NUMBER(EPOLL_CLOEXEC),
};
#undef OURO_NUMBER

Status execute(Thread& thread, Module* module) {
  Ref<Type> poll(TRY(make_native_type(thread, module, kPoll)));
  module_state<SelectState>(module).poll = poll.take();
  TRY(module_add_type(thread, module, kEpoll));
  TRY(module_add(thread, module, "error", type_of(thread, TypeId::kOSError)));
  return add_constants(thread, module, kConstants);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<SelectState*>(place)->poll);
}

void state_clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<SelectState*>(place)->poll);
}

}  // namespace

extern const ModuleDescriptor kSelectModule;
const ModuleDescriptor kSelectModule = {
    .name = "select",
    .doc = "Waiting for descriptors.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(SelectState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
