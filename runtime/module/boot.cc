// boot: the first modules of an interpreter, and their end in finalize.
#include "runtime/module/boot.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/builtins.h"
#include "runtime/module/import.h"
#include "runtime/module/streams.h"
#include "runtime/module/sys.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set_operations.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

using Place = ModuleRegistryKind::Place;

ModuleRegistry& registry(Thread& thread) { return thread.interpreter().get<ModuleRegistry>(); }

// Makes a native module and remembers it and its namespace where finalize finds them last.
Result<Module*> register_module(Thread& thread, const ModuleDescriptor& descriptor,
                                Place module_place, Place dict_place) {
  Module* module = TRY(make_native_module(thread, descriptor));
  registry(thread).set(module_place, module);
  registry(thread).set(dict_place, retain(module->dict));
  TRY(dict_set(thread, registry(thread).get_as<Dict>(Place::kModules), descriptor.name, module));
  return module;
}

Status make_main(Thread& thread) {
  Interpreter& interpreter = thread.interpreter();
  Module* main = TRY(make_module(thread, interpreter.identifier(Id::dunder_main)));
  registry(thread).set(Place::kMainModule, main);
  for (Id name : {Id::dunder_spec, Id::dunder_loader}) {
    TRY(dict_set(thread, main->dict, interpreter.identifier(name), interpreter.none()));
  }
  TRY(dict_set(thread, main->dict, interpreter.identifier(Id::dunder_builtins),
               registry(thread).get(Place::kBuiltinsModule)));
  return dict_set(thread, registry(thread).get_as<Dict>(Place::kModules), "__main__", main);
}

// A module's names go in two steps, as python3.11 does it: first those with one leading underscore,
// then all but __builtins__; so that finalizers find their helpers for as long as possible.
void clear_namespace(Thread& thread, Dict* names) noexcept {
  Interpreter& interpreter = thread.interpreter();
  for (const bool private_ones : {true, false}) {
    for (std::uint32_t place = 0; place < names->used; ++place) {
      const DictEntry& entry = names->entries[place];
      if (entry.key == nullptr || entry.value == interpreter.none() || !is_str(entry.key)) continue;
      const auto* name = static_cast<const Str*>(entry.key);
      const bool is_private =
          name->length > 0 && name->at(0) == '_' && !(name->length > 1 && name->at(1) == '_');
      if (is_private != private_ones || str_equal(name, "__builtins__")) continue;
      dict_set_place(names, place, interpreter.none());
    }
  }
}

// Weak references to all modules, oldest first, in `watched`.
Status watch_modules(Thread& thread, List* watched) {
  auto* modules = registry(thread).get_as<Dict>(Place::kModules);
  for (DictCursor at; dict_next(modules, at);) {
    if (!is_exact(at.value, TypeId::kModule)) continue;
    Ref<WeakReference> weak(TRY(make_weak_reference(thread, at.value)));
    TRY(list_append(thread.interpreter(), watched, weak));
  }
  return done;
}

bool is_core(Thread& thread, const Object* module) {
  return module == registry(thread).get(Place::kSysModule) ||
         module == registry(thread).get(Place::kBuiltinsModule);
}

// Those that are still alive are emptied, newest first; true: there was one.
bool empty_modules(Thread& thread, List* watched) noexcept {
  bool emptied = false;
  for (std::size_t index = watched->size; index-- > 0;) {
    Ref<> module(retain_if(static_cast<WeakReference*>(watched->items[index])->referent));
    if (!module || is_core(thread, module)) continue;
    clear_namespace(thread, static_cast<Module*>(module.get())->dict);
    emptied = true;
  }
  return emptied;
}

// A module nobody else refers to ends with its namespace, be it in a cycle with it. One that cannot
// be watched keeps its namespace until the collector finds it.
void end_modules(Thread& thread) noexcept {
  Interpreter& interpreter = thread.interpreter();
  const Result<List*> made = make_list(interpreter);
  Ref<List> watched(made.ok() ? made.value() : nullptr);
  const bool all = watched && watch_modules(thread, watched).ok();
  if (!all) write_unraisable(thread, nullptr);
  registry(thread).set(Place::kMainModule, nullptr);
  dict_clear(interpreter, registry(thread).get_as<Dict>(Place::kModules));
  interpreter.get<Collector>().collect(thread);
  if (watched && empty_modules(thread, watched)) interpreter.get<Collector>().collect(thread);
}

bool is_singleton(Interpreter& interpreter, const Object* value) {
  return value == interpreter.none() || value == interpreter.ellipsis() ||
         value == interpreter.not_implemented() || is_exact(value, TypeId::kBool);
}

bool is_native(const Object* value) {
  return is_exact(value, TypeId::kBuiltinFunction) || is_exact(value, TypeId::kStr) ||
         (is_type(value) && is_builtin(static_cast<const Type*>(value)));
}

// What the program put into builtins goes while the functions there can still be called; true:
// there was something.
bool drop_parked(Thread& thread) noexcept {
  Interpreter& interpreter = thread.interpreter();
  auto* names = registry(thread).get_as<Dict>(Place::kBuiltinsDict);
  bool dropped = false;
  for (std::uint32_t place = 0; names != nullptr && place < names->used; ++place) {
    const DictEntry& entry = names->entries[place];
    if (entry.key == nullptr || is_native(entry.value) || is_singleton(interpreter, entry.value))
      continue;
    dict_set_place(names, place, interpreter.none());
    dropped = true;
  }
  return dropped;
}

void end_core(Thread& thread, Place module_place, Place dict_place) noexcept {
  if (auto* names = registry(thread).get_as<Dict>(dict_place)) clear_namespace(thread, names);
  registry(thread).set(module_place, nullptr);
  if (auto* names = registry(thread).get_as<Dict>(dict_place))
    dict_clear(thread.interpreter(), names);
  registry(thread).set(dict_place, nullptr);
}

}  // namespace

Status boot(Thread& thread) {
  Dict* modules = TRY(make_dict(thread.interpreter(), 16));
  registry(thread).set(Place::kModules, modules);
  TRY(register_module(thread, kBuiltinsModule, Place::kBuiltinsModule, Place::kBuiltinsDict));
  TRY(register_module(thread, kSysModule, Place::kSysModule, Place::kSysDict));
  return make_main(thread);
}

namespace {

// Its threads hold these locks until they end. _shutdown() waits for them the first time it is
// called only; exit callbacks start more.
Status wait_for_late_threads(Thread& thread, Object* threading) {
  Ref<> locks(TRY(get_attribute_if(thread, threading, "_shutdown_locks")).value);
  if (!locks || !is_exact(locks, TypeId::kSet)) return done;
  while (Object* next = set_pop(static_cast<Set*>(locks.get()))) {
    Ref<> lock(next);
    release(TRY(call_method(thread, lock, "acquire")));
    release(TRY(call_method(thread, lock, "release")));
  }
  return done;
}

}  // namespace

Status wait_for_threading_module(Thread& thread) {
  Object* threading = find_imported(thread, "threading");
  if (threading == nullptr || threading == none(thread)) return done;
  Ref<> held(retain(threading));
  release(TRY(call_method(thread, held, "_shutdown")));
  return wait_for_late_threads(thread, held);
}

namespace {

// A stream that says so itself; one that cannot be asked is flushed.
bool was_closed(Thread& thread, Object* stream) noexcept {
  auto asked = get_attribute_if(thread, stream, "closed");
  if (!asked.ok()) return clear_pending(thread), false;
  Ref<> answer(asked.value().value);
  if (!answer) return false;
  const Result<bool> closed = is_true(thread, answer);
  if (!closed.ok()) clear_pending(thread);
  return closed.ok() && closed.value();
}

}  // namespace

void flush_streams(Thread& thread) noexcept {
  for (Id name : {Id::stdout_, Id::stderr_}) {
    if (!stream_was_made(thread, name)) continue;
    auto stream = find_stream(thread, name);
    if (!stream.ok()) {
      write_unraisable(thread, nullptr);
      continue;
    }
    Ref<> held(stream.value().value);
    if (!held || held == none(thread) || was_closed(thread, held)) continue;
    auto result = call_method(thread, held, identifier(thread, Id::flush));
    if (result.ok()) {
      release(result.value());
    } else {
      write_unraisable(thread, held);
    }
  }
}

void clear_modules(Thread& thread) noexcept {
  if (registry(thread).get(Place::kModules) == nullptr) return;
  forget_last_exception(thread);
  end_modules(thread);
  if (drop_parked(thread)) thread.interpreter().get<Collector>().collect(thread);
  flush_streams(thread);
  end_core(thread, Place::kSysModule, Place::kSysDict);
  end_core(thread, Place::kBuiltinsModule, Place::kBuiltinsDict);
  registry(thread).set(Place::kModules, nullptr);
}

}  // namespace ouro
