// Interpreter: owns everything one isolated program run needs, and nothing else does.
#pragma once

#include <cstdint>

#include "runtime/component/component_set.h"
#include "runtime/execute/thread.h"
#include "runtime/interpreter/components.h"

namespace ouro {

class Process;

// Where an interpreter stands in its life.
enum class Phase : std::uint8_t {
  kNew,       // constructed, or ended
  kStarting,  // half-built
  kRunning,
  kFinalizing,
  kUserCodeForbidden,  // finalizers and callbacks that still want to run are counted instead
};

class Interpreter : public ComponentSet<InterpreterComponents> {
 public:
  std::uint64_t id = 0;  // from InterpreterIds while started, otherwise 0
  Phase phase = Phase::kNew;
  Process* process = nullptr;  // from start() to its end: where the interpreters it makes belong
  std::int32_t int_digits_max = 4300;  // sys.set_int_max_str_digits; 0: no limit

  Type* type(TypeId type_id) { return get<TypeRegistry>().type(type_id); }
  Str* identifier(Id name) { return get<Identifiers>().at(name); }
  Object* none() { return get<Singletons>().none(); }
  Object* not_implemented() { return get<Singletons>().not_implemented(); }
  Object* ellipsis() { return get<Singletons>().ellipsis(); }
  Int* boolean(bool value) { return get<Singletons>().boolean(value); }

  // New references, for results.
  Object* new_none() { return retain(none()); }
  Object* new_not_implemented() { return retain(not_implemented()); }
  Object* new_boolean(bool value) { return retain(static_cast<Object*>(boolean(value))); }

  // The thread that holds the interpreter lock. Never null once the main thread is set up.
  Thread& thread() { return *get<Threads>().current(); }
};

// Short forms for code that has a Thread.
inline Type* type_of(Thread& thread, TypeId id) { return thread.interpreter().type(id); }
inline Str* identifier(Thread& thread, Id id) { return thread.interpreter().identifier(id); }
inline Memory& memory_of(Thread& thread) { return thread.interpreter().memory(); }
inline Object* none(Thread& thread) { return thread.interpreter().none(); }
inline Result<Object*> new_none(Thread& thread) { return thread.interpreter().new_none(); }
inline Result<Object*> new_boolean(Thread& thread, bool value) {
  return thread.interpreter().new_boolean(value);
}

// An Interpreter& from an object: each type belongs to one.
inline Interpreter& interpreter_of(const Object* object) { return *object->type->interpreter; }

}  // namespace ouro
