// StructSequence: a tuple whose places have names (sys.version_info, os.stat_result,
// time.struct_time).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "runtime/object/module.h"

namespace ouro {

struct StructField {
  std::string_view name;
  const char* doc = nullptr;
};

// Read-only. The first `visible` fields are the tuple's items, the others have names only.
struct StructSequenceDescriptor {
  std::string_view name;  // "sys.version_info": module and name
  std::span<const StructField> fields;
  std::size_t visible = 0;  // 0: all
  const char* doc = nullptr;
  bool constructible = true;  // false: the type refuses to be called, as sys.flags does
};

// Owned by the caller. The descriptor must outlive the type: a constant.
Result<Type*> make_struct_sequence_type(Thread&, Module*, const StructSequenceDescriptor&);
// Borrows the values, one for each field.
Result<Object*> make_struct_sequence(Thread&, Type*, Object* const* values, std::size_t count);

}  // namespace ouro
