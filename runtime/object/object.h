// Object: what every value starts with. Counted without atomics, owned by exactly one interpreter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "runtime/component/check.h"
#include "runtime/component/result.h"

namespace ouro {

class Interpreter;
class Thread;
class Memory;
struct Type;

struct Object {
  std::intptr_t count;  // 0: not born yet, or dead; the collector skips it
  Type* type;           // borrowed for built-in types, owned for classes and module types
};

#ifdef OURO_CHECKED
// Stops the process when the object belongs to another interpreter than the one that runs here.
void check_owner(const Object* object) noexcept;
#else
inline void check_owner(const Object*) noexcept {}
#endif

// The last reference is gone: runs the finalizer (which may revive the object), clears weak
// references, and gives the body back. Deep chains are flattened, so any depth is safe.
void deallocate(Object* object) noexcept;

template <typename T>
T* retain(T* object) noexcept {
  check_owner(object);
  ++object->count;
  return object;
}

template <typename T>
T* retain_if(T* object) noexcept {
  return object == nullptr ? nullptr : retain(object);
}

inline void release(Object* object) noexcept {
  check_owner(object);
  if (--object->count == 0) [[unlikely]]
    deallocate(object);
}

inline void release_if(Object* object) noexcept {
  if (object != nullptr) release(object);
}

// Forgets first, releases after: the end of an object may look at the place again.
template <typename T>
void clear_reference(T*& place) noexcept {
  if (T* object = std::exchange(place, nullptr)) release(object);
}

// Puts a new reference into a place and releases the one that was there.
template <typename T>
void replace_reference(T*& place, std::type_identity_t<T>* owned) noexcept {
  if (T* object = std::exchange(place, owned)) release(object);
}

// Ref: owns one reference, or none. Adopts: Ref<> x(TRY(call(...))); Ref<> y(retain(borrowed));
template <typename T = Object>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* owned) noexcept : object_(owned) {}
  template <typename U>
    requires(std::is_convertible_v<U*, T*>)
  Ref(Ref<U>&& other) noexcept : object_(other.take()) {}
  Ref(Ref&& other) noexcept : object_(other.take()) {}
  Ref& operator=(Ref&& other) noexcept {
    reset(other.take());
    return *this;
  }
  ~Ref() { release_if(object_); }

  T* get() const noexcept { return object_; }
  T* operator->() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  operator T*() const& noexcept { return object_; }  // borrowed
  explicit operator bool() const noexcept { return object_ != nullptr; }

  // Hands the reference on.
  [[nodiscard]] T* take() noexcept { return std::exchange(object_, nullptr); }
  void reset(T* owned = nullptr) noexcept { replace_reference(object_, owned); }

 private:
  T* object_ = nullptr;
};

// Is shown each counted reference that an object or component holds, once for each count.
class ReferenceVisitor {
 public:
  virtual void visit(Object& object) = 0;
  void visit_if(Object* object) {
    if (object != nullptr) visit(*object);
  }

 protected:
  ~ReferenceVisitor() = default;
};

}  // namespace ouro
