// interpreters: objects as plain bytes, to cross from one interpreter to another.
#include <cstring>

#include "runtime/code/assembler.h"
#include "runtime/component/planted.h"
#include "runtime/module/interpreters.h"
#include "runtime/module/interpreters_tags.h"
#include "runtime/object/buffer.h"
#include "runtime/object/bytes.h"
#include "runtime/object/complex.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/memoryview.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// Goes over the objects twice: first it only counts the bytes, then there is a place for them.
// Nothing in between runs code of the program, so the count stays right.
class Packer {
 public:
  Packer(Thread& thread, Reach reach, Channel::Item* item_or_null) noexcept
      : thread_(thread),
        reach_(reach),
        item_(item_or_null),
        place_(item_or_null == nullptr ? nullptr : item_or_null->data()) {}

  std::size_t bytes() const { return bytes_; }
  std::size_t shared() const { return shared_; }

  Status add(const Cargo& cargo) {
    if (!cargo.pickled) return add(cargo.object);
    put_tag(Tag::kPickled);
    put_bytes(static_cast<Bytes*>(cargo.pickled.get())->view());
    return done;
  }

 private:
  using Adder = Status (Packer::*)(Object*);
  struct Row {
    TypeId type;
    Tag tag;
    Reach reach;
    Adder add;  // what follows the tag
  };
  static const Row kRows[];

  Status add(Object* object) {
    RecursionGuard guard(thread_, " while copying an object for another interpreter");
    if (!guard.ok()) return failure;
    for (const Row* row = kRows; object->type->id != TypeId::kNone && row->add != nullptr; ++row) {
      if (row->type != object->type->id || row->reach > reach_) continue;
      if (row->tag != Tag::kChosen) put_tag(row->tag);
      return (this->*row->add)(object);
    }
    if (const Channel* channel = channel_of(object)) return add_channel(object, channel);
    return reach_ == Reach::kCode ? add_named(object) : refuse(object);
  }

  Failure refuse(Object* object) {
    return raise_named(thread_, "NotShareableError", "{} does not support cross-interpreter data",
                       repr_of(object));
  }

  void put(const void* data, std::size_t size) noexcept {
    if (place_ != nullptr && size != 0) {
      std::memcpy(place_, data, size);
      place_ += size;
    }
    bytes_ += size;
  }
  void put_tag(Tag tag) noexcept { put(&tag, sizeof tag); }
  void put_number(std::uint64_t number) noexcept { put(&number, sizeof number); }
  void put_bytes(std::string_view bytes) noexcept {
    put_number(bytes.size());
    put(bytes.data(), bytes.size());
  }

  Status add_nothing(Object*) { return done; }
  Status add_bool(Object* object) {
    put_tag(static_cast<Int*>(object)->value != 0 ? Tag::kTrue : Tag::kFalse);
    return done;
  }
  Status add_int(Object* object) {
    const auto* number = static_cast<Int*>(object);
    if (number->compact()) {
      put_tag(Tag::kInt);
      put(&number->value, sizeof number->value);
      return done;
    }
    put_tag(number->negative() ? Tag::kNegative : Tag::kPositive);
    put_number(number->limb_count());
    put(number->limbs(), number->limb_count() * sizeof(std::uint64_t));
    return done;
  }
  Status add_float(Object* object) {
    put(&static_cast<Float*>(object)->value, sizeof(double));
    return done;
  }
  Status add_complex(Object* object) {
    put(&static_cast<Complex*>(object)->real, sizeof(double));
    put(&static_cast<Complex*>(object)->imaginary, sizeof(double));
    return done;
  }
  Status add_text(Object* object) {
    const auto* text = static_cast<Str*>(object);
    if (is_planted(Planted::kTextByPointer)) return put(&text, sizeof text), done;
    put_number(text->length);
    put(&text->width, 1);
    put(text->data(), text->length * text->width);
    return done;
  }
  Status add_bytes(Object* object) {
    put_bytes(static_cast<Bytes*>(object)->view());
    return done;
  }
  Status add_byte_array(Object* object) {
    const auto* array = static_cast<ByteArray*>(object);
    put_bytes({reinterpret_cast<const char*>(array->data), array->length});
    return done;
  }

  Status add_items(Object* const* items, std::size_t count) {
    put_number(count);
    for (std::size_t index = 0; index < count; ++index) TRY(add(items[index]));
    return done;
  }
  Status add_tuple(Object* object) {
    const auto* tuple = static_cast<Tuple*>(object);
    return add_items(tuple->items(), tuple->size);
  }
  Status add_list(Object* object) {
    const auto* list = static_cast<List*>(object);
    return add_items(list->items, list->size);
  }
  Status add_dict(Object* object) {
    put_number(static_cast<Dict*>(object)->size);
    for (DictCursor at; dict_next(static_cast<Dict*>(object), at);) {
      TRY(add(at.key));
      TRY(add(at.value));
    }
    return done;
  }
  Status add_set(Object* object) {
    put_number(static_cast<Set*>(object)->size);
    Object* key;
    std::intptr_t hash;
    for (std::size_t place = 0; set_next(static_cast<Set*>(object), place, key, hash);) {
      TRY(add(key));
    }
    return done;
  }

  // Ends of channels go by their number: a copy on its way must not keep the channel that it is in.
  Status add_channel(Object* object, const Channel* channel) {
    put_tag(Tag::kChannel);
    put_bytes(native_base(object->type)->descriptor->name);
    put_number(channel->id());
    return done;
  }

  Status add_view(Object* object);
  Status hold_block(const MemoryView* view);
  Status add_optional(Object* object_or_null) {
    return add(object_or_null == nullptr ? none(thread_) : object_or_null);
  }
  Status add_code(Object* object);
  Status add_function(Object* object);
  Status add_closure(const Tuple* closure_or_null);
  Status add_named(Object* object) {
    const Reference reference = find_reference(thread_, object);
    if (reference.module.empty()) return refuse(object);
    put_tag(Tag::kNamed);
    put_bytes(reference.module);
    put_bytes(reference.name);
    return done;
  }

  Thread& thread_;
  Reach reach_;
  Channel::Item* item_;
  std::uint8_t* place_;
  std::size_t bytes_ = 0;
  std::size_t shared_ = 0;
};

constexpr Packer::Row Packer::kRows[] = {
    {TypeId::kNoneType, Tag::kNone, Reach::kImmediate, &Packer::add_nothing},
    {TypeId::kBool, Tag::kChosen, Reach::kImmediate, &Packer::add_bool},
    {TypeId::kInt, Tag::kChosen, Reach::kImmediate, &Packer::add_int},
    {TypeId::kFloat, Tag::kFloat, Reach::kImmediate, &Packer::add_float},
    {TypeId::kStr, Tag::kStr, Reach::kImmediate, &Packer::add_text},
    {TypeId::kBytes, Tag::kBytes, Reach::kImmediate, &Packer::add_bytes},
    {TypeId::kTuple, Tag::kTuple, Reach::kImmediate, &Packer::add_tuple},
    {TypeId::kMemoryView, Tag::kView, Reach::kImmediate, &Packer::add_view},
    {TypeId::kList, Tag::kList, Reach::kData, &Packer::add_list},
    {TypeId::kDict, Tag::kDict, Reach::kData, &Packer::add_dict},
    {TypeId::kSet, Tag::kSet, Reach::kData, &Packer::add_set},
    {TypeId::kFrozenSet, Tag::kFrozenSet, Reach::kData, &Packer::add_set},
    {TypeId::kByteArray, Tag::kByteArray, Reach::kData, &Packer::add_byte_array},
    {TypeId::kComplex, Tag::kComplex, Reach::kData, &Packer::add_complex},
    {TypeId::kEllipsisType, Tag::kEllipsis, Reach::kData, &Packer::add_nothing},
    {TypeId::kNotImplementedType, Tag::kNotImplemented, Reach::kData, &Packer::add_nothing},
    {TypeId::kCode, Tag::kCode, Reach::kCode, &Packer::add_code},
    {TypeId::kFunction, Tag::kChosen, Reach::kCode, &Packer::add_function},
    {},
};

// The items of a view cross, not the object they stand in. What is shared already goes on being
// shared; anything else is copied once into a block that all receivers share.
Status Packer::add_view(Object* object) {
  const auto* view = static_cast<MemoryView*>(object);
  if (view->released()) return refuse(object);
  Buffer buffer;
  TRY(get_any_buffer(thread_, object, buffer, false));
  const bool contiguous = is_contiguous(buffer);
  release_buffer(thread_.interpreter(), buffer);
  if (!contiguous) return refuse(object);
  const SharedBlock* block = shared_block_of(view->source.owner);
  const std::size_t offset =
      block == nullptr
          ? 0
          : static_cast<std::size_t>(view->data - const_cast<SharedBlock*>(block)->data());
  std::size_t items = 1;
  for (int axis = 0; axis < view->dimensions; ++axis)
    items *= static_cast<std::size_t>(view->shape()[axis]);
  put_number(offset);
  put_number(items * view->item_size);
  put_bytes(view->format);
  put_number(static_cast<std::uint64_t>(view->dimensions));
  for (int axis = 0; axis < view->dimensions; ++axis)
    put_number(static_cast<std::uint64_t>(view->shape()[axis]));
  ++shared_;
  return item_ == nullptr ? done : hold_block(view);
}

Status Packer::hold_block(const MemoryView* view) {
  SharedBlock* block = shared_block_of(view->source.owner);
  if (block != nullptr) {
    SharedBuffers::hold(block);
  } else {
    std::size_t bytes = view->item_size;
    for (int axis = 0; axis < view->dimensions; ++axis)
      bytes *= static_cast<std::size_t>(view->shape()[axis]);
    block = thread_.interpreter().process->get<SharedBuffers>().make(bytes);
    if (block == nullptr) return raise_memory_error(thread_.interpreter());
    if (bytes != 0) std::memcpy(block->data(), view->data, bytes);
  }
  item_->shared()[item_->shared_count++] = block;
  return done;
}

Status Packer::add_code(Object* object) {
  const auto* code = static_cast<Code*>(object);
  const CodeSizes sizes = sizes_of(code);
  for (const std::uint32_t size :
       {sizes.words, sizes.handlers, sizes.locals, sizes.position_bytes, code->flags,
        code->argument_count, code->positional_only_count, code->keyword_only_count,
        code->parameter_count, code->variable_count, code->cell_count, code->free_count,
        code->register_count, static_cast<std::uint32_t>(code->first_line)}) {
    put_number(size);
  }
  put(code->words, table_bytes(sizes));
  for (Object* const part :
       {static_cast<Object*>(code->constants), static_cast<Object*>(code->names),
        static_cast<Object*>(code->local_names), static_cast<Object*>(code->filename),
        static_cast<Object*>(code->name), static_cast<Object*>(code->qualified_name)}) {
    TRY(add(part));
  }
  return done;
}

// One that its module has under its name is found there; any other goes with its code, and finds
// its globals in the main module.
Status Packer::add_function(Object* object) {
  if (!find_reference(thread_, object).module.empty()) return add_named(object);
  const auto* function = static_cast<Function*>(object);
  put_tag(Tag::kFunction);
  TRY(add(function->code));
  TRY(add(function->name));
  TRY(add(function->qualified_name));
  TRY(add_optional(function->defaults));
  TRY(add_optional(function->keyword_defaults));
  return add_closure(function->closure);
}

Status Packer::add_closure(const Tuple* closure) {
  const std::size_t count = closure == nullptr ? 0 : closure->size;
  put_number(count);
  for (std::size_t index = 0; index < count; ++index) {
    Object* value = static_cast<Cell*>((*closure)[index])->value;
    if (value == nullptr) return refuse((*closure)[index]);
    TRY(add(value));
  }
  return done;
}

}  // namespace

Status check_shareable(Thread& thread, Object* object, Reach reach) {
  return Packer(thread, reach, nullptr).add(Cargo{object, {}});
}

Status prepare(Thread& thread, Cargo& cargo, Reach reach) {
  if (check_shareable(thread, cargo.object, reach).ok()) return done;
  if (!pending_matches_named(thread, "NotShareableError")) return failure;
  Ref<Exception> refused(take_pending(thread));
  cargo.pickled.reset(TRY(call_named(thread, "_pickled", {cargo.object, refused})));
  return is_bytes(cargo.pickled) ? done : Status(raise_object(thread, refused));
}

Result<Channel::Item*> pack(Thread& thread, Channel* channel, std::span<const Cargo> objects,
                            Reach reach) {
  Packer counting(thread, reach, nullptr);
  for (const Cargo& cargo : objects) TRY(counting.add(cargo));
  Channel::Item* item = channel->make_item(counting.bytes(), counting.shared());
  if (item == nullptr) return raise_memory_error(thread.interpreter());
  Packer writing(thread, reach, item);
  for (const Cargo& cargo : objects) {
    if (writing.add(cargo).ok()) continue;
    channel->free_item(item);
    return failure;
  }
  return item;
}

Result<Channel::Item*> pack_one(Thread& thread, Channel* channel, Object* object, Reach reach) {
  Cargo cargo{object, {}};
  TRY(prepare(thread, cargo, reach));
  return pack(thread, channel, {&cargo, 1}, reach);
}

}  // namespace ouro
