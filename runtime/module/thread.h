// thread: what the files of the _thread module share.
#pragma once

#include "runtime/component/mutex.h"
#include "runtime/object/dict.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type.h"

namespace ouro {

// A lock that any thread may release; RLock counts how often its owner took it.
struct Lock : Object {
  Mutex mutex;
  Condition released;
  bool made;            // mutex and condition exist
  bool locked;          // under the mutex
  std::uint64_t owner;  // identity of the thread; RLock only
  std::uint64_t depth;  // RLock only
  WeakReference* weak_references;
};

// An object whose attributes each thread has for itself.
struct Local : Object {
  Tuple* values;   // of the call that made it, for __init__ in other threads
  Dict* keywords;  // null: none
  Dict* dicts;     // identity of a thread to its attributes
  WeakReference* weak_references;
  Local* next;   // borrowed; all living ones of the module
  Local** link;  // what points to this one; null: unlinked
};

struct ThreadState {
  Type* lock;  // these are owned
  Type* recursive_lock;
  Type* local;
  Type* hook_arguments;
  Local* locals;  // borrowed
  std::size_t stack_bytes;
};

extern const TypeDescriptor kLock, kRecursiveLock, kLocal;

Result<Object*> make_lock(Thread&, Type*);
// Opens a lock in whatever state it is.
void unlock(Lock*) noexcept;
// The end of a thread: what it kept in the module's locals.
void forget_locals(Interpreter&, ThreadState&, std::uint64_t identity) noexcept;

}  // namespace ouro
