// _codecs, inside: what its files share.
#pragma once

#include <string_view>

#include "runtime/object/object.h"

namespace ouro {

// An `errors` argument: null and None are strict.
Result<std::string_view> read_errors(Thread&, std::string_view function, Object* argument);
// (result, length), the answer of every encoding and decoding function.
Result<Object*> codec_answer(Thread&, Result<Object*> result, std::size_t length);

namespace codecs {

using Method = Result<Object*>(Thread&, Object* self, Object* const* arguments);

// codecs_charmap.cc
Method charmap_build, charmap_decode, charmap_encode;
// codecs_utf7.cc
Method utf7_decode, utf7_encode;

}  // namespace codecs
}  // namespace ouro
