// _struct: values to bytes and back by a format text. struct_format.cc reads formats and converts
// single values.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/struct_format.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

using structs::Item;

struct Struct : Object {
  Str* format;  // null: not initialised
  Item* items;
  std::size_t item_count;
  std::size_t values;  // that pack() takes and unpack() gives
  std::intptr_t size;  // -1: not initialised
  WeakReference* weak_references;
};

struct UnpackIterator : Object {
  Struct* layout;
  Object* source;
  Buffer view;
  std::size_t position;
};

struct StructState {
  Type* struct_type;
  Type* iterator_type;
  Type* error;
  Dict* cache;  // format -> Struct
};

Struct& as_struct(Object* object) { return *static_cast<Struct*>(object); }
UnpackIterator& as_iterator(Object* object) { return *static_cast<UnpackIterator*>(object); }
Type* error_of(const Object* self) { return type_state<StructState>(self->type).error; }

template <typename... Arguments>
Failure raise_error(Thread& thread, Object* self, std::string_view format,
                    const Arguments&... arguments) {
  return structs::raise_error(thread, error_of(self), format, arguments...);
}

// ---- Making -----------------------------------------------------------------------------------

void drop_items(Interpreter& interpreter, Struct& layout) noexcept {
  if (layout.items == nullptr) return;
  interpreter.memory().release(layout.items, layout.item_count * sizeof(Item));
  layout.items = nullptr;
  layout.item_count = 0;
}

Result<Str*> format_text(Thread& thread, Object* format) {
  Interpreter& interpreter = thread.interpreter();
  if (is_bytes(format)) {
    const auto* bytes = static_cast<Bytes*>(format);
    return make_str_from_latin1(interpreter, bytes->data(), bytes->length);
  }
  if (!is_str(format)) {
    return raise(thread, TypeId::kTypeError,
                 "Struct() argument 1 must be a str or bytes object, not {}",
                 type_name(format->type));
  }
  if (static_cast<Str*>(format)->ascii) return retain(static_cast<Str*>(format));
  // Encoding it raises the right UnicodeEncodeError.
  Ref<Str> ascii(TRY(make_str(interpreter, "ascii")));
  Ref<> encoded(TRY(call_method(thread, format, "encode", {ascii.get()})));
  return raise(thread, TypeId::kTypeError, "a format must be ASCII");
}

Status set_up(Thread& thread, Object* self, Object* format) {
  Struct& layout = as_struct(self);
  Ref<Str> text(TRY(format_text(thread, format)));
  const std::string_view view{reinterpret_cast<const char*>(text->narrow()), text->length};
  const structs::Layout plan = TRY(structs::measure(thread, error_of(self), view));
  Memory& memory = memory_of(thread);
  auto* items = static_cast<Item*>(memory.allocate(plan.items * sizeof(Item)));
  if (items == nullptr) return raise_memory_error(thread.interpreter());
  structs::fill(view, items);
  drop_items(thread.interpreter(), layout);
  layout.items = items;
  layout.item_count = plan.items;
  layout.values = plan.values;
  layout.size = static_cast<std::intptr_t>(plan.size);
  replace_reference(layout.format, text.take());
  return done;
}

Result<Object*> struct_make(Thread& thread, Type* type, const Arguments&) {
  Object* made = TRY(allocate_instance(thread.interpreter(), type));
  as_struct(made).size = -1;
  return made;
}

constexpr Signature kStructSignature("Struct(format)");

Status struct_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kStructSignature, arguments));
  return set_up(thread, self, bound[0]);
}

void struct_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Struct& layout = as_struct(self);
  drop_items(interpreter, layout);
  clear_reference(layout.format);
  free_instance(interpreter, self);
}

// The cache refers to instances, and they to their type and so to the module: the collector must
// see them to take that cycle apart.
void struct_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_struct(self).format);
}

// The Struct of a format, from the module's cache; new reference.
Result<Object*> struct_of(Thread& thread, Object* module, Object* format) {
  constexpr std::size_t kCacheMax = 100;
  StructState& state = module_state<StructState>(module);
  const bool cacheable = is_exact(format, TypeId::kStr) || is_exact(format, TypeId::kBytes);
  if (cacheable) {
    const Found<Object> known = TRY(find_in_dict(thread, state.cache, format));
    if (known) return retain(known.value);
  }
  Ref<> made(TRY(struct_make(thread, state.struct_type, {})));
  TRY(set_up(thread, made, format));
  if (!cacheable) return made.take();
  if (state.cache->size >= kCacheMax) dict_clear(thread.interpreter(), state.cache);
  TRY(dict_set(thread, state.cache, format, made));
  return made.take();
}

// ---- Packing ----------------------------------------------------------------------------------

// Writes `values` to `out`, whose bytes are 0 where no value stands.
Status pack_values(Thread& thread, Object* self, std::uint8_t* out, Object* const* values) {
  const Struct& layout = as_struct(self);
  for (std::size_t index = 0; index < layout.item_count; ++index) {
    const Item& item = layout.items[index];
    for (std::size_t repeat = 0; repeat < item.repeat; ++repeat) {
      std::uint8_t* place = out + item.offset + repeat * item.size;
      TRY(structs::pack(thread, error_of(self), item, place, *values++));
    }
  }
  return done;
}

Status check_count(Thread& thread, Object* self, const char* function, std::size_t given) {
  const Struct& layout = as_struct(self);
  const std::intptr_t wanted = layout.size < 0 ? -1 : static_cast<std::intptr_t>(layout.values);
  if (wanted == static_cast<std::intptr_t>(given)) return done;
  return raise_error(thread, self, "{} expected {} items for packing (got {})", function, wanted,
                     given);
}

Result<Object*> pack_all(Thread& thread, Object* self, Object* const* values, std::size_t given) {
  TRY(check_count(thread, self, "pack", given));
  const auto size = static_cast<std::size_t>(as_struct(self).size);
  Ref<Bytes> bytes(TRY(make_bytes_for(thread.interpreter(), size)));
  std::fill_n(bytes->data(), size, 0);
  TRY(pack_values(thread, self, bytes->data(), values));
  return bytes.take();
}

// Holds a buffer of an object for the time of a call.
class HeldBuffer {
 public:
  explicit HeldBuffer(Thread& thread) : interpreter_(thread.interpreter()) {}
  HeldBuffer(const HeldBuffer&) = delete;
  HeldBuffer& operator=(const HeldBuffer&) = delete;
  ~HeldBuffer() {
    if (held_) release_buffer(interpreter_, view);
  }
  Status take(Thread& thread, Object* source, bool writable = false) {
    TRY(get_buffer(thread, source, view, writable));
    held_ = true;
    return done;
  }

  Buffer view;

 private:
  Interpreter& interpreter_;
  bool held_ = false;
};

// The place that an offset, which may count from the end, names in a buffer; `what` is "pack" or
// "unpack".
Result<std::size_t> place_in(Thread& thread, Object* self, std::size_t length, std::intptr_t offset,
                             bool packing) {
  const std::intptr_t size = as_struct(self).size;
  const auto available = static_cast<std::intptr_t>(length);
  const char* verb = packing ? "pack" : "unpack";
  if (offset < 0) {
    if (offset + size > 0) {
      return raise_error(thread, self, "{} to {} {} bytes at offset {}",
                         packing ? "no space" : "not enough data", verb, size, offset);
    }
    if (offset + available < 0) {
      return raise_error(thread, self, "offset {} out of range for {}-byte buffer", offset,
                         available);
    }
    offset += available;
  }
  if (available - offset >= size) return static_cast<std::size_t>(offset);
  return raise_error(thread, self,
                     "{}_{} requires a buffer of at least {} bytes for {}ing {} bytes at offset {} "
                     "(actual buffer size is {})",
                     verb, packing ? "into" : "from", size + offset, verb, size, offset, available);
}

Result<Object*> pack_into_all(Thread& thread, Object* self, Object* const* values,
                              std::size_t given) {
  if (given < 2) {
    return raise_error(thread, self, "pack_into expected {} argument",
                       given == 0 ? "buffer" : "offset");
  }
  TRY(check_count(thread, self, "pack_into", given - 2));
  Object* target = values[0];
  HeldBuffer buffer(thread);
  if (target->type->slots->get_buffer != nullptr && is_bytes(target)) {
    return raise(thread, TypeId::kTypeError,
                 "argument must be read-write bytes-like object, not {}", type_name(target->type));
  }
  TRY(buffer.take(thread, target, true));
  const std::intptr_t offset = TRY(to_index_value(thread, values[1]));
  const std::size_t place = TRY(place_in(thread, self, buffer.view.length, offset, true));
  std::fill_n(buffer.view.data + place, as_struct(self).size, 0);
  TRY(pack_values(thread, self, buffer.view.data + place, values + 2));
  return new_none(thread);
}

// ---- Unpacking --------------------------------------------------------------------------------

Result<Object*> unpack_values(Thread& thread, Object* self, const std::uint8_t* data) {
  const Struct& layout = as_struct(self);
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), layout.values)));
  std::size_t filled = 0;
  for (std::size_t index = 0; index < layout.item_count; ++index) {
    const Item& item = layout.items[index];
    for (std::size_t repeat = 0; repeat < item.repeat; ++repeat) {
      const std::uint8_t* place = data + item.offset + repeat * item.size;
      values->items()[filled++] = TRY(structs::unpack(thread, item, place));
    }
  }
  return values.take();
}

Result<Object*> unpack_all(Thread& thread, Object* self, Object* source) {
  HeldBuffer buffer(thread);
  TRY(buffer.take(thread, source));
  const std::intptr_t size = as_struct(self).size;
  if (static_cast<std::intptr_t>(buffer.view.length) != size) {
    return raise_error(thread, self, "unpack requires a buffer of {} bytes", size);
  }
  return unpack_values(thread, self, buffer.view.data);
}

Result<Object*> unpack_from_all(Thread& thread, Object* self, Object* source, Object* offset) {
  HeldBuffer buffer(thread);
  TRY(buffer.take(thread, source));
  const std::intptr_t start = offset == nullptr ? 0 : TRY(to_index_value(thread, offset));
  const std::size_t place = TRY(place_in(thread, self, buffer.view.length, start, false));
  return unpack_values(thread, self, buffer.view.data + place);
}

Result<Object*> iterate_over(Thread& thread, Object* self, Object* source) {
  const Struct& layout = as_struct(self);
  if (layout.size <= 0) {
    return raise_error(thread, self, "cannot iteratively unpack with a struct of length {}",
                       layout.size);
  }
  const Type* owner = self->type;
  Ref<> made(TRY(allocate_instance(
      thread.interpreter(), type_state<StructState>(const_cast<Type*>(owner)).iterator_type)));
  UnpackIterator& iterator = as_iterator(made);
  TRY(get_buffer(thread, source, iterator.view));
  iterator.layout = retain(static_cast<Struct*>(self));
  iterator.source = retain(source);
  if (iterator.view.length % static_cast<std::size_t>(layout.size) == 0) return made.take();
  return raise_error(
      thread, self, "iterative unpacking requires a buffer of a multiple of {} bytes", layout.size);
}

void let_go(Interpreter& interpreter, UnpackIterator& iterator) noexcept {
  if (iterator.layout != nullptr) release_buffer(interpreter, iterator.view);
  clear_reference(iterator.layout);
  clear_reference(iterator.source);
}

void iterator_deallocate(Interpreter& interpreter, Object* self) noexcept {
  let_go(interpreter, as_iterator(self));
  free_instance(interpreter, self);
}

void iterator_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_iterator(self).layout);
  visitor.visit_if(as_iterator(self).source);
  visitor.visit_if(as_iterator(self).view.owner);
}

void iterator_clear(Interpreter& interpreter, Object* self) noexcept {
  let_go(interpreter, as_iterator(self));
}

Result<Found<Object>> iterator_next(Thread& thread, Object* self) {
  UnpackIterator& iterator = as_iterator(self);
  if (iterator.layout == nullptr) return Found<Object>{};
  if (iterator.position >= iterator.view.length) {
    let_go(thread.interpreter(), iterator);
    return Found<Object>{};
  }
  Ref<Struct> layout(retain(iterator.layout));
  const std::uint8_t* data = iterator.view.data + iterator.position;
  iterator.position += static_cast<std::size_t>(layout->size);
  return Found<Object>{TRY(unpack_values(thread, layout, data))};
}

Result<Object*> iterator_length_hint(Thread& thread, Object* self, Object* const*) {
  const UnpackIterator& iterator = as_iterator(self);
  if (iterator.layout == nullptr) return make_int(thread.interpreter(), 0);
  const std::size_t left = iterator.view.length - iterator.position;
  return make_int_unsigned(thread.interpreter(),
                           left / static_cast<std::size_t>(iterator.layout->size));
}

// ---- Methods of Struct ------------------------------------------------------------------------

Result<Object*> pack_method(Thread& thread, Object* self, Object* const* arguments) {
  auto* values = static_cast<Tuple*>(arguments[0]);
  return pack_all(thread, self, values->items(), values->size);
}

Result<Object*> pack_into_method(Thread& thread, Object* self, Object* const* arguments) {
  auto* values = static_cast<Tuple*>(arguments[0]);
  return pack_into_all(thread, self, values->items(), values->size);
}

Result<Object*> unpack_method(Thread& thread, Object* self, Object* const* arguments) {
  return unpack_all(thread, self, arguments[0]);
}

Result<Object*> unpack_from_method(Thread& thread, Object* self, Object* const* arguments) {
  return unpack_from_all(thread, self, arguments[0], arguments[1]);
}

Result<Object*> iter_unpack_method(Thread& thread, Object* self, Object* const* arguments) {
  return iterate_over(thread, self, arguments[0]);
}

Result<Object*> get_format(Thread& thread, Object* self) {
  Str* format = as_struct(self).format;
  return format == nullptr ? new_none(thread) : retain(static_cast<Object*>(format));
}

Result<Object*> get_size(Thread& thread, Object* self) {
  return make_int(thread.interpreter(), as_struct(self).size);
}

constexpr NativeMethod kStructMethods[] = {
    {"iter_unpack(self, buffer, /)", iter_unpack_method, Binding::kInstance,
     "An iterator over the tuples that a buffer holds one after the other."},
    {"pack(self, /, *values)", pack_method, Binding::kInstance, "The values as bytes."},
    {"pack_into(self, /, *arguments)", pack_into_method, Binding::kInstance,
     "Writes the values into a buffer at an offset."},
    {"unpack(self, buffer, /)", unpack_method, Binding::kInstance,
     "The values that the bytes hold."},
    {"unpack_from(self, /, buffer, offset=0)", unpack_from_method, Binding::kInstance,
     "The values that a buffer holds at an offset."},
};

constexpr NativeAttribute kStructAttributes[] = {
    {"format", get_format, nullptr, "The format text."},
    {"size", get_size, nullptr, "The size of the bytes."},
};

constexpr TypeDescriptor kStructDescriptor = {
    .name = "Struct",
    .module = "_struct",
    .flags = flag::kBaseType | flag::kCollectable,
    .object_size = sizeof(Struct),
    .weak_offset = OURO_OFFSET(Struct, weak_references),
    .slots = {.deallocate = struct_deallocate,
              .traverse = struct_traverse,
              .make = struct_make,
              .initialise = struct_initialise},
    .methods = kStructMethods,
    .attributes = kStructAttributes,
    .doc = "A format that has been read once, to pack and unpack with.",
};

constexpr NativeMethod kIteratorMethods[] = {
    {"__length_hint__(self, /)", iterator_length_hint},
};

constexpr TypeDescriptor kIteratorDescriptor = {
    .name = "unpack_iterator",
    .module = "_struct",
    .flags = flag::kCollectable,
    .object_size = sizeof(UnpackIterator),
    .slots = {.deallocate = iterator_deallocate,
              .traverse = iterator_traverse,
              .clear = iterator_clear,
              .make = nullptr,
              .iterate = return_self,
              .next = iterator_next},
    .methods = kIteratorMethods,
};

// ---- Functions of the module ------------------------------------------------------------------

Result<Object*> calculate_size(Thread& thread, Object* module, Object* const* arguments) {
  Ref<> layout(TRY(struct_of(thread, module, arguments[0])));
  return get_size(thread, layout);
}

Result<Object*> missing_format(Thread& thread) {
  return raise(thread, TypeId::kTypeError, "missing format argument");
}

Result<Object*> pack(Thread& thread, Object* module, Object* const* arguments) {
  auto* values = static_cast<Tuple*>(arguments[0]);
  if (values->size == 0) return missing_format(thread);
  Ref<> layout(TRY(struct_of(thread, module, (*values)[0])));
  return pack_all(thread, layout, values->items() + 1, values->size - 1);
}

Result<Object*> pack_into(Thread& thread, Object* module, Object* const* arguments) {
  auto* values = static_cast<Tuple*>(arguments[0]);
  if (values->size == 0) return missing_format(thread);
  Ref<> layout(TRY(struct_of(thread, module, (*values)[0])));
  return pack_into_all(thread, layout, values->items() + 1, values->size - 1);
}

Result<Object*> unpack(Thread& thread, Object* module, Object* const* arguments) {
  Ref<> layout(TRY(struct_of(thread, module, arguments[0])));
  return unpack_all(thread, layout, arguments[1]);
}

Result<Object*> unpack_from(Thread& thread, Object* module, Object* const* arguments) {
  Ref<> layout(TRY(struct_of(thread, module, arguments[0])));
  return unpack_from_all(thread, layout, arguments[1], arguments[2]);
}

Result<Object*> iter_unpack(Thread& thread, Object* module, Object* const* arguments) {
  Ref<> layout(TRY(struct_of(thread, module, arguments[0])));
  return iterate_over(thread, layout, arguments[1]);
}

Result<Object*> clear_cache(Thread& thread, Object* module, Object* const*) {
  dict_clear(thread.interpreter(), module_state<StructState>(module).cache);
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"_clearcache(module, /)", clear_cache},
    {"calcsize(module, format, /)", calculate_size},
    {"iter_unpack(module, format, buffer, /)", iter_unpack},
    {"pack(module, /, *arguments)", pack},
    {"pack_into(module, /, *arguments)", pack_into},
    {"unpack(module, format, buffer, /)", unpack},
    {"unpack_from(module, format, /, buffer, offset=0)", unpack_from},
};

// ---- The module -------------------------------------------------------------------------------

Status execute(Thread& thread, Module* module) {
  StructState& state = module_state<StructState>(module);
  state.cache = TRY(make_dict(thread.interpreter()));
  state.error = TRY(make_exception_class(thread, "struct", "error"));
  TRY(module_add(thread, module, "error", state.error));
  state.struct_type = retain(TRY(module_add_type(thread, module, kStructDescriptor)));
  state.iterator_type = TRY(make_native_type(thread, module, kIteratorDescriptor));
  return done;
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  auto* state = static_cast<StructState*>(place);
  visitor.visit_if(state->struct_type);
  visitor.visit_if(state->iterator_type);
  visitor.visit_if(state->error);
  visitor.visit_if(state->cache);
}

void state_clear(Interpreter&, void* place) noexcept {
  auto* state = static_cast<StructState*>(place);
  clear_reference(state->cache);
  clear_reference(state->struct_type);
  clear_reference(state->iterator_type);
  clear_reference(state->error);
}

}  // namespace

extern const ModuleDescriptor kStructModule;
const ModuleDescriptor kStructModule = {
    .name = "_struct",
    .doc = "Values to bytes and back by a format text.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(StructState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
