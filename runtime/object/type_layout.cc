// Layout of classes: which base decides it, what __slots__ and the instance dict add.
#include <algorithm>
#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_view.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type.h"
#include "runtime/object/type_class.h"
#include "runtime/object/unicode.h"

namespace ouro {
namespace {

bool adds_native_fields(const Type* type) {
  return type->base == nullptr || type->object_size != type->base->object_size ||
         type->item_size != type->base->item_size;
}

}  // namespace

Type* solid_base(Type* type) noexcept {
  while (type->base != nullptr) {
    const bool is_class = (type->flags & flag::kClass) != 0;
    if (is_class ? type->slot_count != 0 : adds_native_fields(type)) return type;
    type = type->base;
  }
  return type;
}

Result<Type*> find_best_base(Thread& thread, Tuple* bases) {
  Type* winner = nullptr;
  Type* best = nullptr;
  for (std::size_t index = 0; index < bases->size; ++index) {
    if (!is_type((*bases)[index])) return raise(thread, TypeId::kTypeError, "bases must be types");
    auto* base = static_cast<Type*>((*bases)[index]);
    TRY(ensure_ready(thread, base));
    if ((base->flags & flag::kBaseType) == 0) {
      return raise(thread, TypeId::kTypeError, "type '{}' is not an acceptable base type", base);
    }
    Type* candidate = solid_base(base);
    if (winner == nullptr || (!is_subtype(winner, candidate) && is_subtype(candidate, winner))) {
      winner = candidate;
      best = base;
    } else if (!is_subtype(winner, candidate)) {
      return raise(thread, TypeId::kTypeError, "multiple bases have instance lay-out conflict");
    }
  }
  return best;
}

namespace {

// The slot descriptor of a class that stands at this offset, or null.
const MemberDescriptor* slot_at(const Type* type, std::uint32_t offset) {
  for (DictCursor at; dict_next(type->dict, at);) {
    if (!is_exact(at.value, TypeId::kMemberDescriptor)) continue;
    const auto* member = static_cast<MemberDescriptor*>(at.value);
    if (member->slot && member->offset == offset && member->owner == type) return member;
  }
  return nullptr;
}

bool same_slots(const Type* left, const Type* right) {
  if (left == right) return true;
  if (left->slot_count != right->slot_count || left->slot_offset != right->slot_offset)
    return false;
  for (std::uint16_t index = 0; index < left->slot_count; ++index) {
    const std::uint32_t offset = left->slot_offset + index * sizeof(Object*);
    const MemberDescriptor* ours = slot_at(left, offset);
    const MemberDescriptor* theirs = slot_at(right, offset);
    if (ours == nullptr || theirs == nullptr || !str_equal(ours->name, theirs->name)) return false;
  }
  return true;
}

const Type* next_with_slots(const Type* type) {
  while ((type->flags & flag::kClass) != 0 && type->slot_count == 0) type = type->base;
  return type;
}

}  // namespace

bool same_layout(const Type* left, const Type* right) noexcept {
  constexpr std::uint32_t kLayoutFlags =
      flag::kInlineAttributes | flag::kTrailing | flag::kCollectable;
  if (left->dict_offset != right->dict_offset || left->weak_offset != right->weak_offset ||
      left->object_size != right->object_size || left->tail_size != right->tail_size ||
      ((left->flags ^ right->flags) & kLayoutFlags) != 0) {
    return false;
  }
  left = next_with_slots(left);
  right = next_with_slots(right);
  while ((left->flags & right->flags & flag::kClass) != 0) {
    if (!same_slots(left, right)) return false;
    left = next_with_slots(left->base);
    right = next_with_slots(right->base);
  }
  return left == right;
}

Failure refuse_layout(Thread& thread, const char* what, const Type* to, const Type* from) {
  const bool collectable = ((to->flags ^ from->flags) & flag::kCollectable) != 0;
  return raise(thread, TypeId::kTypeError, "{} assignment: '{}' {} differs from '{}'", what, to,
               collectable ? "deallocator" : "object layout", from);
}

// __slots__.

namespace {

struct Additions {
  bool dict = false;
  bool weak = false;
};

class SlotsReader {
 public:
  SlotsReader(Thread& thread, Type* type, Tuple* bases)
      : thread_(thread), type_(type), bases_(bases) {}

  // The names of the new slots, sorted and mangled; null inside: no __slots__ at all.
  Result<Found<List>> read(Additions& additions) {
    const Type* base = type_->base;
    may_add_dict_ = base->dict_offset == 0;
    may_add_weak_ = base->weak_offset == 0 && !has_items();
    Object* slots = find_str_in_dict(thread_, type_->dict, identifier(thread_, Id::dunder_slots));
    if (slots == nullptr) {
      additions = {may_add_dict_, may_add_weak_};
      return Found<List>{};
    }
    Ref<Tuple> names(TRY(read_names(slots)));
    Ref<List> plain(TRY(make_list(thread_.interpreter())));
    TRY(sort_out(names, additions, plain));
    if (plain->size != 0) TRY(list_sort(thread_, plain, nullptr, false));
    add_from_other_bases(additions);
    return Found{plain.take()};
  }

 private:
  // Str's items are an implementation detail: to a program it has none.
  bool has_items() const {
    const Type* native = native_base(type_);
    return native->item_size != 0 && (native->flags & flag::kStrSubclass) == 0;
  }

  Result<Tuple*> read_names(Object* slots) {
    Ref<Tuple> names(is_str(slots) ? TRY(pack_tuple(thread_.interpreter(), slots))
                                   : TRY(to_tuple(thread_, slots)));
    if (names->size != 0 && has_items()) {
      return raise(thread_, TypeId::kTypeError,
                   "nonempty __slots__ not supported for subtype of '{}'", type_->base);
    }
    for (std::size_t index = 0; index < names->size; ++index) TRY(check_name((*names)[index]));
    return names.take();
  }

  Status check_name(Object* name) {
    if (!is_str(name)) {
      return raise(thread_, TypeId::kTypeError, "__slots__ items must be strings, not '{}'",
                   name->type);
    }
    const auto* text = static_cast<Str*>(name);
    if (unicode::is_identifier_text({text->data(), text->length, text->width})) return done;
    return raise(thread_, TypeId::kTypeError, "__slots__ must be identifiers");
  }

  Status sort_out(const Tuple* names, Additions& additions, List* plain) {
    for (std::size_t index = 0; index < names->size; ++index) {
      auto* name = static_cast<Str*>((*names)[index]);
      if (str_equal(name, "__dict__")) {
        if (!may_add_dict_ || additions.dict) {
          return raise(thread_, TypeId::kTypeError, "__dict__ slot disallowed: we already got one");
        }
        additions.dict = true;
      } else if (str_equal(name, "__weakref__")) {
        if (!may_add_weak_ || additions.weak) {
          return raise(
              thread_, TypeId::kTypeError,
              "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
        }
        additions.weak = true;
      } else {
        TRY(add_plain(name, plain));
      }
    }
    return done;
  }

  Status add_plain(Str* name, List* plain) {
    Ref<Str> mangled(TRY(mangle_name(thread_.interpreter(), type_->name, name)));
    Ref<Str> interned(TRY(intern(thread_.interpreter(), mangled)));
    // The compiler puts these two into the namespace; they are taken out again.
    const bool passing =
        str_equal(interned, "__qualname__") || str_equal(interned, "__classcell__");
    if (!passing && find_str_in_dict(thread_, type_->dict, interned) != nullptr) {
      return raise(thread_, TypeId::kValueError, "{} in __slots__ conflicts with class variable",
                   repr_of(interned.get()));
    }
    return list_append(thread_.interpreter(), plain, interned);
  }

  // Bases that do not decide the layout may still bring a dict or weak references.
  void add_from_other_bases(Additions& additions) const {
    for (std::size_t index = 0; index < bases_->size; ++index) {
      const auto* base = static_cast<Type*>((*bases_)[index]);
      if (base == type_->base) continue;
      additions.dict = additions.dict || (may_add_dict_ && base->dict_offset != 0);
      additions.weak = additions.weak || (may_add_weak_ && base->weak_offset != 0);
    }
  }

  Thread& thread_;
  Type* type_;
  Tuple* bases_;
  bool may_add_dict_ = false;
  bool may_add_weak_ = false;
};

constexpr std::size_t kTailBias = 8;  // see instance.h

class Layout {
 public:
  Layout(Thread& thread, Type* type) : thread_(thread), type_(type) {
    const Type* base = type->base;
    trailing_ = native_base(type)->item_size != 0;
    inline_ = (base->flags & flag::kInlineAttributes) != 0;
    if (trailing_) {
      at_ = base->tail_size + kTailBias;
    } else {
      at_ = inline_ ? base->dict_offset : (base->object_size + 7) & ~std::size_t{7};
    }
  }

  Status place(const List* names, Additions additions) {
    const std::size_t count = names == nullptr ? 0 : names->size;
    if (at_ + (count + 3) * sizeof(Object*) > std::numeric_limits<std::uint16_t>::max()) {
      return raise(thread_, TypeId::kTypeError, "too many slots in class '{}'", type_);
    }
    type_->slot_offset = static_cast<std::uint16_t>(at_);
    type_->slot_count = static_cast<std::uint16_t>(count);
    at_ += count * sizeof(Object*);
    if (additions.weak) type_->weak_offset = take_word();
    place_dict(additions);
    if (trailing_) {
      type_->tail_size = static_cast<std::uint16_t>(at_ - kTailBias);
      if (type_->tail_size != 0) type_->flags |= flag::kTrailing;
    } else {
      type_->object_size = static_cast<std::uint32_t>(at_);
    }
    return done;
  }

 private:
  std::uint16_t take_word() {
    const auto offset = static_cast<std::uint16_t>(at_);
    at_ += sizeof(Object*);
    return offset;
  }

  void place_dict(Additions additions) {
    if (trailing_) {
      if (additions.dict) type_->dict_offset = take_word();
    } else if (additions.dict || inline_) {
      type_->dict_offset = static_cast<std::uint16_t>(at_);
      type_->flags |= flag::kInlineAttributes;
    }
  }

  Thread& thread_;
  Type* type_;
  std::size_t at_;
  bool trailing_;
  bool inline_;
};

constexpr NativeAttribute kDictAttribute = {"__dict__", get_dict_attribute, set_dict_attribute,
                                            "dictionary for instance variables (if defined)"};
constexpr NativeAttribute kWeakAttribute = {"__weakref__", get_weakref_attribute, nullptr,
                                            "list of weak references to the object (if defined)"};

Status add_slot_descriptors(Thread& thread, Type* type, const List* names) {
  for (std::size_t index = 0; names != nullptr && index < names->size; ++index) {
    auto* name = static_cast<Str*>(names->items[index]);
    const auto offset = static_cast<std::uint32_t>(type->slot_offset + index * sizeof(Object*));
    Ref<> descriptor(TRY(make_slot_descriptor(thread.interpreter(), name, type, offset)));
    TRY(dict_set(thread, type->dict, name, descriptor));
  }
  return done;
}

Status add_attribute(Thread& thread, Type* type, const NativeAttribute& attribute, Id name) {
  Ref<> descriptor(TRY(make_attribute_descriptor(thread.interpreter(), attribute, type)));
  return dict_set_default(thread, type->dict, identifier(thread, name), descriptor).ok() ? done
                                                                                         : failure;
}

}  // namespace

Status lay_out_class(Thread& thread, Type* type, Tuple* bases) {
  Additions additions;
  Ref<List> names(TRY(SlotsReader(thread, type, bases).read(additions)).value);
  TRY(Layout(thread, type).place(names, additions));
  TRY(add_slot_descriptors(thread, type, names));
  if (additions.dict) TRY(add_attribute(thread, type, kDictAttribute, Id::dunder_dict));
  if (additions.weak) TRY(add_attribute(thread, type, kWeakAttribute, Id::dunder_weakref));
  return done;
}

}  // namespace ouro
