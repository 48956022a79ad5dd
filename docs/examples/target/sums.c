/* A runtime of one page, put under test: it adds the numbers of a program up. Compiled with
 * -DFORGETFUL it forgets the last number of each program. */
#include <leakcheck/target/ouro_target.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct number {
  long value;
  struct number* next;
} number;

typedef struct {
  number* first;
} runtime;

int ouro_target_begin(void) { return 0; }
void ouro_target_end(void) {}

void* ouro_target_create(void) { return calloc(1, sizeof(runtime)); }

int ouro_target_run(void* interpreter, const char* source, size_t length, const char* name) {
  runtime* sums = interpreter;
  const char* end = source + length;
  long total = 0;
  while (source < end) {
    char* rest;
    number* next = malloc(sizeof *next);
    if (next == NULL) return 1;
    next->value = strtol(source, &rest, 10);
    next->next = sums->first;
    sums->first = next;
    total += next->value;
    source = rest == source ? end : rest;
  }
  printf("%s: %ld\n", name, total);
  return 0;
}

void ouro_target_finalize(void* interpreter) {
  runtime* sums = interpreter;
#ifdef FORGETFUL
  if (sums->first != NULL) sums->first = sums->first->next;
#endif
  while (sums->first != NULL) {
    number* next = sums->first->next;
    free(sums->first);
    sums->first = next;
  }
  free(sums);
}
