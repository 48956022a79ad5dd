// Classes: making one from name, bases and namespace.
#include "runtime/object/type_class.h"

#include <algorithm>
#include <new>

#include "runtime/component/planted.h"
#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_table.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Type*> find_metaclass(Thread& thread, Type* metatype, Tuple* bases) {
  Type* winner = metatype;
  for (std::size_t index = 0; index < bases->size; ++index) {
    Type* candidate = (*bases)[index]->type;
    if (is_subtype(winner, candidate)) continue;
    if (!is_subtype(candidate, winner)) {
      return raise(
          thread, TypeId::kTypeError,
          "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
          "of the metaclasses of all its bases");
    }
    winner = candidate;
  }
  return winner;
}

Result<Str*> mangle_name(Interpreter& interpreter, Str* class_name, Str* name) {
  auto underscores = [](const Str* text) {
    std::size_t count = 0;
    while (count < text->length && text->at(count) == '_') ++count;
    return count;
  };
  const std::size_t length = name->length, leading = underscores(class_name);
  const bool dunder = length >= 4 && name->at(length - 1) == '_' && name->at(length - 2) == '_';
  if (underscores(name) < 2 || dunder || leading == class_name->length) return retain(name);
  TextBuilder text(interpreter);
  TRY(text.append(U'_'));
  TRY(text.append(class_name, leading, class_name->length));
  TRY(text.append(name));
  return text.finish();
}

namespace {

struct ClassStatement {
  Type* metatype;
  Str* name;
  Tuple* bases;
  Dict* attributes;
  Tuple* keyword_names;
  Object* const* keyword_values;

  std::size_t keywords() const { return keyword_names == nullptr ? 0 : keyword_names->size; }
};

class ClassMaker {
 public:
  ClassMaker(Thread& thread, const ClassStatement& statement)
      : thread_(thread), interpreter_(thread.interpreter()), statement_(statement) {}

  Result<Type*> make() {
    Type* base = TRY(find_best_base(thread_, statement_.bases));
    Ref<Dict> dict(TRY(dict_copy(interpreter_, statement_.attributes)));
    type_.reset(TRY(allocate(base)));
    type_->dict = dict.take();
    TRY(take_names());
    TRY(lay_out_class(thread_, type_, statement_.bases));
    TRY(take_module());
    TRY(wrap_functions());
    TRY(fill_class_cell());
    TRY(become_ready());
    TRY(call_set_names());
    TRY(call_init_subclass());
    return type_.take();
  }

 private:
  Dict* dict() const { return type_->dict; }
  Object* find(Id name) const {
    return find_str_in_dict(thread_, dict(), identifier(thread_, name));
  }

  // Everything an early end needs is in place before anything can fail.
  Result<Type*> allocate(Type* base) {
    auto* type = static_cast<Type*>(TRY(allocate_instance(interpreter_, statement_.metatype)));
    type->interpreter = &interpreter_;
    type->id = TypeId::kNone;
    type->slots = base->slots;
    type->base = retain(base);
    type->bases = retain(statement_.bases);
    type->object_size = base->object_size;
    type->item_size = base->item_size;
    type->dict_offset = base->dict_offset;
    type->weak_offset = base->weak_offset;
    type->tail_size = base->tail_size;
    type->flags = flag::kClass | flag::kBaseType | flag::kCollectable;
    take_flags(type);
    return type;
  }

  void take_flags(Type* type) const {
    constexpr std::uint32_t kOfBase = flag::kPatternSelf | flag::kTrailing;
    constexpr std::uint32_t kPatterns = flag::kSequencePattern | flag::kMappingPattern;
    type->flags |= type->base->flags & kOfBase;
    for (std::size_t index = 0; index < statement_.bases->size; ++index) {
      const std::uint32_t flags = static_cast<Type*>((*statement_.bases)[index])->flags;
      type->flags |= flags & flag::kSubclassMask;
      if ((type->flags & kPatterns) == 0) type->flags |= flags & kPatterns;
    }
  }

  Status take_names() {
    TRY(set_type_name(interpreter_, type_, statement_.name));
    if (is_planted(Planted::kOwnerFlagCopied)) type_->name_owned = type_->base->name_owned;
    Object* qualified = find(Id::dunder_qualname);
    if (qualified == nullptr) {
      type_->qualified_name = retain(statement_.name);
      return done;
    }
    if (!is_str(qualified)) {
      return raise(thread_, TypeId::kTypeError, "type __qualname__ must be a str, not {}",
                   qualified->type);
    }
    type_->qualified_name = retain(static_cast<Str*>(qualified));
    static_cast<void>(TRY(dict_delete(thread_, dict(), identifier(thread_, Id::dunder_qualname))));
    return done;
  }

  // The module is that of the code which makes the class.
  Status take_module() {
    if (find(Id::dunder_module) == nullptr) {
      Dict* globals = borrow_current_globals(thread_);
      Object* name = globals == nullptr
                         ? nullptr
                         : find_str_in_dict(thread_, globals, identifier(thread_, Id::dunder_name));
      if (name != nullptr)
        TRY(dict_set(thread_, dict(), identifier(thread_, Id::dunder_module), name));
    }
    return dict_set_default(thread_, dict(), identifier(thread_, Id::dunder_doc), none(thread_))
                   .ok()
               ? done
               : failure;
  }

  // __new__ is a static method, these two are class methods, without being told.
  Status wrap_functions() {
    TRY(wrap_function(Id::dunder_new, make_static_method));
    TRY(wrap_function(Id::dunder_init_subclass, make_class_method));
    return wrap_function(Id::dunder_class_getitem, make_class_method);
  }

  Status wrap_function(Id name, Result<Object*> (*wrap)(Interpreter&, Object*)) {
    Object* function = find(name);
    if (function == nullptr || !is_exact(function, TypeId::kFunction)) return done;
    Ref<> wrapped(TRY(wrap(interpreter_, function)));
    return dict_set(thread_, dict(), identifier(thread_, name), wrapped);
  }

  Status fill_class_cell() {
    Object* cell = find(Id::dunder_classcell);
    if (cell == nullptr) return done;
    if (!is_exact(cell, TypeId::kCell)) {
      return raise(thread_, TypeId::kTypeError, "__classcell__ must be a nonlocal cell, not {}",
                   repr_of(cell->type));
    }
    replace_reference(static_cast<Cell*>(cell)->value, static_cast<Object*>(retain(type_.get())));
    static_cast<void>(TRY(dict_delete(thread_, dict(), identifier(thread_, Id::dunder_classcell))));
    return done;
  }

  Status become_ready() {
    TRY(hide_hash());
    TRY(make_slots());
    Tuple* mro = TRY(compute_mro(thread_, type_));
    replace_reference(type_->mro, mro);
    type_->flags |= flag::kReady;
    TRY(fill_slots());
    if (is_planted(Planted::kSlotsInheritedUpwards))
      const_cast<Slots*>(type_->base->slots)->repr = type_->slots->repr;
    for (std::size_t index = 0; index < statement_.bases->size; ++index) {
      TRY(add_subclass(static_cast<Type*>((*statement_.bases)[index]), type_));
    }
    return take_abstract_flag();
  }

  // Equality of its own makes the inherited hash wrong.
  Status hide_hash() {
    if (find(Id::dunder_eq) == nullptr || find(Id::dunder_hash) != nullptr) return done;
    return dict_set(thread_, dict(), identifier(thread_, Id::dunder_hash), none(thread_));
  }

  Status make_slots() {
    void* block = interpreter_.memory().allocate(sizeof(Slots));
    if (block == nullptr) return raise_memory_error(interpreter_);
    type_->own_slots = new (block) Slots(*type_->base->slots);
    type_->own_slots->deallocate = class_deallocate;
    type_->own_slots->traverse = class_traverse;
    type_->own_slots->clear = class_clear;
    type_->slots = type_->own_slots;
    return done;
  }

  // With one base its slots are right but for what the class itself defines.
  Status fill_slots() {
    const Tuple* mro = type_->mro;
    const bool simple =
        statement_.bases->size == 1 && type_->base->mro != nullptr &&
        mro->size == type_->base->mro->size + 1 &&
        std::equal(mro->items() + 1, mro->items() + mro->size, type_->base->mro->items());
    return simple ? update_own_slots(thread_, type_) : update_all_slots(thread_, type_);
  }

  Status take_abstract_flag() {
    Object* names = find(Id::dunder_abstractmethods);
    if (names != nullptr && TRY(is_true(thread_, names))) type_->flags |= flag::kAbstract;
    return done;
  }

  Status call_set_names() {
    Ref<Dict> names(TRY(dict_copy(interpreter_, dict())));
    for (DictCursor at; dict_next(names, at);) {
      Special set_name;
      if (!TRY(find_special(thread_, at.value, Id::dunder_set_name, set_name))) continue;
      Result<Object*> result = call_found(thread_, set_name, {type_.get(), at.key});
      if (!result.ok()) return explain_set_name(at.key, at.value);
      release(result.value());
    }
    return done;
  }

  Failure explain_set_name(Object* key, Object* value) {
    Ref<Exception> cause(take_pending(thread_));
    raise(thread_, TypeId::kRuntimeError, "Error calling __set_name__ on '{}' instance {} in '{}'",
          value->type, repr_of(key), static_cast<const Type*>(type_.get()));
    if (!pending_matches(thread_, TypeId::kRuntimeError)) return failure;
    replace_reference(thread_.pending->cause, retain(cause.get()));
    thread_.pending->suppress_context = true;
    replace_reference(thread_.pending->context, cause.take());
    return failure;
  }

  // super(type, type).__init_subclass__(**keywords)
  Status call_init_subclass() {
    Object* both = type_;
    Ref<> above(TRY(call(thread_, type_of(thread_, TypeId::kSuper), both, both)));
    Ref<> function(
        TRY(get_attribute(thread_, above, identifier(thread_, Id::dunder_init_subclass))));
    Ref<> result(TRY(call(thread_, function.get(),
                          Arguments{statement_.keyword_values, 0, statement_.keyword_names})));
    return done;
  }

  Thread& thread_;
  Interpreter& interpreter_;
  const ClassStatement& statement_;
  Ref<Type> type_;
};

Status refuse_unresolved_bases(Thread& thread, const Tuple* bases) {
  for (std::size_t index = 0; index < bases->size; ++index) {
    Object* base = (*bases)[index];
    if (is_type(base)) continue;
    Ref<> entries(
        TRY(get_attribute_if(thread, base, identifier(thread, Id::dunder_mro_entries))).value);
    if (!entries) continue;
    return raise(thread, TypeId::kTypeError,
                 "type() doesn't support MRO entry resolution; use types.new_class()");
  }
  return done;
}

// A metaclass with a __new__ of its own, found only among the bases, makes the class instead.
Result<Type*> make_by_metaclass(Thread& thread, Type* winner, const ClassStatement& statement) {
  constexpr std::size_t kKeywordsMax = 64;
  if (statement.keywords() > kKeywordsMax) {
    return raise(thread, TypeId::kTypeError, "too many keywords for a metaclass");
  }
  Object* values[3 + kKeywordsMax] = {statement.name, statement.bases, statement.attributes};
  std::copy_n(statement.keyword_values, statement.keywords(), values + 3);
  Ref<> made(TRY(winner->slots->make(thread, winner, {values, 3, statement.keyword_names})));
  if (is_type(made)) return static_cast<Type*>(made.take());
  return raise(thread, TypeId::kTypeError, "metaclass {} made no class but {}", winner, made->type);
}

}  // namespace

Result<Type*> make_class(Thread& thread, Type* metatype, Str* name, Tuple* bases, Dict* attributes,
                         Tuple* keyword_names, Object* const* keyword_values) {
  ClassStatement statement{metatype, name, bases, attributes, keyword_names, keyword_values};
  Ref<Tuple> only_object;
  if (bases->size == 0) {
    only_object.reset(TRY(
        pack_tuple(thread.interpreter(), static_cast<Object*>(type_of(thread, TypeId::kObject)))));
    statement.bases = only_object;
  } else {
    TRY(refuse_unresolved_bases(thread, bases));
    Type* winner = TRY(find_metaclass(thread, metatype, bases));
    if (winner != metatype && winner->slots->make != metatype->slots->make &&
        winner->slots->make != kTypeDescriptor.slots.make) {
      return make_by_metaclass(thread, winner, statement);
    }
    statement.metatype = winner;
  }
  return ClassMaker(thread, statement).make();
}

}  // namespace ouro
