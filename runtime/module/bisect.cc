// _bisect: where an item belongs in a sorted sequence, and putting it there.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

enum class Side : std::uint8_t { kLeft, kRight };  // of equal items

struct Search {
  Object* sequence;
  Object* wanted;
  Object* key;  // null: the items themselves
  std::intptr_t low, high;
};

Result<Object*> item_of(Thread& thread, const Search& search, std::intptr_t place) {
  if (search.key == nullptr && is_exact(search.sequence, TypeId::kList)) {
    const auto* list = static_cast<List*>(search.sequence);
    if (static_cast<std::size_t>(place) < list->size) return retain(list->items[place]);
  }
  Ref<Int> index(TRY(make_int(thread.interpreter(), place)));
  Ref<> item(TRY(get_item(thread, search.sequence, index)));
  return search.key == nullptr ? item.take() : call(thread, search.key, item);
}

Result<std::intptr_t> find_place(Thread& thread, Search search, Side side) {
  while (search.low < search.high) {
    const std::intptr_t middle = search.low + (search.high - search.low) / 2;
    Ref<> item(TRY(item_of(thread, search, middle)));
    const bool before = side == Side::kLeft
                            ? TRY(compare_is_true(thread, item, search.wanted, Comparison::kLess))
                            : !TRY(compare_is_true(thread, search.wanted, item, Comparison::kLess));
    (before ? search.low : search.high) = before ? middle + 1 : middle;
  }
  return search.low;
}

Result<Search> read_search(Thread& thread, Object* const* arguments, Object* wanted) {
  Object* key = arguments[4] == none(thread) ? nullptr : arguments[4];
  Search search{arguments[0], wanted, key, 0, -1};
  if (arguments[2] != nullptr) search.low = TRY(to_index_value(thread, arguments[2]));
  if (arguments[3] != nullptr && arguments[3] != none(thread)) {
    search.high = TRY(to_index_value(thread, arguments[3]));
  }
  if (search.low < 0) return raise(thread, TypeId::kValueError, "lo must be non-negative");
  if (search.high == -1) search.high = TRY(length(thread, search.sequence));
  return search;
}

template <Side side>
Result<Object*> bisect(Thread& thread, Object*, Object* const* arguments) {
  const Search search = TRY(read_search(thread, arguments, arguments[1]));
  return make_int(thread.interpreter(), TRY(find_place(thread, search, side)));
}

template <Side side>
Result<Object*> insort(Thread& thread, Object*, Object* const* arguments) {
  const bool has_key = arguments[4] != nullptr && arguments[4] != none(thread);
  Ref<> wanted(has_key ? TRY(call(thread, arguments[4], arguments[1])) : retain(arguments[1]));
  const Search search = TRY(read_search(thread, arguments, wanted));
  const std::intptr_t place = TRY(find_place(thread, search, side));
  if (is_exact(arguments[0], TypeId::kList)) {
    TRY(list_insert(thread.interpreter(), static_cast<List*>(arguments[0]), place, arguments[1]));
    return new_none(thread);
  }
  Ref<Int> index(TRY(make_int(thread.interpreter(), place)));
  release(TRY(call_method(thread, arguments[0], "insert", {index.get(), arguments[1]})));
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"bisect_left(module, /, a, x, lo=0, hi=None, *, key=None)", bisect<Side::kLeft>},
    {"bisect_right(module, /, a, x, lo=0, hi=None, *, key=None)", bisect<Side::kRight>},
    {"insort_left(module, /, a, x, lo=0, hi=None, *, key=None)", insort<Side::kLeft>},
    {"insort_right(module, /, a, x, lo=0, hi=None, *, key=None)", insort<Side::kRight>},
};

}  // namespace

extern const ModuleDescriptor kBisectModule;
const ModuleDescriptor kBisectModule = {
    .name = "_bisect",
    .doc = "Positions in sorted sequences.",
    .functions = kFunctions,
};

}  // namespace ouro
