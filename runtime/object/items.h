// Items: the items of any iterable, one after the other. Lists and tuples need no iterator: their
// items are read where they stand, as their iterators would do it.
#pragma once

#include <cstddef>

#include "runtime/object/list.h"
#include "runtime/object/object.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type.h"

namespace ouro {

class Items {
 public:
  explicit Items(Thread& thread) : thread_(thread) {}

  Status open(Object* iterable) {
    const bool direct = is_exact(iterable, TypeId::kList) || is_exact(iterable, TypeId::kTuple);
    source_.reset(direct ? retain(iterable) : TRY(iterate(thread_, iterable)));
    if (is_exact(iterable, TypeId::kList)) list_ = static_cast<List*>(iterable);
    if (is_exact(iterable, TypeId::kTuple)) tuple_ = static_cast<Tuple*>(iterable);
    if (!direct) next_ = source_->type->slots->next;
    return done;
  }

  // A new reference; null inside: there are no more.
  Result<Found<Object>> next() {
    if (list_ != nullptr) {
      return Found<Object>{place_ < list_->size ? retain(list_->items[place_++]) : nullptr};
    }
    if (tuple_ != nullptr) {
      return Found<Object>{place_ < tuple_->size ? retain(tuple_->items()[place_++]) : nullptr};
    }
    return next_(thread_, source_);
  }

 private:
  Thread& thread_;
  Ref<> source_;  // the iterable itself, or its iterator
  List* list_ = nullptr;
  Tuple* tuple_ = nullptr;
  Result<Found<Object>> (*next_)(Thread&, Object*) = nullptr;
  std::size_t place_ = 0;
};

}  // namespace ouro
