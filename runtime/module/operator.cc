// _operator: the operations of the language as functions. What is missing here operator.py has
// itself.
#include "runtime/module/operator.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

template <Comparison kComparison>
Result<Object*> comparison(Thread& thread, Object*, Object* const* arguments) {
  return compare(thread, arguments[0], arguments[1], kComparison);
}

template <BinaryOperator kOperator>
Result<Object*> binary_function(Thread& thread, Object*, Object* const* arguments) {
  return binary(thread, kOperator, arguments[0], arguments[1]);
}

template <BinaryOperator kOperator>
Result<Object*> inplace_function(Thread& thread, Object*, Object* const* arguments) {
  return binary_inplace(thread, kOperator, arguments[0], arguments[1]);
}

template <UnaryOperator kOperator>
Result<Object*> unary_function(Thread& thread, Object*, Object* const* arguments) {
  return unary(thread, kOperator, arguments[0]);
}

Result<Object*> not_function(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, !TRY(is_true(thread, arguments[0])));
}

Result<Object*> truth(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, TRY(is_true(thread, arguments[0])));
}

Result<Object*> is_same(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, arguments[0] == arguments[1]);
}

Result<Object*> is_not_same(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, arguments[0] != arguments[1]);
}

Result<Object*> index(Thread& thread, Object*, Object* const* arguments) {
  return to_index(thread, arguments[0]);
}

Result<Object*> contains_function(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, TRY(contains(thread, arguments[0], arguments[1])));
}

Result<Object*> get_item_function(Thread& thread, Object*, Object* const* arguments) {
  return get_item(thread, arguments[0], arguments[1]);
}

Result<Object*> set_item_function(Thread& thread, Object*, Object* const* arguments) {
  TRY(set_item(thread, arguments[0], arguments[1], arguments[2]));
  return new_none(thread);
}

Result<Object*> delete_item_function(Thread& thread, Object*, Object* const* arguments) {
  TRY(delete_item(thread, arguments[0], arguments[1]));
  return new_none(thread);
}

// Visits the items until `visit` answers true, an error, or the end.
template <typename Visit>
Status for_each_item(Thread& thread, Object* iterable, Visit visit) {
  Ref<> iterator(TRY(iterate(thread, iterable)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item || TRY(visit(item.get()))) return done;
  }
}

// What has neither __iter__ nor __getitem__ is told so as `in` would tell it.
Status check_iterable(Thread& thread, Object* object) {
  const Slots& slots = *object->type->slots;
  if (slots.iterate != nullptr || slots.get_item != nullptr || slots.item_at != nullptr)
    return done;
  return raise(thread, TypeId::kTypeError, "argument of type '{}' is not iterable",
               static_cast<const Type*>(object->type));
}

Result<Object*> count_of(Thread& thread, Object*, Object* const* arguments) {
  TRY(check_iterable(thread, arguments[0]));
  std::int64_t count = 0;
  TRY(for_each_item(thread, arguments[0], [&](Object* item) -> Result<bool> {
    count += TRY(equal(thread, item, arguments[1]));
    return false;
  }));
  return make_int(thread.interpreter(), count);
}

Result<Object*> index_of_item(Thread& thread, Object*, Object* const* arguments) {
  TRY(check_iterable(thread, arguments[0]));
  std::int64_t place = 0;
  bool found = false;
  TRY(for_each_item(thread, arguments[0], [&](Object* item) -> Result<bool> {
    found = TRY(equal(thread, item, arguments[1]));
    place += !found;
    return found;
  }));
  if (!found) return raise(thread, TypeId::kValueError, "sequence.index(x): x not in sequence");
  return make_int(thread.interpreter(), place);
}

Result<Object*> concatenate(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0]->type->slots->get_item == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object can't be concatenated",
                 static_cast<const Type*>(arguments[0]->type));
  }
  return binary(thread, BinaryOperator::kAdd, arguments[0], arguments[1]);
}

Result<Object*> inplace_concatenate(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0]->type->slots->get_item == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object can't be concatenated",
                 static_cast<const Type*>(arguments[0]->type));
  }
  return binary_inplace(thread, BinaryOperator::kAdd, arguments[0], arguments[1]);
}

Result<Object*> hint(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[1] != nullptr && !is_int(arguments[1])) {
    return raise(thread, TypeId::kTypeError, "'{}' object cannot be interpreted as an integer",
                 static_cast<const Type*>(arguments[1]->type));
  }
  const std::intptr_t fallback =
      arguments[1] == nullptr ? 0 : TRY(to_index_value(thread, arguments[1]));
  return make_int(thread.interpreter(), TRY(length_hint(thread, arguments[0], fallback)));
}

Result<Object*> call_function(Thread& thread, Object*, Object* const* arguments) {
  return call_with(thread, arguments[0], static_cast<Tuple*>(arguments[1]),
                   reinterpret_cast<Dict*>(arguments[2]));
}

// The bytes of an ASCII str or a buffer, compared in a time that depends on the lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right) {
  volatile unsigned char difference = left.size() != right.size();
  for (std::size_t at = 0; at < right.size(); ++at) {
    const char mine = left.size() == right.size() ? left[at] : right[at];
    difference = static_cast<unsigned char>(difference | (mine ^ right[at]));
  }
  return difference == 0;
}

Result<Object*> compare_digest(Thread& thread, Object*, Object* const* arguments) {
  if (is_str(arguments[0]) && is_str(arguments[1])) {
    const auto* left = static_cast<const Str*>(arguments[0]);
    const auto* right = static_cast<const Str*>(arguments[1]);
    if (!left->ascii || !right->ascii) {
      return raise(thread, TypeId::kTypeError,
                   "comparing strings with non-ASCII characters is not supported");
    }
    return new_boolean(thread, equal_in_constant_time(left->ascii_view(), right->ascii_view()));
  }
  Buffer left, right;
  TRY(get_buffer(thread, arguments[0], left));
  const Status status = get_buffer(thread, arguments[1], right);
  bool same = false;
  if (status.ok()) {
    same = equal_in_constant_time({reinterpret_cast<char*>(left.data), left.length},
                                  {reinterpret_cast<char*>(right.data), right.length});
    release_buffer(thread.interpreter(), right);
  }
  release_buffer(thread.interpreter(), left);
  TRY(status);
  return new_boolean(thread, same);
}

using B = BinaryOperator;

constexpr NativeMethod kFunctions[] = {
    {"_compare_digest(module, a, b, /)", compare_digest},
    {"abs(module, a, /)", unary_function<UnaryOperator::kAbsolute>},
    {"add(module, a, b, /)", binary_function<B::kAdd>},
    {"and_(module, a, b, /)", binary_function<B::kAnd>},
    {"call(module, obj, /, *args, **kwargs)", call_function},
    {"concat(module, a, b, /)", concatenate},
    {"contains(module, a, b, /)", contains_function},
    {"countOf(module, a, b, /)", count_of},
    {"delitem(module, a, b, /)", delete_item_function},
    {"eq(module, a, b, /)", comparison<Comparison::kEqual>},
    {"floordiv(module, a, b, /)", binary_function<B::kFloorDivide>},
    {"ge(module, a, b, /)", comparison<Comparison::kGreaterEqual>},
    {"getitem(module, a, b, /)", get_item_function},
    {"gt(module, a, b, /)", comparison<Comparison::kGreater>},
    {"iadd(module, a, b, /)", inplace_function<B::kAdd>},
    {"iand(module, a, b, /)", inplace_function<B::kAnd>},
    {"iconcat(module, a, b, /)", inplace_concatenate},
    {"ifloordiv(module, a, b, /)", inplace_function<B::kFloorDivide>},
    {"ilshift(module, a, b, /)", inplace_function<B::kLeftShift>},
    {"imatmul(module, a, b, /)", inplace_function<B::kMatrixMultiply>},
    {"imod(module, a, b, /)", inplace_function<B::kModulo>},
    {"imul(module, a, b, /)", inplace_function<B::kMultiply>},
    {"index(module, a, /)", index},
    {"indexOf(module, a, b, /)", index_of_item},
    {"inv(module, a, /)", unary_function<UnaryOperator::kInvert>},
    {"invert(module, a, /)", unary_function<UnaryOperator::kInvert>},
    {"ior(module, a, b, /)", inplace_function<B::kOr>},
    {"ipow(module, a, b, /)", inplace_function<B::kPower>},
    {"irshift(module, a, b, /)", inplace_function<B::kRightShift>},
    {"is_(module, a, b, /)", is_same},
    {"is_not(module, a, b, /)", is_not_same},
    {"isub(module, a, b, /)", inplace_function<B::kSubtract>},
    {"itruediv(module, a, b, /)", inplace_function<B::kTrueDivide>},
    {"ixor(module, a, b, /)", inplace_function<B::kXor>},
    {"le(module, a, b, /)", comparison<Comparison::kLessEqual>},
    {"length_hint(module, obj, default=0, /)", hint},
    {"lshift(module, a, b, /)", binary_function<B::kLeftShift>},
    {"lt(module, a, b, /)", comparison<Comparison::kLess>},
    {"matmul(module, a, b, /)", binary_function<B::kMatrixMultiply>},
    {"mod(module, a, b, /)", binary_function<B::kModulo>},
    {"mul(module, a, b, /)", binary_function<B::kMultiply>},
    {"ne(module, a, b, /)", comparison<Comparison::kNotEqual>},
    {"neg(module, a, /)", unary_function<UnaryOperator::kNegative>},
    {"not_(module, a, /)", not_function},
    {"or_(module, a, b, /)", binary_function<B::kOr>},
    {"pos(module, a, /)", unary_function<UnaryOperator::kPositive>},
    {"pow(module, a, b, /)", binary_function<B::kPower>},
    {"rshift(module, a, b, /)", binary_function<B::kRightShift>},
    {"setitem(module, a, b, c, /)", set_item_function},
    {"sub(module, a, b, /)", binary_function<B::kSubtract>},
    {"truediv(module, a, b, /)", binary_function<B::kTrueDivide>},
    {"truth(module, a, /)", truth},
    {"xor(module, a, b, /)", binary_function<B::kXor>},
};

}  // namespace

extern const ModuleDescriptor kOperatorModule;
const ModuleDescriptor kOperatorModule = {
    .name = "_operator",
    .doc = "Operator interface: the operations of the language as functions.",
    .functions = kFunctions,
    .execute = add_operator_types,
};

}  // namespace ouro
