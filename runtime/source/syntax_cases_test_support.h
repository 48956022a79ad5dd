// Syntax cases: tables of sources and what python3.11 says about them, for the tests of the parser.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "runtime/source/syntax_dump_test_support.h"

namespace ouro::syntax {

struct SyntaxCase {
  const char* source;
  const char* expected;
};

// Each source fails like this.
inline void expect_failures(std::initializer_list<SyntaxCase> cases) {
  for (const SyntaxCase& entry : cases) {
    EXPECT_EQ(parse_to_text(entry.source), entry.expected) << entry.source;
  }
}

// The statements of each source dump like this.
inline void expect_trees(std::initializer_list<SyntaxCase> cases) {
  for (const SyntaxCase& entry : cases) {
    const std::string expected =
        "Module(body=[" + std::string(entry.expected) + "], type_ignores=[])";
    EXPECT_EQ(parse_to_text(entry.source), expected) << entry.source;
  }
}

}  // namespace ouro::syntax
