// TextTest: expressions of the language and what Python 3.11 shows for them, whatever quotes that
// has.
#pragma once

#include <string>
#include <string_view>

#include "runtime/interpreter/test_support.h"

namespace ouro {

class TextTest : public RuntimeTest {
 protected:
  struct Row {
    std::string_view expression;
    std::string_view shown;  // repr() of the value, or "Type: message"
  };

  // Runs `prelude` first, for classes and functions.
  template <std::size_t count>
  void expect(std::string_view prelude, const Row (&rows)[count]) {
    for (const Row& row : rows) {
      SCOPED_TRACE(row.expression);
      run(program(prelude, row));
    }
  }

 private:
  // The dot keeps a final quote away from the end of the literal.
  static std::string program(std::string_view prelude, const Row& row) {
    std::string source(prelude);
    source += "\ntry:\n    shown = repr((";
    source += row.expression;
    source +=
        "))\nexcept Exception as error:\n    shown = type(error).__name__ + ': ' + str(error)\n";
    source += "if shown + '.' != r'''";
    source += row.shown;
    source += ".''':\n    raise AssertionError(shown)\n";
    return source;
  }
};

}  // namespace ouro
