// math: what the files of the math module share.
#pragma once

#include "runtime/object/type.h"

namespace ouro {

Failure raise_domain_error(Thread&);
Failure raise_math_range_error(Thread&);

using MathFunction = Result<Object*>(Thread&, Object* module, Object* const* arguments);

MathFunction math_combinations, math_permutations, math_factorial, math_integer_root;
MathFunction math_greatest_common_divisor, math_least_common_multiple, math_product;
MathFunction math_exact_sum, math_hypotenuse, math_distance;
MathFunction math_gamma, math_log_gamma;

}  // namespace ouro
