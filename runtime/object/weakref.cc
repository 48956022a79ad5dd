// Weak references: the lists in the referents, the end of referents, and the reference type.
#include "runtime/object/weakref.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

WeakReference* reference_of(Object* object) { return static_cast<WeakReference*>(object); }

// The list of a referent: references without callback first, so that they are found again at once.

void link_front(WeakReference*& head, WeakReference* reference) {
  reference->previous = nullptr;
  reference->next = head;
  if (head != nullptr) head->previous = reference;
  head = reference;
}

void link_behind(WeakReference* before, WeakReference* reference) {
  reference->previous = before;
  reference->next = before->next;
  if (before->next != nullptr) before->next->previous = reference;
  before->next = reference;
}

// Out of the list of a referent that has not ended.
void unlink(WeakReference* reference) {
  if (reference->referent == nullptr) return;
  if (reference->previous != nullptr) {
    reference->previous->next = reference->next;
  } else {
    *reference->head = reference->next;
  }
  if (reference->next != nullptr) reference->next->previous = reference->previous;
  reference->next = reference->previous = nullptr;
  reference->referent = nullptr;
}

bool is_reusable(const WeakReference* reference, const Type* type) {
  return reference->callback == nullptr && reference->type == type && reference->count != 0;
}

// Reusable ones stand in the first two places: a reference and a proxy.
WeakReference* find_reusable(WeakReference* head, const Type* type) {
  for (; head != nullptr && head->callback == nullptr; head = head->next) {
    if (is_reusable(head, type)) return head;
  }
  return nullptr;
}

void link(WeakReference*& head, WeakReference* reference, bool reusable) {
  if (reusable || head == nullptr || head->callback != nullptr || !is_builtin(head->type)) {
    return link_front(head, reference);
  }
  WeakReference* last = head;
  while (last->next != nullptr && last->next->callback == nullptr && is_builtin(last->next->type)) {
    last = last->next;
  }
  link_behind(last, reference);
}

Result<WeakReference*> make(Thread& thread, Type* type, Object* referent, Object* callback) {
  WeakReference** place = weak_place(referent);
  if (place == nullptr) {
    return raise(thread, TypeId::kTypeError, "cannot create weak reference to '{}' object",
                 referent->type);
  }
  const bool reusable = callback == nullptr && is_builtin(type);
  if (reusable) {
    if (WeakReference* known = find_reusable(*place, type)) return retain(known);
  }
  auto* reference = static_cast<WeakReference*>(TRY(allocate_instance(thread.interpreter(), type)));
  reference->hash = -1;
  reference->referent = referent;
  reference->callback = retain_if(callback);
  reference->head = place;
  link(*place, reference, reusable);
  return reference;
}

Object* none_to_null(Thread& thread, Object* object) {
  return object == none(thread) ? nullptr : object;
}

// The referent, unless it is gone or just ending; borrowed.
Object* live_referent(const Object* self) {
  Object* referent = static_cast<const WeakReference*>(self)->referent;
  return referent != nullptr && referent->count > 0 ? referent : nullptr;
}

}  // namespace

Result<WeakReference*> make_weak_reference(Thread& thread, Object* referent,
                                           Object* callback_or_null) {
  return make(thread, type_of(thread, TypeId::kWeakReference), referent, callback_or_null);
}

Result<WeakReference*> make_weak_proxy(Thread& thread, Object* referent, Object* callback_or_null) {
  const TypeId id = is_callable(referent) ? TypeId::kWeakCallableProxy : TypeId::kWeakProxy;
  return make(thread, type_of(thread, id), referent, callback_or_null);
}

std::intptr_t weak_reference_count(Object* referent) noexcept {
  WeakReference** head = weak_place(referent);
  std::intptr_t count = 0;
  for (WeakReference* at = head == nullptr ? nullptr : *head; at != nullptr; at = at->next)
    count += at->count > 0;
  return count;
}

Result<Object*> weak_reference_list(Thread& thread, Object* referent) {
  Ref<List> list(TRY(make_list(thread.interpreter())));
  WeakReference** head = weak_place(referent);
  for (WeakReference* at = head == nullptr ? nullptr : *head; at != nullptr; at = at->next) {
    if (at->count > 0) TRY(list_append(thread.interpreter(), list, at));
  }
  return list.take();
}

// The end of a referent. The chain needs no memory: its references are linked as they were.

WeakReference* detach_weak_references(Object* referent) noexcept {
  WeakReference** place = weak_place(referent);
  if (place == nullptr) return nullptr;
  WeakReference* chain = nullptr;
  WeakReference** end = &chain;
  for (WeakReference* at = std::exchange(*place, nullptr); at != nullptr;) {
    WeakReference* reference = std::exchange(at, at->next);
    reference->referent = nullptr;
    reference->next = reference->previous = nullptr;
    if (reference->callback == nullptr || reference->count == 0) continue;
    *end = retain(reference);
    end = &reference->next;
  }
  return chain;
}

void run_weak_callbacks(Interpreter& interpreter, WeakReference* chain) noexcept {
  if (chain == nullptr) return;
  if (interpreter.get<DeferredReleases>().user_code_forbidden) {
    ++interpreter.get<DeferredReleases>().finalizers_skipped;
    return drop_weak_callbacks(interpreter, chain);
  }
  Thread& thread = interpreter.thread();
  Exception* pending = std::exchange(thread.pending, nullptr);
  while (chain != nullptr) {
    Ref<WeakReference> reference(std::exchange(chain, chain->next));
    reference->next = nullptr;
    Ref<> callback(std::exchange(reference->callback, nullptr));
    if (!callback) continue;
    Result<Object*> result = call(thread, callback, reference.get());
    if (result.ok()) {
      release(result.value());
    } else {
      write_unraisable(thread, callback);
    }
  }
  thread.pending = pending;
}

void drop_weak_callbacks(Interpreter&, WeakReference* chain) noexcept {
  while (chain != nullptr) {
    Ref<WeakReference> reference(std::exchange(chain, chain->next));
    reference->next = nullptr;
    clear_reference(reference->callback);
  }
}

// The reference type.

namespace {

void reference_deallocate(Interpreter& interpreter, Object* self) noexcept {
  unlink(reference_of(self));
  clear_reference(reference_of(self)->callback);
  free_instance(interpreter, self);
}

void reference_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(reference_of(self)->callback);
}

void reference_clear(Interpreter&, Object* self) noexcept {
  unlink(reference_of(self));
  clear_reference(reference_of(self)->callback);
}

Result<Object*> reference_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.keywords() != 0 &&
      type->slots->initialise == kWeakReferenceDescriptor.slots.initialise) {
    return raise(thread, TypeId::kTypeError, "ref() takes no keyword arguments");
  }
  const Arguments positional{arguments.values, arguments.positional, nullptr};
  TRY(check_positional(thread, "__new__", positional, 1, 2));
  Object* callback =
      arguments.positional == 2 ? none_to_null(thread, arguments.values[1]) : nullptr;
  return make(thread, type, arguments.values[0], callback);
}

Status reference_initialise(Thread& thread, Object*, const Arguments& arguments) {
  return check_positional(thread, "__init__", arguments, 1, 2);
}

Result<Object*> reference_repr(Thread& thread, Object* self) {
  Ref<> referent(retain_if(live_referent(self)));
  if (!referent) return format_str(thread, "<weakref at {}; dead>", address_of(self));
  Ref<> name(TRY(get_attribute_if(thread, referent, identifier(thread, Id::dunder_name))).value);
  if (!name || !is_str(name)) {
    return format_str(thread, "<weakref at {}; to '{}' at {}>", address_of(self),
                      static_cast<const Type*>(referent->type), address_of(referent));
  }
  return format_str(thread, "<weakref at {}; to '{}' at {} ({})>", address_of(self),
                    static_cast<const Type*>(referent->type), address_of(referent), name);
}

Result<std::intptr_t> reference_hash(Thread& thread, Object* self) {
  WeakReference* reference = reference_of(self);
  if (reference->hash != -1) return reference->hash;
  Ref<> referent(retain_if(live_referent(self)));
  if (!referent) return raise(thread, TypeId::kTypeError, "weak object has gone away");
  return reference->hash = TRY(hash(thread, referent));
}

Result<Object*> reference_compare(Thread& thread, Object* left, Object* right,
                                  Comparison comparison) {
  const Type* type = type_of(thread, TypeId::kWeakReference);
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_instance_of(left, type) || !is_instance_of(right, type)) {
    return new_not_implemented(thread);
  }
  Ref<> ours(retain_if(live_referent(left))), theirs(retain_if(live_referent(right)));
  if (ours && theirs) return compare(thread, ours, theirs, comparison);
  return new_boolean(thread, (left == right) == (comparison == Comparison::kEqual));
}

Result<Object*> reference_call(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "weakref", arguments));
  TRY(check_positional(thread, "weakref", arguments, 0, 0));
  Object* referent = live_referent(self);
  return referent == nullptr ? new_none(thread) : retain(referent);
}

constexpr NativeMethod kReferenceMethods[] = {kClassGetItem};
constexpr NativeMember kReferenceMembers[] = {
    {"__callback__", OURO_OFFSET(WeakReference, callback)}};

}  // namespace

constinit const TypeDescriptor kWeakReferenceDescriptor = {
    .name = "ReferenceType",
    .module = "weakref",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(WeakReference),
    .slots = {.deallocate = reference_deallocate,
              .traverse = reference_traverse,
              .clear = reference_clear,
              .repr = reference_repr,
              .hash = reference_hash,
              .compare = reference_compare,
              .call = reference_call,
              .make = reference_make,
              .initialise = reference_initialise},
    .methods = kReferenceMethods,
    .members = kReferenceMembers,
    .full_name = "weakref.ReferenceType",
};

// Proxies: every operation goes to the referent, as long as there is one.

namespace {

bool is_proxy(const Object* object) {
  return is_exact(object, TypeId::kWeakProxy) || is_exact(object, TypeId::kWeakCallableProxy);
}

// The referent of a proxy, or the object itself; a new reference.
Result<Object*> unwrap(Thread& thread, Object* object) {
  if (!is_proxy(object)) return retain(object);
  Object* referent = live_referent(object);
  if (referent != nullptr) return retain(referent);
  return raise(thread, TypeId::kReferenceError, "weakly-referenced object no longer exists");
}

Result<Object*> proxy_repr(Thread& thread, Object* self) {
  Object* referent = live_referent(self);
  if (referent == nullptr) referent = none(thread);
  return format_str(thread, "<weakproxy at {} to {} at {}>", address_of(self),
                    static_cast<const Type*>(referent->type), address_of(referent));
}

Result<Object*> proxy_str(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return str(thread, referent);
}

Result<Object*> proxy_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  Ref<> ours(TRY(unwrap(thread, left))), theirs(TRY(unwrap(thread, right)));
  return compare(thread, ours, theirs, comparison);
}

Result<Object*> proxy_call(Thread& thread, Object* self, const Arguments& arguments) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return call(thread, referent.get(), arguments);
}

Result<Object*> proxy_get_attribute(Thread& thread, Object* self, Str* name) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return get_attribute(thread, referent, name);
}

Status proxy_set_attribute(Thread& thread, Object* self, Str* name, Object* value) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return set_attribute(thread, referent, name, value);
}

Result<Object*> proxy_iterate(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return iterate(thread, referent);
}

Result<Found<Object>> proxy_next(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  if (referent->type->slots->next != nullptr) return next(thread, referent);
  return raise(thread, TypeId::kTypeError, "Weakref proxy referenced a non-iterator '{}' object",
               referent->type);
}

Result<bool> proxy_boolean(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return is_true(thread, referent);
}

Result<std::intptr_t> proxy_length(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return length(thread, referent);
}

Result<Object*> proxy_get_item(Thread& thread, Object* self, Object* key) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return get_item(thread, referent, key);
}

Status proxy_set_item(Thread& thread, Object* self, Object* key, Object* value) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return value == nullptr ? delete_item(thread, referent, key)
                          : set_item(thread, referent, key, value);
}

Result<bool> proxy_contains(Thread& thread, Object* self, Object* item) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return contains(thread, referent, item);
}

template <std::size_t operation>
Result<Object*> proxy_binary(Thread& thread, Object* left, Object* right) {
  Ref<> ours(TRY(unwrap(thread, left))), theirs(TRY(unwrap(thread, right)));
  return binary(thread, static_cast<BinaryOperator>(operation), ours, theirs);
}

template <std::size_t operation>
Result<Object*> proxy_inplace(Thread& thread, Object* left, Object* right) {
  Ref<> ours(TRY(unwrap(thread, left))), theirs(TRY(unwrap(thread, right)));
  return binary_inplace(thread, static_cast<BinaryOperator>(operation), ours, theirs);
}

template <std::size_t operation>
Result<Object*> proxy_unary(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return unary(thread, static_cast<UnaryOperator>(operation), referent);
}

Result<Object*> proxy_power(Thread& thread, Object* base, Object* exponent, Object* modulus) {
  Ref<> first(TRY(unwrap(thread, base))), second(TRY(unwrap(thread, exponent))),
      third(TRY(unwrap(thread, modulus)));
  return power(thread, first, second, third);
}

template <Result<Object*> (*convert)(Thread&, Object*)>
Result<Object*> proxy_convert(Thread& thread, Object* self) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return convert(thread, referent);
}

template <std::size_t... operation>
constexpr Slots make_proxy_slots(std::index_sequence<operation...>) {
  Slots slots;
  slots.deallocate = reference_deallocate;
  slots.traverse = reference_traverse;
  slots.clear = reference_clear;
  slots.repr = proxy_repr;
  slots.str = proxy_str;
  slots.hash = unhashable;
  slots.compare = proxy_compare;
  slots.get_attribute = proxy_get_attribute;
  slots.set_attribute = proxy_set_attribute;
  slots.make = nullptr;
  slots.iterate = proxy_iterate;
  slots.next = proxy_next;
  slots.binary = {proxy_binary<operation>...};
  slots.inplace = {proxy_inplace<operation>...};
  slots.inplace[static_cast<std::size_t>(BinaryOperator::kDivmod)] = nullptr;
  slots.power_modulo = proxy_power;
  slots.unary = {proxy_unary<0>, proxy_unary<1>, proxy_unary<2>, proxy_unary<3>};
  slots.boolean = proxy_boolean;
  slots.to_index = proxy_convert<to_index>;
  slots.to_int = proxy_convert<to_int>;
  slots.to_float = proxy_convert<to_float>;
  slots.length = proxy_length;
  slots.get_item = proxy_get_item;
  slots.set_item = proxy_set_item;
  slots.contains = proxy_contains;
  return slots;
}

constexpr Slots proxy_slots(bool callable) {
  Slots slots = make_proxy_slots(std::make_index_sequence<kBinaryOperators>{});
  if (callable) slots.call = proxy_call;
  return slots;
}

Result<Object*> proxy_bytes(Thread& thread, Object* self, Object* const*) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return call_method(thread, referent, "__bytes__");
}

Result<Object*> proxy_reversed(Thread& thread, Object* self, Object* const*) {
  Ref<> referent(TRY(unwrap(thread, self)));
  return call_method(thread, referent, "__reversed__");
}

constexpr NativeMethod kProxyMethods[] = {{"__bytes__(self, /)", proxy_bytes},
                                          {"__reversed__(self, /)", proxy_reversed}};

}  // namespace

constinit const TypeDescriptor kWeakProxyDescriptor = {
    .name = "ProxyType",
    .module = "weakref",
    .flags = flag::kCollectable,
    .object_size = sizeof(WeakReference),
    .slots = proxy_slots(false),
    .methods = kProxyMethods,
    .full_name = "weakref.ProxyType",
};

constinit const TypeDescriptor kWeakCallableProxyDescriptor = {
    .name = "CallableProxyType",
    .module = "weakref",
    .flags = flag::kCollectable,
    .object_size = sizeof(WeakReference),
    .slots = proxy_slots(true),
    .methods = kProxyMethods,
    .full_name = "weakref.CallableProxyType",
};

}  // namespace ouro
