// cpython_cycle: times one create-run-finalize cycle of CPython without site: cpython_cycle PROGRAM
// CYCLES. A line of the output is a whole Py_Initialize / Py_Finalize; with SUB=1 in the
// environment it is a subinterpreter of one runtime, which shares much of its state with the
// others; with "idle", how much memory so many of those take.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "stress/cycle/cycle_timer.h"

static void run_program(const CycleProgram* program) {
  if (PyRun_SimpleString(program->text) != 0) cycle_fail("the program failed");
  PyObject* value = PyObject_GetAttrString(PyImport_AddModule("__main__"), "result");
  if (value == NULL) cycle_fail("no result");
  cycle_check(PyLong_AsLongLong(value));
  Py_DECREF(value);
}

static void initialize(void) {
  PyConfig config;
  PyConfig_InitIsolatedConfig(&config);
  config.site_import = 0;
  const PyStatus status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (PyStatus_Exception(status)) cycle_fail("cannot initialize");
}

static void run_whole_cycle(const CycleProgram* program) {
  const int64_t begin = cycle_now();
  initialize();
  const int64_t created = cycle_now();
  run_program(program);
  const int64_t ran = cycle_now();
  if (Py_FinalizeEx() != 0) cycle_fail("finalize failed");
  cycle_print(begin, created, ran, cycle_now());
}

static void run_sub_cycle(const CycleProgram* program, PyThreadState* main_state) {
  const int64_t begin = cycle_now();
  PyThreadState* state = Py_NewInterpreter();
  if (state == NULL) cycle_fail("no interpreter");
  const int64_t created = cycle_now();
  run_program(program);
  const int64_t ran = cycle_now();
  Py_EndInterpreter(state);
  PyThreadState_Swap(main_state);
  cycle_print(begin, created, ran, cycle_now());
}

static void run_sub_cycles(const CycleProgram* program) {
  initialize();
  PyThreadState* main_state = PyThreadState_Get();
  for (int cycle = 0; cycle < program->cycles; ++cycle) run_sub_cycle(program, main_state);
  Py_FinalizeEx();
}

static void keep_alive(const CycleProgram* program) {
  PyThreadState** states = (PyThreadState**)calloc((size_t)program->cycles, sizeof *states);
  if (states == NULL) cycle_fail("no memory");
  initialize();
  PyThreadState* main_state = PyThreadState_Get();
  for (int index = 0; index < program->cycles; ++index) {
    states[index] = Py_NewInterpreter();
    if (states[index] == NULL) cycle_fail("no interpreter");
    if (program->length > 0) run_program(program);
    PyThreadState_Swap(main_state);
    cycle_print_memory();
  }
  for (int index = 0; index < program->cycles; ++index) {
    PyThreadState_Swap(states[index]);
    Py_EndInterpreter(states[index]);
  }
  PyThreadState_Swap(main_state);
  Py_FinalizeEx();
  free(states);
}

int main(int count, char** words) {
  const CycleProgram program = cycle_program(count, words);
  if (program.idle) {
    keep_alive(&program);
  } else if (getenv("SUB") != NULL) {
    run_sub_cycles(&program);
  } else {
    for (int cycle = 0; cycle < program.cycles; ++cycle) run_whole_cycle(&program);
  }
  free(program.text);
  return 0;
}
