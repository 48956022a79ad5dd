// _csv: dialects, by name and as objects, and the module. The reader stands in csv_reader.cc, the
// writer in csv_writer.cc.
#include "runtime/module/csv.h"

#include <array>

namespace ouro {
namespace {

using Values = Object* const*;
using DialectReferences = OwnedReferences<CsvDialect, &CsvDialect::line_end>;

// ---- Making a dialect -------------------------------------------------------------------------

enum Option : std::size_t {
  kBase,
  kDelimiter,
  kDoubleQuote,
  kEscape,
  kLineEnd,
  kQuote,
  kQuotingOption,
  kSkipSpace,
  kStrict,
  kOptions
};

constexpr std::array<const char*, kOptions> kOptionNames = {
    "dialect",   "delimiter", "doublequote",      "escapechar", "lineterminator",
    "quotechar", "quoting",   "skipinitialspace", "strict"};

constexpr Signature kMakeSignature(
    "Dialect(dialect=None, delimiter=',', doublequote=True, escapechar=None, "
    "lineterminator='', quotechar='', quoting=0, skipinitialspace=False, strict=False)");

// What is set by keyword, else what the base has; null: neither.
struct Options {
  std::array<Ref<>, kOptions> values;

  Object* operator[](std::size_t option) const { return values[option]; }
};

Failure raise_option_error(Thread& thread, Option option, const char* problem) {
  return raise(thread, TypeId::kTypeError, "\"{}\" must be {}", kOptionNames[option], problem);
}

Result<char32_t> read_character(Thread& thread, Option option, Object* value, const char* kinds) {
  if (!is_str(value)) {
    return raise(thread, TypeId::kTypeError, "\"{}\" must be {}, not {}", kOptionNames[option],
                 kinds, static_cast<const Type*>(value->type));
  }
  const auto* text = static_cast<const Str*>(value);
  if (text->length == 1) return text->at(0);
  return raise_option_error(thread, option, "a 1-character string");
}

Result<char32_t> character_or_none(Thread& thread, Option option, Object* value,
                                   char32_t fallback) {
  if (value == nullptr) return fallback;
  if (value == none(thread)) return kNoCharacter;
  return read_character(thread, option, value, "string or None");
}

Result<bool> flag_option(Thread& thread, Object* value, bool fallback) {
  return value == nullptr ? Result<bool>(fallback) : is_true(thread, value);
}

Result<Quoting> read_quoting(Thread& thread, Object* value) {
  if (value == nullptr) return Quoting::kMinimal;
  if (!is_exact(value, TypeId::kInt)) {
    return raise_option_error(thread, kQuotingOption, "an integer");
  }
  const int number = TRY(to_c_int(thread, value));
  if (number >= 0 && number <= static_cast<int>(Quoting::kNone)) return Quoting{number};
  return raise(thread, TypeId::kTypeError, "bad \"quoting\" value");
}

Result<Str*> read_line_end(Thread& thread, Object* value) {
  if (value == nullptr) return make_str(thread.interpreter(), "\r\n");
  if (is_str(value)) return retain(static_cast<Str*>(value));
  if (value != none(thread)) return raise_option_error(thread, kLineEnd, "a string");
  return raise(thread, TypeId::kTypeError, "lineterminator must be set");
}

Status read_characters(Thread& thread, const Options& options, CsvDialect* dialect) {
  Object* delimiter = options[kDelimiter];
  dialect->delimiter =
      delimiter == nullptr ? U',' : TRY(read_character(thread, kDelimiter, delimiter, "string"));
  dialect->double_quote = TRY(flag_option(thread, options[kDoubleQuote], true));
  dialect->escape = TRY(character_or_none(thread, kEscape, options[kEscape], kNoCharacter));
  dialect->line_end = TRY(read_line_end(thread, options[kLineEnd]));
  dialect->quote = TRY(character_or_none(thread, kQuote, options[kQuote], U'"'));
  return done;
}

Status fill_dialect(Thread& thread, const Options& options, CsvDialect* dialect) {
  TRY(read_characters(thread, options, dialect));
  dialect->quoting = TRY(read_quoting(thread, options[kQuotingOption]));
  dialect->skip_initial_space = TRY(flag_option(thread, options[kSkipSpace], false));
  dialect->strict = TRY(flag_option(thread, options[kStrict], false));
  if (options[kQuote] == none(thread) && options[kQuotingOption] == nullptr) {
    dialect->quoting = Quoting::kNone;
  }
  if (dialect->quoting == Quoting::kNone || dialect->quote != kNoCharacter) return done;
  return raise(thread, TypeId::kTypeError, "quotechar must be set if quoting enabled");
}

Status collect_options(Thread& thread, const BoundArguments& given, Object* base,
                       Options& options) {
  for (std::size_t option = kDelimiter; option < kOptions; ++option) {
    if (given[option] != nullptr) {
      options.values[option].reset(retain(given[option]));
    } else if (base != nullptr) {
      options.values[option].reset(TRY(get_attribute_if(thread, base, kOptionNames[option])).value);
    }
  }
  return done;
}

// A dialect that is changed by nothing is itself.
bool is_plain_dialect(const CsvState& state, Object* base, const BoundArguments& given) {
  if (base == nullptr || !is_instance_of(base, state.dialect)) return false;
  for (std::size_t option = kDelimiter; option < kOptions; ++option) {
    if (given[option] != nullptr) return false;
  }
  return true;
}

Result<Object*> dialect_make(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments given;
  TRY(given.bind(thread, kMakeSignature, arguments));
  auto& state = type_state<CsvState>(type);
  Ref<> base(retain_if(given[kBase]));
  if (base && is_str(base)) base.reset(TRY(find_csv_dialect(thread, state, base)));
  if (base && base.get() == none(thread)) base.reset();
  if (is_plain_dialect(state, base, given)) return base.take();
  Options options;
  TRY(collect_options(thread, given, base, options));
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  TRY(fill_dialect(thread, options, csv_dialect(self)));
  return self.take();
}

// ---- The type ---------------------------------------------------------------------------------

template <char32_t CsvDialect::* field>
Result<Object*> get_character(Thread& thread, Object* self) {
  const char32_t character = csv_dialect(self)->*field;
  if (character == kNoCharacter) return new_none(thread);
  return make_character(thread.interpreter(), character);
}

template <bool CsvDialect::* field>
Result<Object*> get_flag(Thread& thread, Object* self) {
  return new_boolean(thread, csv_dialect(self)->*field);
}

Result<Object*> get_line_end(Thread&, Object* self) { return retain(csv_dialect(self)->line_end); }
Result<Object*> get_quoting(Thread& thread, Object* self) {
  return make_int(thread.interpreter(), static_cast<int>(csv_dialect(self)->quoting));
}

constexpr NativeAttribute kDialectAttributes[] = {
    {"delimiter", get_character<&CsvDialect::delimiter>},
    {"doublequote", get_flag<&CsvDialect::double_quote>},
    {"escapechar", get_character<&CsvDialect::escape>},
    {"lineterminator", get_line_end},
    {"quotechar", get_character<&CsvDialect::quote>},
    {"quoting", get_quoting},
    {"skipinitialspace", get_flag<&CsvDialect::skip_initial_space>},
    {"strict", get_flag<&CsvDialect::strict>},
};

Result<Object*> refuse_pickling(Thread& thread, Object* self, Values) {
  return raise(thread, TypeId::kTypeError, "cannot pickle {} instances", type_name(self->type));
}

constexpr NativeMethod kDialectMethods[] = {
    {"__reduce__(self, /)", refuse_pickling},
    {"__reduce_ex__(self, protocol, /)", refuse_pickling},
};

constexpr Slots dialect_slots() {
  Slots slots;
  slots.deallocate = DialectReferences::deallocate;
  slots.traverse = DialectReferences::traverse;
  slots.clear = DialectReferences::clear;
  slots.make = dialect_make;
  slots.initialise = accept_arguments;
  return slots;
}

// ---- Dialects by name -------------------------------------------------------------------------

CsvState& state_of(Object* module) { return module_state<CsvState>(module); }

Result<Object*> register_dialect(Thread& thread, Object* module, Values arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "dialect name must be a string");
  }
  CsvState& state = state_of(module);
  Ref<> dialect(
      TRY(make_csv_dialect(thread, state, arguments[1], static_cast<Dict*>(arguments[2]))));
  TRY(dict_set(thread, state.dialects, arguments[0], dialect));
  return new_none(thread);
}

Result<Object*> unregister_dialect(Thread& thread, Object* module, Values arguments) {
  CsvState& state = state_of(module);
  if (TRY(dict_delete(thread, state.dialects, arguments[0]))) return new_none(thread);
  return raise_csv_error(thread, state, "unknown dialect");
}

Result<Object*> get_dialect(Thread& thread, Object* module, Values arguments) {
  return find_csv_dialect(thread, state_of(module), arguments[0]);
}

Result<Object*> list_dialects(Thread& thread, Object* module, Values) {
  return to_list(thread, state_of(module).dialects);
}

Result<Object*> field_size_limit(Thread& thread, Object* module, Values arguments) {
  CsvState& state = state_of(module);
  const std::intptr_t before = state.field_limit;
  if (arguments[0] != nullptr) {
    if (!is_exact(arguments[0], TypeId::kInt)) {
      return raise(thread, TypeId::kTypeError, "limit must be an integer");
    }
    state.field_limit = TRY(to_int64(thread, arguments[0]));
  }
  return make_int(thread.interpreter(), before);
}

// ---- The module -------------------------------------------------------------------------------

constexpr NativeMethod kFunctions[] = {
    {"field_size_limit(module, new_limit=None, /)", field_size_limit},
    {"get_dialect(module, /, name)", get_dialect},
    {"list_dialects(module, /)", list_dialects},
    {"reader(module, iterable, dialect='excel', /, **options)", csv_make_reader},
    {"register_dialect(module, name, dialect=None, /, **options)", register_dialect},
    {"unregister_dialect(module, /, name)", unregister_dialect},
    {"writer(module, file, dialect='excel', /, **options)", csv_make_writer},
};

constexpr std::pair<const char*, Quoting> kConstants[] = {
    {"QUOTE_MINIMAL", Quoting::kMinimal},
    {"QUOTE_ALL", Quoting::kAll},
    {"QUOTE_NONNUMERIC", Quoting::kNonNumeric},
    {"QUOTE_NONE", Quoting::kNone},
};

Status add_constants(Thread& thread, Module* module) {
  for (const auto& [name, value] : kConstants) {
    Ref<Int> number(TRY(make_int(thread.interpreter(), static_cast<int>(value))));
    TRY(module_add(thread, module, name, number));
  }
  Ref<Str> version(TRY(make_str(thread.interpreter(), "1.0")));
  return module_add(thread, module, "__version__", version);
}

Status execute(Thread& thread, Module* module) {
  CsvState& state = state_of(module);
  state.field_limit = 128 * 1024;
  state.dialects = TRY(make_dict(thread.interpreter()));
  TRY(module_add(thread, module, "_dialects", state.dialects));
  state.error = TRY(make_exception_class(thread, "_csv", "Error"));
  TRY(module_add(thread, module, "Error", state.error));
  state.dialect = retain(TRY(module_add_type(thread, module, kCsvDialectDescriptor)));
  state.reader = TRY(make_native_type(thread, module, kCsvReaderDescriptor));
  state.writer = TRY(make_native_type(thread, module, kCsvWriterDescriptor));
  return add_constants(thread, module);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  const auto& state = *static_cast<CsvState*>(place);
  for (Type* type : {state.error, state.dialect, state.reader, state.writer}) {
    visitor.visit_if(type);
  }
  visitor.visit_if(state.dialects);
}

void state_clear(Interpreter&, void* place) noexcept {
  auto& state = *static_cast<CsvState*>(place);
  for (Type** type : {&state.error, &state.dialect, &state.reader, &state.writer}) {
    clear_reference(*type);
  }
  clear_reference(state.dialects);
}

}  // namespace

const TypeDescriptor kCsvDialectDescriptor = {
    .name = "Dialect",
    .module = "_csv",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(CsvDialect),
    .slots = dialect_slots(),
    .methods = kDialectMethods,
    .attributes = kDialectAttributes,
    .doc = "The rules of one way to write tables as text.",
};

Result<Object*> find_csv_dialect(Thread& thread, CsvState& state, Object* name) {
  const Found<Object> dialect = TRY(find_in_dict(thread, state.dialects, name));
  if (dialect) return retain(dialect.value);
  return raise_csv_error(thread, state, "unknown dialect");
}

Result<Object*> make_csv_dialect(Thread& thread, CsvState& state, Object* base, Dict* keywords) {
  Ref<Tuple> positional(TRY(make_tuple_from(thread.interpreter(), &base, base != nullptr)));
  return call_with(thread, state.dialect, positional, keywords);
}

extern const ModuleDescriptor kCsvModule;
const ModuleDescriptor kCsvModule = {
    .name = "_csv",
    .doc = "Reads and writes tables as text with separators.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(CsvState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
