// Slice: the type `slice` and the arithmetic of subscripts.
#include "runtime/object/slice.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Slice*> make_slice(Interpreter& interpreter, Object* start, Object* stop, Object* step) {
  auto* slice = TRY(make_body<Slice>(interpreter, TypeId::kSlice));
  slice->start = retain(start);
  slice->stop = retain(stop);
  slice->step = retain(step);
  return slice;
}

namespace {

Result<std::intptr_t> slice_number(Thread& thread, Object* number, std::intptr_t fallback) {
  if (is_compact_int(number)) [[likely]]
    return static_cast<Int*>(number)->value;
  if (number == none(thread)) return fallback;
  if (has_index(number)) return to_slice_index(thread, number);
  return raise(thread, TypeId::kTypeError,
               "slice indices must be integers or None or have an __index__ method");
}

// A negative number counts from the end; what lies outside is clamped.
std::intptr_t clamp(std::intptr_t number, std::intptr_t length, bool backward) {
  const std::intptr_t below = backward ? -1 : 0;
  if (number < 0) {
    number += length;
    return number < 0 ? below : number;
  }
  return number >= length ? length + below : number;
}

}  // namespace

Result<SliceNumbers> slice_numbers(Thread& thread, const Slice* slice) {
  SliceNumbers numbers;
  numbers.step = TRY(slice_number(thread, slice->step, 1));
  if (numbers.step == 0) return raise(thread, TypeId::kValueError, "slice step cannot be zero");
  if (numbers.step < -PTRDIFF_MAX) numbers.step = -PTRDIFF_MAX;
  const bool backward = numbers.step < 0;
  numbers.start = TRY(slice_number(thread, slice->start, backward ? PTRDIFF_MAX : 0));
  numbers.stop = TRY(slice_number(thread, slice->stop, backward ? PTRDIFF_MIN : PTRDIFF_MAX));
  return numbers;
}

SliceRange adjust_slice(SliceNumbers numbers, std::intptr_t length) noexcept {
  const bool backward = numbers.step < 0;
  SliceRange range{clamp(numbers.start, length, backward), clamp(numbers.stop, length, backward),
                   numbers.step, 0};
  if (range.step == 1) {
    range.count = range.stop > range.start ? range.stop - range.start : 0;
  } else if (backward && range.stop < range.start) {
    range.count = (range.start - range.stop - 1) / -range.step + 1;
  } else if (!backward && range.start < range.stop) {
    range.count = (range.stop - range.start - 1) / range.step + 1;
  }
  return range;
}

// ---- The type ---------------------------------------------------------------------------------

namespace {

Slice* as_slice(Object* object) { return static_cast<Slice*>(object); }

Result<Object*> slice_make(Thread& thread, Type*, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "slice", arguments));
  TRY(check_positional(thread, "slice", arguments, 1, 3));
  Object* nothing = none(thread);
  Object* const* values = arguments.values;
  if (arguments.positional == 1)
    return make_slice(thread.interpreter(), nothing, values[0], nothing);
  Object* step = arguments.positional == 3 ? values[2] : nothing;
  return make_slice(thread.interpreter(), values[0], values[1], step);
}

void slice_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Slice* slice = as_slice(self);
  release(slice->start);
  release(slice->stop);
  release(slice->step);
  free_body(interpreter, slice);
}

void slice_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_slice(self)->start);
  visitor.visit_if(as_slice(self)->stop);
  visitor.visit_if(as_slice(self)->step);
}

Result<Object*> slice_repr(Thread& thread, Object* self) {
  TextBuilder text(thread.interpreter());
  TRY(text.append("slice("));
  TRY(text.append_repr(thread, as_slice(self)->start));
  TRY(text.append(", "));
  TRY(text.append_repr(thread, as_slice(self)->stop));
  TRY(text.append(", "));
  TRY(text.append_repr(thread, as_slice(self)->step));
  TRY(text.append(")"));
  return text.finish();
}

Result<Tuple*> parts(Thread& thread, Object* self) {
  const Slice* slice = as_slice(self);
  return pack_tuple(thread.interpreter(), slice->start, slice->stop, slice->step);
}

// Slices compare as the tuples of their parts.
Result<Object*> slice_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_exact(left, TypeId::kSlice) || !is_exact(right, TypeId::kSlice)) {
    return new_not_implemented(thread);
  }
  if (left == right) return new_boolean(thread, satisfies(comparison, 0));
  Ref<Tuple> left_parts(TRY(parts(thread, left)));
  Ref<Tuple> right_parts(TRY(parts(thread, right)));
  return compare(thread, left_parts, right_parts, comparison);
}

// ---- indices() --------------------------------------------------------------------------------

// Unlike adjust_slice() for ints of any size.
struct Bounds {
  Ref<> length, lower, upper;
  bool backward;
};

Result<Object*> part_as_int(Thread& thread, Object* part) {
  if (has_index(part)) return to_index(thread, part);
  return raise(thread, TypeId::kTypeError,
               "slice indices must be integers or None or have an __index__ method");
}

Result<bool> is_negative(Thread& thread, Object* number) {
  Ref<> zero(TRY(make_int_object(thread, 0)));
  return compare_is_true(thread, number, zero, Comparison::kLess);
}

Result<Object*> bounded(Thread& thread, Object* part, const Bounds& limits, Object* fallback) {
  if (part == none(thread)) return retain(fallback);
  Ref<> number(TRY(part_as_int(thread, part)));
  if (TRY(is_negative(thread, number))) {
    number.reset(TRY(binary(thread, BinaryOperator::kAdd, number, limits.length)));
    const bool below = TRY(compare_is_true(thread, number, limits.lower, Comparison::kLess));
    return below ? retain(limits.lower.get()) : number.take();
  }
  const bool above = TRY(compare_is_true(thread, number, limits.upper, Comparison::kGreater));
  return above ? retain(limits.upper.get()) : number.take();
}

Status find_limits(Thread& thread, Object* step, Object* length, Bounds& limits) {
  limits.length.reset(retain(length));
  limits.backward = TRY(is_negative(thread, step));
  limits.lower.reset(TRY(make_int_object(thread, limits.backward ? -1 : 0)));
  limits.upper.reset(limits.backward
                         ? TRY(binary(thread, BinaryOperator::kAdd, length, limits.lower))
                         : retain(length));
  return done;
}

}  // namespace

Result<Tuple*> slice_indices(Thread& thread, const Slice* slice, Object* length) {
  Ref<> step(slice->step == none(thread) ? TRY(make_int_object(thread, 1))
                                         : TRY(part_as_int(thread, slice->step)));
  if (!TRY(is_true(thread, step))) {
    return raise(thread, TypeId::kValueError, "slice step cannot be zero");
  }
  Bounds limits;
  TRY(find_limits(thread, step, length, limits));
  Object* first = limits.backward ? limits.upper : limits.lower;
  Object* last = limits.backward ? limits.lower : limits.upper;
  Ref<> start(TRY(bounded(thread, slice->start, limits, first)));
  Ref<> stop(TRY(bounded(thread, slice->stop, limits, last)));
  return pack_tuple(thread.interpreter(), start.get(), stop.get(), step.get());
}

namespace {

Result<Object*> indices(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> length(TRY(to_index(thread, arguments[0])));
  if (TRY(is_negative(thread, length))) {
    return raise(thread, TypeId::kValueError, "length should not be negative");
  }
  return slice_indices(thread, as_slice(self), length);
}

Result<Object*> slice_reduce(Thread& thread, Object* self, Object* const*) {
  Ref<Tuple> arguments(TRY(parts(thread, self)));
  return pack_tuple<Object, Object>(thread.interpreter(), self->type, arguments.get());
}

constexpr NativeMethod kSliceMethods[] = {
    {"indices(self, length, /)", indices},
    {"__reduce__(self, /)", slice_reduce},
};

constexpr NativeMember kSliceMembers[] = {
    {"start", OURO_OFFSET(Slice, start)},
    {"stop", OURO_OFFSET(Slice, stop)},
    {"step", OURO_OFFSET(Slice, step)},
};

}  // namespace

const TypeDescriptor kSliceDescriptor = {
    .name = "slice",
    .flags = flag::kCollectable,
    .object_size = sizeof(Slice),
    .slots = {.deallocate = slice_deallocate,
              .traverse = slice_traverse,
              .repr = slice_repr,
              .hash = unhashable,
              .compare = slice_compare,
              .make = slice_make},
    .methods = kSliceMethods,
    .members = kSliceMembers,
    .doc = "A start, a stop and a step.",
};

}  // namespace ouro
