// regex_code: the numbers that re._compiler writes into the code of a regular expression.
#pragma once

#include <cstdint>

namespace ouro::regex {

using Unit = std::uint32_t;

inline constexpr Unit kMagic = 20220615;  // of the code's layout; re compares it
inline constexpr Unit kRepeatMax = 0xffffffff;
inline constexpr Unit kGroupsMax = 0x3fffffff;

// clang-format off: the order is the number
enum class Op : Unit {
  kFailure, kSuccess, kAny, kAnyAll, kAssert, kAssertNot, kAt, kBranch, kCategory, kCharset,
  kBigCharset, kGroupRef, kGroupRefExists, kIn, kInfo, kJump, kLiteral, kMark, kMaxUntil,
  kMinUntil, kNotLiteral, kNegate, kRange, kRepeat, kRepeatOne, kSubpattern, kMinRepeatOne,
  kAtomicGroup, kPossessiveRepeat, kPossessiveRepeatOne, kGroupRefIgnore, kInIgnore,
  kLiteralIgnore, kNotLiteralIgnore, kGroupRefLocIgnore, kInLocIgnore, kLiteralLocIgnore,
  kNotLiteralLocIgnore, kGroupRefUniIgnore, kInUniIgnore, kLiteralUniIgnore,
  kNotLiteralUniIgnore, kRangeUniIgnore, kCount
};
enum class At : Unit {
  kBeginning, kBeginningLine, kBeginningString, kBoundary, kNonBoundary, kEnd, kEndLine,
  kEndString, kLocBoundary, kLocNonBoundary, kUniBoundary, kUniNonBoundary
};
enum class Category : Unit {
  kDigit, kNotDigit, kSpace, kNotSpace, kWord, kNotWord, kLineBreak, kNotLineBreak, kLocWord,
  kLocNotWord, kUniDigit, kUniNotDigit, kUniSpace, kUniNotSpace, kUniWord, kUniNotWord,
  kUniLineBreak, kUniNotLineBreak
};
// clang-format on

namespace info_flag {
inline constexpr Unit kPrefix = 1, kCharset = 4;
}

}  // namespace ouro::regex
