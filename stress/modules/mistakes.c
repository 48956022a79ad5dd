/* mistakes: functions that do what a function must not, for the checks that have to see it. */
#include <ouro/ouro_module.h>

static ouro_value none(ouro_interpreter* it) {
  ouro_value result = 0;
  ouro_from_none(it, &result);
  return result;
}

static ouro_value lose_reference(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_value lost = 0;
  ouro_value_copy(it, call->arguments[0], &lost, NULL); /* the line that must be named */
  return none(it);
}

static ouro_value lose_field(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_field* field = ouro_allocate(it, sizeof(ouro_field)); /* nobody shows it */
  ouro_field_set(it, field, call->arguments[0]);
  return none(it);
}

static ouro_value lose_block(ouro_interpreter* it, const ouro_method_call* call) {
  (void)call;
  if (ouro_allocate(it, 100) == NULL) return 0;
  return none(it);
}

static ouro_value say_nothing(ouro_interpreter* it, const ouro_method_call* call) {
  (void)it;
  (void)call;
  return 0;
}

static ouro_value answer_twice(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_value result = 0;
  ouro_value_copy(it, call->arguments[0], &result, NULL);
  ouro_value_release(it, result);
  return result;
}

static ouro_value raise_error(ouro_interpreter* it, const ouro_method_call* call) {
  (void)call;
  ouro_raise(it, "LookupError", "on purpose");
  return 0;
}

static const ouro_method kMethods[] = {
    {"lose_reference(module, value, /)", lose_reference, NULL, OURO_BINDING_INSTANCE},
    {"lose_field(module, value, /)", lose_field, NULL, OURO_BINDING_INSTANCE},
    {"lose_block(module, /)", lose_block, NULL, OURO_BINDING_INSTANCE},
    {"say_nothing(module, /)", say_nothing, NULL, OURO_BINDING_INSTANCE},
    {"answer_twice(module, value, /)", answer_twice, NULL, OURO_BINDING_INSTANCE},
    {"raise_error(module, /)", raise_error, NULL, OURO_BINDING_INSTANCE},
    {NULL, NULL, NULL, OURO_BINDING_INSTANCE}};

OURO_MODULE(mistakes, .interpreters = OURO_INTERPRETERS_OWN_LOCK, .methods = kMethods);
