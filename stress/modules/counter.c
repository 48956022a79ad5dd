/* counter: a type with data of its own, and counters that know of all others through the state. */
#include <ouro/ouro_module.h>
#include <string.h>

typedef struct {
  int64_t made; /* counters, in this interpreter */
  ouro_field type;
  ouro_field error;
} State;

typedef struct {
  int64_t value;
  int64_t step;
} Counter;

static void state_traverse(void* data, ouro_visit visit, void* argument) {
  State* state = data;
  visit(&state->type, argument);
  visit(&state->error, argument);
}

/* -1: raised. A value that was not given leaves *result as it is. */
static int read_number(ouro_interpreter* it, ouro_value value, int64_t* result) {
  return value != 0 && ouro_to_int64(it, value, result, NULL) != OURO_OK ? -1 : 0;
}

static ouro_value number(ouro_interpreter* it, int64_t value) {
  ouro_value result = 0;
  ouro_from_int64(it, value, &result);
  return result;
}

static ouro_value none(ouro_interpreter* it) {
  ouro_value result = 0;
  ouro_from_none(it, &result);
  return result;
}

static ouro_value counter_init(ouro_interpreter* it, const ouro_method_call* call) {
  Counter* self = call->data;
  self->step = 1;
  if (read_number(it, call->arguments[0], &self->value) != 0 ||
      read_number(it, call->arguments[1], &self->step) != 0)
    return 0;
  ++((State*)call->state)->made;
  return none(it);
}

static ouro_value counter_next(ouro_interpreter* it, const ouro_method_call* call) {
  Counter* self = call->data;
  self->value += self->step;
  return number(it, self->value);
}

static ouro_value counter_value(ouro_interpreter* it, const ouro_method_call* call) {
  return number(it, ((Counter*)call->data)->value);
}

/* Raises the module's own exception, whose type stands in the state. */
static ouro_value raise_own(ouro_interpreter* it, const State* state, const char* message) {
  ouro_value type = 0, text = 0, exception = 0;
  if (ouro_field_get(it, &state->error, &type) == OURO_OK &&
      ouro_from_utf8(it, message, strlen(message), &text) == OURO_OK &&
      ouro_call(it, type, &text, 1, &exception, NULL) == OURO_OK)
    ouro_raise_value(it, exception);
  ouro_value_release(it, exception);
  ouro_value_release(it, text);
  ouro_value_release(it, type);
  return 0;
}

/* What it was made by, or the class that a class in the language derived from it. */
static ouro_value counter_add(ouro_interpreter* it, const ouro_method_call* call) {
  const Counter* self = call->data;
  void* other = NULL;
  ouro_value values[2] = {0, 0}, result = 0, type = 0;
  if (ouro_instance_data(it, call->arguments[0], call->defining_class, &other, NULL) != OURO_OK)
    return 0;
  if (((Counter*)other)->step != self->step)
    return raise_own(it, call->state, "counters with different steps");
  values[0] = number(it, self->value + ((Counter*)other)->value);
  values[1] = number(it, self->step);
  if (values[0] != 0 && values[1] != 0 &&
      ouro_get_attribute(it, call->self, "__class__", &type, NULL) == OURO_OK)
    ouro_call(it, type, values, 2, &result, NULL);
  ouro_value_release(it, values[1]);
  ouro_value_release(it, values[0]);
  ouro_value_release(it, type);
  return result;
}

static ouro_value made(ouro_interpreter* it, const ouro_method_call* call) {
  return number(it, ((State*)call->state)->made);
}

static ouro_value counter_made(ouro_interpreter* it, const ouro_method_call* call) {
  return made(it, call);
}

static ouro_value counter_pair(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_value items[2] = {0, 0}, result = 0;
  if (ouro_call(it, call->self, NULL, 0, &items[0], NULL) == OURO_OK &&
      ouro_call(it, call->self, NULL, 0, &items[1], NULL) == OURO_OK)
    ouro_new_tuple(it, items, 2, &result, NULL);
  ouro_value_release(it, items[1]);
  ouro_value_release(it, items[0]);
  return result;
}

static const ouro_method kCounterMethods[] = {
    {"__init__(self, start=0, step=1)", counter_init, NULL, OURO_BINDING_INSTANCE},
    {"__next__(self, /)", counter_next, "The value after one more step.", OURO_BINDING_INSTANCE},
    {"__int__(self, /)", counter_value, NULL, OURO_BINDING_INSTANCE},
    {"__add__(self, other, /)", counter_add, NULL, OURO_BINDING_INSTANCE},
    {"pair(type, /)", counter_pair, "Two new counters.", OURO_BINDING_CLASS},
    {"made()", counter_made, NULL, OURO_BINDING_STATIC},
    {NULL, NULL, NULL, OURO_BINDING_INSTANCE}};

static const ouro_type_def kCounter = {.name = "Counter",
                                       .doc = "Counts in steps.",
                                       .data_size = sizeof(Counter),
                                       .methods = kCounterMethods};
static const ouro_type_def kError = {.name = "CounterError"};

/* Makes a type, keeps it in the field and under its name in the module. */
static ouro_status add_type(ouro_interpreter* it, ouro_value module, const ouro_type_def* def,
                            ouro_value base, ouro_field* field) {
  ouro_value type = 0;
  ouro_status status = ouro_new_type(it, module, def, base, &type, NULL);
  if (status == OURO_OK) status = ouro_field_set(it, field, type);
  if (status == OURO_OK) status = ouro_set_attribute(it, module, def->name, type, NULL);
  ouro_value_release(it, type);
  return status;
}

static ouro_status execute(ouro_interpreter* it, ouro_value module, void* data) {
  State* state = data;
  ouro_value builtins = 0, base = 0;
  ouro_status status = add_type(it, module, &kCounter, 0, &state->type);
  if (status == OURO_OK) status = ouro_import(it, "builtins", &builtins, NULL);
  if (status == OURO_OK) status = ouro_get_attribute(it, builtins, "ValueError", &base, NULL);
  if (status == OURO_OK) status = add_type(it, module, &kError, base, &state->error);
  ouro_value_release(it, base);
  ouro_value_release(it, builtins);
  return status;
}

static const ouro_method kMethods[] = {
    {"made(module, /)", made, "How many counters this interpreter made.", OURO_BINDING_INSTANCE},
    {NULL, NULL, NULL, OURO_BINDING_INSTANCE}};

#ifndef NAME
#define NAME counter /* for a second file */
#endif
#define MODULE(...) OURO_MODULE(__VA_ARGS__)

MODULE(NAME, .doc = "Counters.", .interpreters = OURO_INTERPRETERS_OWN_LOCK,
       .state_size = sizeof(State), .life = {.traverse = state_traverse}, .methods = kMethods,
       .execute = execute);
