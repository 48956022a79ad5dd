// Ownership: checked builds stop at the first touch of another interpreter's object, and say whose
// it is, what it is, and where it was made.
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "finalize/contract/contract.h"
#include "runtime/object/dict.h"
#include "runtime/object/module.h"

namespace ouro::contract {
namespace {

#ifdef OURO_CHECKED

// What a child says on stderr before it ends, and whether a signal ended it.
struct LastWords {
  std::string text;
  bool killed = false;
};

template <typename Play>
LastWords last_words(Play play) {
  int ends[2];
  BOOST_TEST_REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  BOOST_TEST_REQUIRE(child >= 0);
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    std::signal(SIGTRAP, SIG_DFL);
    std::signal(SIGILL, SIG_DFL);
    play();
    _exit(0);
  }
  close(ends[1]);
  LastWords words;
  char buffer[4096];
  for (ssize_t count; (count = read(ends[0], buffer, sizeof(buffer))) > 0;)
    words.text.append(buffer, count);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  words.killed = WIFSIGNALED(status) || WEXITSTATUS(status) != 0;
  return words;
}

Object* name_in_main(Interpreter& interpreter, std::string_view name) {
  auto* module =
      interpreter.get<ModuleRegistry>().get_as<Module>(ModuleRegistryKind::Place::kMainModule);
  Ref<Str> key(make_str(interpreter, name).value());
  return find_str_in_dict(interpreter.thread(), module->dict, key);
}

// The first interpreter makes a list; whoever runs on this native thread afterwards takes a
// reference to it.
void touch(bool a_foreign_one) {
  Process process;
  Place first, second;
  if (!start(process).ok() || !start(process, first.interpreter()).ok()) return;
  run(first.interpreter(),
      "def build():\n  made = []\n  made.append(1)\n  return made\nkept = build()\n");
  Object* kept = name_in_main(first.interpreter(), "kept");
  if (a_foreign_one && !start(process, second.interpreter()).ok()) return;
  release(retain(kept));
}

BOOST_AUTO_TEST_SUITE(ownership)

BOOST_AUTO_TEST_CASE(a_foreign_object_ends_the_process_and_is_named) {
  const LastWords words = last_words([] { touch(true); });
  BOOST_TEST(words.killed);
  BOOST_TEST_INFO(words.text);
  BOOST_TEST(
      words.text.starts_with("ouro: interpreter 2 touches an object of interpreter 1: list, "
                             "made in build at "));
  BOOST_TEST(words.text.find(":2\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_own_object_does_not) {
  const LastWords words = last_words([] { touch(false); });
  BOOST_TEST(!words.killed);
  BOOST_TEST(words.text == "");
}

BOOST_AUTO_TEST_CASE(a_block_goes_back_to_the_memory_it_came_from) {
  const LastWords words = last_words([] {
    Memory first, second;
    first.configure(HeapMode::kPool, nullptr);
    second.configure(HeapMode::kPool, nullptr);
    void* block = first.allocate(48);
    second.release(second.allocate(48), 48);
    second.release(block, 48);
  });
  BOOST_TEST(words.killed);
  BOOST_TEST(words.text.find("CHECK failed: page->owner == this") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

#endif

}  // namespace
}  // namespace ouro::contract
