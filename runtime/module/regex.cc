// _sre: the engine below re - patterns, and the functions that re._compiler asks.
#include "runtime/module/regex.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/constants.h"
#include "runtime/module/import.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text_builder.h"

namespace ouro::regex {
namespace {

// ---- life ----

void pattern_clear(Interpreter&, Object* self) noexcept {
  clear_reference(pattern_of(self)->source);
  clear_reference(pattern_of(self)->group_index);
  clear_reference(pattern_of(self)->group_names);
}

void pattern_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Pattern* pattern = pattern_of(self);
  if (pattern->units != nullptr) {
    interpreter.memory().release(pattern->units, pattern->unit_count * sizeof(Unit));
  }
  if (pattern->answers != nullptr) {
    interpreter.memory().release(pattern->answers, sizeof(AnswerCache));
  }
  pattern_clear(interpreter, self);
  free_instance(interpreter, self);
}

void pattern_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(pattern_of(self)->source);
  visitor.visit_if(pattern_of(self)->group_index);
  visitor.visit_if(pattern_of(self)->group_names);
}

Status fill_code(Thread& thread, Pattern* pattern, const List* units) {
  if (units->size == 0) return raise(thread, TypeId::kRuntimeError, "invalid SRE code");
  Memory& memory = thread.interpreter().memory();
  void* answers = memory.allocate(sizeof(AnswerCache));
  if (answers == nullptr) return raise_memory_error(thread.interpreter());
  std::memset(answers, 0, sizeof(AnswerCache));
  pattern->answers = static_cast<AnswerCache*>(answers);
  void* block = memory.allocate(units->size * sizeof(Unit));
  if (block == nullptr) return raise_memory_error(thread.interpreter());
  pattern->units = static_cast<Unit*>(block);
  pattern->unit_count = units->size;
  std::fill_n(pattern->units, units->size, 0);
  for (std::size_t index = 0; index < units->size; ++index) {
    const std::int64_t unit = TRY(to_int64(thread, Ref<>(retain(units->items[index]))));
    if (unit < 0 || unit > UINT32_MAX) {
      return raise(thread, TypeId::kOverflowError, "regular expression code size limit exceeded");
    }
    pattern->units[index] = static_cast<Unit>(unit);
  }
  return done;
}

// compile(pattern, flags, code, groups, groupindex, indexgroup)
Result<Object*> compile(Thread& thread, Object* module, Object* const* arguments) {
  if (!is_list(arguments[2]) || !is_dict(arguments[4]) || !is_tuple(arguments[5])) {
    return raise(thread, TypeId::kTypeError, "compile() takes a list, a dict and a tuple");
  }
  Type* type = module_state<RegexState>(module).pattern;
  Ref<Pattern> pattern(pattern_of(TRY(allocate_instance(thread.interpreter(), type))));
  Object* source = arguments[0];
  pattern->source = retain(source);
  pattern->group_index = retain(static_cast<Dict*>(arguments[4]));
  pattern->group_names = retain(static_cast<Tuple*>(arguments[5]));
  pattern->flags = TRY(to_int64(thread, arguments[1]));
  const std::intptr_t groups = TRY(to_index_value(thread, arguments[3]));
  if (groups < 0 || groups > kGroupsMax) {
    return raise(thread, TypeId::kRuntimeError, "invalid SRE code");
  }
  pattern->groups = static_cast<std::size_t>(groups);
  pattern->for_text = is_str(source);
  pattern->for_bytes = !pattern->for_text && source != none(thread);
  TRY(fill_code(thread, pattern, static_cast<List*>(arguments[2])));
  return pattern.take();
}

// ---- one match ----

enum class How : std::uint8_t { kMatch, kWhole, kSearch };

template <How how>
Result<Object*> find_one(Thread& thread, Object* self, Object* const* arguments) {
  Pattern* pattern = pattern_of(self);
  Subject subject(thread);
  TRY(subject.open(pattern, arguments[0]));
  const Range range = TRY(read_range(thread, subject.text(), arguments[1], arguments[2]));
  if (range.begin > range.end) return new_none(thread);
  const Code code = pattern->code();
  Machine machine(thread, code, pattern->groups, subject.text().part(0, range.end));
  const Wanted wanted{.start = range.begin, .whole = how == How::kWhole};
  const bool found = how == How::kSearch ? TRY(machine.search(wanted)) : TRY(machine.match(wanted));
  return found ? make_match(thread, pattern, arguments[0], machine, range) : new_none(thread);
}

// ---- all matches ----

// visit(machine) for one match after another, until `most` (0: no limit) or a false answer.
template <typename Visit>
Status for_each_match(Thread& thread, Pattern* pattern, const TextView& text, const Range& range,
                      std::intptr_t most, Visit visit) {
  if (range.begin > range.end) return done;
  const Code code = pattern->code();
  Machine machine(thread, code, pattern->groups, text.part(0, range.end));
  Wanted wanted{.start = range.begin};
  for (std::intptr_t count = 0; most == 0 || count < most; ++count) {
    if (!TRY(machine.search(wanted))) return done;
    TRY(visit(machine));
    wanted.start = static_cast<std::size_t>(machine.end());
    wanted.not_at = machine.start() == machine.end() ? machine.end() : -1;
  }
  return done;
}

Result<Object*> found_text(Thread& thread, Subject& subject, const Pattern* pattern,
                           const Machine& machine) {
  const Place* marks = machine.marks();
  if (pattern->groups == 0) return subject.slice(machine.start(), machine.end());
  if (pattern->groups == 1) return subject.slice(marks[0], marks[1], true);
  Ref<Tuple> groups(TRY(make_tuple(thread.interpreter(), pattern->groups)));
  for (std::size_t index = 0; index < pattern->groups; ++index) {
    groups->items()[index] = TRY(subject.slice(marks[2 * index], marks[2 * index + 1], true));
  }
  return groups.take();
}

Result<Object*> find_all(Thread& thread, Object* self, Object* const* arguments) {
  Subject subject(thread);
  TRY(subject.open(pattern_of(self), arguments[0]));
  const Range range = TRY(read_range(thread, subject.text(), arguments[1], arguments[2]));
  Ref<List> found(TRY(make_list(thread.interpreter())));
  TRY(for_each_match(
      thread, pattern_of(self), subject.text(), range, 0, [&](const Machine& machine) -> Status {
        return list_append_owned(thread.interpreter(), found,
                                 TRY(found_text(thread, subject, pattern_of(self), machine)));
      }));
  return found.take();
}

Result<Object*> split(Thread& thread, Object* self, Object* const* arguments) {
  const Pattern* pattern = pattern_of(self);
  Subject subject(thread);
  TRY(subject.open(pattern, arguments[0]));
  const std::intptr_t most =
      arguments[1] == nullptr ? 0 : TRY(to_index_value(thread, arguments[1]));
  Interpreter& interpreter = thread.interpreter();
  Ref<List> pieces(TRY(make_list(interpreter)));
  Place last = 0;
  const auto visit = [&](const Machine& machine) -> Status {
    TRY(list_append_owned(interpreter, pieces, TRY(subject.slice(last, machine.start()))));
    for (std::size_t index = 0; index < pattern->groups; ++index) {
      const Place* ends = machine.marks() + 2 * index;
      TRY(list_append_owned(interpreter, pieces, TRY(subject.slice(ends[0], ends[1]))));
    }
    last = machine.end();
    return done;
  };
  const std::size_t length = subject.text().length;
  if (most >= 0) {
    TRY(for_each_match(thread, pattern_of(self), subject.text(), {0, length}, most, visit));
  }
  TRY(list_append_owned(interpreter, pieces, TRY(subject.slice(last, static_cast<Place>(length)))));
  return pieces.take();
}

Result<Object*> scanner(Thread& thread, Object* self, Object* const* arguments) {
  return make_scanner(thread, pattern_of(self), arguments[0], arguments[1], arguments[2]);
}

Result<Object*> find_iterator(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> made(TRY(scanner(thread, self, arguments)));
  Ref<> search(TRY(get_attribute(thread, made, "search")));
  return make_callable_iterator(thread.interpreter(), search, none(thread));
}

// ---- replacing ----

bool has_backslash(const TextView& text) {
  for (std::size_t at = 0; at < text.length; ++at) {
    if (text[at] == '\\') return true;
  }
  return false;
}

// A template with escapes is made by re: a text, or a function of the match.
Result<Object*> read_replacement(Thread& thread, Pattern* pattern, Object* replacement) {
  if (is_callable(replacement)) return retain(replacement);
  if (is_str(replacement) || replacement->type->slots->get_buffer != nullptr) {
    Subject text(thread);
    const Pattern any{};
    TRY(text.open(&any, replacement));
    if (!has_backslash(text.text())) return retain(replacement);
  }
  Ref<> module(TRY(import_module(thread, "re")));
  return call_method(thread, module, "_subx", {static_cast<Object*>(pattern), replacement});
}

struct Replaced {
  Ref<> text;
  std::size_t count = 0;
};

Status replace_all(Thread& thread, Pattern* pattern, Object* const* arguments, Replaced& result) {
  Ref<> replacement(TRY(read_replacement(thread, pattern, arguments[0])));
  const bool calls = is_callable(replacement);
  Subject subject(thread);
  TRY(subject.open(pattern, arguments[1]));
  const std::intptr_t most =
      arguments[2] == nullptr ? 0 : TRY(to_index_value(thread, arguments[2]));
  const Range range{0, subject.text().length};
  Interpreter& interpreter = thread.interpreter();
  Ref<List> pieces(TRY(make_list(interpreter)));
  Place last = 0;
  const auto visit = [&](const Machine& machine) -> Status {
    if (last < machine.start()) {
      TRY(list_append_owned(interpreter, pieces, TRY(subject.slice(last, machine.start()))));
    }
    Ref<> piece(retain(replacement.get()));
    if (calls) {
      Ref<> match(TRY(make_match(thread, pattern, arguments[1], machine, range)));
      piece.reset(TRY(call(thread, replacement, match)));
    }
    if (piece != none(thread)) TRY(list_append(interpreter, pieces, piece));
    last = machine.end();
    ++result.count;
    return done;
  };
  if (most >= 0) TRY(for_each_match(thread, pattern, subject.text(), range, most, visit));
  const auto end = static_cast<Place>(range.end);
  if (last < end) TRY(list_append_owned(interpreter, pieces, TRY(subject.slice(last, end))));
  result.text.reset(TRY(join_pieces(thread, subject, pieces)));
  return done;
}

Result<Object*> substitute(Thread& thread, Object* self, Object* const* arguments) {
  Replaced result;
  TRY(replace_all(thread, pattern_of(self), arguments, result));
  return result.text.take();
}

Result<Object*> substitute_and_count(Thread& thread, Object* self, Object* const* arguments) {
  Replaced result;
  TRY(replace_all(thread, pattern_of(self), arguments, result));
  Ref<Int> count(TRY(make_int_unsigned(thread.interpreter(), result.count)));
  return pack_tuple<Object, Object>(thread.interpreter(), result.text.get(), count.get());
}

// ---- text, comparison ----

struct FlagName {
  std::int64_t bit;
  std::string_view name;
};
constexpr std::int64_t kLocale = 4, kUnicode = 32, kAscii = 256;
constexpr FlagName kFlagNames[] = {
    {1, "re.TEMPLATE"},  {2, "re.IGNORECASE"}, {kLocale, "re.LOCALE"},
    {8, "re.MULTILINE"}, {16, "re.DOTALL"},    {kUnicode, "re.UNICODE"},
    {64, "re.VERBOSE"},  {128, "re.DEBUG"},    {kAscii, "re.ASCII"}};

Status append_flags(Thread& thread, TextBuilder& text, std::int64_t flags) {
  std::string_view separator = ", ";
  for (const FlagName& flag : kFlagNames) {
    if ((flags & flag.bit) == 0) continue;
    TRY(text.append(separator));
    TRY(text.append(flag.name));
    separator = "|";
    flags &= ~flag.bit;
  }
  if (flags == 0) return done;
  Ref<Int> rest(TRY(make_int(thread.interpreter(), flags)));
  Ref<Str> digits(TRY(int_to_text(thread, rest, 16, "0x")));
  TRY(text.append(separator));
  return text.append(digits.get());
}

Result<Object*> pattern_repr(Thread& thread, Object* self) {
  constexpr std::size_t kLongest = 200;
  const Pattern* pattern = pattern_of(self);
  Ref<Str> source(TRY(repr(thread, pattern->source)));
  TextBuilder text(thread.interpreter());
  TRY(text.append("re.compile("));
  TRY(text.append(source.get(), 0, std::min(source->length, kLongest)));
  std::int64_t flags = pattern->flags;
  // What every pattern of text has by itself is not shown.
  const bool plain = (flags & (kLocale | kUnicode | kAscii)) == kUnicode;
  if (pattern->for_text && plain) flags &= ~kUnicode;
  TRY(append_flags(thread, text, flags));
  TRY(text.append(")"));
  return text.finish();
}

bool same_code(const Pattern* left, const Pattern* right) {
  return left->flags == right->flags && left->for_bytes == right->for_bytes &&
         left->groups == right->groups && left->unit_count == right->unit_count &&
         std::equal(left->units, left->units + left->unit_count, right->units);
}

Result<Object*> pattern_compare(Thread& thread, Object* left, Object* right,
                                Comparison comparison) {
  const bool wanted = comparison == Comparison::kEqual;
  if ((!wanted && comparison != Comparison::kNotEqual) || left->type != right->type) {
    return retain(thread.interpreter().not_implemented());
  }
  const bool same = same_code(pattern_of(left), pattern_of(right)) &&
                    TRY(equal(thread, pattern_of(left)->source, pattern_of(right)->source));
  return new_boolean(thread, same == wanted);
}

Result<std::intptr_t> pattern_hash(Thread& thread, Object* self) {
  const Pattern* pattern = pattern_of(self);
  const std::intptr_t mixed = TRY(hash(thread, pattern->source)) ^
                              static_cast<std::intptr_t>(pattern->flags) ^
                              static_cast<std::intptr_t>(pattern->unit_count << 16);
  return mixed == -1 ? -2 : mixed;
}

Result<Object*> group_index(Thread& thread, Object* self) {
  return call(thread, type_of(thread, TypeId::kMappingProxy), pattern_of(self)->group_index);
}
Result<Object*> flags(Thread& thread, Object* self) {
  return make_int(thread.interpreter(), pattern_of(self)->flags);
}
Result<Object*> groups(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), pattern_of(self)->groups);
}
Result<Object*> return_copy(Thread&, Object* self, Object* const*) { return retain(self); }

constexpr NativeMethod kPatternMethods[] = {
    {"__copy__(self, /)", return_copy},
    {"__deepcopy__(self, memo, /)", return_copy},
    {"findall(self, /, string, pos=0, endpos=sys.maxsize)", find_all},
    {"finditer(self, /, string, pos=0, endpos=sys.maxsize)", find_iterator},
    {"fullmatch(self, /, string, pos=0, endpos=sys.maxsize)", find_one<How::kWhole>},
    {"match(self, /, string, pos=0, endpos=sys.maxsize)", find_one<How::kMatch>},
    {"scanner(self, /, string, pos=0, endpos=sys.maxsize)", scanner},
    {"search(self, /, string, pos=0, endpos=sys.maxsize)", find_one<How::kSearch>},
    {"split(self, /, string, maxsplit=0)", split},
    {"sub(self, /, repl, string, count=0)", substitute},
    {"subn(self, /, repl, string, count=0)", substitute_and_count},
    kClassGetItem,
};
constexpr NativeAttribute kPatternAttributes[] = {
    {"flags", flags}, {"groupindex", group_index}, {"groups", groups}};
constexpr NativeMember kPatternMembers[] = {{"pattern", OURO_OFFSET(Pattern, source)}};

// ---- the module ----

Result<char32_t> character_of(Thread& thread, Object* number) {
  return static_cast<char32_t>(TRY(to_int64(thread, number)));
}

template <bool (*test)(char32_t) noexcept>
Result<Object*> test_character(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, test(TRY(character_of(thread, arguments[0]))));
}

template <char32_t (*fold)(char32_t) noexcept>
Result<Object*> fold_character(Thread& thread, Object*, Object* const* arguments) {
  return make_int(thread.interpreter(), fold(TRY(character_of(thread, arguments[0]))));
}

Result<Object*> code_size(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), sizeof(Unit));
}

constexpr NativeMethod kFunctions[] = {
    {"ascii_iscased(module, character, /)", test_character<is_ascii_cased>},
    {"ascii_tolower(module, character, /)", fold_character<ascii_lower>},
    {"compile(module, /, pattern, flags, code, groups, groupindex, indexgroup)", compile},
    {"getcodesize(module, /)", code_size},
    {"unicode_iscased(module, character, /)", test_character<is_unicode_cased>},
    {"unicode_tolower(module, character, /)", fold_character<unicode_lower>},
};

Status execute(Thread& thread, Module* module) {
  constexpr IntConstant kConstants[] = {{"MAGIC", kMagic},
                                        {"CODESIZE", sizeof(Unit)},
                                        {"MAXREPEAT", kRepeatMax},
                                        {"MAXGROUPS", kGroupsMax}};
  TRY(add_constants(thread, module, kConstants));
  RegexState& state = module_state<RegexState>(module);
  state.pattern = TRY(make_native_type(thread, module, kPattern));
  state.match = TRY(make_native_type(thread, module, kMatch));
  state.scanner = TRY(make_native_type(thread, module, kScanner));
  return done;
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  auto* state = static_cast<RegexState*>(place);
  visitor.visit_if(state->pattern);
  visitor.visit_if(state->match);
  visitor.visit_if(state->scanner);
}

void state_clear(Interpreter&, void* place) noexcept {
  auto* state = static_cast<RegexState*>(place);
  clear_reference(state->pattern);
  clear_reference(state->match);
  clear_reference(state->scanner);
}

}  // namespace

constexpr TypeDescriptor kPattern = {
    .name = "Pattern",
    .module = "re",
    .flags = flag::kCollectable,
    .object_size = sizeof(Pattern),
    .weak_offset = OURO_OFFSET(Pattern, weak_references),
    .slots = {.deallocate = pattern_deallocate,
              .traverse = pattern_traverse,
              .clear = pattern_clear,
              .repr = pattern_repr,
              .hash = pattern_hash,
              .compare = pattern_compare,
              .make = nullptr},
    .methods = kPatternMethods,
    .attributes = kPatternAttributes,
    .members = kPatternMembers,
};

}  // namespace ouro::regex

namespace ouro {

extern const ModuleDescriptor kRegexModule;
const ModuleDescriptor kRegexModule = {
    .name = "_sre",
    .doc = "The engine of regular expressions.",
    .functions = regex::kFunctions,
    .execute = regex::execute,
    .state_size = sizeof(regex::RegexState),
    .traverse = regex::state_traverse,
    .clear = regex::state_clear,
    .free = regex::state_clear,
};

}  // namespace ouro
