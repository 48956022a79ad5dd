// Codec: names of encodings, the registry of codecs, and its error handlers.
#include "runtime/object/codec.h"
#include "runtime/interpreter/interpreter.h"

#include <array>

#include "runtime/module/import.h"
#include "runtime/object/codec_errors.h"
#include "runtime/object/codec_run.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/function.h"
#include "runtime/object/list.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/search.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Names ------------------------------------------------------------------------------------

namespace {

constexpr std::size_t kNameRoom = 64;

constexpr bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

// Lower case, with one underscore between the words; empty: too long to be a known one.
std::string_view normal_name(std::string_view name, char* out) {
  std::size_t length = 0;
  bool gap = false;
  for (const char c : name) {
    if (!is_name_character(c)) {
      gap = true;
      continue;
    }
    if (length + 2 > kNameRoom) return {};
    if (gap && length > 0) out[length++] = '_';
    gap = false;
    out[length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return {out, length};
}

struct NameRow {
  std::string_view name;
  Encoding encoding;
};
constexpr NameRow kNames[] = {
    NameRow{"utf_8", Encoding::kUtf8},
    NameRow{"utf8", Encoding::kUtf8},
    NameRow{"ascii", Encoding::kAscii},
    NameRow{"us_ascii", Encoding::kAscii},
    NameRow{"latin_1", Encoding::kLatin1},
    NameRow{"latin1", Encoding::kLatin1},
    NameRow{"iso_8859_1", Encoding::kLatin1},
    NameRow{"iso8859_1", Encoding::kLatin1},
    NameRow{"utf_16", Encoding::kUtf16},
    NameRow{"utf16", Encoding::kUtf16},
    NameRow{"utf_16_le", Encoding::kUtf16Little},
    NameRow{"utf_16le", Encoding::kUtf16Little},
    NameRow{"utf_16_be", Encoding::kUtf16Big},
    NameRow{"utf_16be", Encoding::kUtf16Big},
    NameRow{"utf_32", Encoding::kUtf32},
    NameRow{"utf32", Encoding::kUtf32},
    NameRow{"utf_32_le", Encoding::kUtf32Little},
    NameRow{"utf_32le", Encoding::kUtf32Little},
    NameRow{"utf_32_be", Encoding::kUtf32Big},
    NameRow{"utf_32be", Encoding::kUtf32Big},
};

enum class EscapeCodec : std::uint8_t { kNone, kPlain, kRaw };

EscapeCodec find_escape_codec(std::string_view name) {
  char room[kNameRoom];
  const std::string_view normal = normal_name(name, room);
  if (normal == "unicode_escape") return EscapeCodec::kPlain;
  return normal == "raw_unicode_escape" ? EscapeCodec::kRaw : EscapeCodec::kNone;
}

}  // namespace

std::optional<Encoding> find_encoding(std::string_view name) noexcept {
  if (name.empty() || name == "utf-8") return Encoding::kUtf8;
  char room[kNameRoom];
  const std::string_view normal = normal_name(name, room);
  for (const NameRow& row : kNames) {
    if (row.name == normal) return row.encoding;
  }
  return std::nullopt;
}

Result<std::string_view> borrow_codec_name(Thread& thread, std::string_view function,
                                           std::string_view parameter, Object* argument) {
  if (!is_str(argument)) {
    return raise(thread, TypeId::kTypeError, "{}() argument '{}' must be str, not {}", function,
                 parameter, type_name(argument->type));
  }
  const auto* text = static_cast<Str*>(argument);
  if (find_character(view_of(text), 0) != kNotFound) {
    return raise(thread, TypeId::kValueError, "embedded null character");
  }
  // The name of a codec is ASCII; any other is unknown under whatever spelling.
  return text->ascii ? text->ascii_view() : std::string_view("?");
}

// ---- Text encodings ---------------------------------------------------------------------------

namespace {

// Refuses codecs that say of themselves that they do not encode text.
Result<Object*> lookup_text_codec(Thread& thread, std::string_view encoding,
                                  std::string_view advice) {
  Ref<> codec(TRY(lookup_codec(thread, encoding)));
  if (is_exact(codec, TypeId::kTuple)) return codec.take();
  Ref<> mark(TRY(get_attribute_if(thread, codec, "_is_text_encoding")).value);
  if (mark && !TRY(is_true(thread, mark))) {
    return raise(thread, TypeId::kLookupError,
                 "'{}' is not a text encoding; use {} to handle arbitrary codecs", encoding,
                 advice);
  }
  return codec.take();
}

Result<Object*> call_codec(Thread& thread, Object* function, Object* object,
                           std::string_view errors, const char* complaint) {
  Ref<> result;
  if (errors.empty()) {
    result.reset(TRY(call(thread, function, object)));
  } else {
    Ref<Str> name(TRY(make_str(thread.interpreter(), errors)));
    result.reset(TRY(call(thread, function, object, name)));
  }
  if (is_tuple(result) && static_cast<Tuple*>(result.get())->size == 2) {
    return retain((*static_cast<Tuple*>(result.get()))[0]);
  }
  return raise(thread, TypeId::kTypeError, "{}", complaint);
}

enum Part : std::size_t { kEncode = 0, kDecode = 1 };

Result<Object*> run_codec(Thread& thread, Object* codec, Part part, Object* object,
                          std::string_view errors) {
  Ref<> function(retain((*static_cast<Tuple*>(codec))[part]));
  return call_codec(thread, function, object, errors,
                    part == kEncode ? "encoder must return a tuple (object, integer)"
                                    : "decoder must return a tuple (object,integer)");
}

Result<Str*> decode_registered(Thread& thread, Object* object, std::string_view encoding,
                               std::string_view errors) {
  Ref<> codec(TRY(lookup_text_codec(thread, encoding, "codecs.decode()")));
  Ref<> result(TRY(run_codec(thread, codec, kDecode, object, errors)));
  if (is_str(result)) return static_cast<Str*>(result.take());
  return raise(thread, TypeId::kTypeError,
               "'{}' decoder returned '{}' instead of 'str'; use codecs.decode() to decode to "
               "arbitrary types",
               encoding, type_name(result->type));
}

Result<Bytes*> encode_registered(Thread& thread, Str* text, std::string_view encoding,
                                 std::string_view errors) {
  Ref<> codec(TRY(lookup_text_codec(thread, encoding, "codecs.encode()")));
  Ref<> result(TRY(run_codec(thread, codec, kEncode, text, errors)));
  if (is_bytes(result)) return as_bytes(result.take());
  if (is_bytearray(result)) {
    const Octets octets = octets_of(result);
    return make_bytes(thread.interpreter(), octets.data, octets.length);
  }
  return raise(thread, TypeId::kTypeError,
               "'{}' encoder returned '{}' instead of 'bytes'; use codecs.encode() to encode to "
               "arbitrary types",
               encoding, type_name(result->type));
}

}  // namespace

Result<Str*> decode_with(Thread& thread, Object* object, std::string_view bytes,
                         std::string_view encoding, std::string_view errors) {
  if (const std::optional<Encoding> known = find_encoding(encoding)) {
    DecodeRequest request{*known, bytes, errors};
    return run_decoder(thread, request);
  }
  if (const EscapeCodec escapes = find_escape_codec(encoding); escapes != EscapeCodec::kNone) {
    return decode_escapes(thread, bytes, errors, escapes == EscapeCodec::kRaw, true, nullptr);
  }
  if (object != nullptr) return decode_registered(thread, object, encoding, errors);
  Ref<Bytes> copy(TRY(make_bytes(thread.interpreter(), bytes.data(), bytes.size())));
  return decode_registered(thread, copy, encoding, errors);
}

Result<Str*> decode_bytes(Thread& thread, std::string_view bytes, std::string_view encoding,
                          std::string_view errors) {
  return decode_with(thread, nullptr, bytes, encoding, errors);
}

Result<Str*> decode_object(Thread& thread, Object* object, std::string_view encoding,
                           std::string_view errors) {
  if (is_str(object)) return raise(thread, TypeId::kTypeError, "decoding str is not supported");
  if (object->type->slots->get_buffer == nullptr) {
    return raise(thread, TypeId::kTypeError, "decoding to str: need a bytes-like object, {} found",
                 type_name(object->type));
  }
  HeldBuffer held(thread);
  TRY(held.take(object));
  return decode_with(thread, object, held.octets().text(), encoding, errors);
}

Result<Bytes*> encode_str(Thread& thread, Str* text, std::string_view encoding,
                          std::string_view errors) {
  if (const std::optional<Encoding> known = find_encoding(encoding)) {
    return run_encoder(thread, *known, text, errors);
  }
  if (const EscapeCodec escapes = find_escape_codec(encoding); escapes != EscapeCodec::kNone) {
    return encode_escapes(thread, text, escapes == EscapeCodec::kRaw);
  }
  return encode_registered(thread, text, encoding, errors);
}

// ---- The registry -----------------------------------------------------------------------------

namespace {

using Place = CodecRegistry::Place;

template <typename T, typename Make>
Result<T*> borrow_place(Thread& thread, Place place, Make make) {
  auto& registry = thread.interpreter().get<CodecRegistry>();
  if (registry.get(place) == nullptr) {
    T* made = TRY(make(thread.interpreter()));
    registry.set(place, made);
  }
  return registry.get_as<T>(place);
}

Result<List*> borrow_search_path(Thread& thread) {
  return borrow_place<List>(thread, Place::kSearchPath,
                            [](Interpreter& interpreter) { return make_list(interpreter); });
}

// The library's search function registers itself when its package is first needed. Without it only
// the native encodings are known.
Result<Dict*> borrow_search_cache(Thread& thread) {
  auto& registry = thread.interpreter().get<CodecRegistry>();
  if (registry.get(Place::kSearchCache) != nullptr) {
    return registry.get_as<Dict>(Place::kSearchCache);
  }
  registry.set(Place::kSearchCache, TRY(make_dict(thread.interpreter())));
  Result<Object*> package = import_module(thread, "encodings");
  if (package.ok()) {
    release(package.value());
  } else if (pending_matches(thread, TypeId::kImportError)) {
    clear_pending(thread);
  } else {
    registry.set(Place::kSearchCache, nullptr);
    return failure;
  }
  return registry.get_as<Dict>(Place::kSearchCache);
}

bool is_codec(const Object* object) {
  return is_tuple(object) && static_cast<const Tuple*>(object)->size == 4;
}

// Null inside: no function knows the encoding.
Result<Found<Object>> search(Thread& thread, Str* name) {
  Ref<List> path(retain(TRY(borrow_search_path(thread))));
  for (std::size_t index = 0; index < path->size; ++index) {
    Ref<> function(retain(path->items[index]));
    Ref<> codec(TRY(call(thread, function, name)));
    if (codec == none(thread)) continue;
    if (is_codec(codec)) return Found<Object>{codec.take()};
    return raise(thread, TypeId::kTypeError, "codec search functions must return 4-tuples");
  }
  return Found<Object>{};
}

}  // namespace

Status register_codec_search(Thread& thread, Object* search_function) {
  if (!is_callable(search_function)) {
    return raise(thread, TypeId::kTypeError, "argument must be callable");
  }
  return list_append(thread.interpreter(), TRY(borrow_search_path(thread)), search_function);
}

Status unregister_codec_search(Thread& thread, Object* search_function) {
  List* path = TRY(borrow_search_path(thread));
  for (std::size_t index = 0; index < path->size; ++index) {
    if (path->items[index] != search_function) continue;
    Ref<> removed(path->items[index]);
    std::copy(path->items + index + 1, path->items + path->size, path->items + index);
    --path->size;
    if (auto* cache = thread.interpreter().get<CodecRegistry>().get_as<Dict>(Place::kSearchCache)) {
      dict_clear(thread.interpreter(), cache);
    }
    return done;
  }
  return done;
}

Result<Object*> lookup_codec(Thread& thread, std::string_view encoding) {
  char room[kNameRoom];
  const std::string_view normal = normal_name(encoding, room);
  Ref<Str> name(TRY(intern(thread.interpreter(), normal)));
  Ref<Dict> cache(retain(TRY(borrow_search_cache(thread))));
  if (Object* known = TRY(find_in_dict(thread, cache, name)).value) return retain(known);
  Ref<> codec(TRY(search(thread, name)).value);
  if (!codec) return raise(thread, TypeId::kLookupError, "unknown encoding: {}", encoding);
  TRY(dict_set(thread, cache, name, codec));
  return codec.take();
}

Result<Object*> codec_encode(Thread& thread, Object* object, std::string_view encoding,
                             std::string_view errors) {
  Ref<> codec(TRY(lookup_codec(thread, encoding.empty() ? "utf-8" : encoding)));
  return run_codec(thread, codec, kEncode, object, errors);
}

Result<Object*> codec_decode(Thread& thread, Object* object, std::string_view encoding,
                             std::string_view errors) {
  Ref<> codec(TRY(lookup_codec(thread, encoding.empty() ? "utf-8" : encoding)));
  return run_codec(thread, codec, kDecode, object, errors);
}

// ---- Error handlers ---------------------------------------------------------------------------

namespace {

Result<Dict*> borrow_handlers(Thread& thread) {
  return borrow_place<Dict>(thread, Place::kErrorHandlers,
                            [](Interpreter& interpreter) { return make_dict(interpreter); });
}

}  // namespace

Status register_codec_errors(Thread& thread, Str* name, Object* handler) {
  if (!is_callable(handler)) return raise(thread, TypeId::kTypeError, "handler must be callable");
  return dict_set(thread, TRY(borrow_handlers(thread)), name, handler);
}

Result<Object*> lookup_codec_errors(Thread& thread, std::string_view errors) {
  const std::string_view name = errors.empty() ? "strict" : errors;
  Ref<Str> key(TRY(make_str(thread.interpreter(), name)));
  Ref<Dict> handlers(retain(TRY(borrow_handlers(thread))));
  if (Object* known = TRY(find_in_dict(thread, handlers, key)).value) return retain(known);
  const NativeMethod* native = find_native_handler(name);
  if (native == nullptr) {
    return raise(thread, TypeId::kLookupError, "unknown error handler name '{}'", name);
  }
  Ref<> handler(TRY(make_builtin_function(thread.interpreter(), *native, nullptr, nullptr)));
  TRY(dict_set(thread, handlers, key, handler));
  return handler.take();
}

}  // namespace ouro
