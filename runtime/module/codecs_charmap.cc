// _codecs: character maps - encodings that are a table from bytes to characters, or back.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/codecs.h"
#include "runtime/object/codec_errors.h"
#include "runtime/object/codec_run.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text_builder.h"

namespace ouro::codecs {
namespace {

constexpr char32_t kUndefined = 0xfffe;
constexpr const char* kReason = "character maps to <undefined>";

// mapping[number]; null inside: LookupError, or None.
Result<Found<Object>> look_up(Thread& thread, Object* mapping, char32_t number) {
  Ref<> key(TRY(make_int_object(thread, number)));
  Result<Object*> found = get_item(thread, mapping, key);
  if (found.ok()) {
    Ref<> value(found.value());
    return Found<Object>{value == none(thread) ? nullptr : value.take()};
  }
  if (!pending_matches(thread, TypeId::kLookupError)) return failure;
  clear_pending(thread);
  return Found<Object>{};
}

// ---- Decoding ---------------------------------------------------------------------------------

// False: nothing stands for the byte.
Result<bool> decode_one(Thread& thread, Object* mapping, std::uint8_t octet, TextBuilder& out) {
  if (is_exact(mapping, TypeId::kStr)) {
    const auto* table = static_cast<Str*>(mapping);
    if (octet >= table->length || table->at(octet) == kUndefined) return false;
    TRY(out.append(table->at(octet)));
    return true;
  }
  Ref<> meaning(TRY(look_up(thread, mapping, octet)).value);
  if (!meaning) return false;
  if (is_str(meaning)) {
    const auto* text = static_cast<Str*>(meaning.get());
    if (text->length == 1 && text->at(0) == kUndefined) return false;
    TRY(out.append(text));
    return true;
  }
  if (!is_int(meaning)) {
    return raise(thread, TypeId::kTypeError, "character mapping must return integer, None or str");
  }
  const auto* number = static_cast<Int*>(meaning.get());
  if (!number->compact() || number->value < 0 || number->value > 0x10ffff) {
    return raise(thread, TypeId::kTypeError, "character mapping must be in range(0x110000)");
  }
  if (number->value == kUndefined) return false;
  TRY(out.append(static_cast<char32_t>(number->value)));
  return true;
}

Result<Str*> decode_all(Thread& thread, std::string_view bytes, std::string_view errors,
                        Object* mapping) {
  TextBuilder out(thread.interpreter());
  Ref<> holder;
  DecodeProblem problem{"charmap", bytes, 0, 0, kReason};
  for (std::size_t at = 0; at < problem.bytes.size();) {
    const auto octet = static_cast<std::uint8_t>(problem.bytes[at]);
    if (TRY(decode_one(thread, mapping, octet, out))) {
      ++at;
      continue;
    }
    problem.start = at;
    problem.end = at + 1;
    at = TRY(handle_decode_problem(thread, problem, errors, out, holder));
  }
  return out.finish();
}

// ---- Encoding ---------------------------------------------------------------------------------

// False: nothing stands for the character.
Result<bool> encode_one(Thread& thread, Object* mapping, char32_t character, OctetBuilder& out) {
  Ref<> meaning(TRY(look_up(thread, mapping, character)).value);
  if (!meaning) return false;
  if (is_bytes(meaning)) {
    TRY(out.append(as_bytes(meaning)->view()));
    return true;
  }
  if (!is_int(meaning)) {
    return raise(thread, TypeId::kTypeError,
                 "character mapping must return integer, bytes or None, not {}",
                 type_name(meaning->type));
  }
  const auto* number = static_cast<Int*>(meaning.get());
  if (!number->compact() || number->value < 0 || number->value > 255) {
    return raise(thread, TypeId::kTypeError, "character mapping must be in range(256)");
  }
  TRY(out.append_repeated(static_cast<char>(number->value), 1));
  return true;
}

Status encode_replacement(Thread& thread, Object* mapping, Object* value,
                          const EncodeProblem& problem, OctetBuilder& out) {
  if (is_bytes(value)) return out.append(as_bytes(value)->view());
  const auto* text = static_cast<Str*>(value);
  for (std::size_t at = 0; at < text->length; ++at) {
    if (!TRY(encode_one(thread, mapping, text->at(at), out))) {
      return raise_encode_error(thread, problem);
    }
  }
  return done;
}

// The end of the run of characters that cannot be encoded.
Result<std::size_t> end_of_run(Thread& thread, const Str* text, std::size_t start,
                               Object* mapping) {
  std::size_t end = start + 1;
  for (; end < text->length; ++end) {
    Ref<> meaning(TRY(look_up(thread, mapping, text->at(end))).value);
    if (meaning) break;
  }
  return end;
}

Result<Bytes*> encode_all(Thread& thread, Str* text, std::string_view errors, Object* mapping) {
  OctetBuilder out(thread.interpreter());
  for (std::size_t at = 0; at < text->length;) {
    if (TRY(encode_one(thread, mapping, text->at(at), out))) {
      ++at;
      continue;
    }
    const std::size_t end = TRY(end_of_run(thread, text, at, mapping));
    const EncodeProblem problem{"charmap", text, at, end, kReason, true};
    const Replacement replacement = TRY(handle_encode_problem(thread, problem, errors));
    Ref<> value(replacement.value);
    TRY(encode_replacement(thread, mapping, value, problem, out));
    at = replacement.next;
  }
  return out.finish();
}

bool is_given(Thread& thread, const Object* mapping) {
  return mapping != nullptr && mapping != none(thread);
}

}  // namespace

Result<Object*> charmap_decode(Thread& thread, Object*, Object* const* arguments) {
  const std::string_view errors = TRY(read_errors(thread, "charmap_decode", arguments[1]));
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const std::string_view bytes = data.octets().text();
  if (is_given(thread, arguments[2])) {
    return codec_answer(thread, decode_all(thread, bytes, errors, arguments[2]), bytes.size());
  }
  DecodeRequest request{Encoding::kLatin1, bytes, errors};
  return codec_answer(thread, run_decoder(thread, request), bytes.size());
}

Result<Object*> charmap_encode(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "charmap_encode() argument 1 must be str, not {}",
                 type_name(arguments[0]->type));
  }
  auto* text = static_cast<Str*>(arguments[0]);
  const std::string_view errors = TRY(read_errors(thread, "charmap_encode", arguments[1]));
  Result<Object*> bytes = is_given(thread, arguments[2])
                              ? Result<Object*>(encode_all(thread, text, errors, arguments[2]))
                              : run_encoder(thread, Encoding::kLatin1, text, errors);
  return codec_answer(thread, bytes, text->length);
}

// The way back of a decoding table: a dict from characters to bytes.
Result<Object*> charmap_build(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "charmap_build() argument must be str, not {}",
                 type_name(arguments[0]->type));
  }
  const auto* table = static_cast<Str*>(arguments[0]);
  Ref<Dict> map(TRY(make_dict(thread.interpreter(), table->length)));
  for (std::size_t octet = 0; octet < table->length && octet < 256; ++octet) {
    if (table->at(octet) == kUndefined) continue;
    Ref<> character(TRY(make_int_object(thread, table->at(octet))));
    Ref<> number(TRY(make_int_object(thread, static_cast<std::intptr_t>(octet))));
    TRY(dict_set(thread, map, character, number));
  }
  return map.take();
}

}  // namespace ouro::codecs
