// Operations: the ONE list of what the evaluation loop can do. Enum, names, roles and sizes follow.
// clang-format off: tables in the comment and below
//
// An instruction is one 64-bit word {op, a, b, c}, followed by a fixed number of extra words. The
// compiler emits base operations only; the loop may rewrite `op` and cache words in place with rows
// of specialised_operations.h, which keep the size and operand roles of their base.
//
// OPERANDS (16 bits)
//   n < 0x4000   local register n, borrowed. Null: unbound, and the instruction raises
//                UnboundLocalError/NameError before it has any effect.
//   0x4000 | n   temporary register n, consumed: the instruction owns the reference and leaves null,
//                also when it fails (or leaves it to the unwinder; both are right).
//   0x8000 | n   constant n of the code, borrowed.
//   0xffff       kNoOperand, where the role allows it.
// A register index counts from the window's start; temporaries stand above the locals, so r[n & 0x3fff]
// is right for both. All operands are read before the destination is written: destination and operand
// may be the same register. A failing instruction leaves its destination as it was.
//
// JUMPS are signed displacements in words from the first word of the jumping instruction. A taken jump
// with a negative displacement polls thread.interrupt (loops are inverted: the bottom `ForIter`,
// `CompareJump`, `JumpIfTrue` ... jumps back; plain `Jump` goes back only for `while True` and `continue`).
//
// HANDLED EXCEPTION: PushHandled/PopHandled bracket `except`, `finally` and `with` handlers. Reraise adds
// no traceback entry for this frame; all other failures add one.
//
// A result nobody wants is written to a temporary and followed at once by `Drop` of it, so a handler
// that sees Drop as its next instruction may do both.
// clang-format on
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/code/specialised_operations.h"

namespace ouro {

// What a field of an instruction means.
enum class Role : std::uint8_t {
  kNone,    // unused, zero
  kDest,    // register: old = r[x]; r[x] = result; release_if(old). Temporaries are null then
  kValue,   // operand, see above
  kMaybe,   // operand or kNoOperand
  kKeep,    // register that is read and stays as it is (locals may be null: check as for kValue)
  kTake,    // register whose reference is taken or released: null afterwards
  kBase,    // first of a run of temporaries; the meaning says how many and what becomes of them
  kCell,    // local register holding a Cell
  kName,    // index into names of the code
  kNumber,  // a number
  kJump,    // only b, together with c: 32-bit displacement, low half in b
  kConst,   // plain index into constants
};

}  // namespace ouro

// X(Name, role of a, role of b, role of c, extra words, meaning)
// Extra words: "W1.jump" is the low 32 bits of the first one as a displacement; "W1.data" its low
// 32 bits as a number or constant index. The compiler sets those; all other bits start as zero and
// are the cache.
// clang-format off: rows of a table
#define OURO_BINARY_OPERATIONS(X)                                                                   \
  X(Add, kAdd) X(Subtract, kSubtract) X(Multiply, kMultiply) X(MatrixMultiply, kMatrixMultiply)     \
  X(TrueDivide, kTrueDivide) X(FloorDivide, kFloorDivide) X(Modulo, kModulo) X(Power, kPower)       \
  X(LeftShift, kLeftShift) X(RightShift, kRightShift) X(And, kAnd) X(Or, kOr) X(Xor, kXor)

#define OURO_COMPARE_OPERATIONS(X)                                                                  \
  X(Less, kLess) X(LessEqual, kLessEqual) X(Equal, kEqual) X(NotEqual, kNotEqual)                   \
  X(Greater, kGreater) X(GreaterEqual, kGreaterEqual)

#define OURO_BASE_OPERATIONS(X)                                                                                      \
  /* ---- moves ---- */                                                                                              \
  X(Move, kDest, kValue, kNone, 0, "r[a] = b")                                                                       \
  X(MovePair, kBase, kValue, kValue, 0, "r[a] = b; r[a+1] = c; both cannot fail (bound locals, constants)")          \
  X(Copy, kDest, kKeep, kNone, 0, "r[a] = r[b], which stays")                                                        \
  X(LoadConstantWide, kDest, kConst, kNone, 0, "r[a] = constant number b | c << 16")                                 \
  X(Drop, kTake, kNone, kNone, 0, "releases r[a], which may be null")                                                \
  X(FillNone, kBase, kNumber, kNone, 0, "r[a] .. r[a+b-1] = None")                                                   \
  /* ---- variables ---- */                                                                                          \
  X(LoadGlobal, kDest, kNone, kName, 2, "globals, then builtins; NameError: name 'x' is not defined")                \
  X(StoreGlobal, kValue, kNone, kName, 1, "globals[name] = a")                                                       \
  X(DeleteGlobal, kNone, kNone, kName, 0, "NameError: name 'x' is not defined")                                      \
  X(LoadName, kDest, kNone, kName, 2, "frame's mapping, then globals, then builtins")                                \
  X(StoreName, kValue, kNone, kName, 1, "mapping[name] = a; SystemError without mapping")                            \
  X(DeleteName, kNone, kNone, kName, 0, "del mapping[name]; KeyError becomes NameError: name 'x' is not defined")    \
  X(DeleteLocal, kTake, kNone, kNone, 0, "unbinds local a; UnboundLocalError when it is unbound")                    \
  X(MakeCell, kCell, kNone, kNone, 0, "r[a] = new Cell that takes over the old r[a] (null: empty)")                  \
  X(CopyFree, kCell, kNumber, kNone, 0, "r[a] .. r[a+b-1] = the cells of the function's closure")                    \
  X(LoadCell, kDest, kCell, kNone, 0, "r[a] = contents of cell r[b]; empty: UnboundLocalError (cell variable) or "   \
    "NameError: cannot access free variable 'x' where it is not associated with a value in enclosing scope")         \
  X(StoreCell, kCell, kValue, kNone, 0, "contents of cell r[a] = b")                                                 \
  X(DeleteCell, kCell, kNone, kNone, 0, "empties cell r[a]; errors as LoadCell")                                     \
  X(LoadClassFree, kDest, kCell, kName, 0, "class body: mapping[name] if there, else as LoadCell")                   \
  X(SetupAnnotations, kNone, kNone, kNone, 0, "mapping['__annotations__'] = {} unless present")                      \
  X(LoadBuildClass, kDest, kNone, kNone, 0, "builtins.__build_class__; NameError: __build_class__ not found")        \
  X(LoadAssertionError, kDest, kNone, kNone, 0, "r[a] = the type AssertionError")                                    \
  /* ---- arithmetic: r[a] = b op c; one opcode per operator, plain and in place ---- */                             \
  OURO_BINARY_ROWS(X)                                                                                                \
  X(Negative, kDest, kValue, kNone, 0, "r[a] = -b")                                                                  \
  X(Positive, kDest, kValue, kNone, 0, "r[a] = +b")                                                                  \
  X(Invert, kDest, kValue, kNone, 0, "r[a] = ~b")                                                                    \
  X(Not, kDest, kValue, kNone, 0, "r[a] = not b")                                                                    \
  /* ---- comparison ---- */                                                                                         \
  OURO_COMPARE_ROWS(X)                                                                                               \
  X(Is, kDest, kValue, kValue, 0, "r[a] = b is c")                                                                   \
  X(IsNot, kDest, kValue, kValue, 0, "r[a] = b is not c")                                                            \
  X(In, kDest, kValue, kValue, 1, "r[a] = b in c")                                                                   \
  X(NotIn, kDest, kValue, kValue, 1, "r[a] = b not in c")                                                            \
  /* ---- jumps; a of the fused ones: Comparison | kJumpIfTrue (else: jumps if false) ---- */                        \
  X(Jump, kNone, kJump, kNone, 0, "jumps")                                                                           \
  X(JumpIfTrue, kValue, kJump, kNone, 0, "jumps if a is true")                                                       \
  X(JumpIfFalse, kValue, kJump, kNone, 0, "jumps if a is false")                                                     \
  X(JumpIfTrueOrDrop, kKeep, kJump, kNone, 0, "r[a] (a temporary) true: it stays, jumps; false: releases it")        \
  X(JumpIfFalseOrDrop, kKeep, kJump, kNone, 0, "r[a] (a temporary) false: it stays, jumps; true: releases it")       \
  X(JumpIfNone, kValue, kJump, kNone, 0, "jumps if a is None; a temporary is consumed either way")                   \
  X(JumpIfNotNone, kValue, kJump, kNone, 0, "jumps if a is not None; a temporary is consumed either way")            \
  X(CompareJump, kNumber, kValue, kValue, 1, "W1.jump by the truth of `b comparison c`")                             \
  X(IsJump, kNumber, kValue, kValue, 1, "W1.jump by `b is c`")                                                       \
  X(InJump, kNumber, kValue, kValue, 1, "W1.jump by `b in c`")                                                       \
  /* ---- attributes and items ---- */                                                                               \
  X(GetAttribute, kDest, kValue, kName, 2, "r[a] = b.name")                                                          \
  X(SetAttribute, kValue, kValue, kName, 2, "a.name = b")                                                            \
  X(DeleteAttribute, kValue, kNone, kName, 0, "del a.name")                                                          \
  X(LoadMethod, kBase, kValue, kName, 2, "r[a], r[a+1] = function, self when b's type has a plain method of that "   \
    "name and b has no own attribute; otherwise b.name, null")                                                       \
  X(GetItem, kDest, kValue, kValue, 1, "r[a] = b[c]")                                                                \
  X(SetItem, kValue, kValue, kValue, 1, "a[b] = c")                                                                  \
  X(DeleteItem, kValue, kValue, kNone, 0, "del a[b]")                                                                \
  X(GetSlice, kDest, kValue, kBase, 0, "r[a] = b[r[c]:r[c+1]], both consumed (None: absent), without a slice "       \
    "object where the type allows")                                                                                  \
  X(BuildSlice, kDest, kBase, kNumber, 0, "r[a] = slice(r[b], r[b+1][, r[b+2]]), c of them, consumed")               \
  /* ---- iteration and unpacking ---- */                                                                            \
  X(GetIterator, kDest, kValue, kNone, 0, "r[a] = iter(b)")                                                          \
  X(ForIter, kDest, kKeep, kNone, 1, "the next item of the iterator r[b]: r[a] = item and W1.jump (back to the "     \
    "body); exhausted: releases and nulls r[b], goes on with the next instruction")                                  \
  X(UnpackSequence, kBase, kValue, kNumber, 1, "r[a] .. r[a+c-1] = the items of b, exactly c (a may be a run of "    \
    "locals: old values are released); ValueError: not enough values to unpack (expected 2, got 1) ...")             \
  X(UnpackStarred, kBase, kValue, kNumber, 1, "c items, then a list, then W1.data items, from r[a] on")              \
  /* ---- making things; runs of temporaries are consumed ---- */                                                    \
  X(PackPair, kDest, kValue, kValue, 0, "r[a] = (b, c)")                                                             \
  X(BuildTuple, kDest, kBase, kNumber, 0, "r[a] = tuple of r[b] .. r[b+c-1]")                                        \
  X(BuildList, kDest, kBase, kNumber, 0, "list of c temporaries")                                                    \
  X(BuildSet, kDest, kBase, kNumber, 0, "set of c temporaries, added in order")                                      \
  X(BuildDict, kDest, kBase, kNumber, 0, "dict of c pairs: key, value, key, value ... in order")                     \
  X(BuildDictWithKeys, kDest, kBase, kNumber, 1, "dict of c values; keys: the constant tuple W1.data")               \
  X(BuildString, kDest, kBase, kNumber, 0, "joins c strings")                                                        \
  X(ListFromTuple, kDest, kValue, kNone, 0, "r[a] = [*b], b a constant tuple")                                       \
  X(ListAppend, kKeep, kValue, kNone, 0, "list r[a].append(b)")                                                      \
  X(ListExtend, kKeep, kValue, kNone, 0, "extends list r[a]; TypeError: Value after * must be an iterable, not int") \
  X(ListToTuple, kDest, kTake, kNone, 0, "r[a] = tuple(list r[b])")                                                  \
  X(SetAdd, kKeep, kValue, kNone, 0, "set r[a].add(b)")                                                              \
  X(SetUpdate, kKeep, kValue, kNone, 0, "set r[a].update(b)")                                                        \
  X(DictAdd, kKeep, kValue, kValue, 0, "dict r[a][b] = c")                                                           \
  X(DictUpdate, kKeep, kValue, kNone, 0, "{**b}; TypeError: 'int' object is not a mapping")                          \
  X(DictMerge, kKeep, kValue, kKeep, 0, "f(**b): into r[a], no duplicates; r[c] is the callable, for messages")      \
  X(FormatValue, kDest, kValue, kMaybe, 1, "r[a] = format(conversion W1.data (0, 's', 'r', 'a') of b, c or '')")     \
  X(MakeFunction, kDest, kValue, kBase, 1, "r[a] = function of code b; W1.data: kMake... bits, each takes one "      \
    "temporary from r[c] on: defaults tuple, keyword defaults dict, annotations tuple, closure tuple")               \
  /* ---- calls: r[b] callable, r[b+1] self or null, r[b+2] .. arguments; all consumed ---- */                       \
  X(Call, kDest, kBase, kNumber, 2, "r[a] = call with c arguments (self not counted)")                               \
  X(CallKeywords, kDest, kBase, kNumber, 2, "c counts all values; the last ones are named by constant tuple W1.data") \
  X(CallSpread, kDest, kBase, kNumber, 0, "r[b+2]: an iterable of positional ones; c = 1: r[b+3] is a Dict of the "  \
    "keywords; TypeError: f() argument after * must be an iterable, not int")                                        \
  X(Return, kValue, kNone, kNone, 0, "ends the frame with a")                                                        \
  /* ---- exceptions ---- */                                                                                         \
  X(Raise, kMaybe, kMaybe, kNone, 0, "raise a from b; no a: re-raises what is handled (bare raise)")                 \
  X(Reraise, kTake, kNone, kNone, 0, "raises r[a] again: context and traceback as they are")                         \
  X(PushHandled, kDest, kKeep, kNone, 0, "r[a] = handled exception (may be null); handled = r[b], which stays")      \
  X(SetHandled, kKeep, kNone, kNone, 0, "handled = r[a]")                                                            \
  X(PopHandled, kTake, kNone, kNone, 0, "handled = r[a], which becomes null")                                        \
  X(MatchException, kKeep, kValue, kNone, 1, "W1.jump if exception r[a] is NOT matched by class or tuple b; "        \
    "TypeError: catching classes that do not inherit from BaseException is not allowed")                             \
  X(MatchGroup, kDest, kValue, kKeep, 0, "except*: splits r[c] by b; r[a] = matching group or None; r[c] = rest or " \
    "None. A naked exception is wrapped")                                                                            \
  X(PrepareReraiseStar, kDest, kKeep, kTake, 0, "r[a] = what remains to raise of exception r[b] and list r[c] of "   \
    "raised or unmatched exceptions (None elements skipped), or None")                                               \
  X(EndAsyncFor, kTake, kTake, kNone, 0, "exception r[a]: StopAsyncIteration: releases it and r[b]; else raises it " \
    "as Reraise does")                                                                                               \
  X(LoadWith, kBase, kValue, kBase, 0, "r[a], r[a+1] = __exit__ pair, r[c], r[c+1] = __enter__ pair of b, as "       \
    "LoadMethod; c = a+2. TypeError: 'int' object does not support the context manager protocol ...")                \
  X(LoadAsyncWith, kBase, kValue, kBase, 0, "the same with __aexit__ and __aenter__")                                \
  X(CallExit, kDest, kBase, kKeep, 0, "r[a] = call of the exit pair r[b], r[b+1] (they stay) with type, value and "  \
    "traceback of exception r[c], or with three None when c is kNoOperand")                                          \
  /* ---- generators and coroutines ---- */                                                                          \
  X(StartGenerator, kNone, kNone, kNone, 0, "makes the generator/coroutine/async generator (flags of the code say "  \
    "which) from this frame and returns it; goes on here at its first resumption")                                   \
  X(Yield, kDest, kValue, kNone, 0, "gives b out; resumed: r[a] = what was sent")                                    \
  X(YieldAsync, kDest, kValue, kNone, 0, "the same in an async generator: the value is wrapped")                     \
  X(GetYieldFromIterator, kDest, kValue, kNone, 0, "r[a] = b if generator (or coroutine where allowed), else iter(b)") \
  X(YieldFrom, kDest, kKeep, kNone, 0, "delegates to r[b]: sends None first; while r[b] yields, gives that out and " \
    "stays here (resumed: sends on what was sent); ended: releases and nulls r[b], r[a] = its result")               \
  X(GetAwaitable, kDest, kValue, kNumber, 0, "r[a] = awaitable iterator of b; c: 1 from __aenter__, 2 from "         \
    "__aexit__ (for the message)")                                                                                   \
  X(GetAsyncIterator, kDest, kValue, kNone, 0, "r[a] = b.__aiter__(), checked")                                      \
  X(GetAsyncNext, kDest, kKeep, kNone, 0, "r[a] = awaitable of r[b].__anext__()")                                    \
  /* ---- imports ---- */                                                                                            \
  X(ImportName, kDest, kBase, kName, 0, "r[a] = __import__(name, level = r[b], from list = r[b+1]), both consumed")  \
  X(ImportFrom, kDest, kKeep, kName, 0, "r[a] = r[b].name; ImportError: cannot import name ...")                     \
  X(ImportStar, kTake, kNone, kNone, 0, "all public names of module r[a] into the mapping")                          \
  /* ---- match: subjects stay ---- */                                                                               \
  X(JumpIfNotSequence, kKeep, kJump, kNone, 0, "jumps if type(r[a]) has not flag::kSequencePattern")                 \
  X(JumpIfNotMapping, kKeep, kJump, kNone, 0, "jumps if type(r[a]) has not flag::kMappingPattern")                   \
  X(GetLength, kDest, kKeep, kNone, 0, "r[a] = len(r[b])")                                                           \
  X(MatchKeys, kDest, kKeep, kKeep, 0, "r[a] = tuple of the values of mapping r[b] at the keys of tuple r[c], or "   \
    "None; ValueError: mapping pattern checks duplicate key (1)")                                                    \
  X(MatchClass, kDest, kKeep, kTake, 1, "r[a] = tuple of attributes of r[b], an instance of class r[c], or None; "   \
    "W1: low 32 bits count of positional, high 32 constant tuple of keyword names")                                  \
  X(DictWithoutKeys, kDest, kKeep, kKeep, 0, "r[a] = dict(r[b]) without the keys of tuple r[c]")                     \
  /* ---- interactive ---- */                                                                                        \
  X(PrintExpression, kValue, kNone, kNone, 0, "sys.displayhook(a)")
// clang-format on

#define OURO_BINARY_ROWS(X)                                                  \
  X(BinaryAdd, kDest, kValue, kValue, 1, "b + c")                            \
  X(BinarySubtract, kDest, kValue, kValue, 1, "b - c")                       \
  X(BinaryMultiply, kDest, kValue, kValue, 1, "b * c")                       \
  X(BinaryMatrixMultiply, kDest, kValue, kValue, 1, "b @ c")                 \
  X(BinaryTrueDivide, kDest, kValue, kValue, 1, "b / c")                     \
  X(BinaryFloorDivide, kDest, kValue, kValue, 1, "b // c")                   \
  X(BinaryModulo, kDest, kValue, kValue, 1, "b % c")                         \
  X(BinaryPower, kDest, kValue, kValue, 1, "b ** c")                         \
  X(BinaryLeftShift, kDest, kValue, kValue, 1, "b << c")                     \
  X(BinaryRightShift, kDest, kValue, kValue, 1, "b >> c")                    \
  X(BinaryAnd, kDest, kValue, kValue, 1, "b & c")                            \
  X(BinaryOr, kDest, kValue, kValue, 1, "b | c")                             \
  X(BinaryXor, kDest, kValue, kValue, 1, "b ^ c")                            \
  X(InplaceAdd, kDest, kValue, kValue, 1, "b += c; the result goes to r[a]") \
  X(InplaceSubtract, kDest, kValue, kValue, 1, "b -= c")                     \
  X(InplaceMultiply, kDest, kValue, kValue, 1, "b *= c")                     \
  X(InplaceMatrixMultiply, kDest, kValue, kValue, 1, "b @= c")               \
  X(InplaceTrueDivide, kDest, kValue, kValue, 1, "b /= c")                   \
  X(InplaceFloorDivide, kDest, kValue, kValue, 1, "b //= c")                 \
  X(InplaceModulo, kDest, kValue, kValue, 1, "b %= c")                       \
  X(InplacePower, kDest, kValue, kValue, 1, "b **= c")                       \
  X(InplaceLeftShift, kDest, kValue, kValue, 1, "b <<= c")                   \
  X(InplaceRightShift, kDest, kValue, kValue, 1, "b >>= c")                  \
  X(InplaceAnd, kDest, kValue, kValue, 1, "b &= c")                          \
  X(InplaceOr, kDest, kValue, kValue, 1, "b |= c")                           \
  X(InplaceXor, kDest, kValue, kValue, 1, "b ^= c")

#define OURO_COMPARE_ROWS(X)                              \
  X(CompareLess, kDest, kValue, kValue, 1, "b < c")       \
  X(CompareLessEqual, kDest, kValue, kValue, 1, "b <= c") \
  X(CompareEqual, kDest, kValue, kValue, 1, "b == c")     \
  X(CompareNotEqual, kDest, kValue, kValue, 1, "b != c")  \
  X(CompareGreater, kDest, kValue, kValue, 1, "b > c")    \
  X(CompareGreaterEqual, kDest, kValue, kValue, 1, "b >= c")

namespace ouro {

// Base operations first, then the specialised ones of the loop.
enum class Operation : std::uint16_t {
#define OURO_ENUMERATOR(Name, ...) k##Name,
  OURO_BASE_OPERATIONS(OURO_ENUMERATOR)
#undef OURO_ENUMERATOR
      kBaseCount,
  kBeforeSpecialised = kBaseCount - 1,
#define OURO_ENUMERATOR(Name, Base) k##Name,
  OURO_SPECIALISED_OPERATIONS(OURO_ENUMERATOR)
#undef OURO_ENUMERATOR
      kCount,
};
inline constexpr std::size_t kBaseOperations = static_cast<std::size_t>(Operation::kBaseCount);
inline constexpr std::size_t kOperations = static_cast<std::size_t>(Operation::kCount);

struct Instruction {
  std::uint16_t op;
  std::uint16_t a;
  std::uint16_t b;
  std::uint16_t c;

  Operation operation() const { return static_cast<Operation>(op); }
  // Where a role is kJump.
  std::int32_t jump() const {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(b) | static_cast<std::uint32_t>(c)
                                                                         << 16);
  }
};
static_assert(sizeof(Instruction) == 8);

// One word of code: an instruction or the cache behind one.
union Word {
  Instruction instruction;
  std::uint64_t bits;
  struct {
    std::int32_t jump;  // W1.jump, or W1.data as a number
    std::uint32_t cache;
  };
  std::uint16_t part[4];
  void* pointer;
};
static_assert(sizeof(Word) == 8);

// Operand encoding.
inline constexpr std::uint16_t kTemporaryBit = 0x4000;
inline constexpr std::uint16_t kConstantBit = 0x8000;
inline constexpr std::uint16_t kNoOperand = 0xffff;
inline constexpr std::uint16_t kRegisterMask = 0x3fff;
inline constexpr std::uint32_t kRegistersMax = 0x4000;
inline constexpr std::uint32_t kOperandConstants = 0x7f00;  // constants an operand can name
constexpr bool is_local(std::uint16_t operand) { return operand < kTemporaryBit; }
constexpr bool is_temporary(std::uint16_t operand) { return (operand & 0xc000) == kTemporaryBit; }
constexpr bool is_constant(std::uint16_t operand) { return (operand & kConstantBit) != 0; }
constexpr std::uint16_t register_of(std::uint16_t operand) { return operand & kRegisterMask; }
constexpr std::uint16_t constant_of(std::uint16_t operand) { return operand & 0x7fff; }

// Field a of CompareJump, IsJump and InJump: jump when the test is true; otherwise when it is
// false.
inline constexpr std::uint16_t kJumpIfTrue = 0x100;

// W1.data of MakeFunction.
inline constexpr std::uint32_t kMakeDefaults = 1;
inline constexpr std::uint32_t kMakeKeywordDefaults = 2;
inline constexpr std::uint32_t kMakeAnnotations = 4;
inline constexpr std::uint32_t kMakeClosure = 8;

struct OperationRow {
  const char* name;
  Role a;
  Role b;
  Role c;
  std::uint8_t extra_words;
  const char* meaning;
};

inline constexpr OperationRow kOperationRows[] = {
#define OURO_ROW(Name, a, b, c, words, meaning) {#Name, Role::a, Role::b, Role::c, words, meaning},
    OURO_BASE_OPERATIONS(OURO_ROW)
#undef OURO_ROW
};

// The base of a specialised operation; a base operation is its own.
inline constexpr Operation kBaseOf[] = {
#define OURO_ROW(Name, ...) Operation::k##Name,
    OURO_BASE_OPERATIONS(OURO_ROW)
#undef OURO_ROW
#define OURO_ROW(Name, Base) Operation::k##Base,
        OURO_SPECIALISED_OPERATIONS(OURO_ROW)
#undef OURO_ROW
};
static_assert(sizeof(kBaseOf) / sizeof(kBaseOf[0]) == kOperations);

constexpr Operation base_of(Operation operation) {
  return kBaseOf[static_cast<std::size_t>(operation)];
}
constexpr const OperationRow& row_of(Operation operation) {
  return kOperationRows[static_cast<std::size_t>(base_of(operation))];
}
// The instruction's length in words, its own included.
constexpr std::uint32_t words_of(Operation operation) { return 1u + row_of(operation).extra_words; }

}  // namespace ouro
