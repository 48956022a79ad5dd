/* The smallest complete host in C: 100 interpreters, one after the other, each must end clean. */
#include <stdio.h>

#include <ouro/ouro.h>

static int run_once(ouro_runtime* runtime) {
  static const char program[] = "def twice(x): return x + x\nanswer = twice(21)";
  ouro_error error;
  ouro_interpreter* interpreter = ouro_create(runtime, NULL, &error);
  if (interpreter == NULL) return fprintf(stderr, "create: %s\n", error.message), 1;
  ouro_value answer = 0;
  int64_t number = 0;
  if (ouro_run_source(interpreter, program, sizeof program - 1, "<host>", &error) != OURO_OK ||
      ouro_get_global(interpreter, "answer", &answer, &error) != OURO_OK ||
      ouro_to_int64(interpreter, answer, &number, &error) != OURO_OK) {
    fprintf(stderr, "%s: %s\n", error.type, error.message);
  }
  ouro_value_release(interpreter, answer);
  ouro_report* report = ouro_finalize(interpreter);
  const int clean = report != NULL && ouro_report_is_clean(report);
  ouro_report_release(report);
  return clean && number == 42 ? 0 : 1;
}

int main(void) {
  if (ouro_abi_version() != OURO_ABI_VERSION) return fputs("another library\n", stderr), 1;
  ouro_runtime* runtime = ouro_runtime_begin();
  int failed = 0;
  for (int cycle = 0; cycle < 100; ++cycle) failed += run_once(runtime);
  size_t left = 0;
  if (ouro_runtime_end(runtime, &left) != OURO_OK || left != 0) ++failed;
  printf("ouro %s: %d failed, %zu things left\n", ouro_version(), failed, left);
  return failed != 0;
}
