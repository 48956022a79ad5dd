// Result<T>: a value or a failure, as cheap as the value. It cannot be ignored.
//
// A failure carries no data: what went wrong is the pending exception of the current thread (see
// execute/thread.h), or, where only Memory& is at hand, always "memory refused". A Result<T*> of an
// object type holds a new reference that the caller owns, unless the function's name begins with
// find_ or borrow_; TRY it into a Ref at once. An optional answer is a null inside
// Result<Found<T>>.
#pragma once

#include <cstddef>
#include <utility>

namespace ouro {

struct Failure {};
inline constexpr Failure failure{};

template <typename T>
class [[nodiscard]] Result {
 public:
  constexpr Result(T value) : value_(std::move(value)), ok_(true) {}
  constexpr Result(Failure) : value_{}, ok_(false) {}
  constexpr bool ok() const { return ok_; }
  constexpr T value() const { return value_; }

 private:
  T value_;
  bool ok_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  constexpr Result() : ok_(true) {}
  constexpr Result(Failure) : ok_(false) {}
  constexpr bool ok() const { return ok_; }
  constexpr void value() const {}

 private:
  bool ok_;
};

// Null is the failure, so the result is one register.
template <typename T>
class [[nodiscard]] Result<T*> {
 public:
  constexpr Result(T* value) : value_(value) {}
  constexpr Result(Failure) : value_(nullptr) {}
  // An Int* is an Object* result too.
  template <typename U>
    requires(std::is_convertible_v<U*, T*> && !std::is_same_v<U, T>)
  constexpr Result(Result<U*> other) : value_(other.ok() ? other.value() : nullptr) {}
  constexpr bool ok() const { return value_ != nullptr; }
  constexpr T* value() const { return value_; }

 private:
  T* value_;
};

// An answer that may be "there is none" without that being a failure: Result<Found<Object>>.
template <typename T>
struct Found {
  T* value = nullptr;
  explicit operator bool() const { return value != nullptr; }
};

using Status = Result<void>;
inline constexpr Status done{};

}  // namespace ouro

// The value of `expression`, or return its failure to the caller.
#define TRY(...)                        \
  ({                                    \
    auto ouro_result = (__VA_ARGS__);   \
    if (!ouro_result.ok()) [[unlikely]] \
      return ::ouro::failure;           \
    ouro_result.value();                \
  })
