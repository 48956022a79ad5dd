// Code attributes: the code type - co_*, replace(), and the tables as programs see them.
#include "runtime/code/code_attributes.h"

#include "runtime/code/assembler.h"
#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

Code* code_of(Object* object) { return static_cast<Code*>(object); }

Result<Object*> number(Thread& thread, std::int64_t value) {
  return make_int(thread.interpreter(), value);
}

Result<Object*> code_repr(Thread& thread, Object* self) {
  const Code* code = code_of(self);
  char address[2 + 2 * sizeof(void*)];
  auto bits = reinterpret_cast<std::uintptr_t>(self);
  std::size_t start = sizeof(address);
  for (; bits != 0; bits >>= 4) address[--start] = "0123456789abcdef"[bits & 15];
  address[--start] = 'x';
  address[--start] = '0';
  const std::string_view shown(address + start, sizeof(address) - start);
  return format_str(thread, "<code object {} at {}, file \"{}\", line {}>", code->name, shown,
                    code->filename, code->first_line);
}

// ---- names ------------------------------------------------------------------------------------

// The names of the locals with this bit, in the order of their registers.
Result<Object*> names_with(Thread& thread, const Code* code, std::uint8_t kind) {
  std::size_t count = 0;
  for (std::uint32_t place = 0; place < code->local_count; ++place) {
    count += (code->local_kinds[place] & kind) != 0;
  }
  Ref<Tuple> names(TRY(make_tuple(thread.interpreter(), count)));
  std::size_t index = 0;
  for (std::uint32_t place = 0; place < code->local_count; ++place) {
    if ((code->local_kinds[place] & kind) == 0) continue;
    names->items()[index++] = retain((*code->local_names)[place]);
  }
  return static_cast<Object*>(names.take());
}

Result<Object*> get_variable_names(Thread& thread, Object* self) {
  return names_with(thread, code_of(self), local_kind::kVariable);
}
Result<Object*> get_cell_names(Thread& thread, Object* self) {
  return names_with(thread, code_of(self), local_kind::kCell);
}
Result<Object*> get_free_names(Thread& thread, Object* self) {
  return names_with(thread, code_of(self), local_kind::kFree);
}

Result<Object*> get_stack_size(Thread& thread, Object* self) {
  return number(thread, code_of(self)->register_count - code_of(self)->local_count);
}

Result<Object*> variable_name(Thread& thread, Object* self, Object* const* arguments) {
  const Code* code = code_of(self);
  const std::intptr_t index = TRY(to_index_value(thread, arguments[0]));
  if (index < 0 || index >= static_cast<std::intptr_t>(code->local_count)) {
    return raise(thread, TypeId::kIndexError, "tuple index out of range");
  }
  return retain((*code->local_names)[static_cast<std::size_t>(index)]);
}

// ---- raw tables -------------------------------------------------------------------------------

Result<Object*> get_bytes_of_code(Thread& thread, Object* self) {
  const Code* code = code_of(self);
  Ref<Bytes> bytes(TRY(make_bytes_for(thread.interpreter(), code->word_count * sizeof(Word))));
  Word words[kInstructionWordsMax];
  for (std::uint32_t at = 0; at < code->word_count;) {
    const std::uint32_t size = words_of(code->words[at].instruction.operation());
    base_instruction(code, at, words);
    std::memcpy(bytes->data() + at * sizeof(Word), words, size * sizeof(Word));
    at += size;
  }
  return static_cast<Object*>(bytes.take());
}

Result<Object*> get_position_bytes(Thread& thread, Object* self) {
  return make_bytes(thread.interpreter(), code_of(self)->positions, code_of(self)->position_bytes);
}

Result<Object*> get_handler_bytes(Thread& thread, Object* self) {
  const Code* code = code_of(self);
  return make_bytes(thread.interpreter(), code->handlers,
                    code->handler_count * sizeof(HandlerRange));
}

// ---- positions --------------------------------------------------------------------------------

Result<Object*> number_or_none(Thread& thread, std::int32_t value) {
  return value < 0 ? new_none(thread) : number(thread, value);
}

Status append_line(Thread& thread, List* lines, std::uint32_t start, std::uint32_t end,
                   std::int32_t line) {
  Interpreter& interpreter = thread.interpreter();
  if (start == end) return done;
  Ref<Tuple> entry(TRY(make_tuple(interpreter, 3)));
  entry->items()[0] = TRY(number(thread, 2 * static_cast<std::int64_t>(start)));
  entry->items()[1] = TRY(number(thread, 2 * static_cast<std::int64_t>(end)));
  entry->items()[2] = TRY(number_or_none(thread, line));
  return list_append(interpreter, lines, entry);
}

Result<Object*> co_lines(Thread& thread, Object* self, Object* const*) {
  Ref<List> lines(TRY(make_list(thread.interpreter())));
  PositionCursor cursor(code_of(self));
  std::uint32_t start = 0;
  std::int32_t line = -1;
  while (cursor.next()) {
    if (cursor.position().line == line) continue;
    TRY(append_line(thread, lines, start, cursor.start(), line));
    start = cursor.start();
    line = cursor.position().line;
  }
  TRY(append_line(thread, lines, start, code_of(self)->word_count, line));
  return iterate(thread, lines);
}

Result<Tuple*> position_tuple(Thread& thread, const CodePosition& position) {
  Ref<Tuple> entry(TRY(make_tuple(thread.interpreter(), 4)));
  const std::int32_t parts[] = {position.line, position.end_line, position.column,
                                position.end_column};
  for (std::size_t index = 0; index < 4; ++index) {
    entry->items()[index] = TRY(number_or_none(thread, parts[index]));
  }
  return entry.take();
}

Result<Object*> co_positions(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> positions(TRY(make_list(interpreter)));
  PositionCursor cursor(code_of(self));
  while (cursor.next()) {
    Ref<Tuple> entry(TRY(position_tuple(thread, cursor.position())));
    for (std::uint32_t word = cursor.start(); word < cursor.end(); ++word) {
      TRY(list_append(interpreter, positions, entry));
    }
  }
  return iterate(thread, positions);
}

// ---- replace ----------------------------------------------------------------------------------

Status expect(Thread& thread, Object* value, bool right, const char* field, const char* type) {
  if (right) return done;
  return raise(thread, TypeId::kTypeError, "replace() argument '{}' must be {}, not {}", field,
               type, value->type);
}

template <Str* Code::* kField>
Status replace_text(Thread& thread, Code* code, Object* value, const char* field) {
  TRY(expect(thread, value, is_str(value), field, "str"));
  replace_reference(code->*kField, retain(static_cast<Str*>(value)));
  return done;
}

template <Tuple* Code::* kField>
Status replace_tuple(Thread& thread, Code* code, Object* value, const char* field) {
  TRY(expect(thread, value, is_exact(value, TypeId::kTuple), field, "tuple"));
  auto* tuple = static_cast<Tuple*>(value);
  if (tuple->size < (code->*kField)->size) {
    return raise(thread, TypeId::kValueError, "code: {} is too short", field);
  }
  replace_reference(code->*kField, retain(tuple));
  return done;
}

Status replace_flags(Thread& thread, Code* code, Object* value, const char*) {
  code->flags = static_cast<std::uint32_t>(TRY(to_int64(thread, value)));
  return done;
}

Status replace_first_line(Thread& thread, Code* code, Object* value, const char*) {
  code->first_line = static_cast<std::int32_t>(TRY(to_int64(thread, value)));
  return done;
}

// The instructions are made for one layout of registers: what describes that cannot change.
Status replace_fixed(Thread& thread, Code* code, Object* value, const char* field) {
  Ref<> present(TRY(get_attribute(thread, code, field)));
  if (TRY(equal(thread, present, value))) return done;
  return raise(thread, TypeId::kValueError, "code: {} cannot be replaced", field);
}

struct Replacement {
  const char* field;
  Status (*apply)(Thread&, Code*, Object* value, const char* field);
};
constexpr Replacement kReplacements[] = {
    {"co_name", replace_text<&Code::name>},
    {"co_qualname", replace_text<&Code::qualified_name>},
    {"co_filename", replace_text<&Code::filename>},
    {"co_consts", replace_tuple<&Code::constants>},
    {"co_names", replace_tuple<&Code::names>},
    {"co_flags", replace_flags},
    {"co_firstlineno", replace_first_line},
    {"co_argcount", replace_fixed},
    {"co_posonlyargcount", replace_fixed},
    {"co_kwonlyargcount", replace_fixed},
    {"co_nlocals", replace_fixed},
    {"co_stacksize", replace_fixed},
    {"co_code", replace_fixed},
    {"co_varnames", replace_fixed},
    {"co_freevars", replace_fixed},
    {"co_cellvars", replace_fixed},
    {"co_linetable", replace_fixed},
    {"co_exceptiontable", replace_fixed},
};

Status replace_one(Thread& thread, Code* code, const Str* key, Object* value) {
  for (const Replacement& row : kReplacements) {
    if (str_equal(key, row.field)) return row.apply(thread, code, value, row.field);
  }
  return raise(thread, TypeId::kTypeError, "'{}' is an invalid keyword argument for replace()",
               key);
}

Result<Object*> replace(Thread& thread, Object* self, Object* const* arguments) {
  Ref<Code> copy(TRY(copy_code(thread.interpreter(), code_of(self))));
  auto* changes = static_cast<Dict*>(arguments[0]);
  if (changes == nullptr) return static_cast<Object*>(copy.take());
  for (DictCursor at; dict_next(changes, at);) {
    Ref<> value(retain(at.value));
    TRY(replace_one(thread, copy, static_cast<Str*>(at.key), value));
  }
  return static_cast<Object*>(copy.take());
}

// ---- the type ---------------------------------------------------------------------------------

constexpr NativeMethod kMethods[] = {
    {"replace(self, /, **changes)", replace, Binding::kInstance,
     "Return a copy of the code object with new values for the specified fields."},
    {"co_lines(self, /)", co_lines},
    {"co_positions(self, /)", co_positions},
    {"_varname_from_oparg(self, oparg)", variable_name},
};

constexpr NativeAttribute kAttributes[] = {
    {"co_varnames", get_variable_names},  {"co_cellvars", get_cell_names},
    {"co_freevars", get_free_names},      {"co_stacksize", get_stack_size},
    {"co_code", get_bytes_of_code},       {"_co_code_adaptive", get_bytes_of_code},
    {"co_linetable", get_position_bytes}, {"co_exceptiontable", get_handler_bytes},
};

constexpr NativeMember kMembers[] = {
    {"co_argcount", OURO_OFFSET(Code, argument_count), MemberKind::kInt32},
    {"co_posonlyargcount", OURO_OFFSET(Code, positional_only_count), MemberKind::kInt32},
    {"co_kwonlyargcount", OURO_OFFSET(Code, keyword_only_count), MemberKind::kInt32},
    {"co_nlocals", OURO_OFFSET(Code, variable_count), MemberKind::kInt32},
    {"co_flags", OURO_OFFSET(Code, flags), MemberKind::kInt32},
    {"co_firstlineno", OURO_OFFSET(Code, first_line), MemberKind::kInt32},
    {"co_consts", OURO_OFFSET(Code, constants), MemberKind::kObject},
    {"co_names", OURO_OFFSET(Code, names), MemberKind::kObject},
    {"co_filename", OURO_OFFSET(Code, filename), MemberKind::kObject},
    {"co_name", OURO_OFFSET(Code, name), MemberKind::kObject},
    {"co_qualname", OURO_OFFSET(Code, qualified_name), MemberKind::kObject},
};

}  // namespace

constinit const TypeDescriptor kCodeDescriptor = {
    .name = "code",
    .object_size = sizeof(Code),
    .weak_offset = OURO_OFFSET(Code, weak_references),
    .slots = {.deallocate = code_deallocate,
              .traverse = code_traverse,
              .repr = code_repr,
              .hash = code_hash,
              .compare = code_compare,
              .make = nullptr},
    .methods = kMethods,
    .attributes = kAttributes,
    .members = kMembers,
    .doc = "Create a code object.  Not for mere mortals.",
};

}  // namespace ouro
