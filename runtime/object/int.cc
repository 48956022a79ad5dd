// Int: making, converting, comparing and ending ints.
#include "runtime/object/int.h"

#include <cmath>
#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"

namespace ouro {

namespace {

using limbs::Limb;
using limbs::Limbs;

constexpr std::uint64_t kSmallest = std::uint64_t{1} << 63;  // magnitude of the smallest int64

constexpr std::size_t body_bytes(std::size_t limb_count) {
  return sizeof(Int) + (limb_count > 1 ? limb_count - 1 : 0) * sizeof(Limb);
}

// A body with a count of 0; null when memory is refused.
Int* take_body(Interpreter& interpreter, std::size_t limb_count) noexcept {
  Memory& memory = interpreter.memory();
  void* body = limb_count <= 1 ? interpreter.get<IntFreeList>().take(memory)
                               : memory.allocate(body_bytes(limb_count), BlockKind::kObject);
  if (body == nullptr) return nullptr;
  auto* number = static_cast<Int*>(body);
  number->count = 0;
  number->type = interpreter.type(TypeId::kInt);
  return number;
}

void give_body_back(Interpreter& interpreter, Int* number, std::size_t limb_count) noexcept {
  Memory& memory = interpreter.memory();
  if (limb_count <= 1) return interpreter.get<IntFreeList>().give_back(memory, number);
  memory.release(number, body_bytes(limb_count), BlockKind::kObject);
}

constexpr std::int64_t signed_value(std::uint64_t magnitude, bool negative) {
  return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

bool fits_word(const Limb* limbs, std::size_t count, bool negative) noexcept {
  return count == 0 ||
         (count == 1 && (limbs[0] < kSmallest || (negative && limbs[0] == kSmallest)));
}

constexpr std::size_t kMostLimbs = std::numeric_limits<std::int32_t>::max();

}  // namespace

Result<Int*> make_int(Interpreter& interpreter, std::int64_t value) {
  if (SmallInts::has(value)) return retain(interpreter.get<SmallInts>().at(value));
  Int* number = take_body(interpreter, 1);
  if (number == nullptr) return raise_memory_error(interpreter);
  number->size = 0;
  number->value = value;
  number->count = 1;
  return number;
}

Result<Int*> make_int_unsigned(Interpreter& interpreter, std::uint64_t value) {
  const Limb limb = value;
  return make_int_from_limbs(interpreter, &limb, 1, false);
}

Result<Int*> make_int_from_limbs(Interpreter& interpreter, const std::uint64_t* limbs,
                                 std::size_t count, bool negative) {
  count = limbs::trimmed(limbs, count);
  if (fits_word(limbs, count, negative)) {
    return make_int(interpreter, count == 0 ? 0 : signed_value(limbs[0], negative));
  }
  if (count > kMostLimbs) return raise_memory_error(interpreter);
  Int* number = take_body(interpreter, count);
  if (number == nullptr) return raise_memory_error(interpreter);
  std::copy_n(limbs, count, number->limbs());
  number->size = signed_value(count, negative);
  number->count = 1;
  return number;
}

Result<Int*> make_int_from_double(Thread& thread, double value) {
  if (std::isnan(value)) {
    return raise(thread, TypeId::kValueError, "cannot convert float NaN to integer");
  }
  if (std::isinf(value)) {
    return raise(thread, TypeId::kOverflowError, "cannot convert float infinity to integer");
  }
  Limb room[limbs::kDoubleLimbs];
  const std::size_t size = limbs::from_double(room, value);
  return make_int_from_limbs(thread.interpreter(), room, size, value < 0);
}

void int_deallocate(Interpreter& interpreter, Object* self) noexcept {
  if (!is_exact(self, TypeId::kInt)) return free_instance(interpreter, self);
  const Int* number = as_int(self);
  // A cached int without a reference is somebody's mistake: it stays as evidence for the census.
  if (number->compact() && interpreter.get<SmallInts>().contains(self)) return;
  give_body_back(interpreter, as_int(self), number->limb_count());
}

// ---- IntBuilder -------------------------------------------------------------------------------

IntBuilder::IntBuilder(Interpreter& interpreter, std::size_t capacity) noexcept
    : interpreter_(interpreter), capacity_(capacity), limbs_(stack_) {
  if (capacity <= kStackLimbs) return;
  body_ = capacity > kMostLimbs ? nullptr : take_body(interpreter, capacity);
  limbs_ = body_ == nullptr ? nullptr : body_->limbs();
}

IntBuilder::~IntBuilder() {
  if (body_ != nullptr) give_body_back(interpreter_, body_, capacity_);
}

Result<Object*> IntBuilder::finish(std::size_t size, bool negative) {
  if (body_ == nullptr || size != capacity_) {
    return make_int_from_limbs(interpreter_, limbs_, size, negative);
  }
  Int* number = std::exchange(body_, nullptr);
  number->size = signed_value(size, negative);
  number->count = 1;
  return number;
}

Result<Object*> int_exact(Interpreter& interpreter, const Int* number) {
  if (is_exact(number, TypeId::kInt)) return retain(const_cast<Int*>(number));
  const IntView view(number);
  return make_int_from_limbs(interpreter, view.magnitude().data(), view.magnitude().size(),
                             view.negative());
}

Result<Object*> int_of_type(Interpreter& interpreter, Type* type, const Int* number) {
  if (type->id == TypeId::kInt) return int_exact(interpreter, number);
  const std::size_t count = number->limb_count();
  Object* made = TRY(allocate_instance(interpreter, type, count > 1 ? count - 1 : 0));
  as_int(made)->size = number->size;
  as_int(made)->value = number->value;
  if (count > 1) std::copy_n(number->limbs(), count, as_int(made)->limbs());
  return made;
}

// ---- Conversions ------------------------------------------------------------------------------

Result<std::int64_t> to_int64(Thread& thread, Object* number) {
  const Int* integer = as_int(number);
  if (integer->compact()) return integer->value;
  return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C long");
}

Result<std::intptr_t> to_index_value(Thread& thread, Object* number) {
  if (is_int(number) && as_int(number)->compact()) return as_int(number)->value;
  Ref<> index(TRY(to_index(thread, number)));
  if (as_int(index.get())->compact()) return as_int(index.get())->value;
  return raise(thread, TypeId::kOverflowError, "cannot fit '{}' into an index-sized integer",
               type_name(number->type));
}

Result<std::intptr_t> to_slice_index(Thread& thread, Object* number) {
  Ref<> index(TRY(to_index(thread, number)));
  const Int* integer = as_int(index.get());
  if (integer->compact()) return integer->value;
  return integer->negative() ? PTRDIFF_MIN : PTRDIFF_MAX;
}

Result<double> int_to_double(Thread& thread, const Int* number) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  if (number->compact() && number->value >= -kExact && number->value <= kExact) {
    return static_cast<double>(number->value);
  }
  const IntView view(number);
  double value = 0;
  if (!limbs::to_double(view.magnitude(), &value)) {
    return raise(thread, TypeId::kOverflowError, "int too large to convert to float");
  }
  return view.negative() ? -value : value;
}

int int_compare(const Int* left, const Int* right) noexcept {
  if (left->compact() && right->compact()) {
    return left->value < right->value ? -1 : left->value > right->value ? 1 : 0;
  }
  const IntView first(left);
  const IntView second(right);
  if (first.negative() != second.negative()) return first.negative() ? -1 : 1;
  const int order = limbs::compare(first.magnitude(), second.magnitude());
  return first.negative() ? -order : order;
}

std::intptr_t int_hash(const Int* number) noexcept {
  if (number->compact()) return hash_int64(number->value);
  return hash_limbs({number->limbs(), number->limb_count()}, number->negative());
}

}  // namespace ouro
