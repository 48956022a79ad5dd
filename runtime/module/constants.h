// constants: tables of numbers that native modules export.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"

namespace ouro {

struct IntConstant {
  std::string_view name;
  std::int64_t value;
};

inline Status add_constants(Thread& thread, Module* module,
                            std::span<const IntConstant> constants) {
  for (const IntConstant& constant : constants) {
    Ref<Int> number(TRY(make_int(thread.interpreter(), constant.value)));
    TRY(module_add(thread, module, constant.name, number));
  }
  return done;
}

}  // namespace ouro
