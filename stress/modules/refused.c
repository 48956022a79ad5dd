/* Modules that must be refused before they run: WHICH picks one. Running would end the process. */
#include <ouro/ouro_module.h>
#include <stdlib.h>

#if WHICH == 1
OURO_API void* OuroModule_single_phase(void) { abort(); }
#else
static ouro_status execute(ouro_interpreter* it, ouro_value module, void* state) {
  (void)it;
  (void)module;
  (void)state;
  abort();
}

#define OWN .interpreters = OURO_INTERPRETERS_OWN_LOCK, .execute = execute

#if WHICH == 2
OURO_API const ouro_module_def OuroModule_wrong_abi = {
    .abi = OURO_MODULE_ABI + 1, .size = sizeof(ouro_module_def), .name = "wrong_abi", OWN};
#elif WHICH == 3
OURO_API const ouro_module_def OuroModule_wrong_size = {
    .abi = OURO_MODULE_ABI, .size = sizeof(ouro_module_def) + 8, .name = "wrong_size", OWN};
#elif WHICH == 4
OURO_MODULE(undeclared, .execute = execute);
#elif WHICH == 5
OURO_API const ouro_module_def OuroModule_misnamed = {
    .abi = OURO_MODULE_ABI, .size = sizeof(ouro_module_def), .name = "another", OWN};
#elif WHICH == 6
OURO_MODULE(another_symbol, OWN);
#elif WHICH == 7
extern int nobody_has_this(void);
static ouro_value call_it(ouro_interpreter* it, const ouro_method_call* call) {
  (void)it;
  (void)call;
  return (ouro_value)nobody_has_this();
}
static const ouro_method kMethods[] = {{"call(module)", call_it, 0, 0}, {0, 0, 0, 0}};
OURO_MODULE(unresolved, OWN, .methods = kMethods);
#elif WHICH == 8
static const ouro_method kMethods[] = {{"broken(module, =)", (ouro_method_function)abort, 0, 0},
                                       {0, 0, 0, 0}};
OURO_MODULE(bad_signature, OWN, .methods = kMethods);
#endif
#endif
