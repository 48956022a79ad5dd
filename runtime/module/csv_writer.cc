// _csv.writer: rows become lines of text, with quotes and escapes where the dialect wants them.
#include "runtime/module/csv.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

struct CsvWriter : Object {
  Object* write;
  CsvDialect* dialect;
};

CsvWriter* writer_of(Object* object) { return static_cast<CsvWriter*>(object); }

using WriterReferences = OwnedReferences<CsvWriter, &CsvWriter::write, &CsvWriter::dialect>;

bool has_character(const Str* text, char32_t character) {
  for (std::size_t index = 0; index < text->length; ++index) {
    if (text->at(index) == character) return true;
  }
  return false;
}

bool is_number(const Object* object) {
  const Slots& slots = *object->type->slots;
  return slots.to_int != nullptr || slots.to_float != nullptr || slots.to_index != nullptr ||
         is_exact(object, TypeId::kComplex);
}

class Line {
 public:
  Line(Thread& thread, CsvWriter* writer)
      : thread_(thread),
        state_(type_state<CsvState>(writer->type)),
        dialect_(retain(writer->dialect)),
        text_(thread.interpreter()) {}

  Status add_field(Object* field);
  Result<Str*> finish();

 private:
  enum class Treatment : std::uint8_t { kPlain, kQuote, kDouble, kEscape };

  Treatment treatment(char32_t character) const;
  bool wants_quotes(Object* field) const {
    return dialect_->quoting == Quoting::kAll ||
           (dialect_->quoting == Quoting::kNonNumeric && !is_number(field));
  }
  bool forces_quotes(const Str* text) const;
  Status add_text(const Str* text, bool quoted);
  Status add_characters(const Str* text);

  Thread& thread_;
  CsvState& state_;
  Ref<CsvDialect> dialect_;
  TextBuilder text_;
  std::size_t fields_ = 0;
};

Line::Treatment Line::treatment(char32_t character) const {
  const bool quote = character == dialect_->quote;
  const bool escape = character == dialect_->escape;
  const bool special = quote || escape || character == dialect_->delimiter ||
                       has_character(dialect_->line_end, character);
  if (!special) return Treatment::kPlain;
  if (dialect_->quoting == Quoting::kNone) return Treatment::kEscape;
  if (quote) return dialect_->double_quote ? Treatment::kDouble : Treatment::kEscape;
  return escape ? Treatment::kEscape : Treatment::kQuote;
}

bool Line::forces_quotes(const Str* text) const {
  for (std::size_t index = 0; index < text->length; ++index) {
    const Treatment what = treatment(text->at(index));
    if (what == Treatment::kQuote || what == Treatment::kDouble) return true;
  }
  return false;
}

Status Line::add_characters(const Str* text) {
  for (std::size_t index = 0; index < text->length; ++index) {
    const char32_t character = text->at(index);
    const Treatment what = treatment(character);
    if (what == Treatment::kDouble) TRY(text_.append(dialect_->quote));
    if (what == Treatment::kEscape) {
      if (dialect_->escape == kNoCharacter) {
        return raise_csv_error(thread_, state_, "need to escape, but no escapechar set");
      }
      TRY(text_.append(dialect_->escape));
    }
    TRY(text_.append(character));
  }
  return done;
}

Status Line::add_text(const Str* text, bool quoted) {
  if (fields_++ > 0) TRY(text_.append(dialect_->delimiter));
  quoted = quoted || forces_quotes(text);
  if (quoted) TRY(text_.append(dialect_->quote));
  TRY(add_characters(text));
  return quoted ? text_.append(dialect_->quote) : done;
}

Status Line::add_field(Object* field) {
  const bool quoted = wants_quotes(field);
  Ref<Str> text(field == none(thread_) ? TRY(make_str(thread_.interpreter(), ""))
                                       : TRY(str(thread_, field)));
  return add_text(text, quoted);
}

// A row of one empty field must not look like an empty row.
Result<Str*> Line::finish() {
  if (fields_ > 0 && text_.length() == 0) {
    if (dialect_->quoting == Quoting::kNone) {
      return raise_csv_error(thread_, state_, "single empty field record must be quoted");
    }
    TRY(text_.append(dialect_->quote));
    TRY(text_.append(dialect_->quote));
  }
  TRY(text_.append(dialect_->line_end));
  return text_.finish();
}

Result<Object*> iterate_row(Thread& thread, Object* self, Object* row) {
  auto fields = iterate(thread, row);
  if (fields.ok() || !pending_matches(thread, TypeId::kTypeError)) return fields;
  clear_pending(thread);
  return raise_csv_error(thread, type_state<CsvState>(self->type), "iterable expected, not {}",
                         static_cast<const Type*>(row->type));
}

Result<Object*> write_row(Thread& thread, Object* self, Object* const* arguments) {
  CsvWriter* writer = writer_of(self);
  Ref<> fields(TRY(iterate_row(thread, self, arguments[0])));
  Line line(thread, writer);
  while (true) {
    Ref<> field(TRY(next(thread, fields)).value);
    if (!field) break;
    TRY(line.add_field(field));
  }
  Ref<Str> text(TRY(line.finish()));
  return call(thread, writer->write, text);
}

Result<Object*> write_rows(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> rows(TRY(iterate(thread, arguments[0])));
  while (true) {
    Ref<> row(TRY(next(thread, rows)).value);
    if (!row) return new_none(thread);
    Object* const values[] = {row.get()};
    release(TRY(write_row(thread, self, values)));
  }
}

constexpr NativeMethod kMethods[] = {
    {"writerow(self, row, /)", write_row},
    {"writerows(self, rows, /)", write_rows},
};

constexpr NativeMember kMembers[] = {{"dialect", OURO_OFFSET(CsvWriter, dialect)}};

constexpr Slots writer_slots() {
  Slots slots;
  slots.deallocate = WriterReferences::deallocate;
  slots.traverse = WriterReferences::traverse;
  slots.clear = WriterReferences::clear;
  slots.make = nullptr;
  return slots;
}

}  // namespace

const TypeDescriptor kCsvWriterDescriptor = {
    .name = "writer",
    .module = "_csv",
    .flags = flag::kCollectable,
    .object_size = sizeof(CsvWriter),
    .slots = writer_slots(),
    .methods = kMethods,
    .members = kMembers,
    .doc = "Writes rows as lines of text.",
};

Result<Object*> csv_make_writer(Thread& thread, Object* module, Object* const* arguments) {
  auto& state = module_state<CsvState>(module);
  Ref<> dialect(
      TRY(make_csv_dialect(thread, state, arguments[1], static_cast<Dict*>(arguments[2]))));
  Ref<> write(TRY(get_attribute_if(thread, arguments[0], "write")).value);
  if (!write || !is_callable(write)) {
    return raise(thread, TypeId::kTypeError, "argument 1 must have a \"write\" method");
  }
  Ref<> self(TRY(allocate_instance(thread.interpreter(), state.writer)));
  writer_of(self)->write = write.take();
  writer_of(self)->dialect = csv_dialect(dialect.take());
  return self.take();
}

}  // namespace ouro
