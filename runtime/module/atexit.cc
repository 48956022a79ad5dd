// atexit: calls that the program wants made before its interpreter ends.
//
// The list stands in the ExitCallbacks component, so it belongs to the interpreter and not to a
// module object that a program may drop or import twice.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/boot.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Place = ExitCallbacksKind::Place;

List* find_callbacks(Thread& thread) {
  return thread.interpreter().get<ExitCallbacks>().get_as<List>(Place::kCallbacks);
}

Result<List*> borrow_callbacks(Thread& thread) {
  if (List* callbacks = find_callbacks(thread)) return callbacks;
  List* made = TRY(make_list(thread.interpreter()));
  thread.interpreter().get<ExitCallbacks>().set(Place::kCallbacks, made);
  return made;
}

Result<Object*> register_callback(Thread& thread, Object*, Object* const* arguments) {
  if (!is_callable(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "the first argument must be callable");
  }
  Interpreter& interpreter = thread.interpreter();
  Object* keywords = arguments[2] == nullptr ? interpreter.none() : arguments[2];
  Ref<Tuple> entry(TRY(pack_tuple(interpreter, arguments[0], arguments[1], keywords)));
  TRY(list_append(interpreter, TRY(borrow_callbacks(thread)), entry));
  return retain(arguments[0]);
}

Result<Object*> unregister(Thread& thread, Object*, Object* const* arguments) {
  List* callbacks = find_callbacks(thread);
  for (std::size_t index = 0; callbacks != nullptr && index < callbacks->size;) {
    Ref<Tuple> entry(retain(static_cast<Tuple*>(callbacks->items[index])));
    const bool same = TRY(equal(thread, (*entry)[0], arguments[0]));
    if (!same || index >= callbacks->size || callbacks->items[index] != entry.get()) {
      ++index;
      continue;
    }
    Ref<Int> place(TRY(make_int(thread.interpreter(), static_cast<std::int64_t>(index))));
    TRY(delete_item(thread, callbacks, place));
  }
  return new_none(thread);
}

Result<Object*> clear(Thread& thread, Object*, Object* const*) {
  thread.interpreter().get<ExitCallbacks>().set(Place::kCallbacks, nullptr);
  return new_none(thread);
}

Result<Object*> count(Thread& thread, Object*, Object* const*) {
  const List* callbacks = find_callbacks(thread);
  return make_int(thread.interpreter(),
                  callbacks == nullptr ? 0 : static_cast<std::int64_t>(callbacks->size));
}

Result<Object*> run_all(Thread& thread, Object*, Object* const*) {
  run_exit_callbacks(thread);
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"register(module, func, /, *args, **kwargs)", register_callback},
    {"unregister(module, func, /)", unregister},
    {"_clear(module, /)", clear},
    {"_ncallbacks(module, /)", count},
    {"_run_exitfuncs(module, /)", run_all},
};

// Takes the last callback out, as it may register more.
Tuple* take_last(List* callbacks) {
  Object* entry = std::exchange(callbacks->items[callbacks->size - 1], nullptr);
  --callbacks->size;
  return static_cast<Tuple*>(entry);
}

}  // namespace

std::size_t run_exit_callbacks(Thread& thread) noexcept {
  std::size_t ran = 0;
  for (List* callbacks; (callbacks = find_callbacks(thread)) != nullptr && callbacks->size > 0;
       ++ran) {
    Ref<Tuple> entry(take_last(callbacks));
    Object* keywords = (*entry)[2];
    auto result = call_with(thread, (*entry)[0], static_cast<Tuple*>((*entry)[1]),
                            is_dict(keywords) ? static_cast<Dict*>(keywords) : nullptr);
    if (result.ok()) {
      release(result.value());
    } else {
      write_unraisable(thread, "Exception ignored in atexit callback", (*entry)[0]);
    }
  }
  thread.interpreter().get<ExitCallbacks>().set(Place::kCallbacks, nullptr);
  return ran;
}

extern const ModuleDescriptor kAtexitModule;
const ModuleDescriptor kAtexitModule = {
    .name = "atexit",
    .doc = "Calls made before the interpreter ends, last registered first.",
    .functions = kFunctions,
};

}  // namespace ouro
