// Unit: writes instructions, keeps the books on labels, registers and constants.
#include "runtime/code/unit.h"

#include <algorithm>

#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

// ---- locals -----------------------------------------------------------------------------------

Status Unit::add_local(Symbol* symbol) {
  if (locals_.size() >= kRegistersMax - 1) {
    return compilation_.error(scope->node->position, {"too many local variables"});
  }
  return compilation_.checked(locals_.add(compilation_.arena, symbol));
}

Status Unit::lay_out_locals() {
  // A scope in a `finally` body becomes two units, one after the other.
  for (Symbol* symbol : scope->symbols) symbol->place = kNoRegister;
  if (scope->kind == ScopeKind::kFunction) TRY(lay_out_function());
  TRY(add_outer_cells());
  top_ = peak_ = register_count_ = static_cast<std::uint32_t>(locals_.size());
  return done;
}

// Parameters first; then room for the other plain locals, which are numbered as they appear.
Status Unit::lay_out_function() {
  for (Symbol* symbol : scope->parameters) {
    symbol->place = static_cast<std::uint16_t>(locals_.size());
    TRY(add_local(symbol));
    if (symbol->storage == Storage::kLocal) note_bound(symbol->place);
  }
  next_variable_ = static_cast<std::uint32_t>(locals_.size());
  for (const Symbol* symbol : scope->symbols) {
    if (symbol->storage == Storage::kLocal && symbol->place == kNoRegister) TRY(add_local(nullptr));
  }
  variable_count_ = static_cast<std::uint32_t>(locals_.size());
  return done;
}

// Cells that are no parameters, then free variables; each group in the order of the names.
Status Unit::add_outer_cells() {
  ArenaVector<Symbol*> cells;
  ArenaVector<Symbol*> free;
  for (Symbol* symbol : scope->symbols) {
    const bool passes = (symbol->uses & use::kFreeInClass) != 0;
    if (symbol->storage == Storage::kCell && symbol->place == kNoRegister) {
      TRY(compilation_.checked(cells.add(compilation_.arena, symbol)));
    } else if (symbol->storage == Storage::kFree || passes) {
      TRY(compilation_.checked(free.add(compilation_.arena, symbol)));
    }
  }
  if (scope->needs_class_cell) {
    Symbol* symbol = compilation_.arena.make<Symbol>(TRY(compilation_.name("__class__")));
    if (symbol == nullptr) return compilation_.out_of_memory();
    symbol->storage = Storage::kCell;
    scope->class_cell = symbol;
    TRY(compilation_.checked(cells.add(compilation_.arena, symbol)));
  }
  const auto by_name = [](const Symbol* left, const Symbol* right) {
    return left->name->text < right->name->text;
  };
  std::sort(cells.begin(), cells.end(), by_name);
  std::sort(free.begin(), free.end(), by_name);
  for (const auto& group : {cells, free}) {
    for (Symbol* symbol : group) {
      symbol->place = static_cast<std::uint16_t>(locals_.size());
      TRY(add_local(symbol));
      note_bound(symbol->place);  // the register itself, with its Cell
    }
  }
  free_count_ = static_cast<std::uint32_t>(free.size());
  return done;
}

std::uint16_t Unit::place_of(Symbol* symbol) {
  if (symbol->place == kNoRegister) {
    OURO_CHECK(next_variable_ < variable_count_);
    symbol->place = static_cast<std::uint16_t>(next_variable_++);
    locals_[symbol->place] = symbol;
  }
  return symbol->place;
}

void Unit::note_bound(Operand local) {
  const Symbol* symbol = local < locals_.size() ? locals_[local] : nullptr;
  if (symbol != nullptr && (symbol->uses & use::kDeleted) == 0) bound_.add(local);
}

// ---- instructions -----------------------------------------------------------------------------

namespace {

constexpr bool reads_register(Role role) { return role == Role::kValue || role == Role::kKeep; }

}  // namespace

// An instruction that went well has bound its destination, and all locals it read were bound.
Status Unit::note_effects(Operation operation, Operand a, Operand b, Operand c) {
  const OperationRow& row = row_of(operation);
  const bool binds =
      reads_register(row.a) || (row.a == Role::kDest && operation != Operation::kForIter);
  if (binds && is_local(a)) note_bound(a);
  if (reads_register(row.b) && is_local(b)) note_bound(b);
  if (reads_register(row.c) && is_local(c)) note_bound(c);
  return done;
}

Status Unit::emit(Operation operation, Operand a, Operand b, Operand c, std::uint64_t word) {
  if (!reachable_) return done;
  const auto start = static_cast<std::uint32_t>(words_.size());
  Arena& arena = compilation_.arena;
  Word first;
  first.instruction = {static_cast<std::uint16_t>(operation), a, b, c};
  TRY(compilation_.checked(words_.add(arena, first)));
  for (std::uint32_t extra = 1; extra < words_of(operation); ++extra) {
    Word cache;
    cache.bits = extra == 1 ? word : 0;
    TRY(compilation_.checked(words_.add(arena, cache)));
  }
  if (words_.size() > 0x7fffffff) return compilation_.error(position, {"code is too large"});
  if (handler_ != kNoHandler) handlers_[handler_].used = true;
  TRY(compilation_.checked(emitted_.add(arena, Emitted{start, handler_, position})));
  return note_effects(operation, a, b, c);
}

bool Unit::cannot_fail(Operand value) const {
  return is_constant(value) || (is_local(value) && certainly_bound(value));
}

// Two moves into neighbouring temporaries that cannot fail become one instruction.
bool Unit::join_moves(Operand destination, Operand value) {
  if (words_.empty() || last_bind_ == words_.size() || !is_temporary(destination)) return false;
  Instruction& last = words_.back().instruction;
  const Emitted& emitted = emitted_.back();
  if (emitted.start + 1 != words_.size() || emitted.handler != handler_) return false;
  if (last.operation() != Operation::kMove || last.a + 1 != destination) return false;
  if (!is_temporary(last.a) || !cannot_fail(last.b) || !cannot_fail(value)) return false;
  last.op = static_cast<std::uint16_t>(Operation::kMovePair);
  last.c = value;
  return true;
}

Status Unit::move(Operand destination, Operand value) {
  if (destination == value || !reachable_ || join_moves(destination, value)) return done;
  return emit(Operation::kMove, destination, value);
}

Result<std::uint32_t> Unit::new_label_id() {
  TRY(compilation_.checked(labels_.add(compilation_.arena, LabelState{})));
  return static_cast<std::uint32_t>(labels_.size() - 1);
}

void Unit::use(Label label) {
  LabelState& state = labels_[label.id];
  if (state.used) {
    state.bound.intersect(bound_);
  } else {
    state.bound = bound_;
  }
  state.used = true;
}

Status Unit::add_jump(Label label, bool in_word) {
  use(label);
  return compilation_.checked(
      fixups_.add(compilation_.arena, Fixup{emitted_.back().start, label.id, in_word}));
}

Status Unit::jump(Operation operation, Label label, Operand a) {
  if (!reachable_) return done;
  TRY(emit(operation, a));
  TRY(add_jump(label, false));
  if (operation == Operation::kJump) stop();
  return done;
}

Status Unit::word_jump(Operation operation, Label label, Operand a, Operand b, Operand c) {
  if (!reachable_) return done;
  TRY(emit(operation, a, b, c));
  return add_jump(label, true);
}

// A jump to the very next place is taken back.
void Unit::remove_jump_to(Label label) {
  if (reachable_ || fixups_.empty() || emitted_.empty() || last_bind_ == words_.size()) return;
  const std::uint32_t start = emitted_.back().start;
  const Fixup& fixup = fixups_.back();
  if (start + 1 != words_.size() || fixup.at != start || fixup.label != label.id) return;
  if (words_[start].instruction.operation() != Operation::kJump) return;
  words_.shrink(start);
  emitted_.take_last();
  fixups_.take_last();
  reachable_ = true;
}

void Unit::bind(Label label) {
  remove_jump_to(label);
  LabelState& state = labels_[label.id];
  state.offset = static_cast<std::int64_t>(words_.size());
  last_bind_ = static_cast<std::uint32_t>(words_.size());
  if (!state.used) return;
  if (reachable_) {
    bound_.intersect(state.bound);
  } else {
    bound_ = state.bound;
  }
  reachable_ = true;
}

void Unit::bind_backward(Label label) {
  labels_[label.id].offset = static_cast<std::int64_t>(words_.size());
  last_bind_ = static_cast<std::uint32_t>(words_.size());
}

// ---- handlers ---------------------------------------------------------------------------------

Result<std::uint32_t> Unit::new_handler() {
  const Label label{TRY(new_label_id())};
  TRY(compilation_.checked(handlers_.add(compilation_.arena, Handler{label, top_, bound_, false})));
  return static_cast<std::uint32_t>(handlers_.size() - 1);
}

Operand Unit::bind_handler(std::uint32_t number) {
  Handler& handler = handlers_[number];
  bind_backward(handler.label);
  reachable_ = handler.used;
  bound_ = handler.bound;
  top_ = handler.level + 1;
  if (top_ > peak_) peak_ = top_;
  if (top_ > register_count_) register_count_ = top_;
  return static_cast<Operand>(kTemporaryBit | handler.level);
}

// ---- registers and tables ---------------------------------------------------------------------

Result<Operand> Unit::push() {
  if (top_ >= kRegistersMax - 1) {
    return compilation_.error(position, {"too many temporaries in one function"});
  }
  const auto pushed = static_cast<Operand>(kTemporaryBit | top_++);
  if (top_ > peak_) peak_ = top_;
  if (top_ > register_count_) register_count_ = top_;
  return pushed;
}

Result<std::uint32_t> Unit::constant_index(Object* object) {
  const std::size_t hash = hash_constant(object);
  const auto same = [object](const ConstantEntry& entry) {
    return same_constant(entry.object, object);
  };
  if (const ConstantEntry* entry = constant_map_.find(hash, same)) return entry->index;
  const auto index = static_cast<std::uint32_t>(constants_.size());
  Arena& arena = compilation_.arena;
  TRY(compilation_.checked(constants_.add(arena, object)));
  TRY(compilation_.checked(constant_map_.add(arena, hash, ConstantEntry{object, index})));
  return index;
}

Result<std::uint16_t> Unit::name_index(const Name* wanted) {
  const std::size_t hash = hash_address(wanted);
  const auto same = [wanted](const NameEntry& entry) { return entry.name == wanted; };
  if (const NameEntry* entry = name_map_.find(hash, same)) return entry->index;
  if (names_.size() >= 0xffff) return compilation_.error(position, {"too many names in one block"});
  const auto index = static_cast<std::uint16_t>(names_.size());
  Arena& arena = compilation_.arena;
  TRY(compilation_.checked(names_.add(arena, wanted)));
  TRY(compilation_.checked(name_map_.add(arena, hash, NameEntry{wanted, index})));
  return index;
}

}  // namespace ouro
