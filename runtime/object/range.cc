// Range: the type `range` and its iterators. Ints of 64 bits take the short way, larger ones the
// long.
#include "runtime/object/range.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slice.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Range* as_range(Object* object) { return static_cast<Range*>(object); }

// ---- Arithmetic -------------------------------------------------------------------------------

bool is_zero(const Int* number) { return number->compact() && number->value == 0; }
bool is_one(const Int* number) { return number->compact() && number->value == 1; }

Result<Int*> calculate(Thread& thread, BinaryOperator which, Int* left, Int* right) {
  return static_cast<Int*>(TRY(int_binary(thread, which, left, right)));
}
Result<Int*> add(Thread& thread, Int* left, Int* right) {
  return calculate(thread, BinaryOperator::kAdd, left, right);
}
Result<Int*> subtract(Thread& thread, Int* left, Int* right) {
  return calculate(thread, BinaryOperator::kSubtract, left, right);
}
Result<Int*> multiply(Thread& thread, Int* left, Int* right) {
  return calculate(thread, BinaryOperator::kMultiply, left, right);
}

// start + index * step.
Result<Int*> nth(Thread& thread, Int* start, Int* step, Int* index) {
  Ref<Int> offset(TRY(multiply(thread, index, step)));
  return add(thread, start, offset);
}

// An exact int, through __index__.
Result<Int*> exact_index(Thread& thread, Object* object) {
  Ref<Int> number(static_cast<Int*>(TRY(to_index(thread, object))));
  if (is_exact(number, TypeId::kInt)) return number.take();
  if (number->compact()) return make_int(thread.interpreter(), number->value);
  return make_int_from_limbs(thread.interpreter(), number->limbs(), number->limb_count(),
                             number->negative());
}

Result<Int*> short_length(Interpreter& interpreter, std::int64_t start, std::int64_t stop,
                          std::int64_t step) {
  const bool up = step > 0;
  if (up ? start >= stop : start <= stop) return make_int(interpreter, 0);
  const auto low = static_cast<std::uint64_t>(up ? start : stop);
  const auto high = static_cast<std::uint64_t>(up ? stop : start);
  const std::uint64_t stride =
      up ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  return make_int_unsigned(interpreter, (high - low - 1) / stride + 1);
}

Result<Int*> long_length(Thread& thread, Int* start, Int* stop, Int* step) {
  Interpreter& interpreter = thread.interpreter();
  const bool up = !step->negative();
  Int* low = up ? start : stop;
  Int* high = up ? stop : start;
  if (int_compare(low, high) >= 0) return make_int(interpreter, 0);
  Ref<Int> zero(TRY(make_int(interpreter, 0)));
  Ref<Int> one(TRY(make_int(interpreter, 1)));
  Ref<Int> stride(up ? retain(step) : TRY(subtract(thread, zero, step)));
  Ref<Int> span(TRY(subtract(thread, high, low)));
  span.reset(TRY(subtract(thread, span, one)));
  span.reset(TRY(calculate(thread, BinaryOperator::kFloorDivide, span, stride)));
  return add(thread, span, one);
}

Result<Int*> length_of(Thread& thread, Int* start, Int* stop, Int* step) {
  if (start->compact() && stop->compact() && step->compact()) {
    return short_length(thread.interpreter(), start->value, stop->value, step->value);
  }
  return long_length(thread, start, stop, step);
}

bool is_short(const Range* range) {
  return range->start->compact() && range->stop->compact() && range->step->compact() &&
         range->length->compact();
}

}  // namespace

Result<Range*> make_range(Thread& thread, Int* start, Int* stop, Int* step) {
  if (is_zero(step)) return raise(thread, TypeId::kValueError, "range() arg 3 must not be zero");
  Ref<Int> length(TRY(length_of(thread, start, stop, step)));
  auto* range = TRY(make_body<Range>(thread.interpreter(), TypeId::kRange));
  range->start = retain(start);
  range->stop = retain(stop);
  range->step = retain(step);
  range->length = length.take();
  return range;
}

namespace {

// ---- Life and text ----------------------------------------------------------------------------

Result<Object*> range_make(Thread& thread, Type*, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "range", arguments));
  TRY(check_positional(thread, "range", arguments, 1, 3));
  Object* const* values = arguments.values;
  const bool only_stop = arguments.positional == 1;
  Interpreter& interpreter = thread.interpreter();
  Ref<Int> start(only_stop ? TRY(make_int(interpreter, 0)) : TRY(exact_index(thread, values[0])));
  Ref<Int> stop(TRY(exact_index(thread, values[only_stop ? 0 : 1])));
  Ref<Int> step(arguments.positional == 3 ? TRY(exact_index(thread, values[2]))
                                          : TRY(make_int(interpreter, 1)));
  return make_range(thread, start, stop, step);
}

void range_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Range* range = as_range(self);
  release(range->start);
  release(range->stop);
  release(range->step);
  release(range->length);
  free_body(interpreter, range);
}

void range_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_range(self)->start);
  visitor.visit_if(as_range(self)->stop);
  visitor.visit_if(as_range(self)->step);
  visitor.visit_if(as_range(self)->length);
}

Result<Object*> range_repr(Thread& thread, Object* self) {
  const Range* range = as_range(self);
  TextBuilder text(thread.interpreter());
  TRY(text.append("range("));
  TRY(text.append_repr(thread, range->start));
  TRY(text.append(", "));
  TRY(text.append_repr(thread, range->stop));
  if (!is_one(range->step)) {
    TRY(text.append(", "));
    TRY(text.append_repr(thread, range->step));
  }
  TRY(text.append(")"));
  return text.finish();
}

// ---- Hash and comparison ----------------------------------------------------------------------

// Equal ranges hold the same numbers, however they are written.
Result<std::intptr_t> range_hash(Thread& thread, Object* self) {
  const Range* range = as_range(self);
  Object* nothing = none(thread);
  Object* start = is_zero(range->length) ? nothing : range->start;
  Object* step = is_zero(range->length) || is_one(range->length) ? nothing : range->step;
  Ref<Tuple> parts(
      TRY((pack_tuple<Object, Object, Object>(thread.interpreter(), range->length, start, step))));
  return hash(thread, parts);
}

bool ranges_equal(const Range* left, const Range* right) {
  if (left == right) return true;
  if (int_compare(left->length, right->length) != 0) return false;
  if (is_zero(left->length)) return true;
  if (int_compare(left->start, right->start) != 0) return false;
  return is_one(left->length) || int_compare(left->step, right->step) == 0;
}

Result<Object*> range_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  const bool for_equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!for_equality || !is_exact(right, TypeId::kRange)) return new_not_implemented(thread);
  const bool same = ranges_equal(as_range(left), as_range(right));
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<std::intptr_t> range_length(Thread& thread, Object* self) {
  const Int* length = as_range(self)->length;
  if (length->compact()) return static_cast<std::intptr_t>(length->value);
  return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}

Result<bool> range_boolean(Thread&, Object* self) { return !is_zero(as_range(self)->length); }

Failure out_of_range(Thread& thread) {
  return raise(thread, TypeId::kIndexError, "range object index out of range");
}

Result<Object*> range_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const Range* range = as_range(self);
  if (is_short(range)) {
    if (index < 0 || index >= range->length->value) return out_of_range(thread);
    return make_int(thread.interpreter(),
                    range_value(range->start->value, range->step->value, index));
  }
  Ref<Int> number(TRY(make_int(thread.interpreter(), index)));
  if (index < 0 || int_compare(number, range->length) >= 0) return out_of_range(thread);
  return nth(thread, range->start, range->step, number);
}

Result<Object*> item_of(Thread& thread, Range* range, Object* key) {
  Ref<Int> index(TRY(exact_index(thread, key)));
  if (index->negative()) index.reset(TRY(add(thread, index, range->length)));
  if (index->compact()) return range_item_at(thread, range, index->value);
  if (index->negative() || int_compare(index, range->length) >= 0) return out_of_range(thread);
  return nth(thread, range->start, range->step, index);
}

Result<Object*> slice_of(Thread& thread, Range* range, const Slice* slice) {
  Ref<Tuple> indices(TRY(slice_indices(thread, slice, range->length)));
  const auto part = [&](std::size_t place) { return static_cast<Int*>((*indices)[place]); };
  Ref<Int> step(TRY(multiply(thread, range->step, part(2))));
  Ref<Int> start(TRY(nth(thread, range->start, range->step, part(0))));
  Ref<Int> stop(TRY(nth(thread, range->start, range->step, part(1))));
  return make_range(thread, start, stop, step);
}

Result<Object*> range_get_item(Thread& thread, Object* self, Object* key) {
  if (has_index(key)) return item_of(thread, as_range(self), key);
  if (is_exact(key, TypeId::kSlice))
    return slice_of(thread, as_range(self), static_cast<Slice*>(key));
  return raise(thread, TypeId::kTypeError, "range indices must be integers or slices, not {}",
               type_name(key->type));
}

bool is_plain_int(const Object* object) {
  return is_exact(object, TypeId::kInt) || is_exact(object, TypeId::kBool);
}

Result<bool> contains_int(Thread& thread, const Range* range, Int* number) {
  const bool up = !range->step->negative();
  const int from_start = int_compare(number, range->start);
  const int to_stop = int_compare(number, range->stop);
  if (up ? from_start < 0 || to_stop >= 0 : from_start > 0 || to_stop <= 0) return false;
  Ref<Int> distance(TRY(subtract(thread, number, range->start)));
  Ref<Int> rest(TRY(calculate(thread, BinaryOperator::kModulo, distance, range->step)));
  return is_zero(rest);
}

// For numbers of other types: compares one by one. `visit(index)` returns false to stop.
template <typename Visit>
Status each_equal(Thread& thread, Object* range, Object* item, Visit visit) {
  Ref<> iterator(TRY(iterate(thread, range)));
  for (std::intptr_t index = 0;; ++index) {
    Ref<> number(TRY(next(thread, iterator)).value);
    if (!number) return done;
    if (TRY(equal(thread, number, item)) && !visit(index)) return done;
  }
}

Result<bool> range_contains(Thread& thread, Object* self, Object* item) {
  if (is_plain_int(item)) return contains_int(thread, as_range(self), static_cast<Int*>(item));
  bool found = false;
  TRY(each_equal(thread, self, item, [&](std::intptr_t) { return found = true, false; }));
  return found;
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> count(Thread& thread, Object* self, Object* const* arguments) {
  std::intptr_t count = 0;
  if (is_plain_int(arguments[0])) {
    count = TRY(contains_int(thread, as_range(self), static_cast<Int*>(arguments[0])));
  } else {
    TRY(each_equal(thread, self, arguments[0], [&](std::intptr_t) { return ++count, true; }));
  }
  return make_int_object(thread, count);
}

Result<Object*> index_of_int(Thread& thread, const Range* range, Int* number) {
  if (!TRY(contains_int(thread, range, number))) {
    return raise(thread, TypeId::kValueError, "{} is not in range", repr_of(number));
  }
  Ref<Int> distance(TRY(subtract(thread, number, range->start)));
  return calculate(thread, BinaryOperator::kFloorDivide, distance, range->step);
}

Result<Object*> index(Thread& thread, Object* self, Object* const* arguments) {
  Object* item = arguments[0];
  if (is_plain_int(item)) return index_of_int(thread, as_range(self), static_cast<Int*>(item));
  std::intptr_t found = -1;
  TRY(each_equal(thread, self, item, [&](std::intptr_t place) { return found = place, false; }));
  if (found >= 0) return make_int_object(thread, found);
  return raise(thread, TypeId::kValueError, "sequence.index(x): x not in sequence");
}

Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  const Range* range = as_range(self);
  Ref<Tuple> arguments(
      TRY(pack_tuple(thread.interpreter(), range->start, range->stop, range->step)));
  return pack_tuple<Object, Object>(thread.interpreter(), self->type, arguments.get());
}

// ---- Iteration --------------------------------------------------------------------------------

Result<Object*> make_short_iterator(Interpreter& interpreter, std::int64_t start, std::int64_t step,
                                    std::int64_t length) {
  auto* iterator = TRY(make_body<RangeIterator>(interpreter, TypeId::kRangeIterator));
  iterator->start = start;
  iterator->step = step;
  iterator->length = length;
  return iterator;
}

Result<Object*> make_long_iterator(Thread& thread, Int* start, Int* step, Int* length) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Int> zero(TRY(make_int(interpreter, 0)));
  auto* iterator = TRY(make_body<LongRangeIterator>(interpreter, TypeId::kLongRangeIterator));
  iterator->start = retain(start);
  iterator->step = retain(step);
  iterator->length = retain(length);
  iterator->index = zero.take();
  return iterator;
}

// Would the value behind the last one, which no iteration reaches, need more than 64 bits?
bool passes_limit(const Range* range) {
  if (is_zero(range->length)) return false;
  const std::int64_t step = range->step->value;
  std::int64_t behind;
  return __builtin_add_overflow(range->stop->value, step > 0 ? step - 1 : step + 1, &behind);
}

Result<Object*> range_iterate(Thread& thread, Object* self) {
  const Range* range = as_range(self);
  if (!is_short(range) || passes_limit(range)) {
    return make_long_iterator(thread, range->start, range->step, range->length);
  }
  return make_short_iterator(thread.interpreter(), range->start->value, range->step->value,
                             range->length->value);
}

Result<Object*> reversed(Thread& thread, Object* self, Object* const*) {
  const Range* range = as_range(self);
  Interpreter& interpreter = thread.interpreter();
  std::int64_t before;
  if (is_short(range) && range->step->value != INT64_MIN &&
      !__builtin_sub_overflow(range->start->value, range->step->value, &before)) {
    const std::int64_t length = range->length->value;
    const std::int64_t last = range_value(before, range->step->value, length);
    return make_short_iterator(interpreter, last, -range->step->value, length);
  }
  Ref<Int> zero(TRY(make_int(interpreter, 0)));
  Ref<Int> one(TRY(make_int(interpreter, 1)));
  Ref<Int> last_index(TRY(subtract(thread, range->length, one)));
  Ref<Int> last(TRY(nth(thread, range->start, range->step, last_index)));
  Ref<Int> back(TRY(subtract(thread, zero, range->step)));
  return make_long_iterator(thread, last, back, range->length);
}

RangeIterator* as_short(Object* object) { return static_cast<RangeIterator*>(object); }
LongRangeIterator* as_long(Object* object) { return static_cast<LongRangeIterator*>(object); }

Result<Found<Object>> short_next(Thread& thread, Object* self) {
  RangeIterator* iterator = as_short(self);
  if (iterator->index >= iterator->length) return Found<Object>{};
  const std::int64_t value = range_value(iterator->start, iterator->step, iterator->index);
  Object* number = TRY(make_int(thread.interpreter(), value));
  ++iterator->index;
  return Found<Object>{number};
}

Result<Found<Object>> long_next(Thread& thread, Object* self) {
  LongRangeIterator* iterator = as_long(self);
  if (int_compare(iterator->index, iterator->length) >= 0) return Found<Object>{};
  Ref<Int> one(TRY(make_int(thread.interpreter(), 1)));
  Ref<Int> number(TRY(nth(thread, iterator->start, iterator->step, iterator->index)));
  replace_reference(iterator->index, TRY(add(thread, iterator->index, one)));
  return Found<Object>{number.take()};
}

void short_deallocate(Interpreter& interpreter, Object* self) noexcept {
  free_body(interpreter, as_short(self));
}

void long_deallocate(Interpreter& interpreter, Object* self) noexcept {
  LongRangeIterator* iterator = as_long(self);
  release(iterator->start);
  release(iterator->step);
  release(iterator->length);
  release(iterator->index);
  free_body(interpreter, iterator);
}

void long_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_long(self)->start);
  visitor.visit_if(as_long(self)->step);
  visitor.visit_if(as_long(self)->length);
  visitor.visit_if(as_long(self)->index);
}

Result<Object*> short_hint(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, as_short(self)->length - as_short(self)->index);
}

Result<Object*> long_hint(Thread& thread, Object* self, Object* const*) {
  return subtract(thread, as_long(self)->length, as_long(self)->index);
}

// iter(range(...)) with the index as its state.
Result<Object*> reduce_iterator(Thread& thread, Int* start, Int* step, Int* length, Int* index) {
  Ref<Int> stop(TRY(nth(thread, start, step, length)));
  Ref<Range> range(TRY(make_range(thread, start, stop, step)));
  return reduce_with(thread, "iter", range, index);
}

Result<Object*> short_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const RangeIterator* iterator = as_short(self);
  Ref<Int> start(TRY(make_int(interpreter, iterator->start)));
  Ref<Int> step(TRY(make_int(interpreter, iterator->step)));
  Ref<Int> length(TRY(make_int(interpreter, iterator->length)));
  Ref<Int> index(TRY(make_int(interpreter, iterator->index)));
  return reduce_iterator(thread, start, step, length, index);
}

Result<Object*> long_reduce(Thread& thread, Object* self, Object* const*) {
  const LongRangeIterator* iterator = as_long(self);
  return reduce_iterator(thread, iterator->start, iterator->step, iterator->length,
                         iterator->index);
}

Result<Object*> short_set_state(Thread& thread, Object* self, Object* const* arguments) {
  Ref<Int> number(TRY(exact_index(thread, arguments[0])));
  const std::int64_t index = TRY(to_int64(thread, number));
  RangeIterator* iterator = as_short(self);
  iterator->index = index < 0 ? 0 : index > iterator->length ? iterator->length : index;
  return new_none(thread);
}

Result<Object*> long_set_state(Thread& thread, Object* self, Object* const* arguments) {
  LongRangeIterator* iterator = as_long(self);
  Ref<Int> index(TRY(exact_index(thread, arguments[0])));
  if (index->negative()) index.reset(TRY(make_int(thread.interpreter(), 0)));
  if (int_compare(index, iterator->length) > 0) index.reset(retain(iterator->length));
  replace_reference(iterator->index, index.take());
  return new_none(thread);
}

// ---- The types --------------------------------------------------------------------------------

constexpr NativeMethod kRangeMethods[] = {
    {"__reversed__(self, /)", reversed},
    {"__reduce__(self, /)", reduce},
    {"count(self, value, /)", count},
    {"index(self, value, /)", index},
};

constexpr NativeMember kRangeMembers[] = {
    {"start", OURO_OFFSET(Range, start)},
    {"stop", OURO_OFFSET(Range, stop)},
    {"step", OURO_OFFSET(Range, step)},
};

constexpr NativeMethod kShortIteratorMethods[] = {
    {"__length_hint__(self, /)", short_hint},
    {"__reduce__(self, /)", short_reduce},
    {"__setstate__(self, state, /)", short_set_state},
};

constexpr NativeMethod kLongIteratorMethods[] = {
    {"__length_hint__(self, /)", long_hint},
    {"__reduce__(self, /)", long_reduce},
    {"__setstate__(self, state, /)", long_set_state},
};

}  // namespace

const TypeDescriptor kRangeDescriptor = {
    .name = "range",
    .flags = flag::kCollectable | flag::kSequencePattern,
    .object_size = sizeof(Range),
    .slots = {.deallocate = range_deallocate,
              .traverse = range_traverse,
              .repr = range_repr,
              .hash = range_hash,
              .compare = range_compare,
              .make = range_make,
              .iterate = range_iterate,
              .boolean = range_boolean,
              .length = range_length,
              .get_item = range_get_item,
              .contains = range_contains,
              .item_at = range_item_at},
    .methods = kRangeMethods,
    .members = kRangeMembers,
    .doc = "The ints from a start to a stop, by a step.",
};

const TypeDescriptor kRangeIteratorDescriptor = {
    .name = "range_iterator",
    .flags = flag::kCollectable,
    .object_size = sizeof(RangeIterator),
    .slots = {.deallocate = short_deallocate,
              .make = nullptr,
              .iterate = return_self,
              .next = short_next},
    .methods = kShortIteratorMethods,
};

const TypeDescriptor kLongRangeIteratorDescriptor = {
    .name = "longrange_iterator",
    .flags = flag::kCollectable,
    .object_size = sizeof(LongRangeIterator),
    .slots = {.deallocate = long_deallocate,
              .traverse = long_traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = long_next},
    .methods = kLongIteratorMethods,
};

}  // namespace ouro
