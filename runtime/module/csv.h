// csv: what the files of the _csv module share: its state, and the dialect.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/struct_format.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

enum class Quoting : std::int32_t { kMinimal, kAll, kNonNumeric, kNone };

inline constexpr char32_t kNoCharacter = 0xffff'ffff;  // for quotechar and escapechar

struct CsvDialect : Object {
  char32_t delimiter;
  char32_t quote;
  char32_t escape;
  Quoting quoting;
  bool double_quote;
  bool skip_initial_space;
  bool strict;
  Str* line_end;
};

struct CsvState {
  Type* error;  // all owned
  Type* dialect;
  Type* reader;
  Type* writer;
  Dict* dialects;  // by name
  std::intptr_t field_limit;
};

inline CsvDialect* csv_dialect(Object* object) { return static_cast<CsvDialect*>(object); }

extern const TypeDescriptor kCsvDialectDescriptor;
extern const TypeDescriptor kCsvReaderDescriptor;
extern const TypeDescriptor kCsvWriterDescriptor;

template <typename... Arguments>
Failure raise_csv_error(Thread& thread, const CsvState& state, std::string_view format,
                        const Arguments&... arguments) {
  return structs::raise_error(thread, state.error, format, arguments...);
}

// The dialect of a name, an object or nothing, changed by the keywords (null: none).
Result<Object*> make_csv_dialect(Thread&, CsvState&, Object* base_or_null, Dict* keywords_or_null);
Result<Object*> find_csv_dialect(Thread&, CsvState&, Object* name);  // new reference
Result<Object*> csv_make_reader(Thread&, Object* module, Object* const* arguments);
Result<Object*> csv_make_writer(Thread&, Object* module, Object* const* arguments);

}  // namespace ouro
