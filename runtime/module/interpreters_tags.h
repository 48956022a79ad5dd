// interpreters: how a copy begins, for who writes it and who reads it.
#pragma once

#include <cstdint>

namespace ouro {

// The first byte. Numbers and lengths follow as 8 bytes each.
enum class Tag : std::uint8_t {
  kNone,
  kTrue,
  kFalse,
  kEllipsis,
  kNotImplemented,
  kInt,
  kPositive,
  kNegative,
  kFloat,
  kComplex,
  kStr,
  kBytes,
  kByteArray,
  kTuple,
  kList,
  kDict,
  kSet,
  kFrozenSet,
  kView,
  kChannel,
  kCode,
  kFunction,
  kNamed,    // of a module
  kPickled,  // bytes that stand for an object
  kChosen    // never written: depends on the object
};

}  // namespace ouro
