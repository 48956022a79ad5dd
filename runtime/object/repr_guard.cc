// ReprGuard: the list of objects being printed, one per thread.
#include "runtime/object/repr_guard.h"

#include "runtime/execute/thread.h"

namespace ouro {

ReprGuard::ReprGuard(Thread& thread, const Object* object) noexcept
    : thread_(thread), object_(object), outer_(thread.repr_guard) {
  for (const ReprGuard* guard = outer_; guard != nullptr; guard = guard->outer_) {
    if (guard->object_ == object) repeated_ = true;
  }
  thread.repr_guard = this;
}

ReprGuard::~ReprGuard() { thread_.repr_guard = outer_; }

}  // namespace ouro
