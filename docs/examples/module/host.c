/* Imports the module from the folder of its argument, in two interpreters that live together. */
#include <ouro/ouro.h>
#include <stdio.h>

static ouro_interpreter* begin(ouro_runtime* runtime, const char* folder) {
  static const char program[] =
      "import greeting\nassert greeting.hello(name='you') == 'hello, you'";
  ouro_config config;
  ouro_error error;
  ouro_config_init(&config);
  config.module_path = folder;
  ouro_interpreter* it = ouro_create(runtime, &config, &error);
  if (ouro_run_source(it, program, sizeof program - 1, "<host>", &error) != OURO_OK)
    fprintf(stderr, "%s\n", error.traceback);
  return it;
}

static int end(ouro_interpreter* it) {
  ouro_value greeting = 0;
  const int imported = ouro_get_global(it, "greeting", &greeting, NULL) == OURO_OK;
  ouro_value_release(it, greeting);
  ouro_report* report = ouro_finalize(it);
  const int clean = ouro_report_is_clean(report);
  ouro_report_release(report);
  return imported && clean ? 0 : 1;
}

int main(int count, char** words) {
  ouro_runtime* runtime = ouro_runtime_begin();
  const char* folder = count > 1 ? words[1] : ".";
  ouro_interpreter* one = begin(runtime, folder);
  ouro_leave(one);
  ouro_interpreter* two = begin(runtime, folder);
  int failed = end(two);
  ouro_enter(one);
  failed += end(one);
  size_t left = 0;
  return ouro_runtime_end(runtime, &left) != OURO_OK || left != 0 || failed != 0;
}
