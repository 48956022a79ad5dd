// interpreters: copies become objects again.
#include <cstring>

#include "runtime/code/assembler.h"
#include "runtime/code/code_attributes.h"
#include "runtime/component/planted.h"
#include "runtime/module/import.h"
#include "runtime/module/interpreters.h"
#include "runtime/module/interpreters_tags.h"
#include "runtime/object/bytes.h"
#include "runtime/object/complex.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Object*> Unpacking::next() {
  Interpreter& interpreter = thread_.interpreter();
  const auto tag = static_cast<Tag>(*place_++);
  switch (tag) {
    case Tag::kTrue:
    case Tag::kFalse: return new_boolean(thread_, tag == Tag::kTrue);
    case Tag::kEllipsis: return retain(interpreter.ellipsis());
    case Tag::kNotImplemented: return interpreter.new_not_implemented();
    case Tag::kInt: return make_int(interpreter, static_cast<std::int64_t>(number()));
    case Tag::kPositive:
    case Tag::kNegative: return read_limbs(tag == Tag::kNegative);
    case Tag::kFloat: return read_float();
    case Tag::kComplex: return read_complex();
    case Tag::kStr: return read_text();
    case Tag::kBytes: return read_bytes();
    case Tag::kByteArray: return read_byte_array();
    case Tag::kTuple: return read_tuple();
    case Tag::kList: return read_list();
    case Tag::kDict: return read_dict();
    case Tag::kSet:
    case Tag::kFrozenSet: return read_set(tag == Tag::kFrozenSet);
    case Tag::kView: return read_view();
    case Tag::kChannel: return read_channel();
    case Tag::kCode: return read_code();
    case Tag::kFunction: return read_function();
    case Tag::kNamed: return read_named();
    case Tag::kPickled: return read_pickled();
    default: return new_none(thread_);
  }
}

std::uint64_t Unpacking::number() noexcept {
  std::uint64_t number;
  std::memcpy(&number, place_, sizeof number);
  place_ += sizeof number;
  return number;
}

double Unpacking::real() noexcept {
  double value;
  std::memcpy(&value, place_, sizeof value);
  place_ += sizeof value;
  return value;
}

Result<Object*> Unpacking::read_limbs(bool negative) {
  const std::size_t count = number();
  const std::size_t bytes = count * sizeof(std::uint64_t);
  // They need not stand at a multiple of eight.
  auto* limbs = static_cast<std::uint64_t*>(memory_of(thread_).allocate(bytes));
  if (limbs == nullptr) return raise_memory_error(thread_.interpreter());
  std::memcpy(limbs, place_, bytes);
  place_ += bytes;
  const Result<Int*> made = make_int_from_limbs(thread_.interpreter(), limbs, count, negative);
  memory_of(thread_).release(limbs, bytes);
  return made;
}

Result<Object*> Unpacking::read_text() {
  constexpr char32_t kLargest[] = {0, 0xff, 0xffff, 0, 0x10ffff};
  Interpreter& interpreter = thread_.interpreter();
  if (is_planted(Planted::kTextByPointer)) return retain(reinterpret_cast<Object*>(number()));
  const std::size_t length = number();
  const std::uint8_t width = *place_++;
  const std::uint8_t* characters = place_;
  place_ += length * width;
  Ref<Str> text;
  if (width == 1) {
    text.reset(TRY(make_str_from_latin1(interpreter, characters, length)));
  } else {
    text.reset(TRY(make_str_for(interpreter, length, kLargest[width])));
    std::memcpy(text->data(), characters, length * width);
  }
  if (names_ == Names::kAsTheyCome) return text.take();
  return intern(interpreter, text);
}

Result<Object*> Unpacking::read_float() { return make_float(thread_.interpreter(), real()); }

Result<Object*> Unpacking::read_complex() {
  const double first = real();
  return make_complex(thread_.interpreter(), first, real());
}

Result<Object*> Unpacking::read_bytes() {
  const std::size_t length = number();
  place_ += length;
  return make_bytes(thread_.interpreter(), place_ - length, length);
}

Result<Object*> Unpacking::read_byte_array() {
  const std::size_t length = number();
  place_ += length;
  return make_bytearray(thread_.interpreter(), place_ - length, length);
}

Result<Object*> Unpacking::read_tuple() {
  Ref<Tuple> tuple(TRY(make_tuple(thread_.interpreter(), number())));
  for (std::size_t index = 0; index < tuple->size; ++index) tuple->items()[index] = TRY(next());
  return tuple.take();
}

Result<Object*> Unpacking::read_list() {
  Ref<List> list(TRY(make_list(thread_.interpreter())));
  for (std::size_t left = number(); left > 0; --left) {
    TRY(list_append_owned(thread_.interpreter(), list, TRY(next())));
  }
  return list.take();
}

Result<Object*> Unpacking::read_dict() {
  Ref<Dict> dict(TRY(make_dict(thread_.interpreter())));
  for (std::size_t left = number(); left > 0; --left) {
    Ref<> key(TRY(next()));
    Ref<> value(TRY(next()));
    TRY(dict_set(thread_, dict, key, value));
  }
  return dict.take();
}

Result<Object*> Unpacking::read_set(bool frozen) {
  Ref<> items(TRY(read_list()));
  if (frozen) return make_frozen_set(thread_, items);
  return make_set(thread_, items);
}

// Plain bytes unless the sender's view had another format or shape.
Result<Object*> Unpacking::read_view() {
  const std::size_t start = number(), bytes = number();
  Ref<> format(TRY(read_text_of_bytes()));
  const std::size_t dimensions = number();
  Ref<Tuple> shape(TRY(make_tuple(thread_.interpreter(), dimensions)));
  for (std::size_t axis = 0; axis < dimensions; ++axis)
    shape->items()[axis] = TRY(make_int_unsigned(thread_.interpreter(), number()));
  SharedBlock* block = SharedBuffers::hold(item_->shared()[shared_used_++]);
  Ref<> view(TRY(make_shared_view(thread_, block)));
  if (start != 0 || bytes != block->length) {
    Ref<> first(TRY(make_int_unsigned(thread_.interpreter(), start)));
    Ref<> end(TRY(make_int_unsigned(thread_.interpreter(), start + bytes)));
    Ref<> slice(TRY(call(thread_, type_of(thread_, TypeId::kSlice), first, end)));
    view.reset(TRY(get_item(thread_, view, slice)));
  }
  if (dimensions == 1 && str_equal(static_cast<Str*>(format.get()), "B")) return view.take();
  return call_method(thread_, view, "cast", {format, shape});
}

Result<Str*> Unpacking::read_text_of_bytes() {
  const std::size_t length = number();
  place_ += length;
  return make_str(thread_.interpreter(), {reinterpret_cast<const char*>(place_ - length), length});
}

// A channel that ended meanwhile is an error, as if it had been asked for by its number.
Result<Object*> Unpacking::read_channel() {
  Ref<Str> type(TRY(read_text_of_bytes()));
  Ref<Int> id(TRY(make_int_unsigned(thread_.interpreter(), number())));
  Ref<Module> module(TRY(interpreters_module(thread_)));
  Ref<> class_(TRY(get_attribute(thread_, module, type)));
  return call(thread_, class_, id);
}

Status Unpacking::read_code_tables(Code* code) {
  const std::size_t bytes = table_bytes(sizes_of(code));
  std::memcpy(static_cast<void*>(code->words), place_, bytes);
  place_ += bytes;
  remove_caches(code);
  return done;
}

// Interned like those of the compiler: what runs the code compares names by address.
Status Unpacking::read_code_fields(Code* code) {
  const Names before = std::exchange(names_, Names::kInterned);
  Object* parts[6] = {};
  Status status = done;
  for (Object*& part : parts) {
    const Result<Object*> read = next();
    if (!read.ok()) {
      status = failure;
      break;
    }
    part = read.value();
  }
  names_ = before;
  code->constants = static_cast<Tuple*>(parts[0]);
  code->names = static_cast<Tuple*>(parts[1]);
  code->local_names = static_cast<Tuple*>(parts[2]);
  code->filename = static_cast<Str*>(parts[3]);
  code->name = static_cast<Str*>(parts[4]);
  code->qualified_name = static_cast<Str*>(parts[5]);
  return status;
}

Result<Object*> Unpacking::read_code() {
  std::uint32_t values[14];
  for (std::uint32_t& value : values) value = static_cast<std::uint32_t>(number());
  const CodeSizes sizes{values[0], values[1], values[2], values[3]};
  Ref<Code> code(TRY(make_code(thread_.interpreter(), sizes)));
  std::uint32_t Code::* const fields[] = {&Code::flags,
                                          &Code::argument_count,
                                          &Code::positional_only_count,
                                          &Code::keyword_only_count,
                                          &Code::parameter_count,
                                          &Code::variable_count,
                                          &Code::cell_count,
                                          &Code::free_count,
                                          &Code::register_count};
  for (std::size_t index = 0; index < std::size(fields); ++index)
    code->*fields[index] = values[4 + index];
  code->first_line = static_cast<std::int32_t>(values[13]);
  TRY(read_code_tables(code));
  TRY(read_code_fields(code));
  return code.take();
}

Result<Object*> Unpacking::read_function() {
  Ref<Code> code(static_cast<Code*>(TRY(next())));
  Ref<Function> function(TRY(make_function(thread_, code, main_names(thread_))));
  replace_reference(function->name, TRY(next()));
  replace_reference(function->qualified_name, TRY(next()));
  Ref<> defaults(TRY(next())), keyword_defaults(TRY(next()));
  if (defaults != none(thread_)) function->defaults = static_cast<Tuple*>(defaults.take());
  if (keyword_defaults != none(thread_))
    function->keyword_defaults = static_cast<Dict*>(keyword_defaults.take());
  const std::size_t cells = number();
  if (cells == 0) return function.take();
  function->closure = TRY(make_tuple(thread_.interpreter(), cells));
  for (std::size_t index = 0; index < cells; ++index) {
    Ref<> value(TRY(next()));
    function->closure->items()[index] = TRY(make_cell(thread_.interpreter(), value));
  }
  return function.take();
}

Result<Object*> Unpacking::read_named() {
  const std::size_t length = number();
  place_ += length;
  Ref<> module(
      TRY(import_module(thread_, {reinterpret_cast<const char*>(place_ - length), length})));
  Ref<Str> name(TRY(read_text_of_bytes()));
  return name->length == 0 ? Result<Object*>(module.take()) : get_attribute(thread_, module, name);
}

Result<Object*> Unpacking::read_pickled() {
  Ref<> bytes(TRY(read_bytes()));
  return call_named(thread_, "_unpickled", {bytes});
}

}  // namespace ouro
