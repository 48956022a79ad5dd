// Sorting: a stable merge sort that uses the order already there.
//
// Natural runs are found (short ones are extended by binary insertion) and merged in the order of
// the power of the boundary between them, so that merges stay balanced; a merge that keeps taking
// from one side gallops. While user code compares, the items stand in no list: the list looks
// empty, and a change of it is an error at the end. Keys of one simple type are compared without
// calls.
#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/float.h"
#include "runtime/object/list_methods.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr std::size_t kGallopAfter = 7;
constexpr std::size_t kShortestRun = 64;

// One item with what it is compared by. Both are borrowed.
template <typename Key>
struct Entry {
  Key key;
  Object* item;
};

// How keys of a kind are compared; kMayFail: by user code.
struct NumberOrder {
  static constexpr bool kMayFail = false;
  template <typename Number>
  bool operator()(Number left, Number right) const {
    return left < right;
  }
};
struct TextOrder {
  static constexpr bool kMayFail = false;
  bool operator()(const Str* left, const Str* right) const { return str_compare(left, right) < 0; }
};
struct ObjectOrder {
  static constexpr bool kMayFail = true;
  Thread& thread;
  Result<bool> operator()(Object* left, Object* right) const {
    return compare_is_true(thread, left, right, Comparison::kLess);
  }
};

// The answer of a comparison, or the way out of the caller with its failure.
#define OURO_LESS(left, right)                          \
  ({                                                    \
    bool ouro_less;                                     \
    if constexpr (Order::kMayFail) {                    \
      ouro_less = TRY(order_((left).key, (right).key)); \
    } else {                                            \
      ouro_less = order_((left).key, (right).key);      \
    }                                                   \
    ouro_less;                                          \
  })

// Sorts in place. After a failure the row holds the same entries in some order.
template <typename Key, typename Order>
class Sorter {
 public:
  using Row = Entry<Key>;

  Sorter(Interpreter& interpreter, Order order, Row* row, std::size_t size)
      : interpreter_(interpreter), order_(order), row_(row), size_(size) {}
  ~Sorter() {
    if (spare_ != nullptr) interpreter_.memory().release(spare_, spare_size_ * sizeof(Row));
  }
  Sorter(const Sorter&) = delete;
  Sorter& operator=(const Sorter&) = delete;

  Status sort();

 private:
  struct Run {
    std::size_t start;
    std::size_t length;
    int power;  // of the boundary to the next run
  };

  Result<std::size_t> count_run(std::size_t start);
  Status insert_rest(std::size_t start, std::size_t sorted, std::size_t length);
  Status push_run(Run run);
  Status merge_last_two();
  Status merge(std::size_t start, std::size_t left, std::size_t right);
  Status merge_low(Row* start, std::size_t left, std::size_t right);
  Status merge_high(Row* start, std::size_t left, std::size_t right);
  // Where `pivot` belongs in a sorted row: before (left) or behind (right) its equals. The search
  // starts at one end and doubles its steps, so it is cheap near that end.
  Result<std::size_t> gallop_left(const Row& pivot, const Row* row, std::size_t size,
                                  bool from_end);
  Result<std::size_t> gallop_right(const Row& pivot, const Row* row, std::size_t size,
                                   bool from_end);
  Status reserve(std::size_t entries);
  int boundary_power(const Run& run, std::size_t next_length) const;

  Interpreter& interpreter_;
  Order order_;
  Row* row_;
  std::size_t size_;
  Row* spare_ = nullptr;
  std::size_t spare_size_ = 0;
  std::size_t gallop_after_ = kGallopAfter;
  Run runs_[85];  // powers grow towards the top, and there are at most 64 of them
  std::size_t run_count_ = 0;
};

// Between half of kShortestRun and all of it, such that size / result is near a power of two.
std::size_t shortest_run(std::size_t size) {
  std::size_t odd = 0;
  while (size >= kShortestRun) {
    odd |= size & 1;
    size >>= 1;
  }
  return size + odd;
}

template <typename Key, typename Order>
Status Sorter<Key, Order>::reserve(std::size_t entries) {
  if (entries <= spare_size_) return done;
  void* block = interpreter_.memory().allocate(entries * sizeof(Row));
  if (block == nullptr) return raise_memory_error(interpreter_);
  if (spare_ != nullptr) interpreter_.memory().release(spare_, spare_size_ * sizeof(Row));
  spare_ = static_cast<Row*>(block);
  spare_size_ = entries;
  return done;
}

// The length of the run at `start`; a strictly falling one is turned around, which keeps equals in
// their order because it has none.
template <typename Key, typename Order>
Result<std::size_t> Sorter<Key, Order>::count_run(std::size_t start) {
  std::size_t end = start + 1;
  if (end == size_) return std::size_t{1};
  const bool falling = OURO_LESS(row_[end], row_[start]);
  for (++end; end < size_; ++end) {
    if (OURO_LESS(row_[end], row_[end - 1]) != falling) break;
  }
  if (falling) std::reverse(row_ + start, row_ + end);
  return end - start;
}

// row[start, start + sorted) is sorted; the entries up to `length` are put into their places.
template <typename Key, typename Order>
Status Sorter<Key, Order>::insert_rest(std::size_t start, std::size_t sorted, std::size_t length) {
  Row* row = row_ + start;
  for (std::size_t next = sorted; next < length; ++next) {
    const Row entry = row[next];
    std::size_t low = 0;
    std::size_t high = next;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (OURO_LESS(entry, row[middle])) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    std::copy_backward(row + low, row + next, row + next + 1);
    row[low] = entry;
  }
  return done;
}

// The first binary digit in which the middles of two neighbouring runs differ, as fractions of the
// whole: the depth of their boundary in a balanced tree of merges.
template <typename Key, typename Order>
int Sorter<Key, Order>::boundary_power(const Run& run, std::size_t next_length) const {
  std::size_t left = 2 * run.start + run.length;
  std::size_t right = left + run.length + next_length;
  int power = 0;
  while (true) {
    ++power;
    if (left >= size_) {
      left -= size_;
      right -= size_;
    } else if (right >= size_) {
      return power;
    }
    left <<= 1;
    right <<= 1;
  }
}

template <typename Key, typename Order>
Status Sorter<Key, Order>::push_run(Run run) {
  if (run_count_ > 0) {
    const int power = boundary_power(runs_[run_count_ - 1], run.length);
    while (run_count_ > 1 && runs_[run_count_ - 2].power > power) TRY(merge_last_two());
    runs_[run_count_ - 1].power = power;
  }
  runs_[run_count_++] = run;
  return done;
}

template <typename Key, typename Order>
Status Sorter<Key, Order>::merge_last_two() {
  Run& first = runs_[run_count_ - 2];
  const std::size_t left = first.length;
  const std::size_t right = runs_[run_count_ - 1].length;
  first.length += right;
  --run_count_;
  return merge(first.start, left, right);
}

template <typename Key, typename Order>
Status Sorter<Key, Order>::merge(std::size_t start, std::size_t left, std::size_t right) {
  Row* first = row_ + start;
  Row* second = first + left;
  // What stands right already stays: the head of the left run and the tail of the right one.
  const std::size_t skip = TRY(gallop_right(*second, first, left, false));
  first += skip;
  left -= skip;
  if (left == 0) return done;
  right = TRY(gallop_left(first[left - 1], second, right, true));
  if (right == 0) return done;
  return left <= right ? merge_low(first, left, right) : merge_high(first, left, right);
}

template <typename Key, typename Order>
Result<std::size_t> Sorter<Key, Order>::gallop_left(const Row& pivot, const Row* row,
                                                    std::size_t size, bool from_end) {
  std::size_t low = 0;
  std::size_t high = size;
  for (std::size_t step = 1; low < high && step <= size; step *= 2) {
    if (from_end) {
      if (OURO_LESS(row[size - step], pivot)) {
        low = size - step + 1;
        break;
      }
      high = size - step;
    } else {
      if (!OURO_LESS(row[step - 1], pivot)) {
        high = step - 1;
        break;
      }
      low = step;
    }
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (OURO_LESS(row[middle], pivot)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

template <typename Key, typename Order>
Result<std::size_t> Sorter<Key, Order>::gallop_right(const Row& pivot, const Row* row,
                                                     std::size_t size, bool from_end) {
  std::size_t low = 0;
  std::size_t high = size;
  for (std::size_t step = 1; low < high && step <= size; step *= 2) {
    if (from_end) {
      if (!OURO_LESS(pivot, row[size - step])) {
        low = size - step + 1;
        break;
      }
      high = size - step;
    } else {
      if (OURO_LESS(pivot, row[step - 1])) {
        high = step - 1;
        break;
      }
      low = step;
    }
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (OURO_LESS(pivot, row[middle])) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// A merge in progress from the low end: `left` entries wait in the spare row, the gap in front of
// the right run is as long. Whatever ends the merge, closing the gap makes the row complete.
template <typename Row>
struct LowMerge {
  Row* to;
  const Row* left;
  std::size_t left_count;
  const Row* right;
  std::size_t right_count;

  ~LowMerge() {
    // The rest of the right run stands in its place behind the gap.
    std::copy_n(left, left_count, to);
  }
  void take_left(std::size_t count) {
    to = std::copy_n(left, count, to);
    left += count;
    left_count -= count;
  }
  void take_right(std::size_t count) {
    to = std::copy_n(right, count, to);
    right += count;
    right_count -= count;
  }
};

template <typename Key, typename Order>
Status Sorter<Key, Order>::merge_low(Row* start, std::size_t left, std::size_t right) {
  TRY(reserve(left));
  std::copy_n(start, left, spare_);
  LowMerge<Row> state{start, spare_, left, start + left, right};
  while (state.left_count > 0 && state.right_count > 0) {
    // One by one, until one side wins often enough.
    std::size_t left_wins = 0;
    std::size_t right_wins = 0;
    while (state.left_count > 0 && state.right_count > 0) {
      if (OURO_LESS(*state.right, *state.left)) {
        state.take_right(1);
        left_wins = 0;
        if (++right_wins >= gallop_after_) break;
      } else {
        state.take_left(1);
        right_wins = 0;
        if (++left_wins >= gallop_after_) break;
      }
    }
    // Stretch by stretch, while stretches are long.
    ++gallop_after_;
    while (state.left_count > 0 && state.right_count > 0) {
      if (gallop_after_ > 1) --gallop_after_;
      left_wins = TRY(gallop_right(*state.right, state.left, state.left_count, false));
      state.take_left(left_wins);
      if (state.left_count == 0) break;
      right_wins = TRY(gallop_left(*state.left, state.right, state.right_count, false));
      state.take_right(right_wins);
      if (left_wins < kGallopAfter && right_wins < kGallopAfter) break;
    }
    ++gallop_after_;
  }
  return done;
}

// The mirror image: the right run waits in the spare row, the gap stands behind the left run.
template <typename Row>
struct HighMerge {
  Row* to;  // one behind the gap
  Row* left;
  std::size_t left_count;
  const Row* right;
  std::size_t right_count;

  ~HighMerge() { std::copy_n(right, right_count, to - right_count); }
  void take_left(std::size_t count) {
    to = std::copy_backward(left + left_count - count, left + left_count, to);
    left_count -= count;
  }
  void take_right(std::size_t count) {
    to = std::copy_backward(right + right_count - count, right + right_count, to);
    right_count -= count;
  }
};

template <typename Key, typename Order>
Status Sorter<Key, Order>::merge_high(Row* start, std::size_t left, std::size_t right) {
  TRY(reserve(right));
  std::copy_n(start + left, right, spare_);
  HighMerge<Row> state{start + left + right, start, left, spare_, right};
  while (state.left_count > 0 && state.right_count > 0) {
    std::size_t left_wins = 0;
    std::size_t right_wins = 0;
    while (state.left_count > 0 && state.right_count > 0) {
      if (OURO_LESS(state.right[state.right_count - 1], state.left[state.left_count - 1])) {
        state.take_left(1);
        right_wins = 0;
        if (++left_wins >= gallop_after_) break;
      } else {
        state.take_right(1);
        left_wins = 0;
        if (++right_wins >= gallop_after_) break;
      }
    }
    ++gallop_after_;
    while (state.left_count > 0 && state.right_count > 0) {
      if (gallop_after_ > 1) --gallop_after_;
      const Row& last_right = state.right[state.right_count - 1];
      left_wins =
          state.left_count - TRY(gallop_right(last_right, state.left, state.left_count, true));
      state.take_left(left_wins);
      if (state.left_count == 0) break;
      const Row& last_left = state.left[state.left_count - 1];
      right_wins =
          state.right_count - TRY(gallop_left(last_left, state.right, state.right_count, true));
      state.take_right(right_wins);
      if (left_wins < kGallopAfter && right_wins < kGallopAfter) break;
    }
    ++gallop_after_;
  }
  return done;
}

template <typename Key, typename Order>
Status Sorter<Key, Order>::sort() {
  const std::size_t shortest = shortest_run(size_);
  for (std::size_t start = 0; start < size_;) {
    std::size_t length = TRY(count_run(start));
    if (length < shortest) {
      const std::size_t forced = std::min(shortest, size_ - start);
      TRY(insert_rest(start, length, forced));
      length = forced;
    }
    TRY(push_run({start, length, 0}));
    start += length;
  }
  while (run_count_ > 1) TRY(merge_last_two());
  return done;
}

#undef OURO_LESS

// ---- Choosing how to compare ------------------------------------------------------------------

enum class KeyKind : std::uint8_t { kInt, kFloat, kText, kObject };

KeyKind kind_of(const Object* key) {
  if (is_compact_int(key)) return KeyKind::kInt;
  if (is_exact(key, TypeId::kFloat)) return KeyKind::kFloat;
  return is_exact(key, TypeId::kStr) ? KeyKind::kText : KeyKind::kObject;
}

KeyKind common_kind(Object* const* keys, std::size_t size) {
  const KeyKind kind = kind_of(keys[0]);
  for (std::size_t index = 1; index < size && kind != KeyKind::kObject; ++index) {
    if (kind_of(keys[index]) != kind) return KeyKind::kObject;
  }
  return kind;
}

template <typename Key>
Key extract(Object* object) {
  if constexpr (std::is_same_v<Key, std::int64_t>) {
    return static_cast<Int*>(object)->value;
  } else if constexpr (std::is_same_v<Key, double>) {
    return static_cast<Float*>(object)->value;
  } else {
    return static_cast<Key>(object);
  }
}

// `keys` may be `items`; the entries of both stay alive meanwhile. Writes the new order to `items`.
template <typename Key, typename Order>
Status sort_by(Interpreter& interpreter, Order order, Object* const* keys, Object** items,
               std::size_t size) {
  const std::size_t bytes = size * sizeof(Entry<Key>);
  auto* row = static_cast<Entry<Key>*>(interpreter.memory().allocate(bytes));
  if (row == nullptr) return raise_memory_error(interpreter);
  for (std::size_t index = 0; index < size; ++index) {
    row[index] = {extract<Key>(keys[index]), items[index]};
  }
  const Status status = Sorter<Key, Order>(interpreter, order, row, size).sort();
  for (std::size_t index = 0; index < size; ++index) items[index] = row[index].item;
  interpreter.memory().release(row, bytes);
  return status;
}

Status sort_items(Thread& thread, Object* const* keys, Object** items, std::size_t size) {
  Interpreter& interpreter = thread.interpreter();
  switch (common_kind(keys, size)) {
    case KeyKind::kInt: return sort_by<std::int64_t>(interpreter, NumberOrder{}, keys, items, size);
    case KeyKind::kFloat: return sort_by<double>(interpreter, NumberOrder{}, keys, items, size);
    case KeyKind::kText: return sort_by<Str*>(interpreter, TextOrder{}, keys, items, size);
    case KeyKind::kObject: break;
  }
  return sort_by<Object*>(interpreter, ObjectOrder{thread}, keys, items, size);
}

// The results of the key function; as many as could be computed.
class Keys {
 public:
  Keys(Interpreter& interpreter, std::size_t size) : interpreter_(interpreter), size_(size) {}
  ~Keys() {
    for (std::size_t index = computed_; index-- > 0;) release(keys_[index]);
    if (keys_ != nullptr) interpreter_.memory().release(keys_, size_ * sizeof(Object*));
  }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  Status compute(Thread& thread, Object* function, Object* const* items) {
    keys_ = static_cast<Object**>(interpreter_.memory().allocate(size_ * sizeof(Object*)));
    if (keys_ == nullptr) return raise_memory_error(interpreter_);
    for (; computed_ < size_; ++computed_) {
      keys_[computed_] = TRY(call(thread, function, items[computed_]));
    }
    return done;
  }
  // In step with items that are turned around.
  void reverse() { std::reverse(keys_, keys_ + size_); }
  Object* const* data() const { return keys_; }

 private:
  Interpreter& interpreter_;
  std::size_t size_;
  Object** keys_ = nullptr;
  std::size_t computed_ = 0;
};

// Turning around before and after keeps equals in their order.
Status sort_detached(Thread& thread, const ListItems& detached, Object* key, bool reverse) {
  const std::size_t size = detached.size;
  Keys keys(thread.interpreter(), size);
  if (key != nullptr) TRY(keys.compute(thread, key, detached.items));
  if (size < 2) return done;
  if (reverse) std::reverse(detached.items, detached.items + size);
  if (reverse && key != nullptr) keys.reverse();
  const Status status =
      sort_items(thread, key == nullptr ? detached.items : keys.data(), detached.items, size);
  if (reverse) std::reverse(detached.items, detached.items + size);
  return status;
}

}  // namespace

Status list_sort(Thread& thread, List* list, Object* key, bool reverse) {
  Ref<List> keep(retain(list));
  const ListItems detached = take_items(list);
  // With a capacity of 0 the pointer is never followed; it only shows whether anyone replaced it.
  auto* const untouched = reinterpret_cast<Object**>(list);
  list->items = untouched;
  const Status status = sort_detached(thread, detached, key, reverse);
  const bool modified = list->items != untouched;
  const ListItems theirs = take_items(list);
  list->items = detached.items;
  list->size = detached.size;
  list->capacity = detached.capacity;
  free_items(thread.interpreter(), theirs);
  if (!status.ok()) return failure;
  if (!modified) return done;
  return raise(thread, TypeId::kValueError, "list modified during sort");
}

}  // namespace ouro
