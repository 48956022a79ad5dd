// MRO: the order in which classes are searched, by C3, or by a metaclass's own mro().
#include <algorithm>

#include "runtime/component/vector.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type.h"
#include "runtime/object/type_class.h"

namespace ouro {
namespace {

// The rest of one base's MRO, or of the bases themselves.
struct Remaining {
  Tuple* types;
  std::size_t at;

  Object* head() const { return at < types->size ? (*types)[at] : nullptr; }
  bool has_behind_head(const Object* type) const {
    Object** end = types->items() + types->size;
    return at < types->size && std::find(types->items() + at + 1, end, type) != end;
  }
};

class MroMerge {
 public:
  explicit MroMerge(Thread& thread) : thread_(thread) {}
  ~MroMerge() {
    lists_.tear_down(memory_of(thread_));
    order_.tear_down(memory_of(thread_));
  }
  MroMerge(const MroMerge&) = delete;
  MroMerge& operator=(const MroMerge&) = delete;

  Result<Tuple*> run(Type* type, Tuple* bases) {
    TRY(add_lists(bases));
    TRY(add(type));
    while (true) {
      bool finished = true;
      Object* chosen = choose(finished);
      if (finished) break;
      if (chosen == nullptr) return refuse();
      TRY(add(chosen));
      for (Remaining& list : lists_) list.at += list.head() == chosen;
    }
    return make_tuple_from(thread_.interpreter(), order_.data(), order_.size());
  }

 private:
  Status out_of_memory() { return raise_memory_error(thread_.interpreter()); }

  Status add(Object* type) {
    return order_.add(memory_of(thread_), type).ok() ? done : out_of_memory();
  }

  Status add_list(Tuple* types) {
    return lists_.add(memory_of(thread_), {types, 0}).ok() ? done : out_of_memory();
  }

  Status add_lists(Tuple* bases) {
    for (std::size_t index = 0; index < bases->size; ++index) {
      auto* base = static_cast<Type*>((*bases)[index]);
      TRY(ensure_ready(thread_, base));
      if (base->mro == nullptr) {
        return raise(thread_, TypeId::kTypeError, "Cannot extend an incomplete type '{}'", base);
      }
      TRY(add_list(base->mro));
    }
    return add_list(bases);
  }

  // The first head that stands behind no other head; null: there is none.
  Object* choose(bool& finished) {
    for (const Remaining& list : lists_) {
      Object* head = list.head();
      if (head == nullptr) continue;
      finished = false;
      const bool blocked = std::any_of(lists_.begin(), lists_.end(), [&](const Remaining& other) {
        return other.has_behind_head(head);
      });
      if (!blocked) return head;
    }
    return nullptr;
  }

  Failure refuse() {
    const Result<Str*> names = join_heads();
    if (!names.ok()) return failure;
    Ref<Str> text(names.value());
    return raise(thread_, TypeId::kTypeError,
                 "Cannot create a consistent method resolution\norder (MRO) for bases {}", text);
  }

  Result<Str*> join_heads() {
    TextBuilder text(thread_.interpreter());
    for (std::size_t index = 0; index < lists_.size(); ++index) {
      Object* head = lists_[index].head();
      const bool repeated =
          std::any_of(lists_.begin(), lists_.begin() + index,
                      [&](const Remaining& earlier) { return earlier.head() == head; });
      if (head == nullptr || repeated) continue;
      if (text.length() != 0) TRY(text.append(", "));
      Ref<> name(TRY(get_attribute(thread_, head, identifier(thread_, Id::dunder_name))));
      TRY(text.append_str(thread_, name));
    }
    return text.finish();
  }

  Thread& thread_;
  Vector<Remaining> lists_;
  Vector<Object*> order_;
};

Status refuse_duplicates(Thread& thread, const Tuple* bases) {
  for (std::size_t index = 0; index < bases->size; ++index) {
    Object* const* end = bases->items() + bases->size;
    if (std::find(bases->items() + index + 1, end, (*bases)[index]) == end) continue;
    Ref<> name(TRY(get_attribute(thread, (*bases)[index], identifier(thread, Id::dunder_name))));
    return raise(thread, TypeId::kTypeError, "duplicate base class {}", name);
  }
  return done;
}

// What an overridden mro() may not do: name things that are no classes, or of another layout.
Status check_mro(Thread& thread, Type* type, const Tuple* mro) {
  const Type* solid = solid_base(type);
  for (std::size_t index = 0; index < mro->size; ++index) {
    Object* entry = (*mro)[index];
    if (!is_type(entry)) {
      return raise(thread, TypeId::kTypeError, "mro() returned a non-class ('{}')", entry->type);
    }
    if (!is_subtype(solid, solid_base(static_cast<Type*>(entry)))) {
      return raise(thread, TypeId::kTypeError, "mro() returned base with unsuitable layout ('{}')",
                   static_cast<const Type*>(entry));
    }
  }
  return done;
}

}  // namespace

Result<Tuple*> linearise(Thread& thread, Type* type) {
  TRY(ensure_ready(thread, type));
  if (type->descriptor != nullptr && type->mro != nullptr) return retain(type->mro);
  TRY(refuse_duplicates(thread, type->bases));
  MroMerge merge(thread);
  return merge.run(type, type->bases);
}

Result<Tuple*> compute_mro(Thread& thread, Type* type) {
  if (type->type == type_of(thread, TypeId::kType)) return linearise(thread, type);
  Special custom;
  if (!TRY(find_special(thread, type, Id::mro, custom))) return linearise(thread, type);
  Ref<> order(TRY(call_found(thread, custom, {})));
  Ref<Tuple> mro(TRY(to_tuple(thread, order)));
  TRY(check_mro(thread, type, mro));
  return mro.take();
}

}  // namespace ouro
