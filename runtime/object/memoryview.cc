// MemoryView: the type `memoryview` - taking hold of memory, subscripts, attributes.
#include "runtime/object/memoryview.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/buffer.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/instance.h"
#include "runtime/object/iterators.h"
#include "runtime/object/memory_items.h"
#include "runtime/object/memoryview_kernel.h"
#include "runtime/object/native_call.h"
#include "runtime/object/octets.h"
#include "runtime/object/offset.h"
#include "runtime/object/slice.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Making -----------------------------------------------------------------------------------

namespace {

std::size_t geometry_bytes(int dimensions) {
  return 2 * static_cast<std::size_t>(dimensions) * sizeof(std::intptr_t);
}

// A released view: it holds nothing yet.
Result<MemoryView*> make_blank(Interpreter& interpreter, int dimensions) {
  Ref<MemoryView> view(
      as_memoryview(TRY(allocate_instance(interpreter, interpreter.type(TypeId::kMemoryView)))));
  view->geometry = view->own;
  view->hash = -1;
  if (dimensions > 1) {
    auto* block = interpreter.memory().allocate(geometry_bytes(dimensions));
    if (block == nullptr) return raise_memory_error(interpreter);
    view->geometry = static_cast<std::intptr_t*>(block);
  }
  view->dimensions = dimensions;
  std::memset(view->geometry, 0, geometry_bytes(dimensions));
  return view.take();
}

void take_geometry(MemoryView* view, const Buffer& source) {
  const int dimensions = view->dimensions;
  std::intptr_t* shape = view->geometry;
  std::intptr_t* strides = view->geometry + dimensions;
  auto stride = static_cast<std::intptr_t>(source.item_size);
  for (int axis = dimensions; axis-- > 0;) {
    shape[axis] = source.shape != nullptr
                      ? source.shape[axis]
                      : static_cast<std::intptr_t>(source.length / source.item_size);
    strides[axis] = source.strides != nullptr ? source.strides[axis] : stride;
    stride *= shape[axis];
  }
}

Status set_format(Thread& thread, MemoryView* view, const char* format) {
  const std::size_t length = std::strlen(format);
  if (length >= MemoryView::kFormatRoom) {
    return raise(thread, TypeId::kNotImplementedError, "memoryview: format {} not supported",
                 format);
  }
  std::memcpy(view->format, format, length + 1);
  return done;
}

Result<MemoryView*> view_of_view(Thread& thread, MemoryView* view) {
  TRY(check_live(thread, view));
  return derive_view(thread, view, view->dimensions);
}

}  // namespace

Status check_live(Thread& thread, const MemoryView* view) {
  if (!view->released()) [[likely]]
    return done;
  return raise(thread, TypeId::kValueError, "operation forbidden on released memoryview object");
}

Result<MemoryView*> make_memoryview(Thread& thread, Object* exporter) {
  if (is_exact(exporter, TypeId::kMemoryView)) return view_of_view(thread, as_memoryview(exporter));
  if (exporter->type->slots->get_buffer == nullptr) {
    return raise(thread, TypeId::kTypeError,
                 "memoryview: a bytes-like object is required, not '{}'",
                 type_name(exporter->type));
  }
  Buffer source;
  TRY(get_any_buffer(thread, exporter, source, false));
  Result<MemoryView*> made = make_blank(thread.interpreter(), source.dimensions);
  if (!made.ok()) {
    release_buffer(thread.interpreter(), source);
    return failure;
  }
  Ref<MemoryView> view(made.value());
  view->source = source;
  view->data = source.data;
  view->item_size = source.item_size;
  view->read_only = source.read_only;
  take_geometry(view, source);
  TRY(set_format(thread, view, source.format));
  return view.take();
}

Result<MemoryView*> derive_view(Thread& thread, MemoryView* view, int dimensions) {
  Ref<MemoryView> result(TRY(make_blank(thread.interpreter(), dimensions)));
  Ref<> owner(retain(view->source.owner));
  TRY(get_any_buffer(thread, owner, result->source, false));
  result->data = view->data;
  result->item_size = view->item_size;
  result->read_only = view->read_only;
  std::memcpy(result->format, view->format, sizeof(view->format));
  if (dimensions == view->dimensions) {
    std::memcpy(result->geometry, view->geometry, geometry_bytes(dimensions));
  }
  return result.take();
}

// ---- Life -------------------------------------------------------------------------------------

namespace {

constexpr Signature kMakeSignature{"memoryview(object)"};

Result<Object*> memoryview_make(Thread& thread, Type*, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  return make_memoryview(thread, bound[0]);
}

void memoryview_clear(Interpreter& interpreter, Object* self) noexcept {
  MemoryView* view = as_memoryview(self);
  if (view->exports == 0) release_buffer(interpreter, view->source);
}

void memoryview_deallocate(Interpreter& interpreter, Object* self) noexcept {
  MemoryView* view = as_memoryview(self);
  release_buffer(interpreter, view->source);
  if (view->geometry != view->own && view->geometry != nullptr) {
    interpreter.memory().release(view->geometry, geometry_bytes(view->dimensions));
  }
  free_instance(interpreter, self);
}

void memoryview_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_memoryview(self)->source.owner);
}

Result<Object*> memoryview_repr(Thread& thread, Object* self) {
  const char* state = as_memoryview(self)->released() ? "released " : "";
  return format_str(thread, "<{}memory at {}>", state, address_of(self));
}

}  // namespace

// ---- Contiguity -------------------------------------------------------------------------------

bool is_row_major(const MemoryView* view) noexcept {
  auto expected = static_cast<std::intptr_t>(view->item_size);
  for (int axis = view->dimensions; axis-- > 0;) {
    if (view->shape()[axis] == 0) return true;
    if (view->shape()[axis] > 1 && view->strides()[axis] != expected) return false;
    expected *= view->shape()[axis];
  }
  return true;
}

bool is_column_major(const MemoryView* view) noexcept {
  auto expected = static_cast<std::intptr_t>(view->item_size);
  for (int axis = 0; axis < view->dimensions; ++axis) {
    if (view->shape()[axis] == 0) return true;
    if (view->shape()[axis] > 1 && view->strides()[axis] != expected) return false;
    expected *= view->shape()[axis];
  }
  return true;
}

// ---- Subscripts -------------------------------------------------------------------------------

namespace {

Result<std::uint8_t*> step_into(Thread& thread, const MemoryView* view, std::uint8_t* place,
                                int axis, std::intptr_t index) {
  const std::intptr_t size = view->shape()[axis];
  if (index < 0) index += size;
  if (index < 0 || index >= size) {
    return raise(thread, TypeId::kIndexError, "index out of bounds on dimension {}", axis + 1);
  }
  return place + index * view->strides()[axis];
}

// Python 3.11 has no part of a memoryview with fewer dimensions either; these are its words.
constexpr const char* kNoSubViews = "sub-views are not implemented";
constexpr const char* kNoDeepSubViews = "multi-dimensional sub-views are not implemented";

Result<std::uint8_t*> place_of_index(Thread& thread, const MemoryView* view, Object* key,
                                     const char* sub_views) {
  const std::intptr_t index = TRY(subscript_index(thread, key));
  TRY(check_live(thread, view));
  if (view->dimensions == 0) {
    return raise(thread, TypeId::kTypeError, "invalid indexing of 0-dim memory");
  }
  if (view->dimensions > 1) {
    return raise(thread, TypeId::kNotImplementedError, "{}", sub_views);
  }
  return step_into(thread, view, view->data, 0, index);
}

Result<std::uint8_t*> place_of_tuple(Thread& thread, const MemoryView* view, const Tuple* key) {
  const auto given = static_cast<int>(key->size);
  if (given < view->dimensions) {
    return raise(thread, TypeId::kNotImplementedError, kNoSubViews);
  }
  if (given > view->dimensions) {
    return raise(thread, TypeId::kTypeError, "cannot index {}-dimension view with {}-element tuple",
                 view->dimensions, given);
  }
  std::uint8_t* place = view->data;
  for (int axis = 0; axis < given; ++axis) {
    const std::intptr_t index =
        TRY(subscript_index(thread, (*key)[static_cast<std::size_t>(axis)]));
    TRY(check_live(thread, view));
    place = TRY(step_into(thread, view, place, axis, index));
  }
  return place;
}

bool all_items(const Object* key, bool (*test)(const Object*)) {
  if (!is_tuple(key)) return false;
  const auto* tuple = static_cast<const Tuple*>(key);
  return std::all_of(tuple->items(), tuple->items() + tuple->size, test);
}

bool is_slice(const Object* object) { return is_exact(object, TypeId::kSlice); }

Failure refuse_key(Thread& thread, const Object* key) {
  const bool slices =
      is_tuple(key) && static_cast<const Tuple*>(key)->size > 0 && all_items(key, is_slice);
  if (slices) {
    return raise(thread, TypeId::kNotImplementedError,
                 "multi-dimensional slicing is not implemented");
  }
  return raise(thread, TypeId::kTypeError, "memoryview: invalid slice key");
}

// Along the first dimension.
Result<MemoryView*> slice_of_view(Thread& thread, MemoryView* view, const Slice* slice) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  TRY(check_live(thread, view));
  MemoryView* part = TRY(derive_view(thread, view, view->dimensions));
  const SliceRange range = adjust_slice(numbers, view->shape()[0]);
  part->data += range.start * view->strides()[0];
  part->geometry[0] = range.count;
  part->geometry[part->dimensions] = view->strides()[0] * range.step;
  return part;
}

Result<Object*> memoryview_get_item(Thread& thread, Object* self, Object* key) {
  MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  if (view->dimensions == 0 && key == thread.interpreter().ellipsis()) return retain(self);
  if (has_index(key)) {
    return load_item(thread, TRY(place_of_index(thread, view, key, kNoDeepSubViews)), view->format);
  }
  if (is_slice(key) && view->dimensions > 0) {
    return slice_of_view(thread, view, static_cast<Slice*>(key));
  }
  if (all_items(key, has_index)) {
    return load_item(thread, TRY(place_of_tuple(thread, view, static_cast<Tuple*>(key))),
                     view->format);
  }
  return refuse_key(thread, key);
}

Result<Object*> memoryview_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  if (view->dimensions != 1) {
    Ref<> key(TRY(make_int_object(thread, index)));
    return memoryview_get_item(thread, self, key);
  }
  return load_item(thread, TRY(step_into(thread, view, view->data, 0, index)), view->format);
}

// The value is made aside: what it runs may release the view.
Status store_at(Thread& thread, MemoryView* view, std::uint8_t* place, Object* value) {
  std::uint8_t item[16];
  TRY(store_item(thread, item, view->format, value));
  TRY(check_live(thread, view));
  std::memcpy(place, item, view->item_size);
  return done;
}

bool same_structure(const MemoryView* left, const MemoryView* right) {
  const char format = native_format(left->format);
  const bool same_format = std::strcmp(left->format, right->format) == 0 ||
                           (format != 0 && format == native_format(right->format));
  return same_format && left->item_size == right->item_size &&
         left->dimensions == right->dimensions &&
         std::equal(left->shape(), left->shape() + left->dimensions, right->shape());
}

Status assign_slice(Thread& thread, MemoryView* view, const Slice* slice, Object* value) {
  if (value->type->slots->get_buffer == nullptr) {
    return raise(thread, TypeId::kTypeError, "a bytes-like object is required, not '{}'",
                 static_cast<const Type*>(value->type));
  }
  Ref<MemoryView> source(TRY(make_memoryview(thread, value)));
  Ref<MemoryView> target(TRY(slice_of_view(thread, view, slice)));
  if (!same_structure(source, target)) {
    return raise(thread, TypeId::kValueError,
                 "memoryview assignment: lvalue and rvalue have different structures");
  }
  const std::size_t bytes = view_bytes(source);
  if (bytes == 0) return done;
  // Through a copy: the two may overlap.
  OctetBuilder copy(thread.interpreter());
  std::uint8_t* items = TRY(copy.room(bytes));
  copy_items(source, items);
  for (std::intptr_t index = 0; index < target->shape()[0]; ++index) {
    std::memcpy(target->data + index * target->strides()[0],
                items + static_cast<std::size_t>(index) * target->item_size, target->item_size);
  }
  return done;
}

Status memoryview_set_item(Thread& thread, Object* self, Object* key, Object* value) {
  MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  if (view->read_only) {
    return raise(thread, TypeId::kTypeError, "cannot modify read-only memory");
  }
  if (value == nullptr) return raise(thread, TypeId::kTypeError, "cannot delete memory");
  if (view->dimensions == 0 && key == thread.interpreter().ellipsis()) {
    return store_at(thread, view, view->data, value);
  }
  if (has_index(key)) {
    return store_at(thread, view, TRY(place_of_index(thread, view, key, kNoSubViews)), value);
  }
  if (is_slice(key) && view->dimensions == 1) {
    return assign_slice(thread, view, static_cast<Slice*>(key), value);
  }
  if (is_slice(key)) {
    return raise(thread, TypeId::kNotImplementedError,
                 "memoryview slice assignments are currently restricted to ndim = 1");
  }
  if (all_items(key, has_index)) {
    return store_at(thread, view, TRY(place_of_tuple(thread, view, static_cast<Tuple*>(key))),
                    value);
  }
  return refuse_key(thread, key);
}

Result<std::intptr_t> memoryview_length(Thread& thread, Object* self) {
  const MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  return view->dimensions == 0 ? 1 : view->shape()[0];
}

// ---- Buffer -----------------------------------------------------------------------------------

Status memoryview_get_buffer(Thread& thread, Object* self, Buffer& buffer, bool writable) {
  MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  if (writable && view->read_only) {
    return raise(thread, TypeId::kBufferError, "memoryview: underlying buffer is not writable");
  }
  buffer.data = view->data;
  buffer.length = view_bytes(view);
  buffer.item_size = view->item_size;
  buffer.read_only = view->read_only;
  buffer.format = view->format;
  buffer.dimensions = view->dimensions;
  buffer.shape = view->shape();
  buffer.strides = view->strides();
  ++view->exports;
  return done;
}

void memoryview_release_buffer(Interpreter&, Object* self, Buffer&) noexcept {
  --as_memoryview(self)->exports;
}

// ---- Attributes -------------------------------------------------------------------------------

Result<Object*> make_row(Thread& thread, const std::intptr_t* numbers, int count) {
  Ref<Tuple> row(TRY(make_tuple(thread.interpreter(), static_cast<std::size_t>(count))));
  for (int index = 0; index < count; ++index) {
    row->items()[index] = TRY(make_int_object(thread, numbers[index]));
  }
  return row.take();
}

using Getter = Result<Object*> (*)(Thread&, MemoryView*);

template <Getter kGet>
Result<Object*> get_live(Thread& thread, Object* self) {
  TRY(check_live(thread, as_memoryview(self)));
  return kGet(thread, as_memoryview(self));
}

Result<Object*> obj(Thread&, MemoryView* view) { return retain(view->source.owner); }
Result<Object*> nbytes(Thread& thread, MemoryView* view) {
  return make_int_object(thread, static_cast<std::intptr_t>(view_bytes(view)));
}
Result<Object*> readonly(Thread& thread, MemoryView* view) {
  return new_boolean(thread, view->read_only);
}
Result<Object*> itemsize(Thread& thread, MemoryView* view) {
  return make_int_object(thread, static_cast<std::intptr_t>(view->item_size));
}
Result<Object*> format(Thread& thread, MemoryView* view) {
  return make_str(thread.interpreter(), view->format);
}
Result<Object*> ndim(Thread& thread, MemoryView* view) {
  return make_int_object(thread, view->dimensions);
}
Result<Object*> shape(Thread& thread, MemoryView* view) {
  return make_row(thread, view->shape(), view->dimensions);
}
Result<Object*> strides(Thread& thread, MemoryView* view) {
  return make_row(thread, view->strides(), view->dimensions);
}
Result<Object*> suboffsets(Thread& thread, MemoryView*) { return make_row(thread, nullptr, 0); }
Result<Object*> c_contiguous(Thread& thread, MemoryView* view) {
  return new_boolean(thread, is_row_major(view));
}
Result<Object*> f_contiguous(Thread& thread, MemoryView* view) {
  return new_boolean(thread, is_column_major(view));
}
Result<Object*> contiguous(Thread& thread, MemoryView* view) {
  return new_boolean(thread, is_row_major(view) || is_column_major(view));
}

constexpr NativeAttribute kAttributes[] = {
    {"obj", get_live<obj>},
    {"nbytes", get_live<nbytes>},
    {"readonly", get_live<readonly>},
    {"itemsize", get_live<itemsize>},
    {"format", get_live<format>},
    {"ndim", get_live<ndim>},
    {"shape", get_live<shape>},
    {"strides", get_live<strides>},
    {"suboffsets", get_live<suboffsets>},
    {"c_contiguous", get_live<c_contiguous>},
    {"f_contiguous", get_live<f_contiguous>},
    {"contiguous", get_live<contiguous>},
};

// ---- Iteration --------------------------------------------------------------------------------

SequenceIterator* as_iterator(Object* object) { return static_cast<SequenceIterator*>(object); }

Result<Object*> memoryview_iterate(Thread& thread, Object* self) {
  const MemoryView* view = as_memoryview(self);
  TRY(check_live(thread, view));
  if (view->dimensions != 1) {
    return raise(thread, view->dimensions == 0 ? TypeId::kTypeError : TypeId::kNotImplementedError,
                 view->dimensions == 0 ? "invalid indexing of 0-dim memory" : kNoDeepSubViews);
  }
  auto* iterator =
      TRY(make_body<SequenceIterator>(thread.interpreter(), TypeId::kMemoryViewIterator));
  iterator->sequence = retain(self);
  return iterator;
}

void iterator_deallocate(Interpreter& interpreter, Object* self) noexcept {
  release_if(as_iterator(self)->sequence);
  free_body(interpreter, as_iterator(self));
}

void iterator_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_iterator(self)->sequence);
}

Result<Found<Object>> iterator_next(Thread& thread, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return Found<Object>{};
  const MemoryView* view = as_memoryview(iterator->sequence);
  TRY(check_live(thread, view));
  if (iterator->index >= view->shape()[0]) {
    clear_reference(iterator->sequence);
    return Found<Object>{};
  }
  const std::uint8_t* place = view->data + iterator->index++ * view->strides()[0];
  return Found<Object>{TRY(load_item(thread, place, view->format))};
}

}  // namespace

constinit const TypeDescriptor kMemoryViewDescriptor = {
    .name = "memoryview",
    .flags = flag::kCollectable | flag::kSequencePattern,
    .object_size = sizeof(MemoryView),
    .weak_offset = OURO_OFFSET(MemoryView, weak_references),
    .slots = {.deallocate = memoryview_deallocate,
              .traverse = memoryview_traverse,
              .clear = memoryview_clear,
              .repr = memoryview_repr,
              .hash = memoryview_hash,
              .compare = memoryview_compare,
              .make = memoryview_make,
              .iterate = memoryview_iterate,
              .length = memoryview_length,
              .get_item = memoryview_get_item,
              .set_item = memoryview_set_item,
              .item_at = memoryview_item_at,
              .get_buffer = memoryview_get_buffer,
              .release_buffer = memoryview_release_buffer},
    .methods = kMemoryViewMethods,
    .attributes = kAttributes,
    .doc = "A view of the items in another object's memory.",
};

constinit const TypeDescriptor kMemoryViewIteratorDescriptor = {
    .name = "memory_iterator",
    .flags = flag::kCollectable,
    .object_size = sizeof(SequenceIterator),
    .slots = {.deallocate = iterator_deallocate,
              .traverse = iterator_traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = iterator_next},
};

}  // namespace ouro
