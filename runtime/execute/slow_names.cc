// Slow operations on names: globals, class and module namespaces, cells.
#include "runtime/execute/slow.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {

Result<Object*> Operands::read(std::uint16_t operand) const {
  if (is_constant(operand)) return frame.constants[constant_of(operand)];
  if (Object* object = place(operand)) return object;
  return raise_unbound(thread, frame.code, register_of(operand));
}

void Operands::consume_run(std::uint16_t first, std::size_t count) const {
  Object** places = run(first);
  for (std::size_t index = 0; index < count; ++index) clear_reference(places[index]);
}

namespace {

// NameError and its subclass carry the name, for suggestions.
Failure raise_name_error(Thread& thread, TypeId type, const char* format, Str* name) {
  static_cast<void>(raise(thread, type, format, name));
  if (pending_matches(thread, TypeId::kNameError)) {
    auto* error = static_cast<NameErrorException*>(thread.pending);
    replace_reference(error->name, retain(static_cast<Object*>(name)));
  }
  return failure;
}

Failure raise_not_defined(Thread& thread, Str* name) {
  return raise_name_error(thread, TypeId::kNameError, "name '{}' is not defined", name);
}

}  // namespace

Failure raise_unbound(Thread& thread, const Code* code, std::uint32_t index) {
  Str* name = code->local_name_at(index);
  if ((code->local_kinds[index] & local_kind::kFree) == 0) {
    return raise_name_error(
        thread, TypeId::kUnboundLocalError,
        "cannot access local variable '{}' where it is not associated with a value", name);
  }
  return raise_name_error(
      thread, TypeId::kNameError,
      "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
      name);
}

namespace {

// In a dict or any mapping; owned, null inside: not there.
Result<Found<Object>> look_up(Thread& thread, Object* mapping, Str* name) {
  if (is_exact(mapping, TypeId::kDict)) {
    auto* dict = static_cast<Dict*>(mapping);
    if (dict->only_str_keys) return Found{retain_if(find_str_in_dict(thread, dict, name))};
    const Found<Object> found = TRY(find_in_dict(thread, dict, name));
    return Found{retain_if(found.value)};
  }
  const Result<Object*> item = get_item(thread, mapping, name);
  if (item.ok()) return Found{item.value()};
  if (!pending_matches(thread, TypeId::kKeyError)) return failure;
  clear_pending(thread);
  return Found<Object>{};
}

Result<Found<Object>> look_up_builtin(Thread& thread, Object* builtins, Str* name) {
  if (Found<Object> found = TRY(look_up(thread, builtins, name))) return found;
  return Found{retain_if(TRY(find_later_builtin(thread, builtins, name)).value)};
}

}  // namespace

Result<Object*> load_global(Thread& thread, Function* function, Str* name) {
  if (Found<Object> found = TRY(look_up(thread, function->globals, name))) return found.value;
  if (Found<Object> found = TRY(look_up_builtin(thread, function->builtins, name)))
    return found.value;
  return raise_not_defined(thread, name);
}

Result<Object*> load_name(Thread& thread, Frame& frame, Str* name) {
  if (frame.locals != nullptr) {
    if (Found<Object> found = TRY(look_up(thread, frame.locals, name))) return found.value;
  }
  return load_global(thread, frame.function, name);
}

Status slow_LoadConstantWide(const Operands& at) {
  const std::uint32_t index = at.b() | static_cast<std::uint32_t>(at.c()) << 16;
  at.put(at.a(), retain(at.frame.constants[index]));
  return done;
}

Status slow_StoreGlobal(const Operands& at) {
  Object* value = TRY(at.read(at.a()));
  TRY(dict_set(at.thread, at.frame.function->globals, at.name(at.c()), value));
  at.consume(at.a());
  return done;
}

Status slow_DeleteGlobal(const Operands& at) {
  Str* name = at.name(at.c());
  if (TRY(dict_delete(at.thread, at.frame.function->globals, name))) return done;
  return raise_not_defined(at.thread, name);
}

namespace {

Result<Object*> borrow_mapping(const Operands& at, const char* doing) {
  if (at.frame.locals != nullptr) return at.frame.locals;
  return raise(at.thread, TypeId::kSystemError, "no locals found when {} '{}'", doing,
               at.name(at.c()));
}

}  // namespace

Status slow_StoreName(const Operands& at) {
  Object* value = TRY(at.read(at.a()));
  Object* mapping = TRY(borrow_mapping(at, "storing"));
  if (is_exact(mapping, TypeId::kDict)) {
    TRY(dict_set(at.thread, static_cast<Dict*>(mapping), at.name(at.c()), value));
  } else {
    TRY(set_item(at.thread, mapping, at.name(at.c()), value));
  }
  at.consume(at.a());
  return done;
}

Status slow_DeleteName(const Operands& at) {
  Object* mapping = TRY(borrow_mapping(at, "deleting"));
  const Status deleted = delete_item(at.thread, mapping, at.name(at.c()));
  if (deleted.ok() || !pending_matches(at.thread, TypeId::kKeyError)) return deleted;
  clear_pending(at.thread);
  return raise_not_defined(at.thread, at.name(at.c()));
}

Status slow_DeleteLocal(const Operands& at) {
  if (at.place(at.a()) == nullptr)
    return raise_unbound(at.thread, at.frame.code, register_of(at.a()));
  clear_reference(at.place(at.a()));
  return done;
}

Status slow_DeleteCell(const Operands& at) {
  auto* cell = static_cast<Cell*>(at.place(at.a()));
  if (cell->value == nullptr) return raise_unbound(at.thread, at.frame.code, register_of(at.a()));
  clear_reference(cell->value);
  return done;
}

Status slow_LoadClassFree(const Operands& at) {
  if (at.frame.locals != nullptr) {
    if (Found<Object> found = TRY(look_up(at.thread, at.frame.locals, at.name(at.c())))) {
      at.put(at.a(), found.value);
      return done;
    }
  }
  Object* value = static_cast<Cell*>(at.place(at.b()))->value;
  if (value == nullptr) return raise_unbound(at.thread, at.frame.code, register_of(at.b()));
  at.put(at.a(), retain(value));
  return done;
}

Status slow_SetupAnnotations(const Operands& at) {
  Object* mapping = at.frame.locals;
  if (mapping == nullptr) {
    return raise(at.thread, TypeId::kSystemError, "no locals found when setting up annotations");
  }
  Str* name = identifier(at.thread, Id::dunder_annotations);
  Ref<> present(TRY(look_up(at.thread, mapping, name)).value);
  if (present) return done;
  Ref<Dict> annotations(TRY(make_dict(at.thread.interpreter())));
  return set_item(at.thread, mapping, name, annotations);
}

Status slow_LoadBuildClass(const Operands& at) {
  Str* name = identifier(at.thread, Id::dunder_build_class);
  const Found<Object> found = TRY(look_up_builtin(at.thread, at.frame.function->builtins, name));
  if (!found) return raise(at.thread, TypeId::kNameError, "__build_class__ not found");
  at.put(at.a(), found.value);
  return done;
}

Status slow_LoadAssertionError(const Operands& at) {
  at.put(at.a(), retain(static_cast<Object*>(type_of(at.thread, TypeId::kAssertionError))));
  return done;
}

}  // namespace ouro
