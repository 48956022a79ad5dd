// Native calls: binding the arguments of a call to the parameters of a native function.
#pragma once

#include <cstddef>

#include "runtime/object/object.h"
#include "runtime/object/signature.h"
#include "runtime/object/type.h"

namespace ouro {

// The values of one call, one for each parameter, as a NativeFunction gets them; also for
// constructors:
//   BoundArguments bound; TRY(bound.bind(thread, kSignature, arguments)); bound[0] ...
class BoundArguments {
 public:
  static constexpr std::size_t kSlots = Signature::kParametersMax + 2;

  // `owner` and `self` only name the function in messages. The signature's name may be that of a
  // type.
  Status bind(Thread&, const Signature&, const Arguments&, Object* self = nullptr,
              const Type* owner = nullptr);

  // Borrowed; null: not given.
  Object* operator[](std::size_t index) const { return values_[index]; }
  Object* const* values() const { return values_; }

 private:
  Object* values_[kSlots] = {};
  Ref<> variadic_;
  Ref<> keywords_;
};

}  // namespace ouro
