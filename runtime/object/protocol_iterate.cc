// Protocol: iteration, by __iter__ and __next__ or by index.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/iterators.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_functions.h"

namespace ouro {
namespace {

// Can it be read by index from 0 on? Any class with __getitem__ says so.
bool is_sequence(const Slots* slots) {
  return slots->item_at != nullptr || slots->get_item == dispatch::get_item;
}

}  // namespace

Result<Object*> iterate(Thread& thread, Object* object) {
  const Slots* slots = object->type->slots;
  if (slots->iterate == nullptr) {
    if (is_sequence(slots)) return make_sequence_iterator(thread.interpreter(), object);
    return raise(thread, TypeId::kTypeError, "'{}' object is not iterable", object->type);
  }
  Ref<> iterator(TRY(slots->iterate(thread, object)));
  if (iterator->type->slots->next != nullptr) return iterator.take();
  return raise(thread, TypeId::kTypeError, "iter() returned non-iterator of type '{}'",
               iterator->type);
}

Result<Found<Object>> next(Thread& thread, Object* iterator) {
  RecursionGuard guard(thread);  // iterators of iterators of iterators
  if (!guard.ok()) return failure;
  const auto slot = iterator->type->slots->next;
  if (slot != nullptr) return slot(thread, iterator);
  return raise(thread, TypeId::kTypeError, "'{}' object is not an iterator", iterator->type);
}

}  // namespace ouro
