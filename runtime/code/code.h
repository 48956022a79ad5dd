// Code: a compiled block - module, class body, function, lambda or comprehension - ready for the
// loop.
//
// Immutable but for the inline caches in `words`, which the loop rewrites; each code object belongs
// to one interpreter, so nothing of it is shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/code/operations.h"
#include "runtime/component/arena.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/object.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type.h"
#include "runtime/object/type_id.h"
#include "runtime/source/syntax.h"

namespace ouro {

// co_flags, with the values of inspect.CO_*.
namespace code_flag {
inline constexpr std::uint32_t kOptimized = 0x1;  // locals are registers, there is no mapping
inline constexpr std::uint32_t kNewLocals = 0x2;
inline constexpr std::uint32_t kVarArguments = 0x4;
inline constexpr std::uint32_t kVarKeywords = 0x8;
inline constexpr std::uint32_t kNested = 0x10;
inline constexpr std::uint32_t kGenerator = 0x20;
inline constexpr std::uint32_t kCoroutine = 0x80;
inline constexpr std::uint32_t kIterableCoroutine = 0x100;
inline constexpr std::uint32_t kAsyncGenerator = 0x200;
inline constexpr std::uint32_t kFutureDivision = 0x20000;
inline constexpr std::uint32_t kFutureAbsoluteImport = 0x40000;
inline constexpr std::uint32_t kFutureWithStatement = 0x80000;
inline constexpr std::uint32_t kFuturePrintFunction = 0x100000;
inline constexpr std::uint32_t kFutureUnicodeLiterals = 0x200000;
inline constexpr std::uint32_t kFutureBarryAsBdfl = 0x400000;
inline constexpr std::uint32_t kFutureGeneratorStop = 0x800000;
inline constexpr std::uint32_t kFutureAnnotations = 0x1000000;
inline constexpr std::uint32_t kFutureMask = 0x1fe0000;
}  // namespace code_flag

// What a register below local_count is; a parameter may be a cell too.
namespace local_kind {
inline constexpr std::uint8_t kVariable = 0x20;  // in co_varnames
inline constexpr std::uint8_t kCell = 0x40;      // in co_cellvars: the register holds a Cell
inline constexpr std::uint8_t kFree = 0x80;      // in co_freevars: the register holds a Cell
}  // namespace local_kind

// While an instruction in words [start, end) fails: release the registers from `level` up, put the
// exception (owned) into register `target`, go on at word `handler`. Sorted by start, never
// overlapping.
struct HandlerRange {
  std::uint32_t start;
  std::uint32_t end;
  std::uint32_t handler;
  std::uint16_t level;   // a register number, without kTemporaryBit
  std::uint16_t target;  // likewise
};

// Where an instruction comes from. Lines from 1, columns are UTF-8 offsets from 0; -1: unknown.
struct CodePosition {
  std::int32_t line = -1;
  std::int32_t end_line = -1;
  std::int32_t column = -1;
  std::int32_t end_column = -1;
  friend bool operator==(const CodePosition&, const CodePosition&) = default;
};

struct Code : Object {
  Word* words;  // word_count of them; mutable caches inside
  std::uint32_t word_count;
  std::uint32_t flags;  // code_flag
  Tuple* constants;     // co_consts; operands index its items
  Tuple* names;         // co_names: interned Str; kName fields index its items
  Tuple* local_names;   // of registers [0, local_count): variables, then cells, then free ones
  std::uint8_t* local_kinds;  // local_kind bits, local_count of them
  HandlerRange* handlers;
  std::uint8_t* positions;  // compressed, see position_at()
  std::uint32_t handler_count;
  std::uint32_t position_bytes;
  std::uint32_t argument_count;  // co_argcount: positional ones, positional-only included
  std::uint32_t positional_only_count;
  std::uint32_t keyword_only_count;
  std::uint32_t parameter_count;  // registers the caller fills: all of these, *args, **kwargs
  std::uint32_t local_count;      // registers with names (co_nlocals is less: variable_count)
  std::uint32_t variable_count;  // registers with kVariable: parameters and plain locals come first
  std::uint32_t cell_count;      // registers with kCell
  std::uint32_t free_count;      // registers with kFree, the last ones of local_count
  std::uint32_t register_count;  // the window: locals and temporaries
  std::int32_t first_line;
  // Offsets that programs see (tb_lasti, f_lasti, co_lines()) count two for each word, so that
  // co_positions(), which has one entry for each word, is indexed by half of them as in Python.
  Str* filename;
  Str* name;
  Str* qualified_name;
  WeakReference* weak_references;
  void* extra;  // for the loop; null at birth, never freed by code.cc

  Object* const* constant_items() const { return constants->items(); }
  Str* name_at(std::uint32_t index) const { return static_cast<Str*>((*names)[index]); }
  Str* local_name_at(std::uint32_t index) const { return static_cast<Str*>((*local_names)[index]); }
  // The first free variable's register.
  std::uint32_t first_free() const { return local_count - free_count; }
  bool has(std::uint32_t flag) const { return (flags & flag) != 0; }
  // The parameters are plain positional ones: an exact argument count needs no binding.
  bool simple_parameters() const {
    return parameter_count == argument_count && keyword_only_count == 0;
  }
};

// The handler of an instruction at word `at`, or null.
const HandlerRange* find_handler(const Code*, std::uint32_t at) noexcept;

// Where the instruction at (or covering) word `at` comes from. Linear in the code's size: ask late.
CodePosition position_at(const Code*, std::uint32_t at) noexcept;

// Walks the instructions in order.
class PositionCursor {
 public:
  explicit PositionCursor(const Code* code)
      : next_byte_(code->positions), code_(code), last_line_(code->first_line) {}
  // False at the end; then start(), end() (words) and position() are those of the next instruction.
  bool next() noexcept;
  std::uint32_t start() const { return start_; }
  std::uint32_t end() const { return end_; }
  const CodePosition& position() const { return position_; }

 private:
  void read() noexcept;
  void step() noexcept;
  std::uint32_t number() noexcept;

  const std::uint8_t* next_byte_;
  const Code* code_;
  std::int32_t last_line_;
  std::uint32_t start_ = 0;
  std::uint32_t end_ = 0;
  std::uint32_t repeat_ = 0;
  CodePosition position_{};
};

enum class CompileMode : std::uint8_t { kExec, kEval, kSingle };

struct CompileOptions {
  CompileMode mode = CompileMode::kExec;
  int optimize = 0;                    // -O: 1 drops asserts, 2 drops docstrings too
  std::uint32_t future_flags = 0;      // code_flag::kFuture..., inherited from a caller
  bool ignore_cookie = false;          // the source was a str
  bool allow_top_level_await = false;  // ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
  bool only_tree = false;              // errors that are not the parser's are left out
  bool dont_imply_dedent = false;      // codeop: see syntax::ParseOptions
  bool allow_incomplete_input = false;
};

// Source text (UTF-8 or, with a cookie, what it names) to code. SyntaxError and the like when it
// fails.
Result<Code*> compile(Thread&, std::string_view source, Str* filename, const CompileOptions& = {});

// Only up to the tree, which lives in the arena and is not null.
Result<const syntax::Node*> parse_source(Thread&, Arena& arena, std::string_view source,
                                         Str* filename, const CompileOptions& = {});

// Only from the tree on: a Module, Interactive or Expression that lives in `arena`. `source` (may
// be empty) is where the lines of SyntaxErrors come from.
Result<Code*> generate(Thread&, Arena& arena, const syntax::Node* tree, std::string_view source,
                       Str* filename, const CompileOptions& = {});

// Raises what the parser found as SyntaxError, IndentationError, MemoryError ...
Failure raise_syntax_failure(Thread&, const syntax::SyntaxFailure&, Str* filename);

// Hands a warning about source text to the warnings module (runtime/module/warnings.cc defines
// this): category is kSyntaxWarning or kDeprecationWarning. A failure means a filter made it an
// exception.
Status compile_warning(Thread&, TypeId category, Str* message, Str* filename, std::int32_t line);

// A listing of the instructions in base form, one per line, for tests and debugging.
Result<Str*> disassemble(Thread&, const Code*);

extern const TypeDescriptor kCodeDescriptor;

}  // namespace ouro
