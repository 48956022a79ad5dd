// MemoryView: comparing, hashing, casting and copying out.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes_methods.h"
#include "runtime/object/container.h"
#include "runtime/object/hashes.h"
#include "runtime/object/list.h"
#include "runtime/object/memory_items.h"
#include "runtime/object/memoryview_kernel.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

void copy_items(const MemoryView* view, std::uint8_t* out) noexcept {
  if (is_row_major(view)) {
    const std::size_t bytes = view_bytes(view);
    if (bytes > 0) std::memcpy(out, view->data, bytes);
    return;
  }
  const auto copy_one = [&](const std::uint8_t* place) -> Status {
    std::memcpy(out, place, view->item_size);
    out += view->item_size;
    return done;
  };
  static_cast<void>(for_each_item(view, copy_one, 0, view->data));
}

// ---- Comparison and hash ----------------------------------------------------------------------

namespace {

bool same_shape(const MemoryView* left, const MemoryView* right) {
  return left->dimensions == right->dimensions &&
         std::equal(left->shape(), left->shape() + left->dimensions, right->shape());
}

// Are equal items equal bytes? Not for floats: -0.0 and NaN.
bool compares_bytes(char format) {
  return format != 0 && std::string_view("bBcChHiIlLqQnNP").find(format) != std::string_view::npos;
}

Result<bool> equal_items(Thread& thread, const MemoryView* left, const MemoryView* right, int axis,
                         const std::uint8_t* first, const std::uint8_t* second) {
  if (axis == left->dimensions) {
    Ref<> one(TRY(load_item(thread, first, left->format)));
    Ref<> other(TRY(load_item(thread, second, right->format)));
    return compare_is_true(thread, one, other, Comparison::kEqual);
  }
  for (std::intptr_t index = 0; index < left->shape()[axis]; ++index) {
    const std::uint8_t* one = first + index * left->strides()[axis];
    const std::uint8_t* other = second + index * right->strides()[axis];
    if (!TRY(equal_items(thread, left, right, axis + 1, one, other))) return false;
  }
  return true;
}

Result<bool> equal_views(Thread& thread, const MemoryView* left, const MemoryView* right) {
  if (!same_shape(left, right)) return false;
  const char format = native_format(left->format), other = native_format(right->format);
  if (format == 0 || other == 0) return false;  // items nobody can read are unlike any others
  if (format == other && compares_bytes(format) && is_row_major(left) && is_row_major(right)) {
    const std::size_t bytes = view_bytes(left);
    return bytes == 0 || std::memcmp(left->data, right->data, bytes) == 0;
  }
  return equal_items(thread, left, right, 0, left->data, right->data);
}

Result<Object*> compare_with(Thread& thread, MemoryView* view, Object* other, bool wanted) {
  Result<MemoryView*> made = make_memoryview(thread, other);
  if (!made.ok()) {
    clear_pending(thread);
    return new_not_implemented(thread);
  }
  Ref<MemoryView> right(made.value());
  return new_boolean(thread, TRY(equal_views(thread, view, right)) == wanted);
}

}  // namespace

Result<Object*> memoryview_compare(Thread& thread, Object* left, Object* right,
                                   Comparison comparison) {
  if (comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) {
    return new_not_implemented(thread);
  }
  const bool wanted = comparison == Comparison::kEqual;
  MemoryView* view = as_memoryview(left);
  const bool other_released =
      is_exact(right, TypeId::kMemoryView) && as_memoryview(right)->released();
  if (view->released() || other_released) return new_boolean(thread, (left == right) == wanted);
  if (right->type->slots->get_buffer == nullptr) return new_not_implemented(thread);
  return compare_with(thread, view, right, wanted);
}

Result<std::intptr_t> memoryview_hash(Thread& thread, Object* self) {
  MemoryView* view = as_memoryview(self);
  if (view->hash != -1) return view->hash;
  TRY(check_live(thread, view));
  if (!view->read_only) {
    return raise(thread, TypeId::kValueError, "cannot hash writable memoryview object");
  }
  const char format = native_format(view->format);
  if (format != 'B' && format != 'b' && format != 'c') {
    return raise(thread, TypeId::kValueError,
                 "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  }
  static_cast<void>(TRY(hash(thread, view->source.owner)));
  OctetBuilder copy(thread.interpreter());
  const std::size_t bytes = view_bytes(view);
  std::uint8_t* out = TRY(copy.room(bytes));
  copy_items(view, out);
  return view->hash = hash_bytes(thread.interpreter().get<HashSecret>().key(), out, bytes);
}

// ---- Copying out ------------------------------------------------------------------------------

namespace {

Result<Bytes*> bytes_of(Interpreter& interpreter, const MemoryView* view) {
  const std::size_t bytes = view_bytes(view);
  if (bytes == 0) return make_bytes(interpreter, nullptr, 0);
  Bytes* result = TRY(make_bytes_for(interpreter, bytes));
  copy_items(view, result->data());
  return result;
}

// The first index runs fastest.
void copy_columns(const MemoryView* view, std::uint8_t*& out, int axis, const std::uint8_t* place) {
  if (axis < 0) {
    std::memcpy(out, place, view->item_size);
    out += view->item_size;
    return;
  }
  for (std::intptr_t index = 0; index < view->shape()[axis]; ++index) {
    copy_columns(view, out, axis - 1, place + index * view->strides()[axis]);
  }
}

// 'C', 'F' or 'A'.
Result<char> order_of(Thread& thread, Object* argument) {
  if (argument == nullptr || argument == none(thread)) return 'C';
  if (!is_str(argument)) {
    return raise(thread, TypeId::kTypeError,
                 "tobytes() argument 'order' must be str or None, not {}",
                 type_name(argument->type));
  }
  for (const char order : {'C', 'F', 'A'}) {
    if (str_equal(static_cast<Str*>(argument), std::string_view(&order, 1))) return order;
  }
  return raise(thread, TypeId::kValueError, "order must be 'C', 'F' or 'A'");
}

Result<Object*> tobytes(Thread& thread, Object* self, Object* const* arguments) {
  const char order = TRY(order_of(thread, arguments[0]));
  MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  const bool columns =
      order == 'F' || (order == 'A' && !is_row_major(view) && is_column_major(view));
  if (!columns || view_bytes(view) == 0) return bytes_of(thread.interpreter(), view);
  Bytes* result = TRY(make_bytes_for(thread.interpreter(), view_bytes(view)));
  std::uint8_t* out = result->data();
  copy_columns(view, out, view->dimensions - 1, view->data);
  return result;
}

Result<Object*> list_of(Thread& thread, const MemoryView* view, int axis,
                        const std::uint8_t* place) {
  if (axis == view->dimensions) return load_item(thread, place, view->format);
  const auto size = static_cast<std::size_t>(view->shape()[axis]);
  Ref<List> list(TRY(make_list(thread.interpreter(), size)));
  for (std::size_t index = 0; index < size; ++index) {
    const std::uint8_t* at = place + static_cast<std::intptr_t>(index) * view->strides()[axis];
    list->items[index] = TRY(list_of(thread, view, axis + 1, at));
  }
  return list.take();
}

Result<Object*> tolist(Thread& thread, Object* self, Object* const*) {
  const MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  if (native_format(view->format) == 0) {
    return raise(thread, TypeId::kNotImplementedError, "memoryview: format {} not supported",
                 view->format);
  }
  return list_of(thread, view, 0, view->data);
}

Result<Object*> hex(Thread& thread, Object* self, Object* const* arguments) {
  const MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  Ref<Bytes> bytes(TRY(bytes_of(thread.interpreter(), view)));
  return hex_of(thread, bytes->data(), bytes->length, arguments[0], arguments[1]);
}

Result<Object*> toreadonly(Thread& thread, Object* self, Object* const*) {
  MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  MemoryView* result = TRY(derive_view(thread, view, view->dimensions));
  result->read_only = true;
  return result;
}

// ---- Releasing --------------------------------------------------------------------------------

Result<Object*> release_view(Thread& thread, Object* self, Object* const*) {
  MemoryView* view = as_memoryview(self);
  if (view->exports > 0) {
    return raise(thread, TypeId::kBufferError, "memoryview has {} exported buffer{}", view->exports,
                 view->exports == 1 ? "" : "s");
  }
  release_buffer(thread.interpreter(), view->source);
  return new_none(thread);
}

Result<Object*> enter(Thread& thread, Object* self, Object* const*) {
  TRY(check_live(thread, as_memoryview(self)));
  return retain(self);
}

// ---- Casting ----------------------------------------------------------------------------------

bool is_byte_format(char format) { return format == 'B' || format == 'b' || format == 'c'; }

struct CastPlan {
  char format_text[MemoryView::kFormatRoom] = {};
  std::size_t item_size = 0;
};

Result<CastPlan> plan_cast(Thread& thread, const MemoryView* view, Object* argument) {
  if (!is_str(argument)) {
    return raise(thread, TypeId::kTypeError, "cast() argument 'format' must be str, not {}",
                 type_name(argument->type));
  }
  const auto* text = static_cast<Str*>(argument);
  const char source = native_format(view->format);
  if (source == 0) {
    return raise(thread, TypeId::kValueError,
                 "memoryview: source format must be a native single character format prefixed with "
                 "an optional '@'");
  }
  CastPlan plan;
  const bool short_enough = text->ascii && text->length < MemoryView::kFormatRoom;
  if (short_enough) std::memcpy(plan.format_text, text->data(), text->length);
  const char format = short_enough ? native_format(plan.format_text) : '\0';
  if (format == 0) {
    return raise(thread, TypeId::kValueError,
                 "memoryview: destination format must be a native single character format prefixed "
                 "with an optional '@'");
  }
  if (!is_byte_format(source) && !is_byte_format(format)) {
    return raise(thread, TypeId::kTypeError,
                 "memoryview: cannot cast between two non-byte formats");
  }
  plan.item_size = native_size(format);
  if (view_bytes(view) % plan.item_size != 0) {
    return raise(thread, TypeId::kTypeError, "memoryview: length is not a multiple of itemsize");
  }
  return plan;
}

struct Shape {
  int dimensions = 1;
  std::intptr_t sizes[MemoryView::kDimensionsMax] = {};
};

Result<std::intptr_t> read_size(Thread& thread, Object* number) {
  if (!is_int(number)) {
    return raise(thread, TypeId::kTypeError,
                 "memoryview.cast(): elements of shape must be integers");
  }
  const std::intptr_t size = TRY(to_index_value(thread, number));
  if (size > 0) return size;
  return raise(thread, TypeId::kValueError,
               "memoryview.cast(): elements of shape must be integers > 0");
}

Result<Shape> read_shape(Thread& thread, Object* argument, std::size_t bytes,
                         std::size_t item_size) {
  const bool list = is_list(argument);
  const std::size_t count =
      list ? static_cast<List*>(argument)->size : static_cast<Tuple*>(argument)->size;
  if (count > static_cast<std::size_t>(MemoryView::kDimensionsMax)) {
    return raise(thread, TypeId::kValueError, "memoryview: number of dimensions must not exceed {}",
                 MemoryView::kDimensionsMax);
  }
  Object* const* items =
      list ? static_cast<List*>(argument)->items : static_cast<Tuple*>(argument)->items();
  Shape shape;
  shape.dimensions = static_cast<int>(count);
  std::size_t product = item_size;
  for (std::size_t axis = 0; axis < count; ++axis) {
    shape.sizes[axis] = TRY(read_size(thread, items[axis]));
    if (__builtin_mul_overflow(product, static_cast<std::size_t>(shape.sizes[axis]), &product)) {
      return raise(thread, TypeId::kValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
    }
  }
  if (product == bytes) return shape;
  return raise(thread, TypeId::kTypeError, "memoryview: product(shape) * itemsize != buffer size");
}

Status check_castable(Thread& thread, const MemoryView* view, Object* shape) {
  if (!is_row_major(view)) {
    return raise(thread, TypeId::kTypeError,
                 "memoryview: casts are restricted to C-contiguous views");
  }
  if (shape != nullptr && !is_list(shape) && !is_tuple(shape)) {
    return raise(thread, TypeId::kTypeError, "shape must be a list or a tuple");
  }
  if (view->dimensions != 1 && shape != nullptr) {
    return raise(thread, TypeId::kTypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
  }
  const bool holds_zero = std::find(view->shape(), view->shape() + view->dimensions, 0) !=
                          view->shape() + view->dimensions;
  if ((shape != nullptr || view->dimensions != 1) && holds_zero) {
    return raise(thread, TypeId::kTypeError,
                 "memoryview: cannot cast view with zeros in shape or strides");
  }
  return done;
}

Result<Object*> cast(Thread& thread, Object* self, Object* const* arguments) {
  MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  TRY(check_castable(thread, view, arguments[1]));
  const CastPlan plan = TRY(plan_cast(thread, view, arguments[0]));
  const std::size_t bytes = view_bytes(view);
  Shape shape;
  shape.sizes[0] = static_cast<std::intptr_t>(bytes / plan.item_size);
  if (arguments[1] != nullptr) {
    shape = TRY(read_shape(thread, arguments[1], bytes, plan.item_size));
  }
  MemoryView* result = TRY(derive_view(thread, view, shape.dimensions));
  std::memcpy(result->format, plan.format_text, sizeof(plan.format_text));
  result->item_size = plan.item_size;
  auto stride = static_cast<std::intptr_t>(plan.item_size);
  for (int axis = shape.dimensions; axis-- > 0;) {
    result->geometry[axis] = shape.sizes[axis];
    result->geometry[shape.dimensions + axis] = stride;
    stride *= shape.sizes[axis];
  }
  return result;
}

}  // namespace

const std::array<NativeMethod, kMemoryViewMethodCount> kMemoryViewMethods = {{
    {"release(self, /)", release_view},
    {"tobytes(self, /, order='C')", tobytes},
    {"hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)", hex},
    {"tolist(self, /)", tolist},
    {"cast(self, /, format, shape=<unrepresentable>)", cast},
    {"toreadonly(self, /)", toreadonly},
    {"__enter__()", enter},
    {"__exit__(*args)", release_view},
}};

}  // namespace ouro
