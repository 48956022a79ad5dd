// ReprGuard: knows which objects are being printed, so that a container inside itself prints as
// "[...]".
#pragma once

#include "runtime/object/object.h"

namespace ouro {

// Stands on the C stack; the guards of a thread form a list.
class ReprGuard {
 public:
  ReprGuard(Thread& thread, const Object* object) noexcept;
  ~ReprGuard();
  ReprGuard(const ReprGuard&) = delete;
  ReprGuard& operator=(const ReprGuard&) = delete;

  // Is the object printed further out already?
  bool repeated() const { return repeated_; }

 private:
  Thread& thread_;
  const Object* object_;
  ReprGuard* outer_;
  bool repeated_ = false;
};

}  // namespace ouro
