/* Modules that keep something in a variable, and say what they can bear: WHICH picks one. */
#include <ouro/ouro_module.h>

static int64_t calls; /* shared by all interpreters */

static ouro_value count(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_value result = 0;
  (void)call;
  ouro_from_int64(it, ++calls, &result);
  return result;
}

static const ouro_method kMethods[] = {{"count(module, /)", count, 0, OURO_BINDING_INSTANCE},
                                       {0, 0, 0, OURO_BINDING_INSTANCE}};

#if WHICH == 1
OURO_MODULE(alone, .interpreters = OURO_INTERPRETERS_ONE, .methods = kMethods);
#else
OURO_MODULE(common_lock, .interpreters = OURO_INTERPRETERS_COMMON_LOCK, .methods = kMethods);
#endif
