// regex_object: re.Match - what was found where - and scanners, which find one match after another.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/regex.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"

namespace ouro::regex {
namespace {

Match* match_of(Object* object) { return static_cast<Match*>(object); }
Scanner* scanner_of(Object* object) { return static_cast<Scanner*>(object); }

// ---- life ----

void match_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Match* match = match_of(self);
  clear_reference(match->pattern);
  clear_reference(match->string);
  clear_reference(match->regions);
  if (match->marks != nullptr) {
    interpreter.memory().release(match->marks, 2 * match->groups * sizeof(Place));
  }
  free_instance(interpreter, self);
}

void match_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(match_of(self)->pattern);
  visitor.visit_if(match_of(self)->string);
  visitor.visit_if(match_of(self)->regions);
}

using ScannerReferences = OwnedReferences<Scanner, &Scanner::pattern, &Scanner::string>;

}  // namespace

Result<Object*> make_match(Thread& thread, Pattern* pattern, Object* string, const Machine& machine,
                           const Range& range) {
  Type* type = type_state<RegexState>(pattern->type).match;
  Ref<Match> match(match_of(TRY(allocate_instance(thread.interpreter(), type))));
  const std::size_t groups = pattern->groups + 1;
  match->marks =
      static_cast<Place*>(thread.interpreter().memory().allocate(2 * groups * sizeof(Place)));
  if (match->marks == nullptr) return raise_memory_error(thread.interpreter());
  match->groups = groups;
  match->pattern = retain(pattern);
  match->string = retain(string);
  match->marks[0] = machine.start();
  match->marks[1] = machine.end();
  for (std::size_t group = 1; group < groups; ++group) {
    const Place* ends = machine.marks() + 2 * (group - 1);
    const bool matched = ends[0] >= 0 && ends[1] >= 0;
    match->marks[2 * group] = matched ? ends[0] : -1;
    match->marks[2 * group + 1] = matched ? ends[1] : -1;
  }
  match->begin = static_cast<Place>(range.begin);
  match->end = static_cast<Place>(range.end);
  match->last_group = machine.last_group();
  return match.take();
}

namespace {

// ---- groups ----

Result<Object*> slice_group(Thread& thread, Match* match, std::size_t group) {
  Subject subject(thread);
  TRY(subject.open(match->pattern, match->string));
  const auto length = static_cast<Place>(subject.text().length);
  // A buffer may have become shorter since.
  const Place begin = std::min(match->marks[2 * group], length);
  return subject.slice(begin, std::min(match->marks[2 * group + 1], length));
}

// By number or name.
Result<std::size_t> find_group(Thread& thread, Match* match, Object* wanted) {
  Ref<> number(retain(wanted));
  if (wanted->type->slots->to_index == nullptr) {
    const auto found = find_in_dict(thread, match->pattern->group_index, wanted);
    if (!found.ok() || !found.value()) {
      if (!found.ok()) clear_pending(thread);
      return raise(thread, TypeId::kIndexError, "no such group");
    }
    number.reset(retain(found.value().value));
  }
  const std::intptr_t group = TRY(to_index_value(thread, number));
  if (group >= 0 && static_cast<std::size_t>(group) < match->groups) {
    return static_cast<std::size_t>(group);
  }
  return raise(thread, TypeId::kIndexError, "no such group");
}

Result<Object*> group_item(Thread& thread, Object* self, Object* wanted) {
  return slice_group(thread, match_of(self), TRY(find_group(thread, match_of(self), wanted)));
}

Result<Object*> group(Thread& thread, Object* self, Object* const* arguments) {
  const auto* wanted = static_cast<const Tuple*>(arguments[0]);
  if (wanted->size == 0) return slice_group(thread, match_of(self), 0);
  if (wanted->size == 1) return group_item(thread, self, (*wanted)[0]);
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), wanted->size)));
  for (std::size_t index = 0; index < wanted->size; ++index) {
    result->items()[index] = TRY(group_item(thread, self, (*wanted)[index]));
  }
  return result.take();
}

Result<Object*> group_or(Thread& thread, Match* match, std::size_t group, Object* fallback) {
  if (match->marks[2 * group] < 0 && fallback != nullptr) return retain(fallback);
  return slice_group(thread, match, group);
}

Result<Object*> groups(Thread& thread, Object* self, Object* const* arguments) {
  Match* match = match_of(self);
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), match->groups - 1)));
  for (std::size_t index = 1; index < match->groups; ++index) {
    result->items()[index - 1] = TRY(group_or(thread, match, index, arguments[0]));
  }
  return result.take();
}

Result<Object*> group_dict(Thread& thread, Object* self, Object* const* arguments) {
  Match* match = match_of(self);
  Ref<Dict> result(TRY(make_dict(thread.interpreter())));
  Ref<Dict> names(retain(match->pattern->group_index));
  for (DictCursor at; dict_next(names, at);) {
    Ref<> name(retain(at.key));
    const std::size_t number = TRY(find_group(thread, match, at.value));
    Ref<> value(TRY(group_or(thread, match, number, arguments[0])));
    TRY(dict_set(thread, result, name, value));
  }
  return result.take();
}

// ---- places ----

Result<std::size_t> group_or_whole(Thread& thread, Object* self, Object* wanted) {
  if (wanted == nullptr) return std::size_t{0};
  return find_group(thread, match_of(self), wanted);
}

template <std::size_t side>
Result<Object*> place_of(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t group = TRY(group_or_whole(thread, self, arguments[0]));
  return make_int(thread.interpreter(), match_of(self)->marks[2 * group + side]);
}

Result<Tuple*> make_span(Thread& thread, const Match* match, std::size_t group) {
  Ref<Int> begin(TRY(make_int(thread.interpreter(), match->marks[2 * group])));
  Ref<Int> end(TRY(make_int(thread.interpreter(), match->marks[2 * group + 1])));
  return pack_tuple(thread.interpreter(), begin.get(), end.get());
}

Result<Object*> span(Thread& thread, Object* self, Object* const* arguments) {
  return make_span(thread, match_of(self), TRY(group_or_whole(thread, self, arguments[0])));
}

Result<Object*> regions(Thread& thread, Object* self) {
  Match* match = match_of(self);
  if (match->regions == nullptr) {
    Ref<Tuple> spans(TRY(make_tuple(thread.interpreter(), match->groups)));
    for (std::size_t index = 0; index < match->groups; ++index) {
      spans->items()[index] = TRY(make_span(thread, match, index));
    }
    match->regions = spans.take();
  }
  return retain(static_cast<Object*>(match->regions));
}

Result<Object*> last_index(Thread& thread, Object* self) {
  const Place last = match_of(self)->last_group;
  return last < 0 ? new_none(thread) : Result<Object*>(make_int(thread.interpreter(), last));
}

Result<Object*> last_name(Thread& thread, Object* self) {
  const Tuple* names = match_of(self)->pattern->group_names;
  const Place last = match_of(self)->last_group;
  if (last < 0 || static_cast<std::size_t>(last) >= names->size) return new_none(thread);
  return retain((*names)[static_cast<std::size_t>(last)]);
}

Result<Object*> expand(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> module(TRY(import_module(thread, "re")));
  Object* pattern = match_of(self)->pattern;
  return call_method(thread, module, "_expand", {pattern, self, arguments[0]});
}

Result<Object*> return_copy(Thread&, Object* self, Object* const*) { return retain(self); }

Result<Object*> match_repr(Thread& thread, Object* self) {
  constexpr std::size_t kLongest = 50;
  const Match* match = match_of(self);
  Ref<> whole(TRY(slice_group(thread, match_of(self), 0)));
  Ref<Str> shown(TRY(repr(thread, whole)));
  if (shown->length > kLongest) {
    shown.reset(TRY(str_slice(thread.interpreter(), shown, 0, kLongest)));
  }
  return format_str(thread, "<{} object; span=({}, {}), match={}>",
                    static_cast<const Type*>(self->type), match->marks[0], match->marks[1], shown);
}

constexpr NativeMethod kMatchMethods[] = {
    {"__copy__(self, /)", return_copy},
    {"__deepcopy__(self, memo, /)", return_copy},
    {"end(self, group=0, /)", place_of<1>},
    {"expand(self, /, template)", expand},
    {"group(*args)", group},
    {"groupdict(self, /, default=None)", group_dict},
    {"groups(self, /, default=None)", groups},
    {"span(self, group=0, /)", span},
    {"start(self, group=0, /)", place_of<0>},
    kClassGetItem,
};
constexpr NativeAttribute kMatchAttributes[] = {
    {"lastgroup", last_name}, {"lastindex", last_index}, {"regs", regions}};
constexpr NativeMember kMatchMembers[] = {
    {"string", OURO_OFFSET(Match, string)},
    {"re", OURO_OFFSET(Match, pattern)},
    {"pos", OURO_OFFSET(Match, begin), MemberKind::kIntptr},
    {"endpos", OURO_OFFSET(Match, end), MemberKind::kIntptr},
};

// ---- scanners ----

template <bool anywhere>
Result<Object*> scan(Thread& thread, Object* self, Object* const*) {
  Scanner* scanner = scanner_of(self);
  if (scanner->begin < 0) return new_none(thread);
  Subject subject(thread);
  TRY(subject.open(scanner->pattern, scanner->string));
  const Range range{static_cast<std::size_t>(scanner->begin),
                    static_cast<std::size_t>(scanner->end)};
  const Code code = scanner->pattern->code();
  Machine machine(thread, code, scanner->pattern->groups, subject.text().part(0, range.end));
  const Wanted wanted{.start = range.begin, .not_at = scanner->not_at};
  const bool found = range.begin <= range.end &&
                     (anywhere ? TRY(machine.search(wanted)) : TRY(machine.match(wanted)));
  if (!found) {
    scanner->begin = -1;
    return new_none(thread);
  }
  scanner->begin = machine.end();
  scanner->not_at = machine.start() == machine.end() ? machine.end() : -1;
  return make_match(thread, scanner->pattern, scanner->string, machine, range);
}

constexpr NativeMethod kScannerMethods[] = {
    {"match(self, /)", scan<false>},
    {"search(self, /)", scan<true>},
};
constexpr NativeMember kScannerMembers[] = {{"pattern", OURO_OFFSET(Scanner, pattern)}};

}  // namespace

Result<Object*> make_scanner(Thread& thread, Pattern* pattern, Object* string, Object* begin,
                             Object* end) {
  Subject subject(thread);
  TRY(subject.open(pattern, string));
  const Range range = TRY(read_range(thread, subject.text(), begin, end));
  Type* type = type_state<RegexState>(pattern->type).scanner;
  auto* scanner = scanner_of(TRY(allocate_instance(thread.interpreter(), type)));
  scanner->pattern = retain(pattern);
  scanner->string = retain(string);
  scanner->begin = static_cast<Place>(range.begin);
  scanner->end = static_cast<Place>(range.end);
  scanner->not_at = -1;
  return static_cast<Object*>(scanner);
}

constexpr TypeDescriptor kMatch = {
    .name = "Match",
    .module = "re",
    .flags = flag::kCollectable,
    .object_size = sizeof(Match),
    .slots = {.deallocate = match_deallocate,
              .traverse = match_traverse,
              .repr = match_repr,
              .make = nullptr,
              .get_item = group_item},
    .methods = kMatchMethods,
    .attributes = kMatchAttributes,
    .members = kMatchMembers,
};

constexpr TypeDescriptor kScanner = {
    .name = "SRE_Scanner",
    .module = "_sre",
    .flags = flag::kCollectable,
    .object_size = sizeof(Scanner),
    .slots = {.deallocate = ScannerReferences::deallocate,
              .traverse = ScannerReferences::traverse,
              .make = nullptr},
    .methods = kScannerMethods,
    .members = kScannerMembers,
};

}  // namespace ouro::regex
