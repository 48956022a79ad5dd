// Complex: two doubles in a box.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Complex : Object {
  double real;
  double imaginary;
};

Result<Complex*> make_complex(Interpreter&, double real, double imaginary);

}  // namespace ouro
