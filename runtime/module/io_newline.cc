// io: IncrementalNewlineDecoder - a decoder of text piece by piece, with all line ends made "\n".
#include <cstring>

#include "runtime/module/io.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// Line ends seen so far.
constexpr unsigned kFeed = 1, kReturn = 2, kBoth = 4;

struct NewlineDecoder : Object {
  Object* decoder;  // owned; None: what comes in is text already. Null: not initialised
  Object* errors;   // owned
  bool translate;
  bool pending_return;  // a "\r" that may belong to a "\r\n" is kept back
  unsigned seen;
};

NewlineDecoder* decoder_of(Object* object) { return static_cast<NewlineDecoder*>(object); }

void decoder_clear(Interpreter&, Object* object) noexcept {
  clear_reference(decoder_of(object)->decoder);
  clear_reference(decoder_of(object)->errors);
}

void decoder_deallocate(Interpreter& interpreter, Object* object) noexcept {
  decoder_clear(interpreter, object);
  free_instance(interpreter, object);
}

void decoder_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(decoder_of(object)->decoder);
  visitor.visit_if(decoder_of(object)->errors);
}

Result<Object*> make_decoder(Thread& thread, Type* type, const Arguments&) {
  return allocate_instance(thread.interpreter(), type);
}

constexpr Signature kSignature("IncrementalNewlineDecoder(decoder, translate, errors='strict')");

Status initialise_decoder(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  NewlineDecoder* decoder = decoder_of(self);
  const bool translate = TRY(is_true(thread, bound[1]));
  Ref<> errors(bound[2] != nullptr ? retain(bound[2])
                                   : retain(static_cast<Object*>(identifier(thread, Id::strict))));
  replace_reference(decoder->decoder, retain(bound[0]));
  replace_reference(decoder->errors, errors.take());
  decoder->translate = translate;
  decoder->pending_return = false;
  decoder->seen = 0;
  return done;
}

Status check_initialised(Thread& thread, const NewlineDecoder* decoder) {
  if (decoder->decoder != nullptr) return done;
  return raise(thread, TypeId::kValueError, "IncrementalNewlineDecoder.__init__() not called");
}

// With the "\r" that was kept back in front, and without one at the end unless it is the last
// piece.
Result<Str*> gather(Thread& thread, NewlineDecoder* decoder, Str* piece, bool final) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> text(retain(piece));
  if (decoder->pending_return && (text->length > 0 || final)) {
    Ref<Str> kept(TRY(make_character(interpreter, '\r')));
    text.reset(TRY(str_concatenate(interpreter, kept, text)));
    decoder->pending_return = false;
  }
  if (final || text->length == 0 || text->at(text->length - 1) != '\r') return text.take();
  decoder->pending_return = true;
  return str_slice(interpreter, text, 0, text->length - 1);
}

}  // namespace

unsigned line_ends_in(const Str* text) {
  if (text->width == 1 && std::memchr(text->data(), '\r', text->length) == nullptr) {
    return std::memchr(text->data(), '\n', text->length) != nullptr ? kFeed : 0;
  }
  unsigned seen = 0;
  for (std::size_t at = 0; at < text->length; ++at) {
    const char32_t c = text->at(at);
    if (c == '\n') seen |= kFeed;
    if (c != '\r') continue;
    const bool both = at + 1 < text->length && text->at(at + 1) == '\n';
    seen |= both ? kBoth : kReturn;
    at += both;
  }
  return seen;
}

Result<Str*> translate_line_ends(Thread& thread, Str* text, unsigned seen) {
  if ((seen & (kReturn | kBoth)) == 0) return retain(text);
  TextBuilder result(thread.interpreter());
  for (std::size_t at = 0, start = 0; at <= text->length; ++at) {
    if (at < text->length && text->at(at) != '\r') continue;
    TRY(result.append(text, start, at));
    if (at == text->length) break;
    TRY(result.append(U'\n'));
    if (at + 1 < text->length && text->at(at + 1) == '\n') ++at;
    start = at + 1;
  }
  return result.finish();
}

Result<Object*> describe_line_ends(Thread& thread, unsigned seen) {
  Interpreter& interpreter = thread.interpreter();
  constexpr std::pair<unsigned, std::string_view> kKinds[] = {
      {kReturn, "\r"}, {kFeed, "\n"}, {kBoth, "\r\n"}};
  Ref<> found[3];
  std::size_t count = 0;
  for (const auto& [bit, text] : kKinds) {
    if ((seen & bit) != 0) found[count++].reset(TRY(Result<Object*>(make_str(interpreter, text))));
  }
  if (count == 0) return new_none(thread);
  if (count == 1) return found[0].take();
  Object* const items[] = {found[0], found[1], found[2]};
  return make_tuple_from(interpreter, items, count);
}

bool is_newline(const Str* text) {
  for (const std::string_view known : {"", "\n", "\r", "\r\n"}) {
    if (str_equal(text, known)) return true;
  }
  return false;
}

namespace {

Result<Object*> decode(Thread& thread, Object* self, Object* const* arguments) {
  NewlineDecoder* decoder = decoder_of(self);
  TRY(check_initialised(thread, decoder));
  const bool final = arguments[1] != nullptr && TRY(is_true(thread, arguments[1]));
  Ref<> piece(retain(arguments[0]));
  if (decoder->decoder != none(thread)) {
    Ref<> inner(retain(decoder->decoder));
    piece.reset(TRY(
        call_method(thread, inner, "decode", {arguments[0], thread.interpreter().boolean(final)})));
  }
  if (!is_str(piece)) {
    return raise(thread, TypeId::kTypeError, "decoder should return a string result, not '{}'",
                 static_cast<const Type*>(piece->type));
  }
  Ref<Str> text(TRY(gather(thread, decoder, static_cast<Str*>(piece.get()), final)));
  const unsigned seen = line_ends_in(text);
  decoder->seen |= seen;
  return decoder->translate ? translate_line_ends(thread, text, seen) : text.take();
}

Result<Object*> get_state(Thread& thread, Object* self, Object* const*) {
  NewlineDecoder* decoder = decoder_of(self);
  TRY(check_initialised(thread, decoder));
  Interpreter& interpreter = thread.interpreter();
  Ref<> buffer(TRY(Result<Object*>(make_bytes(interpreter, nullptr, 0))));
  std::int64_t flags = 0;
  if (decoder->decoder != none(thread)) {
    Ref<> state(TRY(call_method(thread, Ref<>(retain(decoder->decoder)), "getstate")));
    if (!is_tuple(state) || static_cast<Tuple*>(state.get())->size != 2) {
      return raise(thread, TypeId::kTypeError, "illegal decoder state");
    }
    buffer.reset(retain((*static_cast<Tuple*>(state.get()))[0]));
    flags = TRY(to_index_value(thread, (*static_cast<Tuple*>(state.get()))[1]));
  }
  Ref<Int> number(TRY(make_int(interpreter, flags * 2 + decoder->pending_return)));
  return pack_tuple<Object, Object>(interpreter, buffer, number.get());
}

Result<Object*> set_state(Thread& thread, Object* self, Object* const* arguments) {
  NewlineDecoder* decoder = decoder_of(self);
  TRY(check_initialised(thread, decoder));
  if (!is_tuple(arguments[0]) || static_cast<Tuple*>(arguments[0])->size != 2) {
    return raise(thread, TypeId::kTypeError, "state argument must be a tuple");
  }
  const auto* state = static_cast<Tuple*>(arguments[0]);
  const std::int64_t flags = TRY(to_index_value(thread, (*state)[1]));
  decoder->pending_return = (flags & 1) != 0;
  if (decoder->decoder == none(thread)) return new_none(thread);
  Ref<Int> rest(TRY(make_int(thread.interpreter(), flags >> 1)));
  Ref<Tuple> inner(TRY(pack_tuple<Object, Object>(thread.interpreter(), (*state)[0], rest.get())));
  return call_method(thread, Ref<>(retain(decoder->decoder)), "setstate", {inner.get()});
}

Result<Object*> reset(Thread& thread, Object* self, Object* const*) {
  NewlineDecoder* decoder = decoder_of(self);
  TRY(check_initialised(thread, decoder));
  decoder->seen = 0;
  decoder->pending_return = false;
  if (decoder->decoder == none(thread)) return new_none(thread);
  return call_method(thread, Ref<>(retain(decoder->decoder)), "reset");
}

// None, one line end, or a tuple of them.
Result<Object*> newlines(Thread& thread, Object* self) {
  return describe_line_ends(thread, decoder_of(self)->seen);
}

constexpr NativeMethod kMethods[] = {
    {"decode(self, /, input, final=False)", decode},
    {"getstate(self, /)", get_state},
    {"setstate(self, state, /)", set_state},
    {"reset(self, /)", reset},
};
constexpr NativeAttribute kAttributes[] = {{"newlines", newlines}};

constexpr Slots decoder_slots() {
  Slots slots;
  slots.deallocate = decoder_deallocate;
  slots.traverse = decoder_traverse;
  slots.clear = decoder_clear;
  slots.make = make_decoder;
  slots.initialise = initialise_decoder;
  return slots;
}

}  // namespace

const TypeDescriptor kNewlineDecoder = {
    .name = "IncrementalNewlineDecoder",
    .module = "_io",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(NewlineDecoder),
    .slots = decoder_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
};

}  // namespace ouro
