// Tool frames: one line of a stack as sanitizers and Valgrind write it by themselves.
#pragma once

#include <cstddef>
#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

struct ParsedFrame {
  bool is_frame = false;
  std::size_t number = 0;  // 0: the innermost
  Frame frame;
};

// "#1 0x55 in open(int) /src/a.cc:3:5", "#1 open <null> (a.out+0x12) (BuildId: 34)" ...
ParsedFrame parse_sanitizer_frame(std::string_view line);

// "at 0x1234: open(int) (a.cc:3)", "by 0x1234: ??? (in /lib/libc.so.6)".
ParsedFrame parse_valgrind_frame(std::string_view line);

}  // namespace ouro::leakcheck
