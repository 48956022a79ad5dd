// Slow operations: import statements, calls with spread arguments, the interactive print.
#include "runtime/execute/call.h"
#include "runtime/execute/slow.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- import ----

namespace {

Result<Found<Object>> overridden_import(const Operands& at) {
  Function* function = at.frame.function;
  if (!is_dict(function->builtins)) return Found<Object>{};
  Str* name = identifier(at.thread, Id::dunder_import);
  Object* found = find_str_in_dict(at.thread, static_cast<Dict*>(function->builtins), name);
  if (found == nullptr) found = TRY(find_later_builtin(at.thread, function->builtins, name)).value;
  if (found == nullptr) return raise(at.thread, TypeId::kImportError, "__import__ not found");
  if (is_exact(found, TypeId::kBuiltinFunction)) return Found<Object>{};
  return Found<Object>{retain(found)};
}

Result<Object*> import(const Operands& at, Object* level, Object* names) {
  Str* name = at.name(at.c());
  Ref<> importer(TRY(overridden_import(at)).value);
  Function* function = at.frame.function;
  if (importer) {
    Object* locals = at.frame.locals == nullptr ? none(at.thread) : at.frame.locals;
    return call(at.thread, importer, {name, function->globals, locals, names, level});
  }
  return import_name(at.thread, name, function->globals, names, TRY(to_int64(at.thread, level)));
}

}  // namespace

Status slow_ImportName(const Operands& at) {
  Object** values = at.run(at.b());
  Object* module = TRY(import(at, values[0], values[1]));
  at.consume_run(at.b(), 2);
  at.put(at.a(), module);
  return done;
}

namespace {

Result<Found<Object>> imported_submodule(Thread& thread, Object* module_name, Str* name) {
  if (module_name == nullptr || !is_str(module_name)) return Found<Object>{};
  Ref<Str> full(TRY(format_str(thread, "{}.{}", module_name, name)));
  Utf8 text(thread.interpreter(), full);
  if (!text.ok()) return raise_memory_error(thread.interpreter());
  return Found<Object>{retain_if(find_imported(thread, text.view()))};
}

Result<bool> is_initialising(Thread& thread, Object* module) {
  Ref<> specification(
      TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_spec))).value);
  if (!specification || specification.get() == none(thread)) return false;
  Ref<> busy(TRY(get_attribute_if(thread, specification, "_initializing")).value);
  if (!busy) return false;
  return is_true(thread, busy);
}

void fill_import_error(Thread& thread, Object* module_name, Object* path) {
  if (!pending_matches(thread, TypeId::kImportError)) return;
  auto* error = static_cast<ImportErrorException*>(thread.pending);
  replace_reference(error->name, retain_if(module_name));
  replace_reference(error->path, retain_if(path));
}

// cannot import name 'x' from 'm' (/path/m.py)
Failure refuse_import(Thread& thread, Object* module, Object* module_name, Str* name) {
  const auto explain = [&]() -> Status {
    Ref<> path(TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_file))).value);
    const bool has_path = path && is_str(path);
    Ref<Str> shown(module_name != nullptr
                       ? TRY(repr(thread, module_name))
                       : TRY(make_str(thread.interpreter(), "'<unknown module name>'")));
    const char* format = "cannot import name {} from {} (unknown location)";
    const bool busy = has_path && TRY(is_initialising(thread, module));
    if (has_path) {
      format =
          busy ? "cannot import name {} from partially initialized module {} (most likely due to "
                 "a circular import) ({})"
               : "cannot import name {} from {} ({})";
    }
    if (has_path) {
      static_cast<void>(raise(thread, TypeId::kImportError, format, repr_of(name), shown, path));
    } else {
      static_cast<void>(raise(thread, TypeId::kImportError, format, repr_of(name), shown));
    }
    fill_import_error(thread, module_name, has_path ? path.get() : nullptr);
    return failure;
  };
  static_cast<void>(explain().ok());
  return failure;
}

}  // namespace

Status slow_ImportFrom(const Operands& at) {
  Thread& thread = at.thread;
  Object* module = at.place(at.b());
  Str* name = at.name(at.c());
  Ref<> value(TRY(get_attribute_if(thread, module, name)).value);
  if (!value) {
    Ref<> module_name(
        TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_name))).value);
    value.reset(TRY(imported_submodule(thread, module_name, name)).value);
    if (!value) return refuse_import(thread, module, module_name, name);
  }
  at.put(at.a(), value.take());
  return done;
}

namespace {

bool is_private(const Object* name) {
  const auto* text = static_cast<const Str*>(name);
  return text->length != 0 && text->at(0) == '_';
}

Status copy_name(const Operands& at, Object* module, Object* name, bool from_all) {
  if (!is_str(name)) {
    Ref<> module_name(
        TRY(get_attribute(at.thread, module, identifier(at.thread, Id::dunder_name))));
    return raise(at.thread, TypeId::kTypeError, "{} in {}.{} must be str, not {}",
                 from_all ? "Item" : "Key", module_name, from_all ? "__all__" : "__dict__",
                 name->type);
  }
  if (!from_all && is_private(name)) return done;
  Ref<> value(TRY(get_attribute(at.thread, module, static_cast<Str*>(name))));
  return set_item(at.thread, at.frame.locals, name, value);
}

}  // namespace

Status slow_ImportStar(const Operands& at) {
  Thread& thread = at.thread;
  Ref<> module(std::exchange(at.place(at.a()), nullptr));
  if (at.frame.locals == nullptr) {
    return raise(thread, TypeId::kSystemError, "no locals found during 'import *'");
  }
  Ref<> names(TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_all))).value);
  const bool from_all = static_cast<bool>(names);
  if (!names) {
    Ref<> dict(TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_dict))).value);
    if (!dict) {
      return raise(thread, TypeId::kImportError,
                   "from-import-* object has no __dict__ and no __all__");
    }
    names.reset(TRY(call_method(thread, dict, identifier(thread, Id::keys))));
  }
  Ref<List> list(TRY(to_list(thread, names)));
  for (std::size_t index = 0; index < list->size; ++index) {
    TRY(copy_name(at, module, list->items[index], from_all));
  }
  return done;
}

// ---- f(*a, **k) ----

namespace {

Result<Tuple*> spread_tuple(const Operands& at, Object* callable, Object* iterable) {
  if (is_exact(iterable, TypeId::kTuple)) return retain(static_cast<Tuple*>(iterable));
  const Result<Tuple*> tuple = to_tuple(at.thread, iterable);
  const Slots& slots = *iterable->type->slots;
  if (tuple.ok() || slots.iterate != nullptr || slots.get_item != nullptr ||
      !pending_matches(at.thread, TypeId::kTypeError)) {
    return tuple;
  }
  clear_pending(at.thread);
  Ref<Str> name(TRY(name_of_callable(at.thread, callable)));
  return raise(at.thread, TypeId::kTypeError, "{} argument after * must be an iterable, not {}",
               name, iterable->type);
}

Dict* keywords_of(const Operands& at) {
  return at.c() == 1 ? static_cast<Dict*>(at.run(at.b())[3]) : nullptr;
}

// Callable, self and values go above the window, where a callee's window may begin.
Result<bool> lay_out(const Operands& at, Function* function, Object* self, Tuple* positional,
                     SpreadCall& spread) {
  Thread& thread = at.thread;
  Dict* keywords = keywords_of(at);
  const std::size_t named = keywords == nullptr ? 0 : keywords->size;
  Object** base = stack_top(thread);
  if (!has_room_below(thread, base + 2 + positional->size + named)) return refuse_frame(thread);
  if (named != 0) spread.names = TRY(make_tuple(thread.interpreter(), named));
  spread.base = base;
  spread.positional = positional->size;
  base[0] = retain(function);
  base[1] = retain_if(self);
  Object** place = base + 2;
  for (std::size_t index = 0; index < positional->size; ++index)
    *place++ = retain((*positional)[index]);
  if (named == 0) return true;
  std::size_t index = 0;
  for (DictCursor cursor; dict_next(keywords, cursor); ++index) {
    spread.names->items()[index] = retain(cursor.key);
    *place++ = retain(cursor.value);
  }
  return true;
}

}  // namespace

Result<bool> place_spread(const Operands& at, SpreadCall& spread) {
  Object** values = at.run(at.b());
  Object* callable = values[0];
  Object* self = values[1];
  if (is_exact(callable, TypeId::kMethod) && self == nullptr) {
    self = static_cast<Method*>(callable)->self;
    callable = static_cast<Method*>(callable)->function;
  }
  if (!is_exact(callable, TypeId::kFunction)) return false;
  Ref<Tuple> positional(TRY(spread_tuple(at, callable, values[2])));
  return lay_out(at, static_cast<Function*>(callable), self, positional, spread);
}

Result<Object*> spread_call(const Operands& at) {
  Object** values = at.run(at.b());
  Ref<Tuple> positional(TRY(spread_tuple(at, values[0], values[2])));
  if (values[1] != nullptr) {
    Ref<Tuple> longer(TRY(make_tuple(at.thread.interpreter(), positional->size + 1)));
    longer->items()[0] = retain(values[1]);
    for (std::size_t index = 0; index < positional->size; ++index) {
      longer->items()[index + 1] = retain((*positional)[index]);
    }
    positional = std::move(longer);
  }
  Object* result = TRY(call_with(at.thread, values[0], positional, keywords_of(at)));
  at.consume_run(at.b(), 3 + std::size_t{at.c()});
  return result;
}

// ---- interactive ----

Status slow_PrintExpression(const Operands& at) {
  Ref<> value(retain(TRY(at.read(at.a()))));
  at.consume(at.a());
  Object* sys = find_imported(at.thread, "sys");
  Ref<> hook;
  if (sys != nullptr) hook.reset(TRY(get_attribute_if(at.thread, sys, "displayhook")).value);
  if (!hook) return raise(at.thread, TypeId::kRuntimeError, "lost sys.displayhook");
  Ref<> ignored(TRY(call(at.thread, hook, value)));
  return done;
}

}  // namespace ouro
