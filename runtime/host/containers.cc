// The C interface: containers, buffers, and what is done to any object by operators.
#include <string_view>

#include "runtime/host/border.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/memoryview.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr std::string_view kNullArgument = "an argument is null";

Status copy_items(Border& border, const ouro_value* items, Object** places, std::size_t count) {
  const HostHandles& handles = border.interpreter().get<HostHandles>();
  for (std::size_t index = 0; index < count; ++index) {
    Object* item = handles.find(items[index]);
    if (item == nullptr)
      return raise(border.thread(), TypeId::kValueError, "item {} is a dead handle", index);
    places[index] = retain(item);
  }
  return done;
}

Result<Object*> make_list_of(Border& border, const ouro_value* items, std::size_t count) {
  Ref<Tuple> held(TRY(make_tuple(border.interpreter(), count)));
  TRY(copy_items(border, items, held->items(), count));
  return make_list_from(border.interpreter(), held->items(), count);
}

Result<Object*> make_tuple_of(Border& border, const ouro_value* items, std::size_t count) {
  Ref<Tuple> made(TRY(make_tuple(border.interpreter(), count)));
  TRY(copy_items(border, items, made->items(), count));
  return made.take();
}

Result<Object*> get_at(Thread& thread, Object* sequence, std::int64_t index) {
  Ref<> key(TRY(Result<Object*>(make_int(thread.interpreter(), index))));
  return get_item(thread, sequence, key);
}

Status set_at(Thread& thread, Object* sequence, std::int64_t index, Object* item) {
  Ref<> key(TRY(Result<Object*>(make_int(thread.interpreter(), index))));
  return set_item(thread, sequence, key, item);
}

struct KindRow {
  ouro_kind kind;
  bool (*matches)(const Object*);
};
// The first that matches: True is an int, too.
constexpr KindRow kKinds[] = {
    {OURO_KIND_NONE, [](const Object* object) { return is_exact(object, TypeId::kNoneType); }},
    {OURO_KIND_BOOL, [](const Object* object) { return is_exact(object, TypeId::kBool); }},
    {OURO_KIND_INT, is_int},
    {OURO_KIND_FLOAT, is_float},
    {OURO_KIND_STR, is_str},
    {OURO_KIND_BYTES, is_bytes},
    {OURO_KIND_LIST, is_list},
    {OURO_KIND_TUPLE, is_tuple},
    {OURO_KIND_DICT, is_dict},
    {OURO_KIND_SET, is_any_set},
    {OURO_KIND_OTHER, [](const Object*) { return true; }},
};

// A memoryview holds the bytes in their place for as long as its handle lives.
Result<Object*> view_bytes(Thread& thread, Object* object, bool writable, ouro_buffer& view) {
  Ref<> holder(TRY(Result<Object*>(make_memoryview(thread, object))));
  Buffer seen;
  TRY(get_buffer(thread, holder, seen, writable));
  view.data = seen.data;
  view.length = seen.length;
  release_buffer(thread.interpreter(), seen);
  return holder.take();
}

}  // namespace
}  // namespace ouro

using namespace ouro;

extern "C" {

ouro_kind ouro_kind_of(ouro_interpreter* session, ouro_value value) {
  Border border(session, nullptr);
  const Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_KIND_DEAD;
  const KindRow* row = kKinds;
  while (!row->matches(object)) ++row;
  return row->kind;
}

ouro_status ouro_new_list(ouro_interpreter* session, const ouro_value* items, size_t count,
                          ouro_value* result, ouro_error* error) {
  Border border(session, error);
  if (border.ok() && items == nullptr && count > 0) return Border::refuse(error, kNullArgument);
  return border.ok() ? border.give(make_list_of(border, items, count), result) : OURO_REFUSED;
}

ouro_status ouro_new_tuple(ouro_interpreter* session, const ouro_value* items, size_t count,
                           ouro_value* result, ouro_error* error) {
  Border border(session, error);
  if (border.ok() && items == nullptr && count > 0) return Border::refuse(error, kNullArgument);
  return border.ok() ? border.give(make_tuple_of(border, items, count), result) : OURO_REFUSED;
}

ouro_status ouro_new_dict(ouro_interpreter* session, ouro_value* result, ouro_error* error) {
  Border border(session, error);
  return border.ok() ? border.give(make_dict(border.interpreter()), result) : OURO_REFUSED;
}

ouro_status ouro_length(ouro_interpreter* session, ouro_value container, size_t* result,
                        ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(container));
  if (!object) return OURO_REFUSED;
  if (result == nullptr) return Border::refuse(error, kNullArgument);
  auto size = length(border.thread(), object);
  if (!size.ok()) return border.fail();
  *result = static_cast<std::size_t>(size.value());
  return OURO_OK;
}

ouro_status ouro_get_item(ouro_interpreter* session, ouro_value container, ouro_value key,
                          ouro_value* result, ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(container)), name(border.hold(key));
  if (!object || !name) return OURO_REFUSED;
  return border.give(get_item(border.thread(), object, name), result);
}

ouro_status ouro_set_item(ouro_interpreter* session, ouro_value container, ouro_value key,
                          ouro_value item, ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(container)), name(border.hold(key)), value(border.hold(item));
  if (!object || !name || !value) return OURO_REFUSED;
  return border.answer(set_item(border.thread(), object, name, value));
}

ouro_status ouro_delete_item(ouro_interpreter* session, ouro_value container, ouro_value key,
                             ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(container)), name(border.hold(key));
  if (!object || !name) return OURO_REFUSED;
  return border.answer(delete_item(border.thread(), object, name));
}

ouro_status ouro_get_index(ouro_interpreter* session, ouro_value sequence, int64_t index,
                           ouro_value* result, ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(sequence));
  if (!object) return OURO_REFUSED;
  return border.give(get_at(border.thread(), object, index), result);
}

ouro_status ouro_set_index(ouro_interpreter* session, ouro_value sequence, int64_t index,
                           ouro_value item, ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(sequence)), value(border.hold(item));
  if (!object || !value) return OURO_REFUSED;
  return border.answer(set_at(border.thread(), object, index, value));
}

ouro_status ouro_iterate(ouro_interpreter* session, ouro_value iterable, ouro_value* iterator,
                         ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(iterable));
  if (!object) return OURO_REFUSED;
  return border.give(iterate(border.thread(), object), iterator);
}

ouro_status ouro_next(ouro_interpreter* session, ouro_value iterator, ouro_value* result,
                      ouro_error* error) {
  Border border(session, error);
  Ref<> object(border.hold(iterator));
  if (!object) return OURO_REFUSED;
  if (result == nullptr) return Border::refuse(error, kNullArgument);
  auto item = next(border.thread(), object);
  if (!item.ok()) return border.fail();
  *result = 0;
  return item.value() ? border.give(item.value().value, result) : OURO_OK;
}

ouro_status ouro_set_attribute(ouro_interpreter* session, ouro_value object, const char* name,
                               ouro_value value, ouro_error* error) {
  Border border(session, error);
  Ref<> target(border.hold(object)), content(border.hold(value));
  if (!target || !content) return OURO_REFUSED;
  if (name == nullptr) return Border::refuse(error, kNullArgument);
  return border.answer(set_attribute(border.thread(), target, name, content));
}

ouro_status ouro_buffer_get(ouro_interpreter* session, ouro_value object, int writable,
                            ouro_buffer* result, ouro_error* error) {
  Border border(session, error);
  Ref<> exporter(border.hold(object));
  if (!exporter) return OURO_REFUSED;
  if (result == nullptr) return Border::refuse(error, kNullArgument);
  *result = {};
  return border.give(view_bytes(border.thread(), exporter, writable != 0, *result),
                     &result->holder);
}

ouro_status ouro_buffer_release(ouro_interpreter* session, ouro_buffer* buffer) {
  if (buffer == nullptr) return OURO_REFUSED;
  const ouro_value holder = buffer->holder;
  const ouro_status status = ouro_value_release(session, holder);
  if (status == OURO_OK) *buffer = {};
  return status;
}

}  // extern "C"
