// _heapq: a list kept as a heap, the smallest item first; and the same with the largest first.
#include <utility>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

Result<bool> less(Thread& thread, Object* left, Object* right) {
  if (is_compact_int(left) && is_compact_int(right)) {
    return static_cast<Int*>(left)->value < static_cast<Int*>(right)->value;
  }
  Ref<> keep_left(retain(left));
  Ref<> keep_right(retain(right));
  return compare_is_true(thread, left, right, Comparison::kLess);
}

// The item that belongs nearer to the top.
enum class First : std::uint8_t { kSmallest, kLargest };

// Comparisons run user code, which may change the list: its items are looked at anew after each.
class Heap {
 public:
  Heap(Thread& thread, List* list, First first) : thread_(thread), list_(list), first_(first) {}

  std::size_t size() const { return list_->size; }
  // From `place` up to where its item belongs, at most to `top`.
  Status rise(std::size_t top, std::size_t place);
  // From `place` down along the better children to a leaf, and from there up again: most items
  // belong near the bottom.
  Status sink(std::size_t place);
  Status order_all();

  // Owned; IndexError when there is none.
  Result<Object*> take_first();
  // The first item, owned, and `item` in its place.
  Result<Object*> replace_first(Object* item);

 private:
  Result<bool> goes_before(Object* left, Object* right) {
    return first_ == First::kSmallest ? less(thread_, left, right) : less(thread_, right, left);
  }
  Status check_size(std::size_t size) {
    if (list_->size == size) return done;
    return raise(thread_, TypeId::kRuntimeError, "list changed size during iteration");
  }
  Failure refuse_empty() { return raise(thread_, TypeId::kIndexError, "index out of range"); }
  void swap(std::size_t left, std::size_t right) {
    std::swap(list_->items[left], list_->items[right]);
  }

  Thread& thread_;
  List* list_;
  First first_;
};

Status Heap::rise(std::size_t top, std::size_t place) {
  const std::size_t size = list_->size;
  while (place > top) {
    const std::size_t parent = (place - 1) / 2;
    const bool better = TRY(goes_before(list_->items[place], list_->items[parent]));
    TRY(check_size(size));
    if (!better) return done;
    swap(place, parent);
    place = parent;
  }
  return done;
}

Status Heap::sink(std::size_t place) {
  const std::size_t size = list_->size;
  const std::size_t top = place;
  while (place < size / 2) {
    std::size_t child = 2 * place + 1;
    if (child + 1 < size) {
      const bool left = TRY(goes_before(list_->items[child], list_->items[child + 1]));
      TRY(check_size(size));
      child += !left;
    }
    swap(place, child);
    place = child;
  }
  return rise(top, place);
}

Status Heap::order_all() {
  const std::size_t size = list_->size;
  for (std::size_t place = size / 2; place-- > 0;) {
    TRY(check_size(size));
    TRY(sink(place));
  }
  return done;
}

Result<Object*> Heap::take_first() {
  if (list_->size == 0) return refuse_empty();
  Ref<> last(std::exchange(list_->items[--list_->size], nullptr));
  if (list_->size == 0) return last.take();
  return replace_first(last);
}

Result<Object*> Heap::replace_first(Object* item) {
  if (list_->size == 0) return refuse_empty();
  Ref<> first(std::exchange(list_->items[0], retain(item)));
  TRY(sink(0));
  return first.take();
}

struct Name {
  const char* function;
  const char* argument;  // how messages number it
};

Result<List*> list_argument(Thread& thread, const Name& name, Object* heap) {
  if (is_list(heap)) return static_cast<List*>(heap);
  return raise(thread, TypeId::kTypeError, "{}() argument {}must be list, not {}", name.function,
               name.argument, heap->type);
}

Result<Object*> push(Thread& thread, Object*, Object* const* arguments) {
  List* list = TRY(list_argument(thread, {"heappush", "1 "}, arguments[0]));
  TRY(list_append(thread.interpreter(), list, arguments[1]));
  TRY(Heap(thread, list, First::kSmallest).rise(0, list->size - 1));
  return new_none(thread);
}

Result<Object*> push_and_pop(Thread& thread, Object*, Object* const* arguments) {
  List* list = TRY(list_argument(thread, {"heappushpop", "1 "}, arguments[0]));
  if (list->size == 0 || !TRY(less(thread, list->items[0], arguments[1])))
    return retain(arguments[1]);
  return Heap(thread, list, First::kSmallest).replace_first(arguments[1]);
}

Result<Object*> take(Thread& thread, Object* heap, First first, const Name& name) {
  return Heap(thread, TRY(list_argument(thread, name, heap)), first).take_first();
}

Result<Object*> replace(Thread& thread, Object* const* arguments, First first, const Name& name) {
  List* list = TRY(list_argument(thread, name, arguments[0]));
  return Heap(thread, list, first).replace_first(arguments[1]);
}

Result<Object*> order(Thread& thread, Object* heap, First first, const Name& name) {
  TRY(Heap(thread, TRY(list_argument(thread, name, heap)), first).order_all());
  return new_none(thread);
}

Result<Object*> pop(Thread& thread, Object*, Object* const* arguments) {
  return take(thread, arguments[0], First::kSmallest, {"heappop", ""});
}
Result<Object*> pop_largest(Thread& thread, Object*, Object* const* arguments) {
  return take(thread, arguments[0], First::kLargest, {"_heappop_max", ""});
}
Result<Object*> replace_smallest(Thread& thread, Object*, Object* const* arguments) {
  return replace(thread, arguments, First::kSmallest, {"heapreplace", "1 "});
}
Result<Object*> replace_largest(Thread& thread, Object*, Object* const* arguments) {
  return replace(thread, arguments, First::kLargest, {"_heapreplace_max", "1 "});
}
Result<Object*> make_heap(Thread& thread, Object*, Object* const* arguments) {
  return order(thread, arguments[0], First::kSmallest, {"heapify", ""});
}
Result<Object*> make_largest_heap(Thread& thread, Object*, Object* const* arguments) {
  return order(thread, arguments[0], First::kLargest, {"_heapify_max", ""});
}

constexpr NativeMethod kFunctions[] = {
    {"heappush(module, heap, item, /)", push, Binding::kInstance, "Puts the item into the heap."},
    {"heappushpop(module, heap, item, /)", push_and_pop, Binding::kInstance,
     "Puts the item into the heap, then takes the smallest out."},
    {"heappop(module, heap, /)", pop, Binding::kInstance, "Takes the smallest item out."},
    {"heapreplace(module, heap, item, /)", replace_smallest, Binding::kInstance,
     "Takes the smallest item out, and the new one takes its place."},
    {"heapify(module, heap, /)", make_heap, Binding::kInstance, "Makes a heap of any list."},
    {"_heappop_max(module, heap, /)", pop_largest},
    {"_heapreplace_max(module, heap, item, /)", replace_largest},
    {"_heapify_max(module, heap, /)", make_largest_heap},
};

}  // namespace

extern const ModuleDescriptor kHeapqModule;
const ModuleDescriptor kHeapqModule = {
    .name = "_heapq",
    .doc = "Lists kept as heaps: each item is not larger than its two children.",
    .functions = kFunctions,
};

}  // namespace ouro
