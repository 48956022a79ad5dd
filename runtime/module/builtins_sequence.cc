// builtins: functions on many values - all, any, min, max, sorted, sum.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/builtins.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int.h"
#include "runtime/object/items.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// Is the truth of some item `wanted`?
Result<bool> any_truth_is(Thread& thread, Object* iterable, bool wanted) {
  Items items(thread);
  TRY(items.open(iterable));
  while (true) {
    Ref<> item(TRY(items.next()).value);
    if (!item) return false;
    if (TRY(is_true(thread, item)) == wanted) return true;
  }
}

Result<Object*> all(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, !TRY(any_truth_is(thread, arguments[0], false)));
}

Result<Object*> any(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, TRY(any_truth_is(thread, arguments[0], true)));
}

// min and max differ in the comparison that makes a later item win.
struct Extreme {
  std::string_view name;
  Comparison wins;
};

// Null inside: there was no item.
Result<Found<Object>> find_extreme(Thread& thread, const Extreme& extreme, Object* iterable,
                                   Object* key) {
  Items items(thread);
  TRY(items.open(iterable));
  Ref<> best, best_key;
  while (true) {
    Ref<> item(TRY(items.next()).value);
    if (!item) return Found<Object>{best.take()};
    if (key == nullptr) {
      if (!best || TRY(compare_is_true(thread, item, best, extreme.wins))) best = std::move(item);
      continue;
    }
    Ref<> item_key(TRY(call(thread, key, item)));
    if (best && !TRY(compare_is_true(thread, item_key, best_key, extreme.wins))) continue;
    best = std::move(item);
    best_key = std::move(item_key);
  }
}

Result<Object*> extreme_of(Thread& thread, const Extreme& extreme, Object* const* arguments) {
  auto* values = static_cast<Tuple*>(arguments[2]);
  Object* key = arguments[0] == none(thread) ? nullptr : arguments[0];
  if (values->size == 0) {
    return raise(thread, TypeId::kTypeError, "{} expected at least 1 argument, got 0",
                 extreme.name);
  }
  const bool single = values->size == 1;
  if (!single && arguments[1] != nullptr) {
    return raise(thread, TypeId::kTypeError,
                 "Cannot specify a default for {}() with multiple positional arguments",
                 extreme.name);
  }
  Found<Object> best = TRY(find_extreme(thread, extreme, single ? (*values)[0] : values, key));
  if (best) return best.value;
  if (arguments[1] != nullptr) return retain(arguments[1]);
  return raise(thread, TypeId::kValueError, "{}() arg is an empty sequence", extreme.name);
}

Result<Object*> maximum(Thread& thread, Object*, Object* const* arguments) {
  return extreme_of(thread, {"max", Comparison::kGreater}, arguments);
}

Result<Object*> minimum(Thread& thread, Object*, Object* const* arguments) {
  return extreme_of(thread, {"min", Comparison::kLess}, arguments);
}

// The keywords are those of list.sort, and are handed on to it.
Result<Object*> sorted(Thread& thread, Object*, Object* const* arguments) {
  const auto* values = static_cast<Tuple*>(arguments[0]);
  if (values->size != 1) {
    return raise(thread, TypeId::kTypeError, "sorted expected 1 argument, got {}", values->size);
  }
  Ref<List> list(TRY(to_list(thread, (*values)[0])));
  const auto* keywords = static_cast<Dict*>(arguments[1]);
  if (keywords == nullptr || keywords->size == 0) {
    TRY(list_sort(thread, list, nullptr, false));
    return list.take();
  }
  Ref<> sort(TRY(get_attribute(thread, list, "sort")));
  Ref<Tuple> nothing(TRY(make_tuple(thread.interpreter(), 0)));
  release(TRY(call_with(thread, sort, nothing, static_cast<Dict*>(arguments[1]))));
  return list.take();
}

Status check_sum_start(Thread& thread, Object* start) {
  const char* kind = is_str(start)                         ? "strings [use ''.join(seq) instead]"
                     : is_bytes(start)                     ? "bytes [use b''.join(seq) instead]"
                     : is_exact(start, TypeId::kByteArray) ? "bytearray [use b''.join(seq) instead]"
                                                           : nullptr;
  if (kind == nullptr) return done;
  return raise(thread, TypeId::kTypeError, "sum() can't sum {}", kind);
}

// A sum that is a machine number as long as the items are such numbers.
class Total {
 public:
  Total(Thread& thread, Object* start) : thread_(thread), object_(retain(start)) { unpack(); }

  Status add(Object* item) {
    if (is_exact(item, TypeId::kInt) && static_cast<Int*>(item)->compact()) {
      if (add_int(static_cast<Int*>(item)->value)) return done;
    } else if (kind_ == Kind::kFloat && is_exact(item, TypeId::kFloat)) {
      return float_ += static_cast<Float*>(item)->value, done;
    }
    Ref<> left(TRY(finish()));
    object_.reset(TRY(binary(thread_, BinaryOperator::kAdd, left, item)));
    unpack();
    return done;
  }

  Result<Object*> finish() {
    if (kind_ == Kind::kInt) return make_int(thread_.interpreter(), int_);
    if (kind_ == Kind::kFloat) return make_float(thread_.interpreter(), float_);
    return object_.take();
  }

 private:
  enum class Kind : std::uint8_t { kInt, kFloat, kObject };

  bool add_int(std::int64_t value) {
    std::int64_t sum;
    if (kind_ == Kind::kFloat) return float_ += static_cast<double>(value), true;
    if (kind_ != Kind::kInt || __builtin_add_overflow(int_, value, &sum)) return false;
    return int_ = sum, true;
  }

  void unpack() {
    kind_ = Kind::kObject;
    if (is_exact(object_, TypeId::kFloat)) {
      kind_ = Kind::kFloat;
      float_ = static_cast<Float*>(object_.get())->value;
    } else if (is_exact(object_, TypeId::kInt) && static_cast<Int*>(object_.get())->compact()) {
      kind_ = Kind::kInt;
      int_ = static_cast<Int*>(object_.get())->value;
    }
  }

  Thread& thread_;
  Kind kind_ = Kind::kObject;
  std::int64_t int_ = 0;
  double float_ = 0;
  Ref<> object_;
};

Result<Object*> sum(Thread& thread, Object*, Object* const* arguments) {
  Ref<> start(arguments[1] != nullptr ? retain(arguments[1])
                                      : TRY(make_int(thread.interpreter(), 0)));
  TRY(check_sum_start(thread, start));
  Items items(thread);
  TRY(items.open(arguments[0]));
  Total total(thread, start);
  start.reset();
  while (true) {
    Ref<> item(TRY(items.next()).value);
    if (!item) return total.finish();
    TRY(total.add(item));
  }
}

constexpr NativeMethod kFunctions[] = {
    {"all(module, iterable, /)", all},
    {"any(module, iterable, /)", any},
    {"max(module, *args, key=None, default=None)", maximum},
    {"min(module, *args, key=None, default=None)", minimum},
    {"sorted(module, /, *args, **kwargs)", sorted},
    {"sum(module, iterable, /, start=0)", sum},
};

}  // namespace

const std::span<const NativeMethod> kBuiltinSequenceFunctions = kFunctions;

}  // namespace ouro
