// Slow operations about exceptions: raise, except, except*, with.
#include "runtime/execute/slow.h"
#include "runtime/execute/specialise.h"
#include "runtime/execute/unwind.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Status slow_Raise(const Operands& at) {
  Object* value = at.a() == kNoOperand ? nullptr : TRY(at.read(at.a()));
  Object* cause = at.b() == kNoOperand ? nullptr : TRY(at.read(at.b()));
  Ref<> kept_value(retain_if(value));
  Ref<> kept_cause(retain_if(cause));
  if (value != nullptr) at.consume(at.a());
  if (cause != nullptr) at.consume(at.b());
  return raise_statement(at.thread, kept_value, kept_cause);
}

namespace {

bool is_exception_class(const Object* object) {
  return is_type(object) &&
         (static_cast<const Type*>(object)->flags & flag::kExceptionSubclass) != 0;
}

Failure refuse_handler(Thread& thread) {
  return raise(thread, TypeId::kTypeError,
               "catching classes that do not inherit from BaseException is not allowed");
}

Result<bool> matches_one(Thread& thread, Object* exception, Object* handler) {
  if (!is_exception_class(handler)) return refuse_handler(thread);
  return exception_matches(thread, static_cast<Exception*>(exception), static_cast<Type*>(handler));
}

}  // namespace

Result<bool> matches_handler(Thread& thread, Object* exception, Object* handler) {
  if (!is_tuple(handler)) return matches_one(thread, exception, handler);
  const auto* tuple = static_cast<const Tuple*>(handler);
  for (std::size_t index = 0; index < tuple->size; ++index) {
    if (!is_exception_class((*tuple)[index])) return refuse_handler(thread);
  }
  for (std::size_t index = 0; index < tuple->size; ++index) {
    if (TRY(matches_one(thread, exception, (*tuple)[index]))) return true;
  }
  return false;
}

// ---- except* ----

namespace {

bool is_group(Thread& thread, const Object* object) {
  return is_instance_of(object, type_of(thread, TypeId::kBaseExceptionGroup));
}

bool names_group(Thread& thread, Object* handler) {
  return is_type(handler) &&
         is_subtype(static_cast<Type*>(handler), type_of(thread, TypeId::kBaseExceptionGroup));
}

Status check_star_handler(Thread& thread, Object* handler) {
  Object* const* handlers = &handler;
  std::size_t count = 1;
  if (is_tuple(handler)) {
    handlers = static_cast<Tuple*>(handler)->items();
    count = static_cast<Tuple*>(handler)->size;
  }
  for (std::size_t index = 0; index < count; ++index) {
    if (!is_exception_class(handlers[index])) return refuse_handler(thread);
    if (names_group(thread, handlers[index])) {
      return raise(thread, TypeId::kTypeError,
                   "catching ExceptionGroup with except* is not allowed. Use except instead.");
    }
  }
  return done;
}

// ExceptionGroup("", (exception,)), with the traceback of the exception's way.
Result<Object*> wrap_naked(Thread& thread, Exception* exception) {
  Ref<Tuple> members(TRY(pack_tuple(thread.interpreter(), static_cast<Object*>(exception))));
  Ref<Str> empty(TRY(make_str(thread.interpreter(), "")));
  Ref<> wrapped(TRY(call(thread, type_of(thread, TypeId::kExceptionGroup), empty, members)));
  auto* group = static_cast<Exception*>(wrapped.get());
  replace_reference(group->traceback, retain_if(exception->traceback));
  return wrapped.take();
}

struct Split {
  Ref<> match;
  Ref<> rest;
};

Status split_by(Thread& thread, Object* group, Object* handler, Split& split) {
  Ref<> pair(TRY(call_method(thread, group, "split", {handler})));
  if (!is_tuple(pair) || static_cast<Tuple*>(pair.get())->size < 2) {
    return raise(thread, TypeId::kTypeError, "{}.split must return a 2-tuple, got tuple of size 0",
                 group->type);
  }
  const auto* tuple = static_cast<Tuple*>(pair.get());
  split.match.reset(retain((*tuple)[0]));
  split.rest.reset(retain((*tuple)[1]));
  return done;
}

Status match_group(Thread& thread, Object* exception, Object* handler, Split& split) {
  split.match.reset(retain(none(thread)));
  split.rest.reset(retain(none(thread)));
  if (exception == none(thread)) return done;
  TRY(check_star_handler(thread, handler));
  if (TRY(matches_handler(thread, exception, handler))) {
    if (is_group(thread, exception)) {
      split.match.reset(retain(exception));
    } else {
      split.match.reset(TRY(wrap_naked(thread, static_cast<Exception*>(exception))));
    }
    return done;
  }
  if (is_group(thread, exception)) return split_by(thread, exception, handler, split);
  split.rest.reset(retain(exception));
  return done;
}

}  // namespace

Status slow_MatchGroup(const Operands& at) {
  Object* handler = TRY(at.read(at.b()));
  Split split;
  TRY(match_group(at.thread, at.place(at.c()), handler, split));
  at.consume(at.b());
  replace_reference(at.place(at.c()), split.rest.take());
  if (split.match.get() != none(at.thread)) {
    replace_reference(at.thread.handled->value, retain(static_cast<Exception*>(split.match.get())));
  }
  at.put(at.a(), split.match.take());
  return done;
}

namespace {

// Do the two share what a re-raise keeps: traceback, notes, context and cause?
bool same_metadata(const Exception* left, const Exception* right) {
  return left->traceback == right->traceback && left->notes == right->notes &&
         left->context == right->context && left->cause == right->cause;
}

void collect_leaves(Thread& thread, Object* exception, List* leaves, Status& status) {
  if (!status.ok() || exception == none(thread)) return;
  if (!is_group(thread, exception)) {
    status = list_append(thread.interpreter(), leaves, exception);
    return;
  }
  RecursionGuard guard(thread, " in exception_group_projection");
  if (!guard.ok()) {
    status = failure;
    return;
  }
  auto* members = static_cast<ExceptionGroupException*>(exception)->exceptions;
  if (members == nullptr || !is_tuple(members)) return;
  const auto* tuple = static_cast<const Tuple*>(members);
  for (std::size_t index = 0; index < tuple->size; ++index) {
    collect_leaves(thread, (*tuple)[index], leaves, status);
  }
}

bool contains_identity(const List* list, const Object* object) {
  for (std::size_t index = 0; index < list->size; ++index) {
    if (list->items[index] == object) return true;
  }
  return false;
}

// The part of `group` whose leaves are in `keep`, with the shape of `group`; null inside: nothing.
Result<Found<Object>> project(Thread& thread, Object* group, const List* keep) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  auto* original = static_cast<ExceptionGroupException*>(group);
  const auto* members = static_cast<const Tuple*>(original->exceptions);
  Ref<List> kept(TRY(make_list(thread.interpreter())));
  for (std::size_t index = 0; index < members->size; ++index) {
    Object* member = (*members)[index];
    if (is_group(thread, member)) {
      Ref<> part(TRY(project(thread, member, keep)).value);
      if (part) TRY(list_append(thread.interpreter(), kept, part));
    } else if (contains_identity(keep, member)) {
      TRY(list_append(thread.interpreter(), kept, member));
    }
  }
  if (kept->size == 0) return Found<Object>{};
  Ref<> derived(TRY(call_method(thread, group, "derive", {kept.get()})));
  if (is_exception(derived)) {
    auto* part = static_cast<Exception*>(derived.get());
    replace_reference(part->traceback, retain_if(original->traceback));
    replace_reference(part->context, retain_if(original->context));
    replace_reference(part->cause, retain_if(original->cause));
    part->suppress_context = original->suppress_context;
    replace_reference(part->notes, retain_if(original->notes));
  }
  return Found{derived.take()};
}

// Splits what the clauses left behind into newly raised ones and parts of the original.
Status sort_out(Thread& thread, Exception* original, const List* results, List* raised,
                List* reraised) {
  for (std::size_t index = 0; index < results->size; ++index) {
    Object* result = results->items[index];
    if (result == none(thread)) continue;
    const bool again = same_metadata(static_cast<Exception*>(result), original);
    TRY(list_append(thread.interpreter(), again ? reraised : raised, result));
  }
  return done;
}

// What is to be raised after all except* clauses of a naked exception.
Result<Object*> remains_of_naked(Thread& thread, const List* results) {
  for (std::size_t index = 0; index < results->size; ++index) {
    if (results->items[index] != none(thread)) return retain(results->items[index]);
  }
  return retain(none(thread));
}

Result<Object*> remains_of_group(Thread& thread, Exception* original, const List* results) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> raised(TRY(make_list(interpreter)));
  Ref<List> reraised(TRY(make_list(interpreter)));
  TRY(sort_out(thread, original, results, raised, reraised));
  Ref<List> leaves(TRY(make_list(interpreter)));
  Status collected = done;
  for (std::size_t index = 0; index < reraised->size; ++index) {
    collect_leaves(thread, reraised->items[index], leaves, collected);
  }
  TRY(collected);
  Ref<> again(TRY(project(thread, original, leaves)).value);
  if (raised->size == 0) return again ? again.take() : retain(none(thread));
  if (again) TRY(list_append(interpreter, raised, again));
  Ref<Str> empty(TRY(make_str(interpreter, "")));
  return call(thread, type_of(thread, TypeId::kExceptionGroup), empty, raised);
}

}  // namespace

Status slow_PrepareReraiseStar(const Operands& at) {
  auto* original = static_cast<Exception*>(at.place(at.b()));
  Ref<List> results(static_cast<List*>(std::exchange(at.place(at.c()), nullptr)));
  if (is_group(at.thread, original)) {
    at.put(at.a(), TRY(remains_of_group(at.thread, original, results)));
  } else {
    at.put(at.a(), TRY(remains_of_naked(at.thread, results)));
  }
  return done;
}

// ---- with ----

namespace {

struct WithProtocol {
  Id enter;
  Id exit;
  const char* no_enter;
  const char* no_exit;
};

constexpr WithProtocol kPlainWith = {
    Id::dunder_enter, Id::dunder_exit, "'{}' object does not support the context manager protocol",
    "'{}' object does not support the context manager protocol (missed __exit__ method)"};
constexpr WithProtocol kAsyncWith = {
    Id::dunder_aenter, Id::dunder_aexit,
    "'{}' object does not support the asynchronous context manager protocol",
    "'{}' object does not support the asynchronous context manager protocol (missed __aexit__ "
    "method)"};

Status load_special(const Operands& at, Object* manager, Id name, const char* refusal,
                    Object** places) {
  Special special;
  if (!TRY(find_special(at.thread, manager, name, special))) {
    return raise(at.thread, TypeId::kTypeError, refusal, manager->type);
  }
  replace_reference(places[0], special.callable.take());
  replace_reference(places[1], retain_if(special.self));
  return done;
}

Status load_with(const Operands& at, const WithProtocol& protocol) {
  Ref<> manager(retain(TRY(at.read(at.b()))));
  at.consume(at.b());  // it may stand where the pair goes
  TRY(load_special(at, manager, protocol.enter, protocol.no_enter, at.run(at.c())));
  TRY(load_special(at, manager, protocol.exit, protocol.no_exit, at.run(at.a())));
  return done;
}

}  // namespace

Status slow_LoadWith(const Operands& at) { return load_with(at, kPlainWith); }

Status slow_LoadAsyncWith(const Operands& at) { return load_with(at, kAsyncWith); }

// Without an exception the three are None.
Status slow_CallExit(const Operands& at) {
  Object** pair = at.run(at.b());
  Object* const nothing = none(at.thread);
  Object* values[] = {pair[1], nothing, nothing, nothing};
  Ref<> kept_traceback;
  if (at.c() != kNoOperand) {
    auto* exception = static_cast<Exception*>(at.place(at.c()));
    if (exception->traceback != nullptr) kept_traceback.reset(retain(exception->traceback));
    values[1] = exception->type;
    values[2] = exception;
    values[3] = kept_traceback ? kept_traceback.get() : nothing;
  }
  const bool bound = pair[1] != nullptr;
  const Arguments arguments{values + !bound, std::size_t{3} + bound};
  at.put(at.a(), TRY(call(at.thread, pair[0], arguments)));
  return done;
}

}  // namespace ouro
