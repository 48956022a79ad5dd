// Unit: one code object under construction - instructions, labels, registers, constants, handlers.
//
// Emission follows the flow of control: after a jump, return or raise nothing is written until a
// label that something jumped to is bound, so dead code costs nothing. On the way it tracks which
// locals are certainly bound, because only those may be read late (see Emitter::held).
#pragma once

#include <cstdint>

#include "runtime/code/arena_tables.h"
#include "runtime/code/compilation.h"
#include "runtime/code/operations.h"
#include "runtime/code/symbols.h"

namespace ouro {

using Operand = std::uint16_t;

// The first locals of a function, as a set: enough for nearly all functions.
class LocalSet {
 public:
  static constexpr std::uint32_t kSize = 128;

  bool has(std::uint32_t local) const {
    return local < kSize && (bits_[local / 64] >> local % 64) & 1;
  }
  void add(std::uint32_t local) {
    if (local < kSize) bits_[local / 64] |= std::uint64_t{1} << local % 64;
  }
  void intersect(const LocalSet& other) {
    for (std::size_t index = 0; index < kSize / 64; ++index) bits_[index] &= other.bits_[index];
  }

 private:
  std::uint64_t bits_[kSize / 64] = {};
};

struct Label {
  std::uint32_t id = 0;
};

inline constexpr std::uint32_t kNoHandler = 0xffffffff;

// A statement that is left in a special way by break, continue and return; see Emitter::unwind.
struct Block {
  enum class Kind : std::uint8_t {
    kWhile,
    kFor,       // value: the iterator
    kAsyncFor,  // value: the iterator
    kTry,
    kFinally,         // in the body of a try with a finalbody
    kFinallyHandler,  // in the copy of finalbody that handles an exception
    kHandler,         // in an except body; name: of `as`
    kStarHandler,     // in an except* body
    kWith,            // value: the exit pair
    kAsyncWith,
    kValue,  // value: a temporary to drop (a return value during an inner finally)
  };
  Kind kind{};
  std::uint32_t outer_handler = kNoHandler;
  Label break_to{};
  Label continue_to{};
  Operand value = kNoOperand;  // also: the exception of the handlers
  Operand saved = kNoOperand;  // what PushHandled saved
  std::string_view name{};
  syntax::NodeList finalbody{};
  syntax::Position position{};
};

class Unit {
 public:
  Unit(Compilation& compilation, Scope* scope, Unit* parent)
      : scope(scope), parent(parent), compilation_(compilation) {}
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;

  // Gives registers to parameters, cells and free variables.
  Status lay_out_locals();
  struct Locals {
    std::uint32_t count = 0;
    std::uint32_t first_free = 0;
    std::uint32_t free_count = 0;
  };
  Locals locals() const {
    const auto count = static_cast<std::uint32_t>(locals_.size());
    return {count, count - free_count_, free_count_};
  }
  // The register of a plain local, which gets its number at its first use.
  std::uint16_t place_of(Symbol*);
  const Symbol* symbol_at(std::uint32_t local) const { return locals_[local]; }

  // ---- instructions ----
  Status emit(Operation, Operand a = 0, Operand b = 0, Operand c = 0, std::uint64_t word = 0);
  Status move(Operand destination, Operand value);
  Result<std::uint32_t> new_label_id();
  // Jump, JumpIfTrue ...: the displacement stands in b and c.
  Status jump(Operation, Label, Operand a = 0);
  // CompareJump, ForIter ...: it stands in the first extra word.
  Status word_jump(Operation, Label, Operand a, Operand b, Operand c = 0);
  void bind(Label);
  // For labels that are only jumped to from behind.
  void bind_backward(Label);
  // The same for the body of a loop with its test at the bottom, which is entered in state `entry`.
  struct Flow {
    bool reachable = true;
    LocalSet bound{};
  };
  Flow flow() const { return {reachable_, bound_}; }
  void bind_loop(Label label, const Flow& entry) {
    bind_backward(label);
    reachable_ = entry.reachable;
    bound_ = entry.bound;
  }
  bool reachable() const { return reachable_; }
  void stop() { reachable_ = false; }  // after Return, Raise, Reraise, Jump

  // ---- exception handlers ----
  // The handler will find the registers from the present top up released and its exception there.
  Result<std::uint32_t> new_handler();
  void set_handler(std::uint32_t handler) { handler_ = handler; }
  std::uint32_t handler() const { return handler_; }
  // Goes on at the handler: top is its level + 1. Returns the register of the exception.
  Operand bind_handler(std::uint32_t handler);

  // ---- registers ----
  Result<Operand> push();
  std::uint32_t top() const { return top_; }
  void set_top(std::uint32_t top) { top_ = top; }
  // The highest top since the last reset.
  std::uint32_t peak() const { return peak_; }
  void reset_peak(std::uint32_t peak) { peak_ = peak; }
  bool certainly_bound(Operand local) const { return bound_.has(local); }
  void note_bound(Operand local);

  // ---- tables ----
  Result<std::uint32_t> constant_index(Object*);
  Result<std::uint16_t> name_index(const Name*);

  Result<Code*> assemble(std::uint32_t flags);

  Scope* const scope;
  Unit* const parent;
  const Name* qualified_name = nullptr;
  std::string_view name{};
  std::int32_t first_line = 1;
  std::uint32_t argument_count = 0;
  std::uint32_t positional_only_count = 0;
  std::uint32_t keyword_only_count = 0;
  syntax::Position position{};  // of the next instruction; line 0: none
  ArenaVector<Block> blocks{};
  bool interactive = false;  // prints its expression statements

 private:
  friend class Assembler;

  struct Emitted {
    std::uint32_t start;
    std::uint32_t handler;
    syntax::Position position;
  };
  struct LabelState {
    std::int64_t offset = -1;
    bool used = false;
    LocalSet bound{};
  };
  struct Fixup {
    std::uint32_t at;
    std::uint32_t label;
    bool in_word;
  };
  struct Handler {
    Label label;
    std::uint32_t level;
    LocalSet bound;
    bool used;
  };
  struct ConstantEntry {
    Object* object = nullptr;
    std::uint32_t index = 0;
  };
  struct NameEntry {
    const Name* name = nullptr;
    std::uint16_t index = 0;
  };

  Status lay_out_function();
  Status add_outer_cells();
  Status add_local(Symbol*);
  Status note_effects(Operation, Operand a, Operand b, Operand c);
  bool join_moves(Operand destination, Operand value);
  bool cannot_fail(Operand value) const;
  Status add_jump(Label, bool in_word);
  void use(Label);
  void remove_jump_to(Label);

  Compilation& compilation_;
  ArenaVector<Word> words_;
  ArenaVector<Emitted> emitted_;
  ArenaVector<LabelState> labels_;
  ArenaVector<Fixup> fixups_;
  ArenaVector<Handler> handlers_;
  ArenaVector<Symbol*> locals_;  // by register; null: not given yet
  ArenaVector<Object*> constants_;
  ArenaMap<ConstantEntry> constant_map_;
  ArenaVector<const Name*> names_;
  ArenaMap<NameEntry> name_map_;
  LocalSet bound_{};
  bool reachable_ = true;
  std::uint32_t handler_ = kNoHandler;
  std::uint32_t last_bind_ = 0;  // no instruction before here may be joined with a later one
  std::uint32_t variable_count_ = 0;
  std::uint32_t next_variable_ = 0;
  std::uint32_t cell_count_ = 0;
  std::uint32_t free_count_ = 0;
  std::uint32_t top_ = 0;
  std::uint32_t peak_ = 0;
  std::uint32_t register_count_ = 0;
};

}  // namespace ouro
