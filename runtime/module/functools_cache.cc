// functools: _lru_cache_wrapper, a callable that remembers its results.
//
// User code (the function itself, __hash__, __eq__, the end of a dropped result) can call the same
// cache again, so every step looks anew at what is there.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/functools.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

// One remembered call. The cache's dict owns it; the list, oldest first, only borrows.
struct Link : Object {
  Link* previous;
  Link* next;
  Object* key;
  Object* result;
};

struct LruCache : Object {
  Object* function;
  Dict* entries;  // key to result, or in a bounded cache to its Link
  Object* info_type;
  Dict* dict;
  WeakReference* weak_references;
  Link* oldest;
  Link* newest;
  std::intptr_t capacity;  // -1: unbounded
  std::int64_t hits;
  std::int64_t misses;
  bool typed;
};

LruCache* cache_of(Object* object) { return static_cast<LruCache*>(object); }

// Links

void link_clear(Interpreter&, Object* object) noexcept {
  clear_reference(static_cast<Link*>(object)->key);
  clear_reference(static_cast<Link*>(object)->result);
}

void link_deallocate(Interpreter& interpreter, Object* object) noexcept {
  link_clear(interpreter, object);
  free_instance(interpreter, object);
}

void link_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<Link*>(object)->key);
  visitor.visit_if(static_cast<Link*>(object)->result);
}

void unlink(LruCache* cache, Link* link) {
  (link->previous == nullptr ? cache->oldest : link->previous->next) = link->next;
  (link->next == nullptr ? cache->newest : link->next->previous) = link->previous;
  link->previous = link->next = nullptr;
}

void append(LruCache* cache, Link* link) {
  link->previous = cache->newest;
  (cache->newest == nullptr ? cache->oldest : cache->newest->next) = link;
  cache->newest = link;
}

void forget_list(LruCache* cache) {
  while (cache->oldest != nullptr) unlink(cache, cache->oldest);
}

// Life

void cache_clear_references(Interpreter&, Object* object) noexcept {
  LruCache* cache = cache_of(object);
  forget_list(cache);
  clear_reference(cache->entries);
  clear_reference(cache->function);
  clear_reference(cache->info_type);
  clear_reference(cache->dict);
}

void cache_deallocate(Interpreter& interpreter, Object* object) noexcept {
  cache_clear_references(interpreter, object);
  free_instance(interpreter, object);
}

void cache_traverse(Object* object, ReferenceVisitor& visitor) {
  const LruCache* cache = cache_of(object);
  visitor.visit_if(cache->entries);
  visitor.visit_if(cache->function);
  visitor.visit_if(cache->info_type);
  visitor.visit_if(cache->dict);
}

Result<std::intptr_t> to_capacity(Thread& thread, Object* limit) {
  if (limit == none(thread)) return std::intptr_t{-1};
  if (!is_int(limit)) return raise(thread, TypeId::kTypeError, "maxsize should be integer or None");
  const std::intptr_t capacity = TRY(to_index_value(thread, limit));
  return capacity < 0 ? 0 : capacity;
}

constexpr Signature kSignature(
    "_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)");

Result<Object*> make_cache(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  if (!is_callable(bound[0]))
    return raise(thread, TypeId::kTypeError, "the first argument must be callable");
  const std::intptr_t capacity = TRY(to_capacity(thread, bound[1]));
  const bool typed = TRY(is_true(thread, bound[2]));
  Ref<LruCache> cache(cache_of(TRY(allocate_instance(thread.interpreter(), type))));
  cache->entries = TRY(make_dict(thread.interpreter()));
  cache->function = retain(bound[0]);
  cache->info_type = retain(bound[3]);
  cache->capacity = capacity;
  cache->typed = typed;
  return cache.take();
}

Status initialise_cache(Thread&, Object*, const Arguments&) { return done; }

// Keys

// One int or str stands for itself; everything else is a tuple.
bool is_own_key(const LruCache* cache, const Arguments& arguments) {
  return !cache->typed && arguments.positional == 1 && arguments.keywords() == 0 &&
         (is_exact(arguments.values[0], TypeId::kInt) ||
          is_exact(arguments.values[0], TypeId::kStr));
}

Result<Object*> make_cache_key(Thread& thread, const LruCache* cache, const Arguments& arguments) {
  if (is_own_key(cache, arguments)) return retain(arguments.values[0]);
  const std::size_t named = arguments.keywords();
  const std::size_t values = arguments.positional + named;
  const std::size_t size = values + named + (named != 0) + (cache->typed ? values : 0);
  Tuple* key = TRY(make_tuple(thread.interpreter(), size));
  Object** place = key->items();
  for (std::size_t index = 0; index < arguments.positional; ++index)
    *place++ = retain(arguments.values[index]);
  if (named != 0) *place++ = retain(type_state<FunctoolsState>(cache->type).separator);
  for (std::size_t index = 0; index < named; ++index) {
    *place++ = retain((*arguments.names)[index]);
    *place++ = retain(arguments.values[arguments.positional + index]);
  }
  for (std::size_t index = 0; cache->typed && index < values; ++index) {
    *place++ = retain(static_cast<Object*>(arguments.values[index]->type));
  }
  return key;
}

// Calls

Result<Object*> call_uncached(Thread& thread, LruCache* cache, const Arguments& arguments) {
  ++cache->misses;
  return call(thread, cache->function, arguments);
}

Result<Object*> call_unbounded(Thread& thread, LruCache* cache, const Arguments& arguments) {
  Ref<> key(TRY(make_cache_key(thread, cache, arguments)));
  const std::intptr_t key_hash = TRY(hash(thread, key));
  const Found<Object> known = TRY(find_in_dict(thread, cache->entries, key, key_hash));
  if (known) {
    ++cache->hits;
    return retain(known.value);
  }
  ++cache->misses;
  Ref<> result(TRY(call(thread, cache->function, arguments)));
  TRY(dict_set(thread, cache->entries, key, key_hash, result));
  return result.take();
}

// Makes room by dropping the oldest entry. It ends only with `dropped`, when the cache is in order
// again.
Status drop_oldest(Thread& thread, LruCache* cache, Ref<Link>& dropped) {
  dropped.reset(retain(cache->oldest));
  unlink(cache, dropped);
  Ref<> key(retain(dropped->key));
  Ref<> removed(TRY(dict_pop(thread, cache->entries, key)).value);
  return done;
}

Status remember(Thread& thread, LruCache* cache, Object* key, std::intptr_t key_hash,
                Object* result) {
  // The function may have filled the same entry meanwhile.
  if (TRY(find_in_dict(thread, cache->entries, key, key_hash))) return done;
  Ref<Link> dropped;
  const bool full = cache->entries->size >= static_cast<std::size_t>(cache->capacity);
  if (full && cache->oldest != nullptr) TRY(drop_oldest(thread, cache, dropped));
  Type* type = type_state<FunctoolsState>(cache->type).link;
  Ref<Link> link(static_cast<Link*>(TRY(allocate_instance(thread.interpreter(), type))));
  link->key = retain(key);
  link->result = retain(result);
  TRY(dict_set(thread, cache->entries, key, key_hash, link));
  append(cache, link);
  return done;
}

Result<Object*> call_bounded(Thread& thread, LruCache* cache, const Arguments& arguments) {
  Ref<> key(TRY(make_cache_key(thread, cache, arguments)));
  const std::intptr_t key_hash = TRY(hash(thread, key));
  if (const Found<Object> known = TRY(find_in_dict(thread, cache->entries, key, key_hash))) {
    auto* link = static_cast<Link*>(known.value);
    unlink(cache, link);
    append(cache, link);
    ++cache->hits;
    return retain(link->result);
  }
  ++cache->misses;
  Ref<> result(TRY(call(thread, cache->function, arguments)));
  TRY(remember(thread, cache, key, key_hash, result));
  return result.take();
}

Result<Object*> call_cache(Thread& thread, Object* self, const Arguments& arguments) {
  RecursionGuard guard(thread, " while calling a Python object");
  if (!guard.ok()) return failure;
  LruCache* cache = cache_of(self);
  Ref<> held(retain(self));
  if (cache->capacity == 0) return call_uncached(thread, cache, arguments);
  return cache->capacity < 0 ? call_unbounded(thread, cache, arguments)
                             : call_bounded(thread, cache, arguments);
}

Result<Object*> bind_cache(Thread& thread, Object* self, Object* instance, Object*) {
  if (instance == nullptr || instance == none(thread)) return retain(self);
  return make_method(thread.interpreter(), self, instance);
}

// Methods

Result<Object*> cache_info(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  LruCache* cache = cache_of(self);
  Ref<> hits(TRY(Result<Object*>(make_int(interpreter, cache->hits))));
  Ref<> misses(TRY(Result<Object*>(make_int(interpreter, cache->misses))));
  Ref<> size(TRY(Result<Object*>(make_int_unsigned(interpreter, cache->entries->size))));
  Ref<> limit(cache->capacity < 0 ? interpreter.new_none()
                                  : TRY(Result<Object*>(make_int(interpreter, cache->capacity))));
  return call(thread, cache->info_type, {hits.get(), misses.get(), limit.get(), size.get()});
}

Result<Object*> cache_clear(Thread& thread, Object* self, Object* const*) {
  LruCache* cache = cache_of(self);
  forget_list(cache);
  cache->hits = cache->misses = 0;
  dict_clear(thread.interpreter(), cache->entries);
  return new_none(thread);
}

Result<Object*> reduce_cache(Thread& thread, Object* self, Object* const*) {
  return get_attribute(thread, self, identifier(thread, Id::dunder_qualname));
}

Result<Object*> copy_cache(Thread&, Object* self, Object* const*) { return retain(self); }

constexpr NativeMethod kMethods[] = {
    {"cache_info(self, /)", cache_info, Binding::kInstance, "Report cache statistics"},
    {"cache_clear(self, /)", cache_clear, Binding::kInstance,
     "Clear the cache and cache statistics"},
    {"__reduce__(self, /)", reduce_cache},
    {"__copy__(self, /)", copy_cache},
    {"__deepcopy__(self, memo, /)", copy_cache},
};
constexpr NativeAttribute kAttributes[] = {{"__dict__", get_dict_attribute, set_dict_attribute}};

constexpr Slots cache_slots() {
  Slots slots;
  slots.deallocate = cache_deallocate;
  slots.traverse = cache_traverse;
  slots.clear = cache_clear_references;
  slots.make = make_cache;
  slots.initialise = initialise_cache;
  slots.call = call_cache;
  slots.descriptor_get = bind_cache;
  return slots;
}

constexpr Slots link_slots() {
  Slots slots;
  slots.deallocate = link_deallocate;
  slots.traverse = link_traverse;
  slots.clear = link_clear;
  slots.make = nullptr;
  return slots;
}

}  // namespace

const TypeDescriptor kLruCache = {
    .name = "_lru_cache_wrapper",
    .module = "functools",
    .flags = flag::kCollectable | flag::kBaseType | flag::kMethodLike,
    .object_size = sizeof(LruCache),
    .dict_offset = OURO_OFFSET(LruCache, dict),
    .weak_offset = OURO_OFFSET(LruCache, weak_references),
    .slots = cache_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
};

const TypeDescriptor kLruLink = {
    .name = "_lru_list_elem",
    .module = "functools",
    .flags = flag::kCollectable,
    .object_size = sizeof(Link),
    .slots = link_slots(),
};

}  // namespace ouro
