// Float: a double in a box.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Float : Object {
  double value;
};

Result<Float*> make_float(Interpreter&, double value);
// Through __float__ and __index__; TypeError("must be real number, not str").
Result<double> to_double(Thread&, Object* number);

}  // namespace ouro
