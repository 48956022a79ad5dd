// Weak references: they find an object without keeping it alive, and hear of its end.
#pragma once

#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// A reference, a proxy or a callable proxy. All of one referent form a list headed in the referent.
struct WeakReference : Object {
  Object* referent;         // borrowed; null: it has ended
  Object* callback;         // null: none, or already called
  std::intptr_t hash;       // of the referent; -1: not computed yet
  WeakReference* next;      // borrowed
  WeakReference* previous;  // borrowed; null: the head
  WeakReference** head;     // in the referent, which cannot be asked any more once it is ending
};

// Without a callback there is one reference per referent, made once. TypeError("cannot create weak
// reference to 'int' object").
Result<WeakReference*> make_weak_reference(Thread&, Object* referent,
                                           Object* callback_or_null = nullptr);
Result<WeakReference*> make_weak_proxy(Thread&, Object* referent,
                                       Object* callback_or_null = nullptr);

// How many references and proxies there are; a List of them.
std::intptr_t weak_reference_count(Object* referent) noexcept;
Result<Object*> weak_reference_list(Thread&, Object* referent);

// The end of a referent, in two steps for the collector: no reference finds it any more ...
WeakReference* detach_weak_references(
    Object* referent) noexcept;  // owned chain of those with callbacks
// ... and those with a callback are told. Keeps the pending exception.
void run_weak_callbacks(Interpreter&, WeakReference* chain) noexcept;
// Ends a chain without calling anybody: for referents whose watchers die together with them.
void drop_weak_callbacks(Interpreter&, WeakReference* chain) noexcept;

}  // namespace ouro
