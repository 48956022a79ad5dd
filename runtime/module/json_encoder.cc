// _json: make_encoder, which writes a document without indentation.
#include <cmath>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/json.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_text.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/items.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/object_methods.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro::json {
namespace {

struct Encoder : Object {
  Object* markers;  // a dict, or None
  Object* fallback;
  Object* encoder;
  Object* indent;
  Object* key_separator;   // Str
  Object* item_separator;  // Str
  bool sort_keys;
  bool skip_keys;
  bool allow_nan;
};

using EncoderReferences =
    OwnedReferences<Encoder, &Encoder::markers, &Encoder::fallback, &Encoder::encoder,
                    &Encoder::indent, &Encoder::key_separator, &Encoder::item_separator>;

// Our own function for strings; null: it is another one.
NativeFunction own_quoting(const Object* encoder) {
  if (!is_exact(encoder, TypeId::kBuiltinFunction)) return nullptr;
  const NativeFunction function = static_cast<const BuiltinFunction*>(encoder)->method->function;
  return function == encode_basestring_ascii || function == encode_basestring ? function : nullptr;
}

class Writer {
 public:
  Writer(Thread& thread, const Encoder* encoder)
      : thread_(thread),
        encoder_(encoder),
        quoting_(own_quoting(encoder->encoder)),
        text_(thread.interpreter()) {}

  Result<Str*> finish() { return text_.finish(); }

  Status write(Object* value) {
    if (value == none(thread_)) return text_.append("null");
    if (value == thread_.interpreter().boolean(true)) return text_.append("true");
    if (value == thread_.interpreter().boolean(false)) return text_.append("false");
    if (is_str(value)) return write_text(value);
    if (is_int(value)) return append_owned(int_to_decimal(thread_, static_cast<Int*>(value)));
    if (is_float(value)) return write_float(static_cast<Float*>(value)->value);
    RecursionGuard guard(thread_, " while encoding a JSON object");
    if (!guard.ok()) return failure;
    if (is_list(value) || is_tuple(value)) return write_array(value);
    if (is_dict(value)) return write_object(value);
    return write_other(value);
  }

 private:
  Status append_owned(Result<Str*> made) {
    if (!made.ok()) return failure;
    Ref<Str> owned(made.value());
    return text_.append(owned.get());
  }

  Status write_text(Object* text) {
    if (quoting_ != nullptr) {
      Ref<> quoted(TRY(quoting_(thread_, nullptr, &text)));
      return text_.append(static_cast<Str*>(quoted.get()));
    }
    Ref<> quoted(TRY(call(thread_, encoder_->encoder, text)));
    if (is_str(quoted)) return text_.append(static_cast<Str*>(quoted.get()));
    return raise(thread_, TypeId::kTypeError, "encoder() must return a string, not {}",
                 type_name(quoted->type));
  }

  Status write_float(double value) {
    if (std::isfinite(value)) {
      char digits[kFloatReprRoom];
      return text_.append({digits, float_repr(digits, value)});
    }
    if (!encoder_->allow_nan) {
      return raise(thread_, TypeId::kValueError,
                   "Out of range float values are not JSON compliant");
    }
    return text_.append(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  }

  // Containers that are being written are known by their address; null: nobody asks.
  Result<Found<Object>> enter(Object* container) {
    if (encoder_->markers == none(thread_)) return Found<Object>{};
    auto* markers = static_cast<Dict*>(encoder_->markers);
    Ref<> key(TRY(make_int_object(thread_, reinterpret_cast<std::intptr_t>(container))));
    if (TRY(find_in_dict(thread_, markers, key))) {
      return raise(thread_, TypeId::kValueError, "Circular reference detected");
    }
    TRY(dict_set(thread_, markers, key, container));
    return Found<Object>{key.take()};
  }

  Status leave(Object* key) {
    if (key == nullptr) return done;
    TRY(dict_delete(thread_, static_cast<Dict*>(encoder_->markers), key));
    return done;
  }

  Status write_array(Object* sequence) {
    Items items(thread_);
    TRY(items.open(sequence));
    Ref<> marker;
    bool first = true;
    while (true) {
      Ref<> item(TRY(items.next()).value);
      if (!item) break;
      if (first) marker.reset(TRY(enter(sequence)).value);
      TRY(first ? text_.append("[") : text_.append(static_cast<Str*>(encoder_->item_separator)));
      first = false;
      TRY(write(item));
    }
    if (first) return text_.append("[]");
    TRY(leave(marker));
    return text_.append("]");
  }

  Status write_object(Object* dict) {
    if (static_cast<Dict*>(dict)->size == 0) return text_.append("{}");
    Ref<> marker(TRY(enter(dict)).value);
    TRY(text_.append("{"));
    const bool direct = is_exact(dict, TypeId::kDict) && !encoder_->sort_keys;
    TRY(direct ? write_entries(static_cast<Dict*>(dict)) : write_items(dict));
    TRY(leave(marker));
    return text_.append("}");
  }

  Status write_entries(Dict* dict) {
    bool first = true;
    for (DictCursor at; dict_next(dict, at);) {
      Ref<> key(retain(at.key)), value(retain(at.value));
      TRY(write_member(key, value, first));
    }
    return done;
  }

  Status write_items(Object* dict) {
    Ref<> view(TRY(call_method(thread_, dict, "items")));
    Ref<List> items(TRY(to_list(thread_, view)));
    if (encoder_->sort_keys) TRY(list_sort(thread_, items, nullptr, false));
    bool first = true;
    for (std::size_t index = 0; index < items->size; ++index) {
      Ref<> pair(retain(items->items[index]));
      if (!is_tuple(pair) || static_cast<Tuple*>(pair.get())->size != 2) {
        return raise(thread_, TypeId::kValueError, "items must return 2-tuples");
      }
      const auto* entry = static_cast<Tuple*>(pair.get());
      TRY(write_member((*entry)[0], (*entry)[1], first));
    }
    return done;
  }

  Status write_member(Object* key, Object* value, bool& first) {
    Ref<> name(TRY(key_text(key)).value);
    if (!name) return done;
    if (!first) TRY(text_.append(static_cast<Str*>(encoder_->item_separator)));
    first = false;
    TRY(write_text(name));
    TRY(text_.append(static_cast<Str*>(encoder_->key_separator)));
    return write(value);
  }

  // Null inside: the member is left out.
  Result<Found<Object>> key_text(Object* key) {
    if (is_str(key)) return Found<Object>{retain(key)};
    const bool simple = is_float(key) || is_int(key) || key == none(thread_);
    if (simple) {
      Writer plain(thread_, encoder_);
      TRY(plain.write(key));
      return Found<Object>{TRY(plain.finish())};
    }
    if (encoder_->skip_keys) return Found<Object>{};
    return raise(thread_, TypeId::kTypeError, "keys must be str, int, float, bool or None, not {}",
                 type_name(key->type));
  }

  Status write_other(Object* value) {
    Ref<> marker(TRY(enter(value)).value);
    Ref<> replacement(TRY(call(thread_, encoder_->fallback, value)));
    TRY(write(replacement));
    return leave(marker);
  }

  Thread& thread_;
  const Encoder* encoder_;
  NativeFunction quoting_;
  TextBuilder text_;
};

constexpr Signature kCallSignature = "_iterencode(obj, _current_indent_level)";

Result<Object*> call_encoder(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kCallSignature, arguments));
  TRY(index_argument(thread, bound[1]));
  Ref<Encoder> encoder(retain(static_cast<Encoder*>(self)));
  Writer writer(thread, encoder);
  TRY(writer.write(bound[0]));
  Ref<Str> text(TRY(writer.finish()));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(text));
}

constexpr Signature kMakeSignature =
    "make_encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, "
    "skipkeys, allow_nan)";

Result<Object*> make_encoder(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  if (bound[0] != none(thread) && !is_dict(bound[0])) {
    return raise(thread, TypeId::kTypeError,
                 "make_encoder() argument 1 must be dict or None, not {}",
                 type_name(bound[0]->type));
  }
  for (std::size_t index = 4; index < 6; ++index) {
    if (is_str(bound[index])) continue;
    return raise(thread, TypeId::kTypeError, "make_encoder() argument {} must be str, not {}",
                 index + 1, type_name(bound[index]->type));
  }
  Ref<Encoder> encoder(static_cast<Encoder*>(TRY(allocate_instance(thread.interpreter(), type))));
  encoder->markers = retain(bound[0]);
  encoder->fallback = retain(bound[1]);
  encoder->encoder = retain(bound[2]);
  encoder->indent = retain(bound[3]);
  encoder->key_separator = retain(bound[4]);
  encoder->item_separator = retain(bound[5]);
  encoder->sort_keys = TRY(is_true(thread, bound[6]));
  encoder->skip_keys = TRY(is_true(thread, bound[7]));
  encoder->allow_nan = TRY(is_true(thread, bound[8]));
  return encoder.take();
}

constexpr NativeMember kMembers[] = {
    {"markers", OURO_OFFSET(Encoder, markers)},
    {"default", OURO_OFFSET(Encoder, fallback)},
    {"encoder", OURO_OFFSET(Encoder, encoder)},
    {"indent", OURO_OFFSET(Encoder, indent)},
    {"key_separator", OURO_OFFSET(Encoder, key_separator)},
    {"item_separator", OURO_OFFSET(Encoder, item_separator)},
    {"sort_keys", OURO_OFFSET(Encoder, sort_keys), MemberKind::kBool},
    {"skipkeys", OURO_OFFSET(Encoder, skip_keys), MemberKind::kBool},
};

constexpr TypeDescriptor kEncoderType = {
    .name = "Encoder",
    .module = "_json",
    .flags = flag::kCollectable,
    .object_size = sizeof(Encoder),
    .slots = {.deallocate = EncoderReferences::deallocate,
              .traverse = EncoderReferences::traverse,
              .clear = EncoderReferences::clear,
              .call = call_encoder,
              .make = make_encoder},
    .members = kMembers,
    .doc = "Writes JSON documents.",
};

}  // namespace

Status add_encoder(Thread& thread, Module* module) {
  return module_add(thread, module, "make_encoder",
                    TRY(module_add_type(thread, module, kEncoderType)));
}

}  // namespace ouro::json
