// _thread.lock and _thread.RLock: locks as objects.
//
// The state of a lock stands under its own mutex, for whoever waits does so without the interpreter
// lock.
#include <cmath>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/thread.h"
#include "runtime/module/waiting.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr double kTimeoutMax = 9223372036.0;  // seconds; TIMEOUT_MAX

Lock* lock_of(Object* object) { return static_cast<Lock*>(object); }

void lock_deallocate(Interpreter& interpreter, Object* object) noexcept {
  Lock* lock = lock_of(object);
  if (lock->made) {
    lock->released.tear_down();
    lock->mutex.tear_down();
  }
  free_instance(interpreter, object);
}

Status set_up_native(Thread& thread, Lock* lock) {
  if (!lock->mutex.set_up()) return raise(thread, TypeId::kRuntimeError, "can't allocate lock");
  if (!lock->released.set_up()) {
    lock->mutex.tear_down();
    return raise(thread, TypeId::kRuntimeError, "can't allocate lock");
  }
  lock->made = true;
  return done;
}

Result<Object*> make_lock_object(Thread& thread, Type* type, const Arguments&) {
  return make_lock(thread, type);
}

// Taking.

bool try_lock(Lock* lock) {
  MutexGuard guard(lock->mutex);
  return !std::exchange(lock->locked, true);
}

bool lock_until(Lock* lock, std::int64_t moment) {
  MutexGuard guard(lock->mutex);
  while (lock->locked) {
    if (!lock->released.wait_until(lock->mutex, moment)) break;
  }
  return !std::exchange(lock->locked, true);
}

Result<bool> take(Thread& thread, Lock* lock, std::int64_t deadline) {
  if (try_lock(lock)) return true;
  if (deadline == 0) return false;
  Ref<> held(retain(static_cast<Object*>(lock)));
  return TRY(wait_in_slices(thread, deadline,
                            [lock](std::int64_t until) { return lock_until(lock, until); }));
}

Result<double> timeout_seconds(Thread& thread, Object* timeout) {
  if (timeout == nullptr) return -1.0;
  if (is_float(timeout)) return static_cast<Float*>(timeout)->value;
  Ref<> number(TRY(to_index(thread, timeout)));
  return int_to_double(thread, static_cast<Int*>(number.get()));
}

// When to give up, in monotonic_nanoseconds(); 0: at once.
Result<std::int64_t> deadline_of(Thread& thread, Object* blocking, Object* timeout) {
  const bool blocks = blocking == nullptr || TRY(is_true(thread, blocking));
  const double seconds = TRY(timeout_seconds(thread, timeout));
  if (std::isnan(seconds))
    return raise(thread, TypeId::kValueError, "Invalid value NaN (not a number)");
  if (!blocks && seconds != -1) {
    return raise(thread, TypeId::kValueError, "can't specify a timeout for a non-blocking call");
  }
  if (seconds < 0 && seconds != -1) {
    return raise(thread, TypeId::kValueError, "timeout value must be positive");
  }
  if (seconds >= 9.3e9) {  // more nanoseconds than 64 bits hold
    return raise(thread, TypeId::kOverflowError, "timestamp too large to convert to C _PyTime_t");
  }
  if (seconds > kTimeoutMax)
    return raise(thread, TypeId::kOverflowError, "timeout value is too large");
  if (!blocks || seconds == 0) return std::int64_t{0};
  if (seconds == -1) return INT64_MAX;
  const std::int64_t now = monotonic_nanoseconds();
  const double nanoseconds = std::ceil(seconds * 1e9);
  return nanoseconds >= static_cast<double>(INT64_MAX - now)
             ? INT64_MAX
             : now + static_cast<std::int64_t>(nanoseconds);
}

Result<Object*> acquire(Thread& thread, Object* self, Object* const* arguments) {
  const std::int64_t deadline = TRY(deadline_of(thread, arguments[0], arguments[1]));
  return new_boolean(thread, TRY(take(thread, lock_of(self), deadline)));
}

Result<Object*> enter(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, TRY(take(thread, lock_of(self), INT64_MAX)));
}

bool is_locked(Lock* lock) {
  MutexGuard guard(lock->mutex);
  return lock->locked;
}

Result<Object*> release_method(Thread& thread, Object* self, Object* const*) {
  if (!is_locked(lock_of(self)))
    return raise(thread, TypeId::kRuntimeError, "release unlocked lock");
  unlock(lock_of(self));
  return new_none(thread);
}

Result<Object*> locked(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, is_locked(lock_of(self)));
}

// In the child of a fork the lock is as new.
Result<Object*> reinitialise(Thread& thread, Object* self, Object* const*) {
  Lock* lock = lock_of(self);
  TRY(set_up_native(thread, lock));
  lock->locked = false;
  lock->owner = lock->depth = 0;
  return new_none(thread);
}

Result<Object*> repr_of_lock(Thread& thread, Object* self) {
  return format_str(thread, "<{} {} object at {}>",
                    is_locked(lock_of(self)) ? "locked" : "unlocked",
                    static_cast<const Type*>(self->type), address_of(self));
}

// RLock: owner and depth change only while the interpreter lock is held.

bool is_mine(const Thread& thread, const Lock* lock) {
  return lock->depth > 0 && lock->owner == thread.identity;
}

Result<bool> take_recursively(Thread& thread, Lock* lock, std::int64_t deadline) {
  if (is_mine(thread, lock)) {
    ++lock->depth;
    return true;
  }
  if (!TRY(take(thread, lock, deadline))) return false;
  lock->owner = thread.identity;
  lock->depth = 1;
  return true;
}

Result<Object*> acquire_recursive(Thread& thread, Object* self, Object* const* arguments) {
  const std::int64_t deadline = TRY(deadline_of(thread, arguments[0], arguments[1]));
  return new_boolean(thread, TRY(take_recursively(thread, lock_of(self), deadline)));
}

Result<Object*> enter_recursive(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, TRY(take_recursively(thread, lock_of(self), INT64_MAX)));
}

Result<Object*> release_recursive(Thread& thread, Object* self, Object* const*) {
  Lock* lock = lock_of(self);
  if (!is_mine(thread, lock))
    return raise(thread, TypeId::kRuntimeError, "cannot release un-acquired lock");
  if (--lock->depth == 0) {
    lock->owner = 0;
    unlock(lock);
  }
  return new_none(thread);
}

Result<Object*> is_owned(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, is_mine(thread, lock_of(self)));
}

Result<Object*> recursion_count(Thread& thread, Object* self, Object* const*) {
  Lock* lock = lock_of(self);
  return make_int_unsigned(thread.interpreter(), is_mine(thread, lock) ? lock->depth : 0);
}

// Condition.wait() gives the whole lock up, however often it was taken, and takes it back.
Result<Object*> release_save(Thread& thread, Object* self, Object* const*) {
  Lock* lock = lock_of(self);
  if (lock->depth == 0)
    return raise(thread, TypeId::kRuntimeError, "cannot release un-acquired lock");
  Ref<Int> depth(TRY(make_int_unsigned(thread.interpreter(), lock->depth)));
  Ref<Int> owner(TRY(make_int_unsigned(thread.interpreter(), lock->owner)));
  Ref<Tuple> state(TRY(pack_tuple(thread.interpreter(), depth.get(), owner.get())));
  lock->depth = lock->owner = 0;
  unlock(lock);
  return state.take();
}

Result<Object*> acquire_restore(Thread& thread, Object* self, Object* const* arguments) {
  Lock* lock = lock_of(self);
  if (!is_tuple(arguments[0]) || static_cast<Tuple*>(arguments[0])->size != 2) {
    return raise(thread, TypeId::kTypeError, "_acquire_restore() argument 1 must be 2-item tuple");
  }
  const auto* state = static_cast<Tuple*>(arguments[0]);
  const std::int64_t depth = TRY(to_int64(thread, (*state)[0]));
  const std::int64_t owner = TRY(to_int64(thread, (*state)[1]));
  static_cast<void>(TRY(take(thread, lock, INT64_MAX)));
  lock->depth = static_cast<std::uint64_t>(depth);
  lock->owner = static_cast<std::uint64_t>(owner);
  return new_none(thread);
}

Result<Object*> repr_of_recursive(Thread& thread, Object* self) {
  const Lock* lock = lock_of(self);
  return format_str(thread, "<{} {} object owner={} count={} at {}>",
                    lock->depth > 0 ? "locked" : "unlocked", static_cast<const Type*>(self->type),
                    lock->owner, lock->depth, address_of(self));
}

constexpr const char* kAcquireDoc =
    "Lock the lock.  Without argument, this blocks if the lock is already\n"
    "locked (even by the same thread), waiting for another thread to release\n"
    "the lock, and return True once the lock is acquired.";

constexpr NativeMethod kLockMethods[] = {
    {"acquire(self, /, blocking=True, timeout=-1)", acquire, Binding::kInstance, kAcquireDoc},
    {"acquire_lock(self, /, blocking=True, timeout=-1)", acquire, Binding::kInstance, kAcquireDoc},
    {"release(self, /)", release_method, Binding::kInstance, "Release the lock."},
    {"release_lock(self, /)", release_method, Binding::kInstance, "Release the lock."},
    {"locked(self, /)", locked, Binding::kInstance,
     "Return whether the lock is in the locked state."},
    {"locked_lock(self, /)", locked, Binding::kInstance,
     "Return whether the lock is in the locked state."},
    {"__enter__(self, /)", enter},
    {"__exit__(self, /, *exc_info)", release_method},
    {"_at_fork_reinit(self, /)", reinitialise},
};

constexpr NativeMethod kRecursiveMethods[] = {
    {"acquire(self, /, blocking=True, timeout=-1)", acquire_recursive, Binding::kInstance,
     kAcquireDoc},
    {"release(self, /)", release_recursive, Binding::kInstance,
     "Release the lock, allowing another thread that is blocked waiting for it to take it."},
    {"__enter__(self, /)", enter_recursive},
    {"__exit__(self, /, *exc_info)", release_recursive},
    {"_is_owned(self, /)", is_owned},
    {"_recursion_count(self, /)", recursion_count},
    {"_release_save(self, /)", release_save},
    {"_acquire_restore(self, state, /)", acquire_restore},
    {"_at_fork_reinit(self, /)", reinitialise},
};

constexpr TypeDescriptor lock_descriptor(std::string_view name, std::uint32_t flags,
                                         std::span<const NativeMethod> methods) {
  TypeDescriptor descriptor{.name = name,
                            .module = "_thread",
                            .flags = flags,
                            .object_size = sizeof(Lock),
                            .weak_offset = OURO_OFFSET(Lock, weak_references),
                            .methods = methods};
  descriptor.slots.deallocate = lock_deallocate;
  descriptor.slots.make = nullptr;
  descriptor.slots.repr = repr_of_lock;
  return descriptor;
}

constexpr TypeDescriptor recursive_descriptor() {
  TypeDescriptor descriptor = lock_descriptor("RLock", flag::kBaseType, kRecursiveMethods);
  descriptor.slots.make = make_lock_object;
  descriptor.slots.initialise = accept_arguments;
  descriptor.slots.repr = repr_of_recursive;
  return descriptor;
}

}  // namespace

const TypeDescriptor kLock = lock_descriptor("lock", 0, kLockMethods);
const TypeDescriptor kRecursiveLock = recursive_descriptor();

Result<Object*> make_lock(Thread& thread, Type* type) {
  Ref<Lock> lock(lock_of(TRY(allocate_instance(thread.interpreter(), type))));
  TRY(set_up_native(thread, lock));
  return lock.take();
}

void unlock(Lock* lock) noexcept {
  MutexGuard guard(lock->mutex);
  lock->locked = false;
  lock->released.notify_one();
}

}  // namespace ouro
