// Disassembler: code as text, one instruction a line, for tests and for reading.
#include "runtime/code/code_attributes.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/type.h"
#include "runtime/source/arena_text.h"

namespace ouro {
namespace {

class Listing {
 public:
  Listing(Thread& thread, const Code* code)
      : thread_(thread), code_(code), text_(thread.interpreter()) {}

  Result<Str*> run();

 private:
  Status instruction(const PositionCursor&, const Word* words);
  Status field(Role, std::uint16_t value, const Instruction&, std::uint32_t at);
  Status operand(std::uint16_t value);
  Status name_of_local(std::uint16_t place);
  Status extra(const Word* words, std::uint32_t at);
  Status handlers();
  Status number(std::int64_t value);
  Status separate();
  Status pad(std::size_t column);

  Thread& thread_;
  const Code* code_;
  TextBuilder text_;
  std::size_t line_start_ = 0;
  bool first_field_ = true;
};

Result<Str*> Listing::run() {
  PositionCursor cursor(code_);
  Word words[kInstructionWordsMax];
  std::int32_t line = -1;
  while (cursor.next()) {
    base_instruction(code_, cursor.start(), words);
    line_start_ = text_.length();
    if (cursor.position().line != line && cursor.position().line >= 0) {
      line = cursor.position().line;
      TRY(number(line));
    }
    TRY(pad(5));
    TRY(instruction(cursor, words));
  }
  TRY(handlers());
  return text_.finish();
}

Status Listing::pad(std::size_t column) {
  const std::size_t width = text_.length() - line_start_;
  return text_.append_repeated(U' ', width < column ? column - width : 1);
}

Status Listing::number(std::int64_t value) {
  if (value < 0) TRY(text_.append("-"));
  return text_.append(syntax::NumberText(static_cast<std::uint64_t>(value < 0 ? -value : value)));
}

Status Listing::separate() {
  if (!first_field_) TRY(text_.append(", "));
  first_field_ = false;
  return done;
}

Status Listing::instruction(const PositionCursor& cursor, const Word* words) {
  const Instruction& shown = words[0].instruction;
  const OperationRow& row = row_of(shown.operation());
  TRY(number(cursor.start()));
  TRY(pad(10));
  TRY(text_.append(row.name));
  first_field_ = true;
  const bool has_fields = row.a != Role::kNone || row.b != Role::kNone || row.c != Role::kNone;
  if (has_fields) TRY(pad(30));
  TRY(field(row.a, shown.a, shown, cursor.start()));
  TRY(field(row.b, shown.b, shown, cursor.start()));
  TRY(field(row.c, shown.c, shown, cursor.start()));
  TRY(extra(words, cursor.start()));
  return text_.append("\n");
}

Status Listing::name_of_local(std::uint16_t place) {
  if (place >= code_->local_count) return number(place);
  return text_.append(code_->local_name_at(place));
}

Status Listing::operand(std::uint16_t value) {
  if (value == kNoOperand) return text_.append("-");
  if (is_local(value)) return name_of_local(value);
  if (is_temporary(value)) {
    TRY(text_.append("%"));
    return number(register_of(value) - static_cast<std::int64_t>(code_->local_count));
  }
  Object* constant = (*code_->constants)[constant_of(value)];
  if (!is_exact(constant, TypeId::kCode)) return text_.append_repr(thread_, constant);
  TRY(text_.append("code "));
  return text_.append(static_cast<Code*>(constant)->name);
}

Status Listing::field(Role role, std::uint16_t value, const Instruction& shown, std::uint32_t at) {
  if (role == Role::kNone) return done;
  TRY(separate());
  switch (role) {
    case Role::kName: return text_.append(code_->name_at(value));
    case Role::kJump:
      TRY(text_.append("-> "));
      return number(at + static_cast<std::int64_t>(shown.jump()));
    case Role::kNumber:
    case Role::kConst: return number(value);
    default: return operand(value);
  }
}

Status Listing::extra(const Word* words, std::uint32_t at) {
  switch (words[0].instruction.operation()) {
    case Operation::kCompareJump:
    case Operation::kIsJump:
    case Operation::kInJump:
    case Operation::kForIter:
    case Operation::kMatchException:
      TRY(text_.append(", -> "));
      return number(at + static_cast<std::int64_t>(words[1].jump));
    case Operation::kCallKeywords:
    case Operation::kBuildDictWithKeys:
      TRY(text_.append(", "));
      return text_.append_repr(thread_,
                               (*code_->constants)[static_cast<std::size_t>(words[1].jump)]);
    case Operation::kMatchClass:
      TRY(text_.append(", "));
      TRY(number(words[1].jump));
      TRY(text_.append(", "));
      return text_.append_repr(thread_, (*code_->constants)[words[1].cache]);
    case Operation::kUnpackStarred:
    case Operation::kFormatValue:
    case Operation::kMakeFunction: TRY(text_.append(", ")); return number(words[1].jump);
    default: return done;
  }
}

Status Listing::handlers() {
  for (std::uint32_t index = 0; index < code_->handler_count; ++index) {
    const HandlerRange& range = code_->handlers[index];
    TRY(text_.append("handler "));
    TRY(number(range.start));
    TRY(text_.append(".."));
    TRY(number(range.end));
    TRY(text_.append(" -> "));
    TRY(number(range.handler));
    TRY(text_.append(" %"));
    TRY(number(range.level - static_cast<std::int64_t>(code_->local_count)));
    TRY(text_.append("\n"));
  }
  return done;
}

}  // namespace

Result<Str*> disassemble(Thread& thread, const Code* code) { return Listing(thread, code).run(); }

}  // namespace ouro
