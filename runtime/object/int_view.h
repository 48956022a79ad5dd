// IntView: ints of both forms seen as sign and limbs, and the way back. For the files of the int
// type.
#pragma once

#include <algorithm>

#include "runtime/object/int.h"
#include "runtime/object/limbs.h"

namespace ouro {

inline Int* as_int(Object* object) { return static_cast<Int*>(object); }
inline const Int* as_int(const Object* object) { return static_cast<const Int*>(object); }

constexpr std::uint64_t magnitude_of(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

// Sign and magnitude of an int; valid while the int is.
class IntView {
 public:
  explicit IntView(const Int* number) noexcept
      : negative_(number->negative()), size_(number->limb_count()) {
    if (!number->compact()) {
      limbs_ = number->limbs();
      return;
    }
    small_ = magnitude_of(number->value);
    size_ = small_ == 0 ? 0 : 1;
  }
  IntView(const IntView&) = delete;
  IntView& operator=(const IntView&) = delete;

  bool negative() const { return negative_; }
  bool zero() const { return size_ == 0; }
  limbs::Limbs magnitude() const { return {limbs_ == nullptr ? &small_ : limbs_, size_}; }
  limbs::Signed as_signed() const { return {magnitude(), negative_}; }

 private:
  limbs::Limb small_ = 0;
  const limbs::Limb* limbs_ = nullptr;
  bool negative_;
  std::size_t size_;
};

// An int in the making: room for limbs, on the stack while it is small, and then in the body that
// may become the int itself.
class IntBuilder {
 public:
  IntBuilder(Interpreter& interpreter, std::size_t capacity) noexcept;
  IntBuilder(const IntBuilder&) = delete;
  IntBuilder& operator=(const IntBuilder&) = delete;
  ~IntBuilder();

  // False: raise_memory_error() is due.
  bool ok() const { return limbs_ != nullptr; }
  limbs::Limb* limbs() { return limbs_; }
  // `size` without leading zeros.
  Result<Object*> finish(std::size_t size, bool negative);

 private:
  static constexpr std::size_t kStackLimbs = 32;

  Interpreter& interpreter_;
  std::size_t capacity_;
  limbs::Limb* limbs_;
  Int* body_ = nullptr;
  limbs::Limb stack_[kStackLimbs];
};

// The value as an exact int: itself, or a copy of what a bool or an instance of a class holds.
Result<Object*> int_exact(Interpreter&, const Int* number);
// An instance of `type` with this value.
Result<Object*> int_of_type(Interpreter&, Type* type, const Int* number);

// Divides by rounding down. Either result may be null: not wanted.
Status int_divide(Thread&, const Int* left, const Int* right, Ref<>* quotient, Ref<>* remainder);

Result<Object*> int_add(Thread&, const Int* left, const Int* right);
Result<Object*> int_subtract(Thread&, const Int* left, const Int* right);
Result<Object*> int_multiply(Thread&, const Int* left, const Int* right);
Result<Object*> int_power(Thread&, const Int* base, const Int* exponent);
Result<Object*> int_power_modulo(Thread&, const Int* base, const Int* exponent, const Int* modulus);
Result<Object*> int_negative(Thread&, const Int* number);
// left / right, correctly rounded.
Result<double> int_true_divide(Thread&, const Int* left, const Int* right);

// int(text, base); `shown` is what the error names.
Result<Int*> int_from_view(Thread&, std::string_view text, int base, Object* shown);
Result<Int*> int_from_str(Thread&, Str* text, int base);
void int_deallocate(Interpreter&, Object*) noexcept;
// __format__.
Result<Object*> int_format(Thread&, Object* self, Object* const* arguments);

}  // namespace ouro
