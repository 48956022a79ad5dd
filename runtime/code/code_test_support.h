// CodeTest: a fixture that compiles snippets, for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "runtime/code/code.h"
#include "runtime/code/verify_test_support.h"
#include "runtime/interpreter/test_support.h"
#include "runtime/object/exception.h"

namespace ouro {

class CodeTest : public RuntimeTest {
 protected:
  // Null when it fails; the exception is pending then.
  Ref<Code> compile_text(std::string_view source, const CompileOptions& options = {}) {
    Ref<Str> filename = text("<test>");
    const Result<Code*> code = compile(thread(), source, filename, options);
    if (!code.ok()) return {};
    EXPECT_EQ(verify(code.value()), "") << source;
    return Ref<Code>(code.value());
  }

  std::string listing(const Code* code) {
    Ref<Str> shown(must(disassemble(thread(), code)));
    const Utf8 utf8(interpreter(), shown);
    return std::string(utf8.view());
  }

  // The listing of the module, or of the first block in it.
  std::string module_listing(std::string_view source) {
    Ref<Code> code = compile_text(source);
    return code ? listing(code) : pending_name();
  }
  std::string block_listing(std::string_view source) {
    Ref<Code> code = compile_text(source);
    return code ? listing(inner(code)) : pending_name();
  }

  // The first block nested in another one; borrowed.
  static Code* inner(const Code* code) {
    for (std::size_t index = 0; index < code->constants->size; ++index) {
      Object* constant = (*code->constants)[index];
      if (is_exact(constant, TypeId::kCode)) return static_cast<Code*>(constant);
    }
    ADD_FAILURE() << "there is no inner block";
    return nullptr;
  }

  std::string shown_attribute(Object* object, std::string_view name) {
    Ref<> value(must(get_attribute(thread(), object, name)));
    return value ? show(value) : "";
  }

  // "SyntaxError: message (line:column-line:column)"; "ok" when it compiles.
  std::string error_of(std::string_view source, const CompileOptions& options = {}) {
    if (compile_text(source, options)) return "ok";
    Ref<Exception> error(take_pending(thread()));
    std::string shown(type_name(error->type));
    if (!is_subtype(error->type, interpreter().type(TypeId::kSyntaxError))) return shown;
    const auto* details = static_cast<SyntaxErrorException*>(error.get());
    Ref<Str> message(must(str(thread(), details->message)));
    const Utf8 utf8(interpreter(), message);
    return shown + ": " + std::string(utf8.view()) + " (" + show(details->line) + ":" +
           show(details->column) + "-" + show(details->end_line) + ":" + show(details->end_column) +
           ")";
  }
};

}  // namespace ouro
