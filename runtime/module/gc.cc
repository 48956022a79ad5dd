// gc: the program's view of the cycle collector.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/finalizer.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Place = CollectorListsKind::Place;

Collector& collector(Thread& thread) { return thread.interpreter().get<Collector>(); }

// Whether automatic collections may start is Memory's to know: it sees the growth.
void apply(Thread& thread) {
  const Collector& state = collector(thread);
  const bool automatic = state.enabled && state.thresholds[0] != 0;
  memory_of(thread).set_collection_step(automatic ? Collector::kStepBytes : 0);
}

Result<Object*> enable(Thread& thread, Object*, Object* const*) {
  collector(thread).enabled = true;
  apply(thread);
  return new_none(thread);
}

Result<Object*> disable(Thread& thread, Object*, Object* const*) {
  collector(thread).enabled = false;
  apply(thread);
  return new_none(thread);
}

Result<Object*> is_enabled(Thread& thread, Object*, Object* const*) {
  return new_boolean(thread, collector(thread).enabled);
}

Status call_callbacks(Thread& thread, std::string_view phase, std::size_t collected) {
  auto* callbacks = thread.interpreter().get<CollectorLists>().get_as<List>(Place::kCallbacks);
  if (callbacks == nullptr || callbacks->size == 0) return done;
  Interpreter& interpreter = thread.interpreter();
  Ref<Dict> information(TRY(make_dict(interpreter)));
  const std::pair<std::string_view, std::size_t> rows[] = {
      {"generation", 2}, {"collected", collected}, {"uncollectable", 0}};
  for (const auto& [name, number] : rows) {
    Ref<Int> value(TRY(make_int_unsigned(interpreter, number)));
    TRY(dict_set(thread, information, name, value));
  }
  Ref<Str> name(TRY(intern(interpreter, phase)));
  for (std::size_t index = 0; index < callbacks->size; ++index) {
    Ref<> callback(retain(callbacks->items[index]));
    auto result = call(thread, callback, name, information);
    if (result.ok()) {
      release(result.value());
    } else {
      write_unraisable(thread, callback);
    }
  }
  return done;
}

Result<Object*> collect(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0] != nullptr) {
    const std::intptr_t generation = TRY(to_index_value(thread, arguments[0]));
    if (generation < 0 || generation > 2) {
      return raise(thread, TypeId::kValueError, "invalid generation");
    }
  }
  TRY(call_callbacks(thread, "start", 0));
  const std::size_t found = collector(thread).collect(thread);
  TRY(call_callbacks(thread, "stop", found));
  return make_int_unsigned(thread.interpreter(), found);
}

Result<Object*> get_threshold(Thread& thread, Object*, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Tuple> result(TRY(make_tuple(interpreter, 3)));
  for (std::size_t index = 0; index < 3; ++index) {
    result->items()[index] = TRY(make_int(interpreter, collector(thread).thresholds[index]));
  }
  return result.take();
}

Result<Object*> set_threshold(Thread& thread, Object*, Object* const* arguments) {
  for (std::size_t index = 0; index < 3; ++index) {
    if (arguments[index] == nullptr) continue;
    const std::intptr_t value = TRY(to_index_value(thread, arguments[index]));
    collector(thread).thresholds[index] = static_cast<std::uint32_t>(value);
  }
  apply(thread);
  return new_none(thread);
}

Result<Object*> get_count(Thread& thread, Object*, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Int> zero(TRY(make_int(interpreter, 0)));
  return pack_tuple(interpreter, zero.get(), zero.get(), zero.get());
}

Result<Object*> get_statistics(Thread& thread, Object*, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> result(TRY(make_list(interpreter)));
  for (const Collector::Generation& generation : collector(thread).statistics) {
    Ref<Dict> row(TRY(make_dict(interpreter)));
    const std::pair<std::string_view, std::uint64_t> fields[] = {
        {"collections", generation.collections},
        {"collected", generation.collected},
        {"uncollectable", generation.uncollectable}};
    for (const auto& [name, number] : fields) {
      Ref<Int> value(TRY(make_int_unsigned(interpreter, number)));
      TRY(dict_set(thread, row, name, value));
    }
    TRY(list_append(interpreter, result, row));
  }
  return result.take();
}

Result<Object*> get_debug(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), collector(thread).debug_flags);
}

Result<Object*> set_debug(Thread& thread, Object*, Object* const* arguments) {
  collector(thread).debug_flags =
      static_cast<std::uint32_t>(TRY(to_index_value(thread, arguments[0])));
  return new_none(thread);
}

// Every live object the collector could look at. Snapshot first: the list itself must not move
// them.
Result<List*> snapshot(Thread& thread) {
  Interpreter& interpreter = thread.interpreter();
  std::size_t count = 0;
  interpreter.memory().for_each(BlockKind::kCollectable, [&](void*, std::size_t) { ++count; });
  Ref<List> all(TRY(make_list(interpreter, count + 1)));
  all->size = 0;
  interpreter.memory().for_each(BlockKind::kCollectable, [&](void* block, std::size_t) {
    auto* object = static_cast<Object*>(block);
    if (object != all.get() && all->size < count) all->items[all->size++] = retain(object);
  });
  return all.take();
}

// There are no generations: whatever lives counts as the oldest.
Result<Object*> get_objects(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0] == nullptr || arguments[0] == none(thread)) return snapshot(thread);
  const std::intptr_t generation = TRY(to_index_value(thread, arguments[0]));
  if (generation < 0) {
    return raise(thread, TypeId::kValueError, "generation parameter cannot be negative");
  }
  if (generation > 2) {
    return raise(thread, TypeId::kValueError,
                 "generation parameter must be less than the number of available generations (3)");
  }
  return generation == 2 ? snapshot(thread) : make_list(thread.interpreter());
}

struct Searcher final : ReferenceVisitor {
  void visit(Object& seen) override { found = found || &seen == wanted; }
  Object* wanted = nullptr;
  bool found = false;
};

struct Lister final : ReferenceVisitor {
  Lister(Interpreter& owner, List* result) : interpreter(owner), list(result) {}
  void visit(Object& seen) override {
    if (status.ok()) status = list_append(interpreter, list, &seen);
  }
  Interpreter& interpreter;
  List* list;
  Status status = done;
};

bool refers_to_any(Object* object, Tuple* wanted) {
  if (object->type->slots->traverse == nullptr) return false;
  for (std::size_t index = 0; index < wanted->size; ++index) {
    Searcher searcher;
    searcher.wanted = (*wanted)[index];
    object->type->slots->traverse(object, searcher);
    if (searcher.found) return true;
  }
  return false;
}

Result<Object*> get_referrers(Thread& thread, Object*, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  auto* wanted = static_cast<Tuple*>(arguments[0]);
  Ref<List> all(TRY(snapshot(thread)));
  Ref<List> result(TRY(make_list(interpreter)));
  for (std::size_t index = 0; index < all->size; ++index) {
    Object* object = all->items[index];
    if (object == wanted || object == all.get() || object == result.get()) continue;
    if (refers_to_any(object, wanted)) TRY(list_append(interpreter, result, object));
  }
  return result.take();
}

Result<Object*> get_referents(Thread& thread, Object*, Object* const* arguments) {
  auto* objects = static_cast<Tuple*>(arguments[0]);
  Ref<List> result(TRY(make_list(thread.interpreter())));
  Lister lister(thread.interpreter(), result);
  for (std::size_t index = 0; index < objects->size; ++index) {
    Object* object = (*objects)[index];
    if (object->type->slots->traverse != nullptr) object->type->slots->traverse(object, lister);
    TRY(lister.status);
  }
  return result.take();
}

bool may_lead_on(const Object* object) {
  return object != nullptr && has_flag(object, flag::kCollectable);
}

// A dict of plain values cannot be part of a cycle.
bool may_be_in_cycle(Object* object) {
  if (!is_exact(object, TypeId::kDict)) return may_lead_on(object);
  for (DictCursor at; dict_next(static_cast<Dict*>(object), at);) {
    if (may_lead_on(at.key) || may_lead_on(at.value)) return true;
  }
  return false;
}

Result<Object*> is_tracked(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, may_be_in_cycle(arguments[0]));
}

Result<Object*> is_finalized(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread,
                     thread.interpreter().get<DeferredReleases>().is_finalized(arguments[0]));
}

Result<Object*> freeze(Thread& thread, Object*, Object* const*) {
  Collector& state = collector(thread);
  state.frozen = true;
  state.frozen_count = 0;
  memory_of(thread).for_each(BlockKind::kCollectable,
                             [&](void*, std::size_t) { ++state.frozen_count; });
  return new_none(thread);
}

Result<Object*> unfreeze(Thread& thread, Object*, Object* const*) {
  collector(thread).frozen = false;
  collector(thread).frozen_count = 0;
  return new_none(thread);
}

Result<Object*> get_freeze_count(Thread& thread, Object*, Object* const*) {
  return make_int_unsigned(thread.interpreter(), collector(thread).frozen_count);
}

constexpr NativeMethod kFunctions[] = {
    {"enable(module, /)", enable},
    {"disable(module, /)", disable},
    {"isenabled(module, /)", is_enabled},
    {"collect(module, /, generation=2)", collect},
    {"get_threshold(module, /)", get_threshold},
    {"set_threshold(threshold0, threshold1=None, threshold2=None, /)", set_threshold},
    {"get_count(module, /)", get_count},
    {"get_stats(module, /)", get_statistics},
    {"get_debug(module, /)", get_debug},
    {"set_debug(module, flags, /)", set_debug},
    {"get_objects(module, /, generation=None)", get_objects},
    {"get_referrers(module, /, *objs)", get_referrers},
    {"get_referents(module, /, *objs)", get_referents},
    {"is_tracked(module, obj, /)", is_tracked},
    {"is_finalized(module, obj, /)", is_finalized},
    {"freeze(module, /)", freeze},
    {"unfreeze(module, /)", unfreeze},
    {"get_freeze_count(module, /)", get_freeze_count},
};

Status add_list(Thread& thread, Module* module, std::string_view name, Place place) {
  auto& lists = thread.interpreter().get<CollectorLists>();
  if (lists.get(place) == nullptr) lists.set(place, TRY(make_list(thread.interpreter())));
  return module_add(thread, module, name, lists.get(place));
}

Status execute(Thread& thread, Module* module) {
  constexpr std::pair<std::string_view, int> kFlags[] = {{"DEBUG_STATS", 1},
                                                         {"DEBUG_COLLECTABLE", 2},
                                                         {"DEBUG_UNCOLLECTABLE", 4},
                                                         {"DEBUG_SAVEALL", 32},
                                                         {"DEBUG_LEAK", 38}};
  for (const auto& [name, value] : kFlags) {
    Ref<Int> number(TRY(make_int(thread.interpreter(), value)));
    TRY(module_add(thread, module, name, number));
  }
  TRY(add_list(thread, module, "garbage", Place::kGarbage));
  return add_list(thread, module, "callbacks", Place::kCallbacks);
}

}  // namespace

extern const ModuleDescriptor kGcModule;
const ModuleDescriptor kGcModule = {
    .name = "gc",
    .doc = "The cycle collector.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
