// Assembler: makes the code object of a finished unit - jumps resolved, tables packed.
#include "runtime/code/assembler.h"

#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"

namespace ouro {

Result<Code*> Unit::assemble(std::uint32_t flags) {
  Assembler assembler(*this, compilation_);
  return assembler.run(flags);
}

Result<Code*> Assembler::run(std::uint32_t flags) {
  TRY(place_late_locals());
  resolve_jumps();
  TRY(collect_handlers());
  TRY(encode_positions());
  Interpreter& interpreter = compilation_.thread.interpreter();
  CodeSizes sizes;
  sizes.words = static_cast<std::uint32_t>(unit_.words_.size());
  sizes.handlers = static_cast<std::uint32_t>(ranges_.size());
  sizes.locals = static_cast<std::uint32_t>(unit_.locals_.size());
  sizes.position_bytes = static_cast<std::uint32_t>(positions_.size());
  Ref<Code> code(TRY(make_code(interpreter, sizes)));
  copy_tables(code);
  TRY(fill_tables(code));
  set_counts(code, flags);
  return code.take();
}

// Locals that no instruction names (only annotated, say) get the registers that are left.
Status Assembler::place_late_locals() {
  for (Symbol* symbol : unit_.scope->symbols) {
    if (symbol->storage == Storage::kLocal && unit_.scope->kind == ScopeKind::kFunction) {
      unit_.place_of(symbol);
    }
  }
  return done;
}

// ---- jumps ------------------------------------------------------------------------------------

namespace {

// A value that made the first jump makes the second one too.
bool leads_on(const Instruction& from, const Instruction& to) {
  if (to.operation() == Operation::kJump) return true;
  const bool keeps = to.operation() == Operation::kJumpIfFalseOrDrop ||
                     to.operation() == Operation::kJumpIfTrueOrDrop;
  return keeps && to.op == from.op && to.a == from.a;
}

}  // namespace

// Where a jump ends up, past jumps that only lead on.
std::int64_t Assembler::target_of(const Unit::Fixup& fixup) const {
  constexpr int kHops = 16;
  const Instruction& from = unit_.words_[fixup.at].instruction;
  std::int64_t target = unit_.labels_[fixup.label].offset;
  for (int hop = 0; hop < kHops; ++hop) {
    if (!leads_on(from, unit_.words_[static_cast<std::size_t>(target)].instruction)) break;
    const std::uint32_t next = jump_labels_[static_cast<std::size_t>(target)];
    target = unit_.labels_[next].offset;
  }
  return target;
}

void Assembler::resolve_jumps() {
  jump_labels_ = compilation_.arena.make_array<std::uint32_t>(unit_.words_.size());
  const bool threaded = jump_labels_ != nullptr;
  for (const Unit::Fixup& fixup : unit_.fixups_) {
    if (threaded && !fixup.in_word) jump_labels_[fixup.at] = fixup.label;
  }
  for (const Unit::Fixup& fixup : unit_.fixups_) {
    const std::int64_t target = threaded ? target_of(fixup) : unit_.labels_[fixup.label].offset;
    const auto displacement = static_cast<std::int32_t>(target - fixup.at);
    if (fixup.in_word) {
      unit_.words_[fixup.at + 1].jump = displacement;
    } else {
      const auto bits = static_cast<std::uint32_t>(displacement);
      unit_.words_[fixup.at].instruction.b = static_cast<std::uint16_t>(bits & 0xffff);
      unit_.words_[fixup.at].instruction.c = static_cast<std::uint16_t>(bits >> 16);
    }
  }
}

// ---- handlers and positions -------------------------------------------------------------------

Status Assembler::add_range(std::uint32_t start, std::uint32_t end, std::uint32_t number) {
  if (number == kNoHandler || start == end) return done;
  const Unit::Handler& handler = unit_.handlers_[number];
  HandlerRange range;
  range.start = start;
  range.end = end;
  range.handler = static_cast<std::uint32_t>(unit_.labels_[handler.label.id].offset);
  range.level = static_cast<std::uint16_t>(handler.level);
  range.target = range.level;
  return compilation_.checked(ranges_.add(compilation_.arena, range));
}

Status Assembler::collect_handlers() {
  std::uint32_t start = 0;
  std::uint32_t current = kNoHandler;
  for (const Unit::Emitted& emitted : unit_.emitted_) {
    if (emitted.handler == current) continue;
    TRY(add_range(start, emitted.start, current));
    start = emitted.start;
    current = emitted.handler;
  }
  return add_range(start, static_cast<std::uint32_t>(unit_.words_.size()), current);
}

namespace {

CodePosition code_position(const syntax::Position& position) {
  if (position.line == 0) return {};
  return {static_cast<std::int32_t>(position.line), static_cast<std::int32_t>(position.end_line),
          static_cast<std::int32_t>(position.column),
          static_cast<std::int32_t>(position.end_column)};
}

}  // namespace

Status Assembler::encode_positions() {
  PositionEncoder encoder(unit_.first_line);
  CodePosition last;
  std::uint32_t repeats = 0;
  for (const Unit::Emitted& emitted : unit_.emitted_) {
    const CodePosition position = code_position(emitted.position);
    const bool first = positions_.empty() && repeats == 0;
    if (!first && position == last && repeats < PositionEncoder::kRepeatsMax) {
      ++repeats;
      continue;
    }
    TRY(add_bytes(encoder.repeat(repeats)));
    TRY(add_bytes(encoder.encode(position)));
    repeats = 0;
    last = position;
  }
  return add_bytes(encoder.repeat(repeats));
}

Status Assembler::add_bytes(std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    TRY(compilation_.checked(positions_.add(compilation_.arena, byte)));
  }
  return done;
}

// ---- the object -------------------------------------------------------------------------------

namespace {

template <typename T>
void copy_items(T* to, const T* from, std::size_t count) {
  if (count > 0) std::memcpy(static_cast<void*>(to), from, count * sizeof(T));
}

}  // namespace

void Assembler::copy_tables(Code* code) const {
  copy_items(code->words, unit_.words_.begin(), unit_.words_.size());
  copy_items(code->handlers, ranges_.begin(), ranges_.size());
  copy_items(code->positions, positions_.begin(), positions_.size());
  for (std::uint32_t place = 0; place < unit_.locals_.size(); ++place) {
    const Storage storage = unit_.locals_[place]->storage;
    std::uint8_t kind = place < unit_.variable_count_ ? local_kind::kVariable : 0;
    if (place >= unit_.locals_.size() - unit_.free_count_) {
      kind = local_kind::kFree;
    } else if (storage == Storage::kCell) {
      kind |= local_kind::kCell;
      ++code->cell_count;
    }
    code->local_kinds[place] = kind;
  }
}

Status Assembler::fill_tables(Code* code) {
  Interpreter& interpreter = compilation_.thread.interpreter();
  code->constants =
      TRY(make_tuple_from(interpreter, unit_.constants_.begin(), unit_.constants_.size()));
  code->names = TRY(make_tuple(interpreter, unit_.names_.size()));
  for (std::size_t index = 0; index < unit_.names_.size(); ++index) {
    code->names->items()[index] = TRY(intern(interpreter, unit_.names_[index]->text));
  }
  code->local_names = TRY(make_tuple(interpreter, unit_.locals_.size()));
  for (std::size_t index = 0; index < unit_.locals_.size(); ++index) {
    code->local_names->items()[index] = TRY(intern(interpreter, unit_.locals_[index]->name->text));
  }
  code->filename = retain(compilation_.filename);
  code->name = TRY(intern(interpreter, unit_.name));
  code->qualified_name = TRY(intern(interpreter, unit_.qualified_name->text));
  return done;
}

void Assembler::set_counts(Code* code, std::uint32_t flags) const {
  code->flags = flags;
  code->argument_count = unit_.argument_count;
  code->positional_only_count = unit_.positional_only_count;
  code->keyword_only_count = unit_.keyword_only_count;
  code->parameter_count = static_cast<std::uint32_t>(unit_.scope->parameters.size());
  code->local_count = static_cast<std::uint32_t>(unit_.locals_.size());
  code->variable_count = unit_.variable_count_;
  code->free_count = unit_.free_count_;
  code->register_count = unit_.register_count_;
  code->first_line = unit_.first_line;
}

}  // namespace ouro
