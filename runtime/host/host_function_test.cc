// Functions of the host, called by the program.
#include <pthread.h>

#include "runtime/host/host_test_support.h"

namespace ouro {
namespace {

class HostFunctions : public HostTest {
 protected:
  ouro_value make(const char* name, ouro_function function, void* user_data = nullptr,
                  void (*release)(void*) = nullptr) {
    const ouro_function_spec spec = {name, "What it does.", function, user_data, release};
    ouro_value made = 0;
    EXPECT_EQ(ouro_new_function(it_, &spec, &made, &error_), OURO_OK) << error_.message;
    return made;
  }

  void define(const char* name, ouro_function function, void* user_data = nullptr,
              void (*release)(void*) = nullptr) {
    set_global(name, make(name, function, user_data, release));
  }
};

// "positional,...;name=value,..."
ouro_value describe(ouro_interpreter* it, void*, const ouro_arguments* arguments) {
  std::string seen;
  const auto add = [&](const std::string& prefix, ouro_value value) {
    char text[64];
    EXPECT_EQ(ouro_to_utf8(it, value, text, sizeof text, nullptr, nullptr), OURO_OK);
    seen += prefix + text + ",";
  };
  for (std::size_t index = 0; index < arguments->count; ++index) add("", arguments->values[index]);
  for (std::size_t index = 0; index < arguments->keyword_count; ++index)
    add(std::string(arguments->names[index]) + "=", arguments->keyword_values[index]);
  ouro_value result = 0;
  EXPECT_EQ(ouro_from_utf8(it, seen.data(), seen.size(), &result), OURO_OK);
  return result;
}

ouro_value count_up(ouro_interpreter* it, void* user_data, const ouro_arguments*) {
  ouro_value result = 0;
  EXPECT_EQ(ouro_from_int64(it, ++*static_cast<int*>(user_data), &result), OURO_OK);
  return result;
}

void mark(void* user_data) { *static_cast<int*>(user_data) = -1; }

TEST_F(HostFunctions, GetPositionalAndNamedArguments) {
  define("describe", describe);
  EXPECT_EQ(shown("describe(1, 'two', key=3, \xc3\xa9=4)"), "1,two,key=3,\xc3\xa9=4,");
  EXPECT_EQ(shown("describe()"), "");
  EXPECT_EQ(shown("describe(*range(40), **{f'k{i}': i for i in range(3)})").size(), 125u);
}

TEST_F(HostFunctions, CanBeCalledWithNamesByTheHost) {
  const ouro_value function = make("describe", describe);
  const ouro_value values[] = {number(1)}, named[] = {number(2)};
  const char* const names[] = {"key"};
  const ouro_arguments arguments = {1, values, 1, names, named};
  ouro_value result = 0;
  ASSERT_EQ(ouro_call_with(it_, function, &arguments, &result, &error_), OURO_OK);
  EXPECT_EQ(take_text(result), "1,key=2,");
  for (const ouro_value handle : {function, values[0], named[0]}) release(handle);
}

TEST_F(HostFunctions, KnowTheirUserDataAndGiveItBackOnce) {
  int count = 0;
  define("count", count_up, &count, mark);
  EXPECT_EQ(shown("[count(), count()]"), "[1, 2]");
  ASSERT_EQ(run("del count"), OURO_OK);
  EXPECT_EQ(count, -1);
}

TEST_F(HostFunctions, GiveTheirUserDataBackAtTheLatestInFinalize) {
  int count = 0;
  define("count", count_up, &count, mark);
  ASSERT_EQ(run("count.__call__()\nkeep = [count]\nkeep.append(keep)"), OURO_OK) << error_.message;
  finalize();
  EXPECT_EQ(count, -1);
}

TEST_F(HostFunctions, LookLikeFunctions) {
  define("describe", describe);
  EXPECT_EQ(shown("(describe.__name__, describe.__doc__, callable(describe))"),
            "('describe', 'What it does.', True)");
  EXPECT_EQ(shown("describe"), "<host function describe>");
  EXPECT_EQ(run("type(describe)()"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.message, "cannot create 'host_function' instances");
}

TEST_F(HostFunctions, RaiseByName) {
  define("fail", [](ouro_interpreter* it, void*, const ouro_arguments*) -> ouro_value {
    return ouro_raise(it, "ValueError", "not today"), 0;
  });
  EXPECT_EQ(run("try: fail()\nexcept ValueError as e: assert str(e) == 'not today'"), OURO_OK);
  ASSERT_EQ(run("fail()"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "ValueError");
}

TEST_F(HostFunctions, RaiseWhatACallOfTheirsRaised) {
  define("relay", [](ouro_interpreter* it, void*, const ouro_arguments* arguments) -> ouro_value {
    ouro_value result = 0;
    return ouro_call(it, arguments->values[0], nullptr, 0, &result, nullptr), result;
  });
  ASSERT_EQ(run("def bad(): raise KeyError('inner')\n"
                "try: relay(bad)\nexcept KeyError as e: seen = e.args\n"),
            OURO_OK);
  EXPECT_EQ(shown("seen"), "('inner',)");
  EXPECT_EQ(shown("relay(lambda: 5)"), "5");
}

TEST_F(HostFunctions, WithoutAnAnswerAreASystemError) {
  define("mute", [](ouro_interpreter*, void*, const ouro_arguments*) -> ouro_value { return 0; });
  define("wild", [](ouro_interpreter*, void*, const ouro_arguments*) -> ouro_value { return 77; });
  EXPECT_EQ(run("1 / 0"), OURO_EXCEPTION);  // an older error is not theirs
  EXPECT_EQ(run("mute()"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.message, "host function mute returned no value without raising an exception");
  EXPECT_EQ(run("wild()"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.message, "host function wild returned a dead handle");
}

TEST_F(HostFunctions, MayNotLeaveOrEndTheInterpreterThatCalledThem) {
  define("end", [](ouro_interpreter* it, void*, const ouro_arguments*) -> ouro_value {
    EXPECT_EQ(ouro_finalize(it), nullptr);
    EXPECT_EQ(ouro_leave(it), OURO_REFUSED);
    ouro_value none = 0;
    return ouro_from_none(it, &none), none;
  });
  EXPECT_EQ(shown("end()"), "None");
}

TEST_F(HostFunctions, ServeExitCallbacksAndFinalizers) {
  int count = 0;
  define("count", count_up, &count);
  ASSERT_EQ(run("import atexit\natexit.register(count)\n"
                "class Last:\n  def __init__(self, f): self.f = f\n  def __del__(self): self.f()\n"
                "last = Last(count)"),
            OURO_OK);
  finalize();
  EXPECT_EQ(count, 2);
}

TEST_F(HostFunctions, LetOtherThreadsRunWhileTheyWait) {
  struct Gate {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    bool open = false;
  } gate;
  // Waits, without the lock, until the program's other thread has opened the gate.
  define(
      "wait",
      [](ouro_interpreter* it, void* user_data, const ouro_arguments*) -> ouro_value {
        ouro_without_lock(
            it,
            [](void* data) {
              auto* it_opens = static_cast<Gate*>(data);
              pthread_mutex_lock(&it_opens->mutex);
              while (!it_opens->open) pthread_cond_wait(&it_opens->changed, &it_opens->mutex);
              pthread_mutex_unlock(&it_opens->mutex);
            },
            user_data);
        ouro_value none = 0;
        return ouro_from_none(it, &none), none;
      },
      &gate);
  define(
      "open_gate",
      [](ouro_interpreter* it, void* user_data, const ouro_arguments*) -> ouro_value {
        auto* opened = static_cast<Gate*>(user_data);
        pthread_mutex_lock(&opened->mutex);
        opened->open = true;
        pthread_cond_signal(&opened->changed);
        pthread_mutex_unlock(&opened->mutex);
        ouro_value none = 0;
        return ouro_from_none(it, &none), none;
      },
      &gate);
  EXPECT_EQ(run("import threading\nother = threading.Thread(target=open_gate)\n"
                "other.start()\nwait()\nother.join()"),
            OURO_OK)
      << error_.traceback;
}

TEST_F(HostFunctions, NeedANameAndAPointer) {
  const ouro_function_spec nameless = {nullptr, nullptr, describe, nullptr, nullptr};
  const ouro_function_spec empty = {"empty", nullptr, nullptr, nullptr, nullptr};
  ouro_value made = 0;
  EXPECT_EQ(ouro_new_function(it_, &nameless, &made, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_new_function(it_, &empty, &made, &error_), OURO_REFUSED);
  EXPECT_STREQ(error_.message, "a function needs a name and a pointer");
}

}  // namespace
}  // namespace ouro
