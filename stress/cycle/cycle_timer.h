// cycle_timer: what the hosts that time one create-run-finalize cycle share: reading the program,
// the clock, and one line of output per cycle in nanoseconds; or how much memory is private to the
// process with each further one alive.
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
  int idle;  // keep all of them alive; an empty program is not run
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

// HOST PROGRAM CYCLES [idle]
static inline CycleProgram cycle_program(int count, char** words) {
  CycleProgram program;
  program.idle = count == 4 && strcmp(words[3], "idle") == 0;
  if (count != 3 + program.idle) cycle_fail("usage: HOST PROGRAM CYCLES [idle]");
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

// Bytes of pages that only this process has, and that it wrote.
static inline long cycle_private_bytes(void) {
  FILE* file = fopen("/proc/self/smaps_rollup", "r");
  if (file == NULL) cycle_fail("no smaps_rollup");
  char line[256];
  long kilobytes = -1;
  while (kilobytes < 0 && fgets(line, sizeof line, file) != NULL)
    sscanf(line, "Private_Dirty: %ld", &kilobytes);
  fclose(file);
  if (kilobytes < 0) cycle_fail("smaps_rollup says nothing");
  return kilobytes * 1024;
}

// One line for each that is alive.
static inline void cycle_print_memory(void) { printf("%ld\n", cycle_private_bytes()); }

#endif
