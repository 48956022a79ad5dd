// Codec: text to bytes and back by the name of an encoding and of an error handler.
//
// The common encodings are native; the others are found through the search functions that programs
// (and the library's `encodings` package) register.
#pragma once

#include <string_view>

#include "runtime/object/bytes.h"
#include "runtime/object/object.h"
#include "runtime/object/str.h"

namespace ouro {

// Names may be empty: utf-8, strict.
Result<Str*> decode_bytes(Thread&, std::string_view bytes, std::string_view encoding,
                          std::string_view errors);
Result<Bytes*> encode_str(Thread&, Str* text, std::string_view encoding, std::string_view errors);

// str(object, encoding, errors): any buffer.
Result<Str*> decode_object(Thread&, Object* object, std::string_view encoding,
                           std::string_view errors);
// bytes.decode(): `object` is what a codec of the registry gets.
Result<Str*> decode_with(Thread&, Object* object, std::string_view bytes, std::string_view encoding,
                         std::string_view errors);

// An `encoding` or `errors` argument as text: "decode() argument 'errors' must be str, not int".
Result<std::string_view> borrow_codec_name(Thread&, std::string_view function,
                                           std::string_view parameter, Object* argument);

// ---- The registry: codecs.lookup() and what stands on it --------------------------------------

Status register_codec_search(Thread&, Object* search_function);
Status unregister_codec_search(Thread&, Object* search_function);
// A CodecInfo, or whatever 4-tuple the search function gave.
Result<Object*> lookup_codec(Thread&, std::string_view encoding);
// codecs.encode(), codecs.decode(): any object to any object.
Result<Object*> codec_encode(Thread&, Object*, std::string_view encoding, std::string_view errors);
Result<Object*> codec_decode(Thread&, Object*, std::string_view encoding, std::string_view errors);

// Empties the registry, for the end: what programs registered holds their modules alive.
void forget_codecs(Interpreter&) noexcept;

Status register_codec_errors(Thread&, Str* name, Object* handler);
Result<Object*> lookup_codec_errors(Thread&, std::string_view name);

}  // namespace ouro
