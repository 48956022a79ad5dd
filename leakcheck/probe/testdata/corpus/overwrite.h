// overwrite.h: a main() behind which nothing dead on the stack keeps a block reachable.
#pragma once

static __attribute__((noinline)) void overwrite_stack() {
  volatile char bytes[8192];
  for (volatile char& byte : bytes) byte = 0;
}

static __attribute__((noinline)) int program(int count, char** words);

int main(int count, char** words) {
  const int code = program(count, words);
  overwrite_stack();
  return code;
}

#define main program
