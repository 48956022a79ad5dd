/* chain: a container that may hold itself, with its fields in memory of its own. */
#include <ouro/ouro_module.h>
#include <string.h>

typedef struct {
  ouro_field* links;
  size_t count;
  size_t capacity;
} Chain;

static void chain_traverse(void* data, ouro_visit visit, void* argument) {
  Chain* chain = data;
  for (size_t index = 0; index < chain->count; ++index) visit(&chain->links[index], argument);
}

static void chain_free(ouro_interpreter* it, void* data) {
  Chain* chain = data;
  ouro_release(it, chain->links, chain->capacity * sizeof(ouro_field));
}

static int grow(ouro_interpreter* it, Chain* chain) {
  const size_t capacity = chain->capacity == 0 ? 4 : 2 * chain->capacity;
  ouro_field* links = ouro_allocate(it, capacity * sizeof(ouro_field));
  if (links == NULL) return ouro_raise(it, "MemoryError", ""), -1;
  if (chain->count > 0) memcpy(links, chain->links, chain->count * sizeof(ouro_field));
  chain_free(it, chain);
  chain->links = links;
  chain->capacity = capacity;
  return 0;
}

static ouro_value chain_append(ouro_interpreter* it, const ouro_method_call* call) {
  Chain* chain = call->data;
  ouro_value result = 0;
  if (chain->count == chain->capacity && grow(it, chain) != 0) return 0;
  ouro_field_set(it, &chain->links[chain->count++], call->arguments[0]);
  ouro_from_none(it, &result);
  return result;
}

static ouro_value chain_length(ouro_interpreter* it, const ouro_method_call* call) {
  ouro_value result = 0;
  ouro_from_int64(it, (int64_t)((Chain*)call->data)->count, &result);
  return result;
}

static ouro_value chain_item(ouro_interpreter* it, const ouro_method_call* call) {
  const Chain* chain = call->data;
  int64_t index = 0;
  ouro_value result = 0;
  if (ouro_to_int64(it, call->arguments[0], &index, NULL) != OURO_OK) return 0;
  if (index < 0 || (size_t)index >= chain->count)
    return ouro_raise(it, "IndexError", "chain index out of range"), 0;
  ouro_field_get(it, &chain->links[index], &result);
  return result;
}

/* Calls the function with each link, which may change the chain. */
static ouro_value chain_each(ouro_interpreter* it, const ouro_method_call* call) {
  const Chain* chain = call->data;
  ouro_value result = 0;
  for (size_t index = 0; index < chain->count; ++index) {
    ouro_value link = 0, answer = 0;
    ouro_field_get(it, &chain->links[index], &link);
    const ouro_status status = ouro_call(it, call->arguments[0], &link, 1, &answer, NULL);
    ouro_value_release(it, link);
    if (status != OURO_OK) return 0;
    ouro_value_release(it, answer);
  }
  ouro_from_none(it, &result);
  return result;
}

static const ouro_method kChainMethods[] = {
    {"append(self, link, /)", chain_append, "One more link.", OURO_BINDING_INSTANCE},
    {"each(self, function, /)", chain_each, NULL, OURO_BINDING_INSTANCE},
    {"__len__(self, /)", chain_length, NULL, OURO_BINDING_INSTANCE},
    {"__getitem__(self, index, /)", chain_item, NULL, OURO_BINDING_INSTANCE},
    {NULL, NULL, NULL, OURO_BINDING_INSTANCE}};

static const ouro_type_def kChain = {.name = "Chain",
                                     .data_size = sizeof(Chain),
                                     .life = {.traverse = chain_traverse, .free = chain_free},
                                     .methods = kChainMethods};

static ouro_status execute(ouro_interpreter* it, ouro_value module, void* state) {
  ouro_value type = 0;
  (void)state;
  ouro_status status = ouro_new_type(it, module, &kChain, 0, &type, NULL);
  if (status == OURO_OK) status = ouro_set_attribute(it, module, "Chain", type, NULL);
  ouro_value_release(it, type);
  return status;
}

OURO_MODULE(chain, .interpreters = OURO_INTERPRETERS_OWN_LOCK, .execute = execute);
