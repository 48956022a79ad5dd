// NumberTest: expressions of the language and what Python 3.11 shows for them.
#pragma once

#include <string>
#include <string_view>

#include "runtime/interpreter/test_support.h"

namespace ouro {

struct Shown {
  std::string_view expression;
  std::string_view text;  // repr() of the value, or "Type: message"
};

class NumberTest : public RuntimeTest {
 protected:
  // Runs `prelude` first, for imports and classes.
  template <std::size_t count>
  void expect(std::string_view prelude, const Shown (&rows)[count]) {
    for (const Shown& row : rows) {
      SCOPED_TRACE(row.expression);
      run(program(prelude, row));
    }
  }

 private:
  static std::string program(std::string_view prelude, const Shown& row) {
    std::string source(prelude);
    source += "\ntry:\n    shown = repr((";
    source += row.expression;
    source +=
        "))\nexcept Exception as error:\n    shown = type(error).__name__ + ': ' + str(error)\n";
    // The blank keeps a quote at the end of the text apart from the closing ones.
    source += "if shown + ' ' != r'''";
    source += row.text;
    source += " ''':\n    raise AssertionError(shown)\n";
    return source;
  }
};

}  // namespace ouro
