/* ouro_target: the five functions by which a host puts its own runtime under test, in a shared
 * object: `ouro verify --target host:./mine.so PROGRAM`.
 *
 * begin() and end() are called on the main thread, around everything, perhaps several times in one
 * process. create(), run() and finalize() of one interpreter are called on one thread, which ends
 * afterwards; other interpreters run on other threads at the same time, up to --parallel. */
#ifndef OURO_TARGET_H
#define OURO_TARGET_H

#include <stddef.h>

#if defined(__GNUC__)
#define OURO_TARGET_API __attribute__((visibility("default")))
#else
#define OURO_TARGET_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* 0, or an error: nothing else is called then. */
OURO_TARGET_API int ouro_target_begin(void);
/* A new interpreter, or null. */
OURO_TARGET_API void* ouro_target_create(void);
/* Runs a program: its text, of `length` bytes and a zero after them, and its name for messages. The
 * exit status: 0 is success. */
OURO_TARGET_API int ouro_target_run(void* interpreter, const char* source, size_t length,
                                    const char* name);
OURO_TARGET_API void ouro_target_finalize(void* interpreter);
OURO_TARGET_API void ouro_target_end(void);

#ifdef __cplusplus
}
#endif

#endif
