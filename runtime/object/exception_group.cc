// Exception groups: making, splitting and deriving them.
#include <algorithm>

#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception_fields.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

ExceptionGroupException* group_of(Object* object) {
  return static_cast<ExceptionGroupException*>(object);
}

Tuple* members_of(Object* group) { return static_cast<Tuple*>(group_of(group)->exceptions); }

bool is_group(Thread& thread, const Object* object) {
  return is_instance_of(object, type_of(thread, TypeId::kBaseExceptionGroup));
}

// Making one.

Result<Tuple*> read_members(Thread& thread, Object* sequence) {
  const Slots* slots = sequence->type->slots;
  const bool readable = slots->get_item != nullptr && !is_dict(sequence) && !is_any_set(sequence);
  if (!readable) {
    return raise(thread, TypeId::kTypeError, "second argument (exceptions) must be a sequence");
  }
  Ref<Tuple> members(TRY(to_tuple(thread, sequence)));
  if (members->size == 0) {
    return raise(thread, TypeId::kValueError,
                 "second argument (exceptions) must be a non-empty sequence");
  }
  for (std::size_t index = 0; index < members->size; ++index) {
    if (is_exception((*members)[index])) continue;
    return raise(thread, TypeId::kValueError,
                 "Item {} of second argument (exceptions) is not an exception", index);
  }
  return members.take();
}

bool all_ordinary(Thread& thread, const Tuple* members) {
  const Type* ordinary = type_of(thread, TypeId::kException);
  return std::all_of(members->items(), members->items() + members->size,
                     [&](const Object* member) { return is_instance_of(member, ordinary); });
}

// What cannot be caught by `except Exception` must not hide in a group that can.
Result<Type*> choose_type(Thread& thread, Type* type, const Tuple* members) {
  const bool ordinary = all_ordinary(thread, members);
  if (type == type_of(thread, TypeId::kBaseExceptionGroup)) {
    return ordinary ? type_of(thread, TypeId::kExceptionGroup) : type;
  }
  if (ordinary || !is_subtype(type, type_of(thread, TypeId::kException))) return type;
  if (type == type_of(thread, TypeId::kExceptionGroup)) {
    return raise(thread, TypeId::kTypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
  }
  return raise(thread, TypeId::kTypeError, "Cannot nest BaseExceptions in '{}'", type);
}

}  // namespace

Result<Object*> group_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.positional != 2) {
    return raise(thread, TypeId::kTypeError,
                 "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
                 arguments.positional);
  }
  if (!is_str(arguments.values[0])) {
    return raise(thread, TypeId::kTypeError,
                 "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                 arguments.values[0]->type);
  }
  Ref<Tuple> members(TRY(read_members(thread, arguments.values[1])));
  Type* chosen = TRY(choose_type(thread, type, members));
  Ref<> self(
      TRY(exception_make(thread, chosen, {arguments.values, arguments.positional, nullptr})));
  group_of(self)->message = retain(arguments.values[0]);
  group_of(self)->exceptions = members.take();
  return self.take();
}

Status group_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  return exception_initialise(thread, self, arguments);
}

Result<Object*> group_str(Thread& thread, Object* self) {
  const std::size_t count = members_of(self)->size;
  return format_str(thread, "{} ({} sub-exception{})", group_of(self)->message, count,
                    count == 1 ? "" : "s");
}

Result<Object*> group_derive(Thread& thread, Object* self, Object* const* arguments) {
  return call(thread, type_of(thread, TypeId::kBaseExceptionGroup), group_of(self)->message,
              arguments[0]);
}

// Splitting.

namespace {

enum class MatcherKind { kTypes, kFunction };

struct Matcher {
  Object* value;
  MatcherKind kind;
};

bool is_exception_type(const Object* object) {
  return is_type(object) &&
         (static_cast<const Type*>(object)->flags & flag::kExceptionSubclass) != 0;
}

Result<Matcher> read_matcher(Thread& thread, Object* value) {
  if (is_exact(value, TypeId::kFunction) || (is_callable(value) && !is_type(value))) {
    return Matcher{value, MatcherKind::kFunction};
  }
  bool types = is_exception_type(value);
  if (is_tuple(value)) {
    const auto* tuple = static_cast<Tuple*>(value);
    types = std::all_of(tuple->items(), tuple->items() + tuple->size, is_exception_type);
  }
  if (types) return Matcher{value, MatcherKind::kTypes};
  return raise(thread, TypeId::kTypeError,
               "expected a function, exception type or tuple of exception types");
}

Result<bool> matches(Thread& thread, Object* exception, const Matcher& matcher) {
  if (matcher.kind == MatcherKind::kFunction) {
    Ref<> answer(TRY(call(thread, matcher.value, exception)));
    return is_true(thread, answer);
  }
  if (!is_tuple(matcher.value)) return is_instance_of(exception, static_cast<Type*>(matcher.value));
  const auto* types = static_cast<Tuple*>(matcher.value);
  for (std::size_t index = 0; index < types->size; ++index) {
    if (is_instance_of(exception, static_cast<Type*>((*types)[index]))) return true;
  }
  return false;
}

struct Halves {
  Ref<> match;  // null: empty
  Ref<> rest;
};

// derive(), and then everything that says where the original came from. Null when `members` is
// empty.
Result<Found<Object>> derive_part(Thread& thread, Object* original, List* members) {
  if (members->size == 0) return Found<Object>{};
  Ref<> part(TRY(call_method(thread, original, "derive", {members})));
  if (!is_group(thread, part)) {
    return raise(thread, TypeId::kTypeError,
                 "derive must return an instance of BaseExceptionGroup");
  }
  auto* from = static_cast<Exception*>(original);
  auto* to = static_cast<Exception*>(part.get());
  replace_reference(to->traceback, retain_if(from->traceback));
  replace_reference(to->context, retain_if(from->context));
  replace_reference(to->cause, retain_if(from->cause));
  to->suppress_context = from->suppress_context;
  if (from->notes == nullptr) return Found{part.take()};
  // A copy, so that a note added to one part stays there.
  Ref<> notes(is_list(from->notes) ? TRY(Result<Object*>(to_list(thread, from->notes)))
                                   : retain(from->notes));
  TRY(set_attribute(thread, part, identifier(thread, Id::dunder_notes), notes));
  return Found{part.take()};
}

Status split_recursively(Thread&, Object* exception, const Matcher&, bool want_rest, Halves&);

Status split_members(Thread& thread, Object* group, const Matcher& matcher, bool want_rest,
                     List* matched, List* rest) {
  Ref<Tuple> members(retain(members_of(group)));
  for (std::size_t index = 0; index < members->size; ++index) {
    Halves halves;
    TRY(split_recursively(thread, (*members)[index], matcher, want_rest, halves));
    if (halves.match) TRY(list_append(thread.interpreter(), matched, halves.match));
    if (halves.rest) TRY(list_append(thread.interpreter(), rest, halves.rest));
  }
  return done;
}

Status split_recursively(Thread& thread, Object* exception, const Matcher& matcher, bool want_rest,
                         Halves& halves) {
  RecursionGuard guard(thread, " in exceptiongroup_split_recursive");
  if (!guard.ok()) return failure;
  if (TRY(matches(thread, exception, matcher))) {
    halves.match.reset(retain(exception));
    return done;
  }
  if (!is_group(thread, exception)) {
    if (want_rest) halves.rest.reset(retain(exception));
    return done;
  }
  Ref<List> matched(TRY(make_list(thread.interpreter())));
  Ref<List> rest(TRY(make_list(thread.interpreter())));
  TRY(split_members(thread, exception, matcher, want_rest, matched, rest));
  halves.match.reset(TRY(derive_part(thread, exception, matched)).value);
  if (want_rest) halves.rest.reset(TRY(derive_part(thread, exception, rest)).value);
  return done;
}

Object* or_none(Thread& thread, const Ref<>& half) { return half ? half.get() : none(thread); }

}  // namespace

Result<Object*> group_split(Thread& thread, Object* self, Object* const* arguments) {
  const Matcher matcher = TRY(read_matcher(thread, arguments[0]));
  Halves halves;
  TRY(split_recursively(thread, self, matcher, true, halves));
  return pack_tuple(thread.interpreter(), or_none(thread, halves.match),
                    or_none(thread, halves.rest));
}

Result<Object*> group_subgroup(Thread& thread, Object* self, Object* const* arguments) {
  const Matcher matcher = TRY(read_matcher(thread, arguments[0]));
  Halves halves;
  TRY(split_recursively(thread, self, matcher, false, halves));
  return retain(or_none(thread, halves.match));
}

}  // namespace ouro
