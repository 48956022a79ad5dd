// interpreters: what a function takes along - the globals its code names - and what need not go,
// for every interpreter finds it by its name.
#include "runtime/code/code.h"
#include "runtime/module/import.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

std::string_view ascii_text(const Object* object) {
  if (object == nullptr || !is_exact(object, TypeId::kStr)) return {};
  const auto* text = static_cast<const Str*>(object);
  return text->ascii ? text->ascii_view() : std::string_view{};
}

Reference names_of_type(Thread& thread, const Type* type) {
  if (type->descriptor != nullptr) {
    const std::string_view module = type->descriptor->module;
    return {module.empty() ? "builtins" : module, type_name(type)};
  }
  if (type->dict == nullptr) return {};
  return {ascii_text(find_str_in_dict(thread, type->dict, identifier(thread, Id::dunder_module))),
          ascii_text(type->qualified_name)};
}

// What the object says of itself.
Reference names_of(Thread& thread, Object* object) {
  switch (object->type->id) {
    case TypeId::kModule:
      return {ascii_text(find_str_in_dict(thread, static_cast<Module*>(object)->dict,
                                          identifier(thread, Id::dunder_name))),
              {}};
    case TypeId::kFunction: {
      const auto* function = static_cast<Function*>(object);
      return {ascii_text(function->module), ascii_text(function->qualified_name)};
    }
    case TypeId::kBuiltinFunction: {
      const auto* function = static_cast<BuiltinFunction*>(object);
      return {ascii_text(function->module), function->method->signature.name()};
    }
    default:
      return is_type(object) ? names_of_type(thread, static_cast<Type*>(object)) : Reference{};
  }
}

constexpr std::string_view kMainName = "__main__";

// The functions to look through, and what they need.
class Collecting {
 public:
  Collecting(Thread& thread, List* functions, Dict* globals) noexcept
      : thread_(thread), functions_(functions), globals_(globals) {}

  // A function that goes with its code; others need nothing.
  Status add(Object* object) {
    if (object == nullptr || !is_exact(object, TypeId::kFunction)) return done;
    if (!find_reference(thread_, object).module.empty()) return done;
    for (std::size_t index = 0; index < functions_->size; ++index) {
      if (functions_->items[index] == object) return done;
    }
    return list_append(thread_.interpreter(), functions_, object);
  }

  Status add_all(const Tuple* objects) {
    for (std::size_t index = 0; objects != nullptr && index < objects->size; ++index)
      TRY(add((*objects)[index]));
    return done;
  }

  Status run() {
    for (std::size_t index = 0; index < functions_->size; ++index) {
      auto* function = static_cast<Function*>(functions_->items[index]);
      TRY(add_all(function->defaults));
      TRY(add_cells(function->closure));
      TRY(look_through(function->code, function->globals));
    }
    return done;
  }

 private:
  Status add_cells(const Tuple* closure) {
    for (std::size_t index = 0; closure != nullptr && index < closure->size; ++index)
      TRY(add(static_cast<Cell*>((*closure)[index])->value));
    return done;
  }

  Status look_through(const Code* code, Dict* namespace_) {
    RecursionGuard guard(thread_, " while copying a function for another interpreter");
    if (!guard.ok()) return failure;
    for (std::size_t index = 0; index < code->names->size; ++index)
      TRY(take(code->name_at(static_cast<std::uint32_t>(index)), namespace_));
    for (std::size_t index = 0; index < code->constants->size; ++index) {
      const Object* constant = (*code->constants)[index];
      if (is_exact(constant, TypeId::kCode))
        TRY(look_through(static_cast<const Code*>(constant), namespace_));
    }
    return done;
  }

  // What cannot cross is left out: the function may never use it.
  Status take(Str* name, Dict* namespace_) {
    Ref<> value(retain_if(find_str_in_dict(thread_, namespace_, name)));
    if (!value || find_str_in_dict(thread_, globals_, name) != nullptr) return done;
    if (!check_shareable(thread_, value, Reach::kCode).ok()) {
      if (!pending_matches_named(thread_, "NotShareableError")) return failure;
      clear_pending(thread_);
      return done;
    }
    TRY(dict_set(thread_, globals_, name, value));
    return add(value);
  }

  Thread& thread_;
  List* functions_;
  Dict* globals_;
};

}  // namespace

Reference find_reference(Thread& thread, Object* object) noexcept {
  const Reference names = names_of(thread, object);
  if (names.module.empty() || names.module == kMainName) return {};
  Object* module = find_imported(thread, names.module);
  if (module == nullptr || !is_exact(module, TypeId::kModule)) return {};
  if (names.name.empty()) return module == object ? names : Reference{};
  const Result<Str*> key = intern(thread.interpreter(), names.name);
  if (!key.ok()) return clear_pending(thread), Reference{};
  Ref<Str> name(key.value());
  const auto found = find_in_namespace(thread, static_cast<Module*>(module), name);
  if (!found.ok()) return clear_pending(thread), Reference{};
  return found.value().value == object ? names : Reference{};
}

Dict* main_names(Thread& thread) noexcept {
  auto& registry = thread.interpreter().get<ModuleRegistry>();
  return registry.get_as<Module>(ModuleRegistry::Place::kMainModule)->dict;
}

Result<Dict*> collect_globals(Thread& thread, std::initializer_list<Object*> roots) {
  Ref<List> functions(TRY(make_list(thread.interpreter())));
  Ref<Dict> globals(TRY(make_dict(thread.interpreter())));
  Collecting collecting(thread, functions, globals);
  for (Object* root : roots) {
    TRY(collecting.add(root));
    if (is_tuple(root)) TRY(collecting.add_all(static_cast<Tuple*>(root)));
    if (!is_dict(root)) continue;
    for (DictCursor at; dict_next(static_cast<Dict*>(root), at);) TRY(collecting.add(at.value));
  }
  TRY(collecting.run());
  return globals.take();
}

}  // namespace ouro
