// lua_cycle: times one create-run-close cycle of a Lua 5.4 state: lua_cycle PROGRAM CYCLES; with
// "idle", how much memory so many states take.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "stress/cycle/cycle_timer.h"

static void run_program(lua_State* state, const CycleProgram* program) {
  if (luaL_loadbuffer(state, program->text, program->length, "cycle") != LUA_OK ||
      lua_pcall(state, 0, 0, 0) != LUA_OK) {
    cycle_fail(lua_tostring(state, -1));
  }
  lua_getglobal(state, "result");
  cycle_check(lua_tointeger(state, -1));
}

static lua_State* create(void) {
  lua_State* state = luaL_newstate();
  if (state == NULL) cycle_fail("no state");
  luaL_openlibs(state);
  return state;
}

static void run_cycle(const CycleProgram* program) {
  const int64_t begin = cycle_now();
  lua_State* state = create();
  const int64_t created = cycle_now();
  run_program(state, program);
  const int64_t ran = cycle_now();
  lua_close(state);
  cycle_print(begin, created, ran, cycle_now());
}

static void keep_alive(const CycleProgram* program) {
  lua_State** states = (lua_State**)calloc((size_t)program->cycles, sizeof *states);
  if (states == NULL) cycle_fail("no memory");
  for (int index = 0; index < program->cycles; ++index) {
    states[index] = create();
    if (program->length > 0) run_program(states[index], program);
    cycle_print_memory();
  }
  for (int index = 0; index < program->cycles; ++index) lua_close(states[index]);
  free(states);
}

int main(int count, char** words) {
  const CycleProgram program = cycle_program(count, words);
  if (program.idle) {
    keep_alive(&program);
  } else {
    for (int cycle = 0; cycle < program.cycles; ++cycle) run_cycle(&program);
  }
  free(program.text);
  return 0;
}
