// _csv.reader: an iterator over the rows of a text, one character after the other through a small
// machine.
#include "runtime/module/csv.h"
#include "runtime/object/list.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

enum class State : std::uint8_t {
  kRowStart,
  kFieldStart,
  kEscaped,
  kInField,
  kInQuotes,
  kEscapedInQuotes,
  kQuoteInQuotes,  // a second one makes it a character
  kRowEnd,         // eats the characters of a line's end
  kAfterEscapedLineEnd,
};

constexpr char32_t kEndOfLine = 0xffff'fffe;

struct CsvReader : Object {
  Object* lines;
  CsvDialect* dialect;
  std::intptr_t line_number;
};

CsvReader* reader_of(Object* object) { return static_cast<CsvReader*>(object); }

using ReaderReferences = OwnedReferences<CsvReader, &CsvReader::lines, &CsvReader::dialect>;

// One row in the making.
class Row {
 public:
  Row(Thread& thread, CsvReader* reader)
      : thread_(thread),
        state_data_(type_state<CsvState>(reader->type)),
        dialect_(retain(reader->dialect)),
        field_(thread.interpreter()) {}

  Status begin() {
    fields_.reset(TRY(make_list(thread_.interpreter())));
    return done;
  }
  Status take_line(Str* line);
  // The text ended; false: there was no row any more.
  Result<bool> finish();
  bool complete() const { return state_ == State::kRowStart; }
  Object* fields() { return fields_.take(); }

 private:
  Status take(char32_t character);
  Status at_field_start(char32_t character);
  Status in_field(char32_t character);
  Status in_quotes(char32_t character);
  Status after_quote(char32_t character);
  Status at_row_end(char32_t character);
  Status end_field(State next);
  // At the end of a line.
  Status end_row(char32_t character) {
    return end_field(character == kEndOfLine ? State::kRowStart : State::kRowEnd);
  }
  Status add(char32_t character, State next);
  bool ends_row(char32_t character) const {
    return character == U'\n' || character == U'\r' || character == kEndOfLine;
  }
  bool quotes() const { return dialect_->quoting != Quoting::kNone; }

  Thread& thread_;
  CsvState& state_data_;
  Ref<CsvDialect> dialect_;
  Ref<List> fields_;
  TextBuilder field_;
  State state_ = State::kRowStart;
  bool numeric_ = false;
};

Status Row::add(char32_t character, State next) {
  if (static_cast<std::intptr_t>(field_.length()) >= state_data_.field_limit) {
    return raise_csv_error(thread_, state_data_, "field larger than field limit ({})",
                           state_data_.field_limit);
  }
  state_ = next;
  return field_.append(character);
}

Status Row::end_field(State next) {
  state_ = next;
  Ref<> field(TRY(field_.finish()));
  if (std::exchange(numeric_, false)) field.reset(TRY(to_float(thread_, field)));
  return list_append(thread_.interpreter(), fields_, field);
}

Status Row::at_field_start(char32_t character) {
  if (ends_row(character)) return end_row(character);
  if (character == dialect_->quote && quotes()) {
    state_ = State::kInQuotes;
    return done;
  }
  if (character == dialect_->escape) {
    state_ = State::kEscaped;
    return done;
  }
  if (character == U' ' && dialect_->skip_initial_space) {
    state_ = State::kFieldStart;
    return done;
  }
  if (character == dialect_->delimiter) return end_field(State::kFieldStart);
  numeric_ = dialect_->quoting == Quoting::kNonNumeric;
  return add(character, State::kInField);
}

Status Row::in_field(char32_t character) {
  if (ends_row(character)) return end_row(character);
  if (character == dialect_->delimiter) return end_field(State::kFieldStart);
  if (character != dialect_->escape) return add(character, State::kInField);
  state_ = State::kEscaped;
  return done;
}

Status Row::in_quotes(char32_t character) {
  if (character == kEndOfLine) return done;
  if (character == dialect_->escape) {
    state_ = State::kEscapedInQuotes;
  } else if (character == dialect_->quote && quotes()) {
    state_ = dialect_->double_quote ? State::kQuoteInQuotes : State::kInField;
  } else {
    return add(character, State::kInQuotes);
  }
  return done;
}

Status Row::after_quote(char32_t character) {
  if (character == dialect_->quote && quotes()) return add(character, State::kInQuotes);
  if (character == dialect_->delimiter) return end_field(State::kFieldStart);
  if (ends_row(character)) return end_row(character);
  if (!dialect_->strict) return add(character, State::kInField);
  Ref<Str> delimiter(TRY(make_character(thread_.interpreter(), dialect_->delimiter)));
  Ref<Str> quote(TRY(make_character(thread_.interpreter(), dialect_->quote)));
  return raise_csv_error(thread_, state_data_, "'{}' expected after '{}'", delimiter, quote);
}

Status Row::at_row_end(char32_t character) {
  if (character == U'\n' || character == U'\r') return done;
  if (character == kEndOfLine) {
    state_ = State::kRowStart;
    return done;
  }
  return raise_csv_error(thread_, state_data_,
                         "new-line character seen in unquoted field - do you need to open the file "
                         "in universal-newline mode?");
}

Status Row::take(char32_t character) {
  const bool line_end = character == U'\n' || character == U'\r';
  const char32_t escaped = character == kEndOfLine ? U'\n' : character;
  switch (state_) {
    case State::kRowStart:
      if (character == kEndOfLine) return done;
      if (!line_end) return at_field_start(character);
      state_ = State::kRowEnd;
      return done;
    case State::kFieldStart: return at_field_start(character);
    case State::kEscaped:
      return add(escaped, line_end ? State::kAfterEscapedLineEnd : State::kInField);
    case State::kAfterEscapedLineEnd: return character == kEndOfLine ? done : in_field(character);
    case State::kInField: return in_field(character);
    case State::kInQuotes: return in_quotes(character);
    case State::kEscapedInQuotes: return add(escaped, State::kInQuotes);
    case State::kQuoteInQuotes: return after_quote(character);
    case State::kRowEnd: return at_row_end(character);
  }
  return done;
}

Status Row::take_line(Str* line) {
  for (std::size_t index = 0; index < line->length; ++index) TRY(take(line->at(index)));
  return take(kEndOfLine);
}

Result<bool> Row::finish() {
  if (field_.length() == 0 && state_ != State::kInQuotes) return false;
  if (dialect_->strict) {
    return raise_csv_error(thread_, state_data_, "unexpected end of data");
  }
  TRY(end_field(State::kRowStart));
  return true;
}

Result<Found<Object>> reader_next(Thread& thread, Object* self) {
  CsvReader* reader = reader_of(self);
  Row row(thread, reader);
  TRY(row.begin());
  do {
    Ref<> line(TRY(next(thread, reader->lines)).value);
    if (!line) {
      if (!TRY(row.finish())) return Found<Object>{};
      break;
    }
    if (!is_str(line)) {
      return raise_csv_error(thread, type_state<CsvState>(self->type),
                             "iterator should return strings, not {} (the file should be opened in "
                             "text mode)",
                             static_cast<const Type*>(line->type));
    }
    ++reader->line_number;
    TRY(row.take_line(static_cast<Str*>(line.get())));
  } while (!row.complete());
  return Found<Object>{row.fields()};
}

constexpr NativeMember kMembers[] = {
    {"dialect", OURO_OFFSET(CsvReader, dialect)},
    {"line_num", OURO_OFFSET(CsvReader, line_number), MemberKind::kIntptr},
};

constexpr Slots reader_slots() {
  Slots slots;
  slots.deallocate = ReaderReferences::deallocate;
  slots.traverse = ReaderReferences::traverse;
  slots.clear = ReaderReferences::clear;
  slots.make = nullptr;
  slots.iterate = return_self;
  slots.next = reader_next;
  return slots;
}

}  // namespace

const TypeDescriptor kCsvReaderDescriptor = {
    .name = "reader",
    .module = "_csv",
    .flags = flag::kCollectable,
    .object_size = sizeof(CsvReader),
    .slots = reader_slots(),
    .members = kMembers,
    .doc = "An iterator over the rows of a table in text.",
};

Result<Object*> csv_make_reader(Thread& thread, Object* module, Object* const* arguments) {
  auto& state = module_state<CsvState>(module);
  Ref<> lines(TRY(iterate(thread, arguments[0])));
  Ref<> dialect(
      TRY(make_csv_dialect(thread, state, arguments[1], static_cast<Dict*>(arguments[2]))));
  Ref<> self(TRY(allocate_instance(thread.interpreter(), state.reader)));
  reader_of(self)->lines = lines.take();
  reader_of(self)->dialect = csv_dialect(dialect.take());
  return self.take();
}

}  // namespace ouro
