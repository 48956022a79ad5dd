/* greeting: a module with one function and nothing to keep. */
#include <ouro/ouro_module.h>

static ouro_value hello(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_value text = 0, result = 0;
  if (ouro_from_utf8(it, "hello, ", 7, &text) == OURO_OK) {
    ouro_value join = 0;
    if (ouro_get_attribute(it, text, "__add__", &join, NULL) == OURO_OK)
      ouro_call(it, join, call->arguments, 1, &result, NULL);
    ouro_value_release(it, join);
  }
  ouro_value_release(it, text);
  return result;
}

static const ouro_method kMethods[] = {
    {"hello(module, name)", hello, "Greets by name.", OURO_BINDING_INSTANCE},
    {NULL, NULL, NULL, OURO_BINDING_INSTANCE}};

OURO_MODULE(greeting, .interpreters = OURO_INTERPRETERS_OWN_LOCK, .methods = kMethods);
