/* ouro.h: the C interface of Ouro. Versioned, opaque handles, no global state.
 *
 * Threads: a runtime may be used from any thread. An interpreter is used by one native thread at a
 * time, the one that holds it: its creator, until ouro_leave() and after ouro_enter(). Functions
 * marked [any] need not hold it; all others answer OURO_REFUSED to a thread that does not, and to
 * a null argument that is not called optional. Ownership: a value handle is owned by whoever got it
 * and is given back with ouro_value_release(). A handle that outlives its interpreter is an error
 * to use, never a crash. Text passed in is UTF-8 and copied; text passed out belongs to the object
 * it came from. Errors: functions that can fail say so by their result and fill the optional
 * ouro_error.
 */
#ifndef OURO_HOST_OURO_H
#define OURO_HOST_OURO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The number changes when a program built with an older header could break: a function goes or
 * means something else, a type of this file changes. New functions, new last members of ouro_config
 * and ouro_callbacks (which carry their size) and new numbers in an enum leave it as it is; a
 * program that needs them looks at ouro_version(). The shared library's name ends in the number. */
#define OURO_ABI_VERSION 1
#define OURO_API __attribute__((visibility("default")))

typedef struct ouro_runtime ouro_runtime;
typedef struct ouro_interpreter ouro_interpreter;
typedef struct ouro_report ouro_report;

/* A counted reference to an object of one interpreter. Zero is no value. */
typedef uint64_t ouro_value;

typedef enum ouro_status {
  OURO_OK = 0,
  OURO_EXCEPTION = 1, /* the program raised; see the error */
  OURO_EXIT = 2,      /* the program asked to exit; exit_code is set */
  OURO_NO_MEMORY = 3,
  OURO_REFUSED = 4 /* wrong thread, dead handle, wrong state: the call had no effect */
} ouro_status;

typedef struct ouro_error {
  ouro_status status;
  int exit_code;        /* with OURO_EXIT */
  char type[64];        /* "ValueError"; empty when there was no exception */
  char message[256];    /* the beginning, and "..." when it is longer: ouro_error_text() has all */
  char traceback[2048]; /* as printed; the same */
} ouro_error;

typedef enum ouro_heap { OURO_HEAP_POOL = 0, OURO_HEAP_MALLOC = 1 } ouro_heap;

/* A module's source as the host has it. */
typedef struct ouro_module_source {
  const char* text; /* UTF-8, or as its first lines declare */
  size_t length;
  const char* filename; /* for tracebacks and __file__; null: "<host:NAME>" */
  int is_package;
  void* owner; /* the host's own */
} ouro_module_source;

/* What the host does itself instead of the system; a null function: the system does. Fill with
 * ouro_callbacks_init(), set what you want. They get `context`, are called by whichever thread
 * holds the interpreter, and must not use it. Interpreters that the program makes inherit them, and
 * call them at the same time from threads of their own. */
typedef struct ouro_callbacks {
  uint32_t size;
  void* context;
  /* sys.stdin: up to `size` bytes into `buffer`; how many, 0 at the end, or -errno. */
  int64_t (*read_input)(void* context, char* buffer, size_t size);
  /* sys.stdout and sys.stderr: takes all bytes; 0, or errno, which the program gets as OSError. */
  int (*write_output)(void* context, const char* text, size_t length);
  int (*write_error)(void* context, const char* text, size_t length);
  /* The module loader, asked before sys.path. 1: found, *source (blank at the call) is filled and
   * stays valid until release_module(). 0: unknown. Negative: the import fails with ImportError. */
  int (*find_module)(void* context, const char* name, ouro_module_source* source);
  void (*release_module)(void* context, ouro_module_source* source);
  /* Memory: every byte of the interpreter but its own record and its threads' stacks. A block is
   * aligned to `alignment`, a power of two of at most 4096; null refuses, and is a MemoryError. */
  void* (*allocate)(void* context, size_t bytes, size_t alignment);
  void (*release)(void* context, void* block, size_t bytes);
  /* The `time` module's clocks: nanoseconds since 1970, or, monotonic, since any moment. */
  int64_t (*clock)(void* context, int monotonic);
} ouro_callbacks;

/* Which extension modules (ouro_module.h) may be imported, by what they declare. */
typedef enum ouro_extensions {
  OURO_EXTENSIONS_STRICT = 0, /* those that need a common lock: in one interpreter at a time */
  OURO_EXTENSIONS_TRUSTED =
      1, /* the host keeps interpreters with such modules from running at once */
  OURO_EXTENSIONS_NONE = 2
} ouro_extensions;

/* Fill with ouro_config_init(), change what you want. Zero means "no limit" for every limit. */
typedef struct ouro_config {
  uint32_t size; /* set by ouro_config_init(): tells the versions apart */
  ouro_heap heap;
  uint64_t memory_bytes_max; /* MemoryError; a last sixteenth is kept for whoever handles it */
  uint64_t instructions_max; /* calls and backward jumps; then RuntimeError */
  uint64_t milliseconds_max; /* since ouro_create(), waiting included; then TimeoutError */
  uint32_t threads_max;
  int input, output, error; /* descriptors; not owned, not closed */
  int allow_threads, allow_daemon_threads, allow_fork, allow_exec;
  const char*
      module_path; /* ':'-separated; null: $OUROPATH. Must live as long as the interpreter */
  const char* library_path;   /* the pure Python standard library; null: the distribution's */
  const char* program_folder; /* first entry of sys.path; null: none */
  int argument_count;         /* sys.argv; the texts must live as long as the interpreter */
  const char* const* arguments;
  int has_hash_seed;
  uint64_t hash_seed;
  uint64_t join_milliseconds_max;  /* how long finalize waits for threads; 0: 10 seconds */
  const ouro_callbacks* callbacks; /* null: none; copied, but for the context */
  ouro_extensions extensions;
  uint32_t descriptors_max; /* that the program has open; then OSError(EMFILE) */
  uint32_t recursion_max;   /* sys.setrecursionlimit() goes no higher; RecursionError */
  /* How long ouro_finalize() waits for other threads of the host to leave; 0: it is refused. */
  uint64_t host_milliseconds_max;
} ouro_config;

/* [any] The version of the library that is linked. */
OURO_API uint32_t ouro_abi_version(void);
OURO_API const char* ouro_version(void);
OURO_API void ouro_config_init(ouro_config* config);
OURO_API void ouro_callbacks_init(ouro_callbacks* callbacks);

/* [any] Begins a runtime: what its interpreters share. Null: no memory. */
OURO_API ouro_runtime* ouro_runtime_begin(void);
/* [any] Ends it. OURO_REFUSED while interpreters live; the number of things left behind otherwise
 * goes to *left (null is fine): 0 is the promise. */
OURO_API ouro_status ouro_runtime_end(ouro_runtime* runtime, size_t* left);

/* [any] A new interpreter, held by the calling thread. Null: see the error; nothing is left behind.
 */
OURO_API ouro_interpreter* ouro_create(ouro_runtime* runtime, const ouro_config* config,
                                       ouro_error* error);

/* Runs a module's worth of source in __main__. */
OURO_API ouro_status ouro_run_source(ouro_interpreter*, const char* source, size_t length,
                                     const char* filename, ouro_error* error);
OURO_API ouro_status ouro_run_file(ouro_interpreter*, const char* path, ouro_error* error);
/* Like `-m name`. */
OURO_API ouro_status ouro_run_module(ouro_interpreter*, const char* name, ouro_error* error);
/* The value of an expression, evaluated in __main__. */
OURO_API ouro_status ouro_evaluate(ouro_interpreter*, const char* expression, ouro_value* result,
                                   ouro_error* error);
/* Prints the error of the last call as an uncaught exception is printed, on the interpreter's
 * stderr. */
OURO_API void ouro_print_traceback(ouro_interpreter*);

/* Names of __main__. A missing name is OURO_EXCEPTION with NameError. */
OURO_API ouro_status ouro_get_global(ouro_interpreter*, const char* name, ouro_value* result,
                                     ouro_error*);
OURO_API ouro_status ouro_set_global(ouro_interpreter*, const char* name, ouro_value value,
                                     ouro_error*);
OURO_API ouro_status ouro_get_attribute(ouro_interpreter*, ouro_value object, const char* name,
                                        ouro_value* result, ouro_error*);
OURO_API ouro_status ouro_call(ouro_interpreter*, ouro_value callable, const ouro_value* arguments,
                               size_t count, ouro_value* result, ouro_error*);

OURO_API ouro_status ouro_set_attribute(ouro_interpreter*, ouro_value object, const char* name,
                                        ouro_value value, ouro_error*);
/* The module `name` ("package.module": the last one), imported if it was not. */
OURO_API ouro_status ouro_import(ouro_interpreter*, const char* name, ouro_value* result,
                                 ouro_error*);

/* Arguments of a call: values by position, then by name. The caller owns all of it. */
typedef struct ouro_arguments {
  size_t count;
  const ouro_value* values;
  size_t keyword_count;
  const char* const* names;
  const ouro_value* keyword_values;
} ouro_arguments;

OURO_API ouro_status ouro_call_with(ouro_interpreter*, ouro_value callable,
                                    const ouro_arguments* arguments, ouro_value* result,
                                    ouro_error*);

/* ---- Errors in full ----
 * The error of the last call that failed is kept until another call fails, ouro_clear_error() or
 * ouro_finalize(). Without one these functions answer OURO_REFUSED. */
typedef enum ouro_error_part {
  OURO_ERROR_TYPE = 0,     /* "package.module.ParseError", "ValueError" */
  OURO_ERROR_MESSAGE = 1,  /* str(exception) */
  OURO_ERROR_TRACEBACK = 2 /* as printed, with causes, groups and notes */
} ouro_error_part;

/* Copies at most `size` bytes, zero-terminated; *length (optional) is what the whole text needs
 * without the zero. */
OURO_API ouro_status ouro_error_text(ouro_interpreter*, ouro_error_part part, char* buffer,
                                     size_t size, size_t* length);
/* The exception itself: a new handle. */
OURO_API ouro_status ouro_error_value(ouro_interpreter*, ouro_value* result);
OURO_API ouro_status ouro_clear_error(ouro_interpreter*);

/* ---- Functions of the host ----
 * Called by a thread of the program, which holds the interpreter and may use it, but not finalize
 * or leave it. The handles in `arguments` live until the function returns. The result is a handle
 * that the caller takes over; 0 raises the error of the last call that failed, or of ouro_raise().
 */
typedef ouro_value (*ouro_function)(ouro_interpreter*, void* user_data,
                                    const ouro_arguments* arguments);
typedef struct ouro_function_spec {
  const char* name;
  const char* doc; /* optional */
  ouro_function function;
  void* user_data;
  /* Optional: called once when the program can call the function no more, at the latest in
   * ouro_finalize(). Must not use the interpreter. */
  void (*release)(void* user_data);
} ouro_function_spec;

/* A callable for the program. When this fails, user_data stays the caller's. */
OURO_API ouro_status ouro_new_function(ouro_interpreter*, const ouro_function_spec*,
                                       ouro_value* result, ouro_error*);
/* Makes an exception the last error, for a function to return 0: of a built-in type ("ValueError";
 * an unknown one is a SystemError), or the given one. */
OURO_API ouro_status ouro_raise(ouro_interpreter*, const char* type, const char* message);
OURO_API ouro_status ouro_raise_value(ouro_interpreter*, ouro_value exception);
/* Calls work(argument) without holding the interpreter, so that its other threads run meanwhile; it
 * is held again before this returns. `work` must not use the interpreter. */
OURO_API ouro_status ouro_without_lock(ouro_interpreter*, void (*work)(void* argument),
                                       void* argument);

/* ---- Containers ---- */
typedef enum ouro_kind {
  OURO_KIND_DEAD = 0, /* no value, or one of another interpreter */
  OURO_KIND_NONE = 1,
  OURO_KIND_BOOL = 2,
  OURO_KIND_INT = 3,
  OURO_KIND_FLOAT = 4,
  OURO_KIND_STR = 5,
  OURO_KIND_BYTES = 6,
  OURO_KIND_LIST = 7,
  OURO_KIND_TUPLE = 8,
  OURO_KIND_DICT = 9,
  OURO_KIND_SET = 10, /* or frozenset */
  OURO_KIND_OTHER = 11
} ouro_kind;

/* Instances of subclasses count as well. */
OURO_API ouro_kind ouro_kind_of(ouro_interpreter*, ouro_value value);
/* With references of their own to the items. */
OURO_API ouro_status ouro_new_list(ouro_interpreter*, const ouro_value* items, size_t count,
                                   ouro_value* result, ouro_error*);
OURO_API ouro_status ouro_new_tuple(ouro_interpreter*, const ouro_value* items, size_t count,
                                    ouro_value* result, ouro_error*);
OURO_API ouro_status ouro_new_dict(ouro_interpreter*, ouro_value* result, ouro_error*);
/* len(), container[key], container[key] = item, del container[key]; a sequence also by number, from
 * its end when negative. */
OURO_API ouro_status ouro_length(ouro_interpreter*, ouro_value container, size_t* result,
                                 ouro_error*);
OURO_API ouro_status ouro_get_item(ouro_interpreter*, ouro_value container, ouro_value key,
                                   ouro_value* result, ouro_error*);
OURO_API ouro_status ouro_set_item(ouro_interpreter*, ouro_value container, ouro_value key,
                                   ouro_value item, ouro_error*);
OURO_API ouro_status ouro_delete_item(ouro_interpreter*, ouro_value container, ouro_value key,
                                      ouro_error*);
OURO_API ouro_status ouro_get_index(ouro_interpreter*, ouro_value sequence, int64_t index,
                                    ouro_value* result, ouro_error*);
OURO_API ouro_status ouro_set_index(ouro_interpreter*, ouro_value sequence, int64_t index,
                                    ouro_value item, ouro_error*);
/* iter() and next(): at the end ouro_next() answers OURO_OK with *result 0. */
OURO_API ouro_status ouro_iterate(ouro_interpreter*, ouro_value iterable, ouro_value* iterator,
                                  ouro_error*);
OURO_API ouro_status ouro_next(ouro_interpreter*, ouro_value iterator, ouro_value* result,
                               ouro_error*);

/* ---- Buffers ----
 * The bytes of an object (bytes, bytearray, memoryview, array ...) where they are. They stay there
 * until the buffer is released: meanwhile a bytearray cannot be resized. */
typedef struct ouro_buffer {
  void* data; /* only to be read unless asked for writable */
  size_t length;
  ouro_value holder; /* 0: not held */
} ouro_buffer;

OURO_API ouro_status ouro_buffer_get(ouro_interpreter*, ouro_value object, int writable,
                                     ouro_buffer* result, ouro_error*);
OURO_API ouro_status ouro_buffer_release(ouro_interpreter*, ouro_buffer* buffer);

/* ---- Conversion ---- */
OURO_API ouro_status ouro_from_none(ouro_interpreter*, ouro_value* result);
OURO_API ouro_status ouro_from_bool(ouro_interpreter*, int value, ouro_value* result);
OURO_API ouro_status ouro_from_int64(ouro_interpreter*, int64_t value, ouro_value* result);
OURO_API ouro_status ouro_from_double(ouro_interpreter*, double value, ouro_value* result);
OURO_API ouro_status ouro_from_utf8(ouro_interpreter*, const char* text, size_t length,
                                    ouro_value* result);
OURO_API ouro_status ouro_from_bytes(ouro_interpreter*, const void* data, size_t length,
                                     ouro_value* result);
OURO_API int ouro_is_none(ouro_interpreter*, ouro_value value);
OURO_API ouro_status ouro_to_bool(ouro_interpreter*, ouro_value value, int* result, ouro_error*);
OURO_API ouro_status ouro_to_int64(ouro_interpreter*, ouro_value value, int64_t* result,
                                   ouro_error*);
OURO_API ouro_status ouro_to_double(ouro_interpreter*, ouro_value value, double* result,
                                    ouro_error*);
/* Copies at most `size` bytes, zero-terminated; *length is what the whole text needs without the
 * zero. */
OURO_API ouro_status ouro_to_utf8(ouro_interpreter*, ouro_value value, char* buffer, size_t size,
                                  size_t* length, ouro_error*);
OURO_API ouro_status ouro_to_bytes(ouro_interpreter*, ouro_value value, void* buffer, size_t size,
                                   size_t* length, ouro_error*);
/* One more handle for the same object. */
OURO_API ouro_status ouro_value_copy(ouro_interpreter*, ouro_value value, ouro_value* result,
                                     ouro_error*);
/* [any] On a thread that does not hold the interpreter: released by whoever holds it next, at the
 * latest in ouro_finalize(), and OURO_OK although nobody has looked at the handle yet. */
OURO_API ouro_status ouro_value_release(ouro_interpreter*, ouro_value value);

/* Gives the interpreter to other threads, and takes it again on this one (the creator, or a guest),
 * waiting for whoever holds it. Refused: leaving without, entering twice, entering what is being
 * finalized. */
OURO_API ouro_status ouro_leave(ouro_interpreter*);
OURO_API ouro_status ouro_enter(ouro_interpreter*);
/* [any] Raises KeyboardInterrupt in the running program soon. */
OURO_API ouro_status ouro_interrupt(ouro_interpreter*);

/* Ends the interpreter; the pointer is dead afterwards. The report is the caller's. The caller
 * holds the interpreter, or nobody does. Null: no memory for a report, or the call was refused
 * because another thread is inside; the interpreter lives on. */
OURO_API ouro_report* ouro_finalize(ouro_interpreter*);

/* [any] The report: plain data that needs no interpreter. */
OURO_API int ouro_report_is_clean(const ouro_report*);
OURO_API size_t ouro_report_stage_count(const ouro_report*);
OURO_API const char* ouro_report_stage_name(const ouro_report*, size_t index);
OURO_API uint64_t ouro_report_stage_nanoseconds(const ouro_report*, size_t index);
/* What is left: blocks and bytes of memory, and things that are no memory. */
OURO_API size_t ouro_report_blocks(const ouro_report*);
OURO_API size_t ouro_report_bytes(const ouro_report*);
OURO_API size_t ouro_report_items(const ouro_report*);
OURO_API size_t ouro_report_finding_count(const ouro_report*);
/* "surplus: list: [1, 2]: held by ..." */
OURO_API const char* ouro_report_finding(const ouro_report*, size_t index, char* buffer,
                                         size_t size);
OURO_API void ouro_report_release(ouro_report*);

#ifdef __cplusplus
}
#endif

#endif
