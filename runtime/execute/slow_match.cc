// Slow operations of the match statement.
#include "runtime/execute/slow.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Status slow_GetLength(const Operands& at) {
  const std::intptr_t size = TRY(length(at.thread, at.place(at.b())));
  at.put(at.a(), TRY(make_int(at.thread.interpreter(), size)));
  return done;
}

// ---- mapping patterns ----

namespace {

// mapping.get(key, missing); null inside: not there.
Result<Found<Object>> value_at(Thread& thread, Object* mapping, Object* key, Object* missing) {
  Ref<> value(TRY(call_method(thread, mapping, identifier(thread, Id::get), {key, missing})));
  if (value.get() == missing) return Found<Object>{};
  return Found{value.take()};
}

Result<Object*> values_at(Thread& thread, Object* mapping, const Tuple* keys) {
  Ref<Set> seen(TRY(make_set(thread, nullptr)));
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), keys->size)));
  Ref<Dict> missing(TRY(make_dict(thread.interpreter())));
  for (std::size_t index = 0; index < keys->size; ++index) {
    Object* key = (*keys)[index];
    if (TRY(set_contains(thread, seen, key))) {
      return raise(thread, TypeId::kValueError, "mapping pattern checks duplicate key ({})",
                   repr_of(key));
    }
    TRY(set_add(thread, seen, key));
    const Found<Object> value = TRY(value_at(thread, mapping, key, missing));
    if (!value) return retain(none(thread));
    values->items()[index] = value.value;
  }
  return values.take();
}

}  // namespace

Status slow_MatchKeys(const Operands& at) {
  const auto* keys = static_cast<Tuple*>(at.place(at.c()));
  at.put(at.a(), TRY(values_at(at.thread, at.place(at.b()), keys)));
  return done;
}

Status slow_DictWithoutKeys(const Operands& at) {
  Ref<Dict> rest(TRY(make_dict(at.thread.interpreter())));
  TRY(dict_merge(at.thread, rest, at.place(at.b())));
  const auto* keys = static_cast<Tuple*>(at.place(at.c()));
  for (std::size_t index = 0; index < keys->size; ++index) {
    TRY(dict_delete(at.thread, rest, (*keys)[index]));
  }
  at.put(at.a(), rest.take());
  return done;
}

// ---- class patterns ----

namespace {

class ClassPattern {
 public:
  ClassPattern(Thread& thread, Object* subject, Type* type)
      : thread_(thread), subject_(subject), type_(type) {}

  // Null inside: an attribute is missing.
  Result<Found<Object>> match(std::size_t positional, const Tuple* names);

 private:
  Result<Found<Object>> borrow_match_args(Ref<>& holder);
  Status match_positional(std::size_t count);
  Status add(Str* name);

  Thread& thread_;
  Object* subject_;
  Type* type_;
  Ref<List> found_;
  Ref<Set> seen_;
  bool missing_ = false;
};

// One attribute of the subject; notes when there is none, and refuses to read one twice.
Status ClassPattern::add(Str* name) {
  if (TRY(set_contains(thread_, seen_, name))) {
    return raise(thread_, TypeId::kTypeError, "{}() got multiple sub-patterns for attribute {}",
                 type_, repr_of(name));
  }
  TRY(set_add(thread_, seen_, name));
  Ref<> value(TRY(get_attribute_if(thread_, subject_, name)).value);
  if (!value) {
    missing_ = true;
    return done;
  }
  return list_append(thread_.interpreter(), found_, value);
}

Status ClassPattern::match_positional(std::size_t count) {
  Ref<> names(
      TRY(get_attribute_if(thread_, type_, identifier(thread_, Id::dunder_match_args))).value);
  if (names && !is_exact(names, TypeId::kTuple)) {
    return raise(thread_, TypeId::kTypeError, "{}.__match_args__ must be a tuple (got {})", type_,
                 names->type);
  }
  const bool self = !names && (type_->flags & flag::kPatternSelf) != 0;
  const std::size_t allowed = names ? static_cast<Tuple*>(names.get())->size : self ? 1 : 0;
  if (allowed < count) {
    return raise(thread_, TypeId::kTypeError, "{}() accepts {} positional sub-pattern{} ({} given)",
                 type_, allowed, allowed == 1 ? "" : "s", count);
  }
  if (self) return list_append(thread_.interpreter(), found_, subject_);
  for (std::size_t index = 0; index < count && !missing_; ++index) {
    Object* name = (*static_cast<Tuple*>(names.get()))[index];
    if (!is_exact(name, TypeId::kStr)) {
      return raise(thread_, TypeId::kTypeError, "__match_args__ elements must be strings (got {})",
                   name->type);
    }
    TRY(add(static_cast<Str*>(name)));
  }
  return done;
}

Result<Found<Object>> ClassPattern::match(std::size_t positional, const Tuple* names) {
  found_.reset(TRY(make_list(thread_.interpreter())));
  seen_.reset(TRY(make_set(thread_, nullptr)));
  if (positional != 0) TRY(match_positional(positional));
  for (std::size_t index = 0; index < names->size && !missing_; ++index) {
    TRY(add(static_cast<Str*>((*names)[index])));
  }
  if (missing_) return Found<Object>{};
  return Found<Object>{TRY(make_tuple_from(thread_.interpreter(), found_->items, found_->size))};
}

}  // namespace

Status slow_MatchClass(const Operands& at) {
  Ref<> type(std::exchange(at.place(at.c()), nullptr));
  Object* subject = at.place(at.b());
  if (!is_type(type)) {
    return raise(at.thread, TypeId::kTypeError, "called match pattern must be a type");
  }
  Ref<> values;
  if (TRY(is_instance(at.thread, subject, type))) {
    const auto* names = static_cast<Tuple*>(at.frame.constants[at.at[1].cache]);
    ClassPattern pattern(at.thread, subject, static_cast<Type*>(type.get()));
    values.reset(TRY(pattern.match(at.data(), names)).value);
  }
  at.put(at.a(), values ? values.take() : retain(none(at.thread)));
  return done;
}

}  // namespace ouro
