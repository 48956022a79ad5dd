/* ouro_module.h: extension modules in C, in shared objects of their own.
 *
 * A file NAME OURO_MODULE_SUFFIX on sys.path (or in a package) that shows one constant, made with
 * OURO_MODULE(NAME), is a module. The definition is data: nothing of the module runs before it was
 * looked at and admitted. Each import makes the module anew, with a state of its own in each
 * interpreter; what a module keeps stands in that state or in the data of its objects, and never in
 * a variable. The file stays mapped for as long as anything in any interpreter needs its code.
 *
 * References. There are two kinds, and both are counted by the census. An ouro_value is a handle as
 * in ouro.h: whoever got it gives it back, and one that is forgotten is reported with the place
 * that made it. An ouro_field is a place in state or data that holds a reference: traverse() shows
 * it to the runtime, which empties it at the end. A function's result is a handle that the runtime
 * takes over; the handles it was given live until it returns.
 *
 * Functions run with the interpreter held, and may use all of ouro.h but leave and finalize.
 * traverse(), clear() and free() run in the middle of the collector's work: what they may use is
 * said beside them.
 */
#ifndef OURO_HOST_OURO_MODULE_H
#define OURO_HOST_OURO_MODULE_H

#include "ouro.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Changes when a module built with an older header could break; a new last member of a structure
 * that carries its size leaves it as it is. The file name carries it. */
#define OURO_MODULE_ABI 1

#if defined(__x86_64__)
#define OURO_MODULE_SUFFIX ".ouro-1-x86_64-linux-gnu.so"
#elif defined(__aarch64__)
#define OURO_MODULE_SUFFIX ".ouro-1-aarch64-linux-gnu.so"
#endif

/* ---- References that state and data hold ---- */

/* Empty when zero. It must stand where the owner's traverse() shows it. */
typedef struct ouro_field {
  void* reference; /* the runtime's */
} ouro_field;

/* Puts a reference of its own to the value into the field; 0 empties it. What was there is given
 * up, which may run code of the program. Allowed in clear(). */
OURO_API ouro_status ouro_field_set(ouro_interpreter*, ouro_field* field, ouro_value value);
/* A new handle for what the field holds; OURO_OK with *result 0 when it is empty. */
OURO_API ouro_status ouro_field_get(ouro_interpreter*, const ouro_field* field, ouro_value* result);

/* Memory of the interpreter, counted and limited like all of its memory; zeroed. Null: refused.
 * Sizes are the caller's to remember. Both are allowed in clear() and free(), and releasing null
 * does nothing. */
OURO_API void* ouro_allocate(ouro_interpreter*, size_t bytes);
OURO_API void ouro_release(ouro_interpreter*, void* block, size_t bytes);

typedef void (*ouro_visit)(ouro_field* field, void* argument);

/* The life of a state, or of the data of an object; each function is optional. */
typedef struct ouro_life {
  /* Calls visit(field, argument) for every field, and does nothing else; fields that are empty may
   * be left out. Must accept data that is still zero. */
  void (*traverse)(void* data, ouro_visit visit, void* argument);
  /* Called before the runtime empties the fields that traverse() shows: gives up what refers to
   * objects in other ways. The data stays in use and must stay valid. May come more than once. */
  void (*clear)(ouro_interpreter*, void* data);
  /* Called once at the end, after clear(), with all fields empty: gives back what is no reference.
   */
  void (*free)(ouro_interpreter*, void* data);
} ouro_life;

/* ---- Functions ---- */

typedef struct ouro_method_call {
  ouro_value self;             /* the module, the object, or the class */
  ouro_value defining_class;   /* of a method: the class it was written for; else 0 */
  void* state;                 /* of the module; null when its size is 0 */
  void* data;                  /* of the object, as the defining class laid it out; else null */
  size_t count;                /* parameters in the signature, without the first */
  const ouro_value* arguments; /* one for each; 0: not given. *args is a tuple, **kwargs a dict */
} ouro_method_call;

/* 0 raises the error of the last call that failed, or of ouro_raise(). */
typedef ouro_value (*ouro_method_function)(ouro_interpreter*, const ouro_method_call* call);

typedef enum ouro_binding {
  OURO_BINDING_INSTANCE = 0, /* in a module: a function */
  OURO_BINDING_CLASS = 1,
  OURO_BINDING_STATIC = 2
} ouro_binding;

/* The signature is as Python writes it, name and all, with the first parameter called self, module
 * or type: "add(self, /, amount=1)"; that of a static method leaves it out. The runtime binds
 * arguments by it; default values are for readers only. At most 16 parameters and 255 characters. A
 * table ends with a null signature. */
typedef struct ouro_method {
  const char* signature;
  ouro_method_function function;
  const char* doc; /* optional */
  ouro_binding binding;
} ouro_method;

/* ---- Modules ---- */

/* What the module's code can bear. Without an answer it is refused. */
typedef enum ouro_interpreters {
  OURO_INTERPRETERS_UNDECLARED = 0,
  OURO_INTERPRETERS_ONE = 1,         /* in one interpreter at a time */
  OURO_INTERPRETERS_COMMON_LOCK = 2, /* in several that do not run at once; see ouro_config */
  OURO_INTERPRETERS_OWN_LOCK = 3     /* in several that run at once: nothing writable is shared */
} ouro_interpreters;

typedef struct ouro_module_def {
  uint32_t abi; /* these two are filled by OURO_MODULE() */
  uint32_t size;
  const char* name; /* the last part of the module's name */
  const char* doc;  /* optional */
  ouro_interpreters interpreters;
  size_t state_size;          /* zeroed before create() */
  ouro_life life;             /* of the state */
  const ouro_method* methods; /* optional */
  /* Optional: makes the module itself, an instance of a subclass of the module type that was not
   * used before. 0 raises. */
  ouro_value (*create)(ouro_interpreter*, const char* full_name);
  /* Optional: fills the module, which is in sys.modules already. Anything but OURO_OK raises. */
  ouro_status (*execute)(ouro_interpreter*, ouro_value module, void* state);
} ouro_module_def;

#ifdef __cplusplus
#define OURO_MODULE_LINKAGE extern "C" OURO_API
#else
#define OURO_MODULE_LINKAGE extern OURO_API
#endif

/* OURO_MODULE(counter, .interpreters = OURO_INTERPRETERS_OWN_LOCK, .methods = kMethods), members in
 * the order of the structure. */
#define OURO_MODULE(module_name, ...)                                 \
  OURO_MODULE_LINKAGE const ouro_module_def OuroModule_##module_name; \
  const ouro_module_def OuroModule_##module_name = {                  \
      .abi = OURO_MODULE_ABI, .size = sizeof(ouro_module_def), .name = #module_name, __VA_ARGS__}

/* ---- Types ---- */

enum {
  OURO_TYPE_FINAL = 1,        /* no class may derive from it */
  OURO_TYPE_NO_INSTANCES = 2, /* calling it is refused: ouro_new_instance() makes its objects */
  OURO_TYPE_NO_WEAK = 4       /* no weak references to its objects */
};

typedef struct ouro_type_def {
  const char* name; /* shown with the module's name in front */
  const char* doc;  /* optional */
  uint32_t flags;
  size_t data_size; /* of each object, zeroed before __init__ */
  ouro_life life;   /* of the data */
  const ouro_method*
      methods; /* optional; "__init__(self, start=0)" and its like make operators work */
} ouro_type_def;

/* A new class that belongs to the module. `base`: 0 for object, or a native class without items
 * behind its fields, like an exception or another extension's. The definition must be constant. */
OURO_API ouro_status ouro_new_type(ouro_interpreter*, ouro_value module, const ouro_type_def*,
                                   ouro_value base, ouro_value* result, ouro_error*);
/* An object of such a class, without calling __init__; *data (optional) as the class laid it out.
 */
OURO_API ouro_status ouro_new_instance(ouro_interpreter*, ouro_value type, void** data,
                                       ouro_value* result, ouro_error*);
/* The data of an object as `type` laid it out; an exception when it is no instance of it. Valid for
 * as long as the object lives. */
OURO_API ouro_status ouro_instance_data(ouro_interpreter*, ouro_value object, ouro_value type,
                                        void** data, ouro_error*);

#ifdef __cplusplus
}
#endif

#endif
