// Context, ContextVar and Token.
#include "runtime/object/context.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_functions.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Context* context_of(Object* object) { return static_cast<Context*>(object); }
ContextVar* variable_of(Object* object) { return static_cast<ContextVar*>(object); }
ContextToken* token_of(Object* object) { return static_cast<ContextToken*>(object); }

Result<Context*> make_context(Thread& thread, Dict* values) {
  Ref<Dict> held(values != nullptr ? retain(values) : TRY(make_dict(thread.interpreter())));
  Type* type = type_of(thread, TypeId::kContext);
  auto* context = static_cast<Context*>(TRY(allocate_instance(thread.interpreter(), type)));
  context->values = held.take();
  return context;
}

Result<Dict*> copy_values(Thread& thread, const Context* context) {
  return dict_copy(thread.interpreter(), context->values);
}

}  // namespace

Result<Context*> borrow_context(Thread& thread) {
  if (thread.context == nullptr) {
    Context* context = TRY(make_context(thread, nullptr));
    thread.context = context;
  }
  return context_of(thread.context);
}

Result<Object*> copy_context(Thread& thread) {
  Context* current = TRY(borrow_context(thread));
  return make_context(thread, current->values);
}

Result<Found<Object>> find_context_value(Thread& thread, ContextVar* variable) {
  if (thread.context != nullptr) {
    const Found<Object> found =
        TRY(find_in_dict(thread, context_of(thread.context)->values, variable));
    if (found) return found;
  }
  return Found{variable->fallback};
}

Result<ContextVar*> make_context_variable(Thread& thread, std::string_view name,
                                          Object* fallback_or_null) {
  Ref<Str> text(TRY(intern(thread.interpreter(), name)));
  Type* type = type_of(thread, TypeId::kContextVar);
  auto* variable = static_cast<ContextVar*>(TRY(allocate_instance(thread.interpreter(), type)));
  variable->name = text.take();
  variable->fallback = retain_if(fallback_or_null);
  return variable;
}

Result<Object*> set_context_value(Thread& thread, ContextVar* variable, Object* value) {
  Ref<Context> context(retain(TRY(borrow_context(thread))));
  Type* type = type_of(thread, TypeId::kContextToken);
  Ref<ContextToken> token(
      static_cast<ContextToken*>(TRY(allocate_instance(thread.interpreter(), type))));
  token->context = retain(context.get());
  token->variable = retain(variable);
  token->old_value = retain_if(TRY(find_in_dict(thread, context->values, variable)).value);
  Ref<Dict> values(TRY(copy_values(thread, context)));
  TRY(dict_set(thread, values, variable, value));
  replace_reference(context->values, values.take());
  return token.take();
}

Status enter_context(Thread& thread, Context* context) {
  if (context->entered) {
    return raise(thread, TypeId::kRuntimeError, "cannot enter context: {} is already entered",
                 repr_of(context));
  }
  context->entered = true;
  context->previous =
      context_of(std::exchange(thread.context, retain(static_cast<Object*>(context))));
  return done;
}

Status leave_context(Thread& thread, Context* context) {
  if (!context->entered || thread.context != context) {
    return raise(thread, TypeId::kRuntimeError,
                 "cannot exit context: thread state references a different context object");
  }
  context->entered = false;
  Ref<> left(std::exchange(thread.context, std::exchange(context->previous, nullptr)));
  return done;
}

// Context.

namespace {

using ContextReferences = OwnedReferences<Context, &Context::values, &Context::previous>;

Result<Object*> context_make(Thread& thread, Type*, const Arguments& arguments) {
  if (arguments.positional != 0 || arguments.keywords() != 0) {
    return raise(thread, TypeId::kTypeError, "Context() does not accept any arguments");
  }
  return make_context(thread, nullptr);
}

Result<Object*> context_compare(Thread& thread, Object* left, Object* right,
                                Comparison comparison) {
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_exact(left, TypeId::kContext) || !is_exact(right, TypeId::kContext)) {
    return new_not_implemented(thread);
  }
  return compare(thread, context_of(left)->values, context_of(right)->values, comparison);
}

Result<std::intptr_t> context_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(context_of(self)->values->size);
}

Status check_key(Thread& thread, Object* key) {
  if (is_exact(key, TypeId::kContextVar)) return done;
  return raise(thread, TypeId::kTypeError, "a ContextVar key was expected, got {}", repr_of(key));
}

Result<Found<Object>> find_value(Thread& thread, Object* self, Object* key) {
  TRY(check_key(thread, key));
  return find_in_dict(thread, context_of(self)->values, key);
}

Result<Object*> context_get_item(Thread& thread, Object* self, Object* key) {
  const Found<Object> found = TRY(find_value(thread, self, key));
  return found ? Result<Object*>(retain(found.value)) : raise_value(thread, TypeId::kKeyError, key);
}

Result<bool> context_contains(Thread& thread, Object* self, Object* key) {
  return TRY(find_value(thread, self, key)).value != nullptr;
}

Result<Object*> context_iterate(Thread& thread, Object* self) {
  return iterate(thread, context_of(self)->values);
}

Result<Object*> get_method(Thread& thread, Object* self, Object* const* arguments) {
  const Found<Object> found = TRY(find_value(thread, self, arguments[0]));
  if (found) return retain(found.value);
  return arguments[1] == nullptr ? new_none(thread) : retain(arguments[1]);
}

Result<Object*> copy_method(Thread& thread, Object* self, Object* const*) {
  return make_context(thread, context_of(self)->values);
}

Result<Object*> keys_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, context_of(self)->values, "keys");
}
Result<Object*> values_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, context_of(self)->values, "values");
}
Result<Object*> items_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, context_of(self)->values, "items");
}

Result<Object*> run_method(Thread& thread, Object* self, Object* const* arguments) {
  auto* positional = static_cast<Tuple*>(arguments[0]);
  if (positional->size == 0) {
    return raise(thread, TypeId::kTypeError, "run() missing 1 required positional argument");
  }
  TRY(enter_context(thread, context_of(self)));
  Ref<Tuple> rest(
      TRY(make_tuple_from(thread.interpreter(), positional->items() + 1, positional->size - 1)));
  Result<Object*> result =
      call_with(thread, (*positional)[0], rest, static_cast<Dict*>(arguments[1]));
  Ref<> value(result.ok() ? result.value() : nullptr);
  TRY(leave_context(thread, context_of(self)));
  return value ? Result<Object*>(value.take()) : failure;
}

constexpr NativeMethod kContextMethods[] = {{"get(self, key, default=None, /)", get_method},
                                            {"items(self, /)", items_method},
                                            {"keys(self, /)", keys_method},
                                            {"values(self, /)", values_method},
                                            {"copy(self, /)", copy_method},
                                            {"run(self, *args, **kwargs)", run_method}};

}  // namespace

constinit const TypeDescriptor kContextDescriptor = {
    .name = "Context",
    .module = "_contextvars",
    .flags = flag::kCollectable,
    .object_size = sizeof(Context),
    .weak_offset = OURO_OFFSET(Context, weak_references),
    .slots = {.deallocate = ContextReferences::deallocate,
              .traverse = ContextReferences::traverse,
              .clear = ContextReferences::clear,
              .hash = unhashable,
              .compare = context_compare,
              .make = context_make,
              .initialise = accept_arguments,
              .iterate = context_iterate,
              .length = context_length,
              .get_item = context_get_item,
              .contains = context_contains},
    .methods = kContextMethods,
    .full_name = "_contextvars.Context",
};

// ContextVar.

namespace {

using VariableReferences = OwnedReferences<ContextVar, &ContextVar::name, &ContextVar::fallback>;

Result<Object*> variable_make(Thread& thread, Type*, const Arguments& arguments) {
  if (arguments.positional != 1) {
    return raise(thread, TypeId::kTypeError,
                 "ContextVar() takes exactly 1 positional argument ({} given)",
                 arguments.positional);
  }
  BoundArguments bound;
  TRY(bound.bind(thread, "ContextVar(name, /, *, default=None)", arguments));
  if (!is_str(bound[0]))
    return raise(thread, TypeId::kTypeError, "context variable name must be a str");
  Type* type = type_of(thread, TypeId::kContextVar);
  auto* variable = static_cast<ContextVar*>(TRY(allocate_instance(thread.interpreter(), type)));
  variable->name = retain(static_cast<Str*>(bound[0]));
  variable->fallback = retain_if(bound[1]);
  return variable;
}

Result<Object*> variable_repr(Thread& thread, Object* self) {
  const ContextVar* variable = variable_of(self);
  if (variable->fallback == nullptr) {
    return format_str(thread, "<ContextVar name={} at {}>", repr_of(variable->name),
                      address_of(self));
  }
  return format_str(thread, "<ContextVar name={} default={} at {}>", repr_of(variable->name),
                    repr_of(variable->fallback), address_of(self));
}

Result<Object*> get_value(Thread& thread, Object* self, Object* const* arguments) {
  if (thread.context != nullptr) {
    const Found<Object> found = TRY(find_in_dict(thread, context_of(thread.context)->values, self));
    if (found) return retain(found.value);
  }
  if (arguments[0] != nullptr) return retain(arguments[0]);
  if (variable_of(self)->fallback != nullptr) return retain(variable_of(self)->fallback);
  return raise_value(thread, TypeId::kLookupError, self);
}

Result<Object*> set_value(Thread& thread, Object* self, Object* const* arguments) {
  return set_context_value(thread, variable_of(self), arguments[0]);
}

Status check_token(Thread& thread, const Object* self, ContextToken* token) {
  if (token->used) {
    return raise(thread, TypeId::kRuntimeError, "{} has already been used once", repr_of(token));
  }
  if (token->variable != self) {
    return raise(thread, TypeId::kValueError, "{} was created by a different ContextVar",
                 repr_of(token));
  }
  if (token->context != thread.context) {
    return raise(thread, TypeId::kValueError, "{} was created in a different Context",
                 repr_of(token));
  }
  return done;
}

Result<Object*> reset_value(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_exact(arguments[0], TypeId::kContextToken)) {
    return raise(thread, TypeId::kTypeError, "expected an instance of Token, got {}",
                 repr_of(arguments[0]));
  }
  ContextToken* token = token_of(arguments[0]);
  TRY(check_token(thread, self, token));
  Ref<Dict> values(TRY(copy_values(thread, token->context)));
  if (token->old_value != nullptr) {
    TRY(dict_set(thread, values, self, token->old_value));
  } else {
    static_cast<void>(TRY(dict_delete(thread, values, self)));
  }
  token->used = true;
  replace_reference(token->context->values, values.take());
  return new_none(thread);
}

constexpr NativeMethod kVariableMethods[] = {{"get(self, default=None, /)", get_value},
                                             {"set(self, value, /)", set_value},
                                             {"reset(self, token, /)", reset_value},
                                             kClassGetItem};
constexpr NativeMember kVariableMembers[] = {{"name", OURO_OFFSET(ContextVar, name)}};

}  // namespace

constinit const TypeDescriptor kContextVarDescriptor = {
    .name = "ContextVar",
    .module = "_contextvars",
    .flags = flag::kCollectable,
    .object_size = sizeof(ContextVar),
    .slots = {.deallocate = VariableReferences::deallocate,
              .traverse = VariableReferences::traverse,
              .repr = variable_repr,
              .make = variable_make,
              .initialise = accept_arguments},
    .methods = kVariableMethods,
    .members = kVariableMembers,
    .full_name = "_contextvars.ContextVar",
};

// Token.

namespace {

using TokenReferences = OwnedReferences<ContextToken, &ContextToken::context,
                                        &ContextToken::variable, &ContextToken::old_value>;

// The mark is a token without a variable: it needs no type of its own.
Result<Object*> token_repr(Thread& thread, Object* self) {
  const ContextToken* token = token_of(self);
  if (token->variable == nullptr) return format_str(thread, "<Token.MISSING>");
  return format_str(thread, "<Token{} var={} at {}>", token->used ? " used" : "",
                    repr_of(static_cast<Object*>(token->variable)), address_of(self));
}

Result<Object*> token_make(Thread& thread, Type*, const Arguments&) {
  return raise(thread, TypeId::kRuntimeError, "Tokens can only be created by ContextVars");
}

Result<Object*> get_old_value(Thread& thread, Object* self) {
  Object* value = token_of(self)->old_value;
  if (value != nullptr) return retain(value);
  return get_attribute(thread, self->type, "MISSING");
}

constexpr NativeMethod kTokenMethods[] = {kClassGetItem};
constexpr NativeMember kTokenMembers[] = {{"var", OURO_OFFSET(ContextToken, variable)}};
constexpr NativeAttribute kTokenAttributes[] = {{"old_value", get_old_value}};

Status add_missing(Thread& thread, Type* type, Dict* dict) {
  Ref<> missing(TRY(allocate_instance(thread.interpreter(), type)));
  return dict_set(thread, dict, "MISSING", missing);
}

}  // namespace

constinit const TypeDescriptor kContextTokenDescriptor = {
    .name = "Token",
    .module = "_contextvars",
    .flags = flag::kCollectable,
    .object_size = sizeof(ContextToken),
    .slots = {.deallocate = TokenReferences::deallocate,
              .traverse = TokenReferences::traverse,
              .repr = token_repr,
              .hash = unhashable,
              .make = token_make},
    .methods = kTokenMethods,
    .attributes = kTokenAttributes,
    .members = kTokenMembers,
    .fill_dict = add_missing,
    .full_name = "_contextvars.Token",
};

}  // namespace ouro
