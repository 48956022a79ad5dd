// functools: what the files of the _functools module share.
#pragma once

#include "runtime/object/type.h"

namespace ouro {

struct FunctoolsState {
  Type* link;  // owned; of the entries of caches
  Object*
      separator;  // owned; stands between positional and named values in the key of a cached call
};

extern const TypeDescriptor kPartial, kLruCache, kLruLink;

// The positional and named values of a call: those of `front` first, then those of `arguments`.
Result<Object*> call_with_front(Thread&, Object* callable, const Tuple* front,
                                const Arguments& arguments);

}  // namespace ouro
