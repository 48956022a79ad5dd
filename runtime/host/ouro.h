/* ouro.h: the C interface of Ouro. Versioned, opaque handles, no global state.
 *
 * Threads: a runtime may be used from any thread. An interpreter is used by one native thread at a
 * time, the one that holds it: its creator, until ouro_leave() and after ouro_enter(). Functions
 * marked [any] need not hold it. Ownership: a value handle is owned by whoever got it and is given
 * back with ouro_value_release(). A handle that outlives its interpreter is an error to use, never
 * a crash. Text passed in is UTF-8 and copied; text passed out belongs to the object it came from.
 * Errors: functions that can fail say so by their result and fill the optional ouro_error.
 */
#ifndef OURO_HOST_OURO_H
#define OURO_HOST_OURO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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
  char message[256];    /* cut when longer */
  char traceback[2048]; /* as printed; cut when longer */
} ouro_error;

typedef enum ouro_heap { OURO_HEAP_POOL = 0, OURO_HEAP_MALLOC = 1 } ouro_heap;

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
  uint64_t join_milliseconds_max; /* how long finalize waits for threads; 0: 10 seconds */
} ouro_config;

/* [any] The version of the library that is linked. */
OURO_API uint32_t ouro_abi_version(void);
OURO_API const char* ouro_version(void);
OURO_API void ouro_config_init(ouro_config* config);

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

/* Conversion. */
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
OURO_API ouro_status ouro_value_release(ouro_interpreter*, ouro_value value);

/* Gives the interpreter to other threads, and takes it again on this one (the creator, or a guest).
 */
OURO_API ouro_status ouro_leave(ouro_interpreter*);
OURO_API ouro_status ouro_enter(ouro_interpreter*);
/* [any] Raises KeyboardInterrupt in the running program soon. */
OURO_API ouro_status ouro_interrupt(ouro_interpreter*);

/* Ends the interpreter; the pointer is dead afterwards. The report is the caller's. Null: no memory
 * for a report or the call was refused, and the interpreter lives on. */
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
