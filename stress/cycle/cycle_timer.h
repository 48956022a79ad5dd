// cycle_timer: what the hosts that time one create-run-finalize cycle share: reading the program,
// the clock, and one line of output per cycle in nanoseconds.
#ifndef OURO_STRESS_CYCLE_CYCLE_TIMER_H
#define OURO_STRESS_CYCLE_CYCLE_TIMER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// The program's work is checked in every cycle, so that no host can win by doing nothing.
enum { kCycleExpectedResult = 50 };

typedef struct CycleProgram {
  char* text;
  size_t length;
  int cycles;
} CycleProgram;

static inline int64_t cycle_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static inline void cycle_fail(const char* what) {
  fprintf(stderr, "cycle: %s\n", what);
  exit(1);
}

static inline char* cycle_read_file(const char* path, size_t* length) {
  FILE* file = fopen(path, "rb");
  if (file == NULL) cycle_fail("cannot open the program");
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  if (size < 0) cycle_fail("cannot measure the program");
  char* text = (char*)malloc((size_t)size + 1);
  if (text == NULL) cycle_fail("no memory");
  *length = fread(text, 1, (size_t)size, file);
  text[*length] = '\0';
  fclose(file);
  return text;
}

// HOST PROGRAM CYCLES
static inline CycleProgram cycle_program(int count, char** words) {
  if (count != 3) cycle_fail("usage: HOST PROGRAM CYCLES");
  CycleProgram program;
  program.text = cycle_read_file(words[1], &program.length);
  program.cycles = atoi(words[2]);
  if (program.cycles < 1) cycle_fail("CYCLES must be positive");
  return program;
}

static inline void cycle_check(long long result) {
  if (result != kCycleExpectedResult) cycle_fail("the program computed something else");
}

// One line per cycle: create, run and finalize in nanoseconds.
static inline void cycle_print(int64_t begin, int64_t created, int64_t ran, int64_t ended) {
  printf("%lld %lld %lld\n", (long long)(created - begin), (long long)(ran - created),
         (long long)(ended - ran));
}

#endif
