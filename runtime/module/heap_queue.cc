// _heapq: a heap in a list, smallest (or, for the functions with _max, largest) item first.
//
// Comparisons run user code, which may change the list: its size is checked after each of them.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

enum class Order : std::uint8_t { kMin, kMax };

class Heap {
 public:
  Heap(Thread& thread, List* list, Order order)
      : thread_(thread), list_(list), size_(list->size), order_(order) {}

  // Moves the item at `place` up until its parent goes before it.
  Status sift_up(std::size_t place, std::size_t root);
  // Moves the item at `place` down to a leaf, the children in front up; then up to where it belongs.
  Status sift_down(std::size_t place);

 private:
  Result<bool> goes_before(std::size_t left, std::size_t right);
  void swap(std::size_t left, std::size_t right) {
    std::swap(list_->items[left], list_->items[right]);
  }

  Thread& thread_;
  List* list_;
  std::size_t size_;
  Order order_;
};

Result<bool> Heap::goes_before(std::size_t left, std::size_t right) {
  if (order_ == Order::kMax) std::swap(left, right);
  Ref<> first(retain(list_->items[left]));
  Ref<> second(retain(list_->items[right]));
  const bool less = TRY(compare_is_true(thread_, first, second, Comparison::kLess));
  if (list_->size == size_) return less;
  return raise(thread_, TypeId::kRuntimeError, "list changed size during iteration");
}

Status Heap::sift_up(std::size_t place, std::size_t root) {
  while (place > root) {
    const std::size_t parent = (place - 1) / 2;
    if (!TRY(goes_before(place, parent))) break;
    swap(place, parent);
    place = parent;
  }
  return done;
}

Status Heap::sift_down(std::size_t place) {
  const std::size_t root = place;
  while (place < size_ / 2) {
    std::size_t child = 2 * place + 1;
    if (child + 1 < size_ && !TRY(goes_before(child, child + 1))) ++child;
    swap(place, child);
    place = child;
  }
  return sift_up(place, root);
}

// `single`: the function has no other argument, so that its text needs no number.
Result<List*> borrow_heap(Thread& thread, std::string_view function, Object* argument,
                          bool single) {
  if (is_list(argument)) return static_cast<List*>(argument);
  return raise(thread, TypeId::kTypeError, "{}() argument {}must be list, not {}", function,
               single ? "" : "1 ", static_cast<const Type*>(argument->type));
}

Result<Object*> heappush(Thread& thread, Object*, Object* const* arguments) {
  List* list = TRY(borrow_heap(thread, "heappush", arguments[0], false));
  TRY(list_append(thread.interpreter(), list, arguments[1]));
  TRY(Heap(thread, list, Order::kMin).sift_up(list->size - 1, 0));
  return new_none(thread);
}

Failure refuse_empty(Thread& thread) {
  return raise(thread, TypeId::kIndexError, "index out of range");
}

// Puts `item` in the first one's place.
Result<Object*> replace_first(Thread& thread, List* list, Object* item, Order order) {
  if (list->size == 0) return refuse_empty(thread);
  Ref<> first(std::exchange(list->items[0], retain(item)));
  TRY(Heap(thread, list, order).sift_down(0));
  return first.take();
}

Result<Object*> pop_first(Thread& thread, List* list, Order order) {
  if (list->size == 0) return refuse_empty(thread);
  Ref<> last(std::exchange(list->items[list->size - 1], nullptr));
  --list->size;
  return list->size == 0 ? last.take() : replace_first(thread, list, last, order);
}

Result<Object*> heapify_as(Thread& thread, List* list, Order order) {
  for (std::size_t place = list->size / 2; place-- > 0;) {
    TRY(Heap(thread, list, order).sift_down(place));
  }
  return new_none(thread);
}

struct Names {
  std::string_view pop, replace, heapify;
};
constexpr Names kNames[] = {{"heappop", "heapreplace", "heapify"},
                            {"_heappop_max", "_heapreplace_max", "_heapify_max"}};
constexpr const Names& names_of(Order order) { return kNames[static_cast<std::size_t>(order)]; }

template <Order order>
Result<Object*> heappop(Thread& thread, Object*, Object* const* arguments) {
  List* list = TRY(borrow_heap(thread, names_of(order).pop, arguments[0], true));
  return pop_first(thread, list, order);
}

template <Order order>
Result<Object*> heapreplace(Thread& thread, Object*, Object* const* arguments) {
  List* list = TRY(borrow_heap(thread, names_of(order).replace, arguments[0], false));
  return replace_first(thread, list, arguments[1], order);
}

template <Order order>
Result<Object*> heapify(Thread& thread, Object*, Object* const* arguments) {
  return heapify_as(thread, TRY(borrow_heap(thread, names_of(order).heapify, arguments[0], true)),
                    order);
}

Result<Object*> heappushpop(Thread& thread, Object*, Object* const* arguments) {
  List* list = TRY(borrow_heap(thread, "heappushpop", arguments[0], false));
  if (list->size == 0) return retain(arguments[1]);
  Ref<> first(retain(list->items[0]));
  if (!TRY(compare_is_true(thread, first, arguments[1], Comparison::kLess))) {
    return retain(arguments[1]);
  }
  return replace_first(thread, list, arguments[1], Order::kMin);
}

constexpr NativeMethod kFunctions[] = {
    {"_heapify_max(module, heap, /)", heapify<Order::kMax>},
    {"_heappop_max(module, heap, /)", heappop<Order::kMax>},
    {"_heapreplace_max(module, heap, item, /)", heapreplace<Order::kMax>},
    {"heapify(module, heap, /)", heapify<Order::kMin>},
    {"heappop(module, heap, /)", heappop<Order::kMin>},
    {"heappush(module, heap, item, /)", heappush},
    {"heappushpop(module, heap, item, /)", heappushpop},
    {"heapreplace(module, heap, item, /)", heapreplace<Order::kMin>},
};

}  // namespace

extern const ModuleDescriptor kHeapQueueModule;
const ModuleDescriptor kHeapQueueModule = {
    .name = "_heapq",
    .doc = "A heap in a list.",
    .functions = kFunctions,
};

}  // namespace ouro
