// Extension modules as programs import them: their life, what is refused, and what is found when
// they forget something.
#include <fstream>
#include <thread>
#include <vector>

#include "runtime/host/host_test_support.h"
#include "runtime/host/ouro_module.h"
#include "runtime/host/session.h"

namespace ouro {
namespace {

constexpr const char* kFolder = OURO_BINARY_DIR "/modules";

bool is_mapped(const std::string& module) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find("/modules/" + module + ".ouro-") != std::string::npos) return true;
  }
  return false;
}

ouro_config config_with_modules() {
  ouro_config config;
  ouro_config_init(&config);
  config.module_path = kFolder;
  return config;
}

class ExtensionTest : public HostTest {
 protected:
  void SetUp() override {
    HostTest::SetUp();
    const ouro_config config = config_with_modules();
    create(&config);
  }

  // What the program prints of itself must be true.
  void expect(std::string_view source) { EXPECT_EQ(run(source), OURO_OK) << error_.traceback; }
  // The message of the ImportError.
  std::string refusal(const std::string& name) {
    EXPECT_EQ(run("import " + name), OURO_EXCEPTION);
    EXPECT_STREQ(error_.type, "ImportError");
    return error_.message;
  }
  // Ends the interpreter, which must not be clean; its findings.
  std::string findings() {
    ouro_report* report = ouro_finalize(it_);
    it_ = nullptr;
    EXPECT_FALSE(ouro_report_is_clean(report));
    std::string all;
    for (std::size_t index = 0; index < ouro_report_finding_count(report); ++index) {
      char text[512];
      all += ouro_report_finding(report, index, text, sizeof text) + std::string("\n");
    }
    ouro_report_release(report);
    return all;
  }
};

TEST_F(ExtensionTest, TypesBehaveLikeClasses) {
  expect(R"(
import counter
c = counter.Counter(5, step=2)
assert (next(c), int(c), c.__add__(c).__int__()) == (7, 7, 14)
assert isinstance(c, counter.Counter) and repr(type(c)) == "<class 'counter.Counter'>"
assert counter.Counter.__next__.__text_signature__ == '($self, /)'
assert counter.Counter.__doc__ == 'Counts in steps.' and counter.__doc__ == 'Counters.'
assert [int(x) for x in counter.Counter.pair()] == [0, 0] and counter.Counter.made() == 4
class Loud(counter.Counter):
    def __init__(self, *rest): super().__init__(*rest); self.noise = 'x'
    def __next__(self): return super().__next__() * 10
loud = Loud(1)
assert next(loud) == 20 and type(loud + loud) is Loud and loud.noise == 'x'
import weakref
gone = []
ref = weakref.ref(loud, gone.append)
del loud
assert ref() is None and gone == [ref]
)");
}

TEST_F(ExtensionTest, WrongUseIsAnExceptionOfTheLanguage) {
  expect(R"(
import counter, chain, mistakes
def raised(function, *arguments, **named):
    try: function(*arguments, **named)
    except Exception as error: return f'{type(error).__name__}: {error}'
assert raised(counter.Counter, 'x').startswith("TypeError: ")
assert raised(counter.Counter, 1, start=2).startswith("TypeError: ")
assert raised(counter.Counter.__next__, 5) == \
    "TypeError: descriptor '__next__' for 'counter.Counter' objects doesn't apply to a 'int' object"
assert raised(counter.made, 1) == 'TypeError: counter.made() takes no arguments (1 given)'
assert raised(setattr, counter.Counter, 'x', 1).startswith('TypeError: cannot set')
one, two = counter.Counter(), counter.Counter(step=2)
assert raised(lambda: one + two) == 'CounterError: counters with different steps'
assert issubclass(counter.CounterError, ValueError) and counter.CounterError.__module__ == 'counter'
assert raised(lambda: one + 5) == 'TypeError: expected counter.Counter, not int'
assert raised(lambda: chain.Chain()[0]) == 'IndexError: chain index out of range'
assert raised(mistakes.raise_error) == 'LookupError: on purpose'
assert raised(mistakes.say_nothing) == \
    'SystemError: function say_nothing returned no value without raising an exception'
assert raised(mistakes.answer_twice, 5) == 'SystemError: function answer_twice returned a dead handle'
)");
}

TEST_F(ExtensionTest, CyclesThroughDataAreCollected) {
  expect(R"(
import chain, gc, weakref
seen = []
class Link(chain.Chain):
    def __del__(self): seen.append(len(self))
ring = Link()
for n in range(10): ring.append(ring)
ring.append([ring])
watch = weakref.ref(ring)
del ring
gc.collect()
assert seen == [11] and watch() is None
deep = None
for n in range(100000):
    link = chain.Chain(); link.append(deep); deep = link
del link, deep
grown = chain.Chain(); grown.append(1)
grown.each(lambda link: grown.append(link) if len(grown) < 50 else None)
assert len(grown) == 50
)");
}

TEST_F(ExtensionTest, ModulesMayBeWrittenInCpp) {
  expect(R"(
import words
counts = words.Words()
for word in 'to be or not to be'.split(): counts.add(word)
assert counts['be'] == 2
try: counts['is']
except RuntimeError as error: assert 'at' in str(error)
else: raise AssertionError
counts.__init__()
words.Words.__new__(words.Words)
)");
  finalize();
  EXPECT_FALSE(is_mapped("words"));
}

TEST_F(ExtensionTest, EachImportMakesAModuleOfItsOwn) {
  expect(R"(
import sys, counter, gc
first = counter
import counter
assert counter is first
counter.Counter()
kept = first.Counter(41)
del sys.modules['counter']
import counter
assert counter is not first and counter.made() == 0 and first.made() == 2
assert counter.Counter is not first.Counter
del first
gc.collect()
assert next(kept) == 42
assert counter.__spec__.origin == counter.__file__ and counter.__file__.endswith('linux-gnu.so')
import importlib.machinery, importlib.util
assert importlib.machinery.EXTENSION_SUFFIXES[0] in counter.__file__
spec = importlib.util.find_spec('counter')
)");
}

TEST_F(ExtensionTest, ImportlibLoadsThemToo) {
  expect(R"(
import importlib.machinery, importlib.util, counter
loader = importlib.machinery.ExtensionFileLoader('counter', counter.__file__)
spec = importlib.util.spec_from_loader('counter', loader)
module = importlib.util.module_from_spec(spec)
assert not hasattr(module, 'Counter')
loader.exec_module(module)
loader.exec_module(module)
assert module.made() == 0 and int(module.Counter(3)) == 3
)");
}

TEST_F(ExtensionTest, TheFileIsUnmappedAfterTheLastObject) {
  expect("import counter\nkept = counter.Counter(1)");
  EXPECT_TRUE(is_mapped("counter"));
  expect(
      "import sys, gc\ndel sys.modules['counter'], counter\ngc.collect()\nassert next(kept) == 2");
  EXPECT_TRUE(is_mapped("counter"));
  expect("kept = None\ngc.collect()");
  EXPECT_FALSE(is_mapped("counter"));
  expect("import counter");
  EXPECT_TRUE(is_mapped("counter"));
  finalize();
  EXPECT_FALSE(is_mapped("counter"));
}

TEST_F(ExtensionTest, AFunctionMayDropItsOwnModule) {
  expect(R"(
import sys, gc, chain
box = chain.Chain()
box.append(None)
each = box.each
del sys.modules['chain'], chain, box
def drop(link):
    global each
    del each
    gc.collect()
(lambda function: function(drop))(each)
gc.collect()
)");
  EXPECT_FALSE(is_mapped("chain"));
}

TEST_F(ExtensionTest, AFileThatStaysMappedIsReported) {
  expect("import stuck");
  finalize();
  EXPECT_TRUE(is_mapped("stuck"));
  std::size_t left = 0;
  EXPECT_EQ(ouro_runtime_end(runtime_, &left), OURO_OK);
  EXPECT_EQ(left, 1u);
  runtime_ = ouro_runtime_begin();
}

TEST_F(ExtensionTest, WhatIsNoModuleIsRefusedBeforeItRuns) {
  const std::pair<const char*, const char*> cases[] = {
      {"single_phase", "modules that initialise themselves are not supported"},
      {"wrong_abi", "built for another version"},
      {"wrong_size", "built with another header"},
      {"undeclared", "does not declare how many interpreters"},
      {"misnamed", "of a module with another name"},
      {"no_symbol", "defines no module of this name"},
      {"unresolved", "nobody_has_this"},
      {"bad_signature", "the method broken(module, =) cannot be read"}};
  for (const auto& [name, reason] : cases) {
    EXPECT_NE(refusal(name).find(reason), std::string::npos) << name << ": " << error_.message;
    EXPECT_FALSE(is_mapped(name)) << name;
  }
  expect("import sys\nassert not {'single_phase', 'bad_signature'} & set(sys.modules)");
}

TEST_F(ExtensionTest, TheHostMayForbidThem) {
  ouro_config config = config_with_modules();
  config.extensions = OURO_EXTENSIONS_NONE;
  create(&config);
  EXPECT_NE(refusal("counter").find("not allowed"), std::string::npos);
}

// Imports the module here and in a child of the program; what the child says.
std::string in_a_child(const char* module) {
  return std::string("import ") + module + R"(, interpreters
child = interpreters.create()
said = 'fine'
try: child.exec('import )" +
         module + R"(')
except Exception as error: said = str(error)
child.close())";
}

TEST_F(ExtensionTest, WhatKeepsVariablesIsInOneInterpreterAtATime) {
  for (const char* module : {"alone", "common_lock"}) {
    expect(in_a_child(module) + "\nassert 'in use by another interpreter' in said, said");
  }
  const ouro_config config = config_with_modules();
  create(&config);
  expect("import alone\nassert alone.count() == 1");
}

TEST_F(ExtensionTest, ATrustingHostLetsACommonLockPass) {
  ouro_config config = config_with_modules();
  config.extensions = OURO_EXTENSIONS_TRUSTED;
  create(&config);
  expect(in_a_child("common_lock") + "\nassert said == 'fine', said");
  expect(in_a_child("alone") + "\nassert 'in use by another interpreter' in said, said");
}

TEST_F(ExtensionTest, EightInterpretersAtOnce) {
  const auto life = [this] {
    const ouro_config config = config_with_modules();
    for (int cycle = 0; cycle < 10; ++cycle) {
      ouro_interpreter* it = ouro_create(runtime_, &config, nullptr);
      ASSERT_NE(it, nullptr);
      constexpr std::string_view kSource =
          "import counter, chain\nring = chain.Chain()\nring.append(ring)\n"
          "for n in range(100): ring.append(counter.Counter(n))\n"
          "assert counter.made() == 100 and next(ring[100]) == 100\n";
      EXPECT_EQ(ouro_run_source(it, kSource.data(), kSource.size(), "<test>", nullptr), OURO_OK);
      ouro_report* report = ouro_finalize(it);
      EXPECT_TRUE(ouro_report_is_clean(report));
      ouro_report_release(report);
    }
  };
  std::vector<std::thread> threads;
  for (int number = 0; number < 8; ++number) threads.emplace_back(life);
  for (std::thread& thread : threads) thread.join();
  EXPECT_FALSE(is_mapped("counter"));
}

TEST_F(ExtensionTest, AThousandCyclesLeaveNothing) {
  const ouro_config config = config_with_modules();
  for (int cycle = 0; cycle < 1000; ++cycle) {
    create(&config);  // ends the last one, and expects it clean
    expect("import counter, chain\nring = chain.Chain()\nring.append([ring, counter.Counter()])");
  }
}

TEST_F(ExtensionTest, NoAllocationOfAnImportIsMissed) {
  constexpr std::string_view kSource =
      "import sys, gc\n"
      "try:\n"
      "    import counter, chain\n"
      "    ring = chain.Chain()\n"
      "    for n in range(9): ring.append(ring)\n"
      "    assert int(counter.Counter(1) + counter.Counter(2)) == 3\n"
      "finally:\n"
      "    ring = counter = chain = None\n";
  const ouro_config config = config_with_modules();
  for (const std::size_t refused : {std::size_t{1}, std::size_t{3}, Memory::kNever}) {
    bool done = false;
    for (std::size_t allowed = 0; !done; ++allowed) {
      create(&config);
      Memory& memory = it_->interpreter.memory();
      memory.refuse_after(allowed, refused);
      const ouro_status status = run(kSource);
      done = memory.allocations_asked() <= allowed;
      memory.refuse_after(Memory::kNever, 0);
      EXPECT_TRUE(status == OURO_OK || status == OURO_NO_MEMORY)
          << allowed << ": " << error_.type << ": " << error_.message;
      ASSERT_LT(allowed, 5000u);
    }
  }
}

TEST_F(ExtensionTest, AForgottenHandleIsFound) {
  expect("import mistakes\nmistakes.lose_reference([1, 2])");
  EXPECT_NE(findings().find("forgotten_handle: list"), std::string::npos);
}

TEST_F(ExtensionTest, AFieldThatNobodyShowsIsFound) {
  expect("import mistakes\nmistakes.lose_field({})");
  EXPECT_NE(findings().find("surplus: dict"), std::string::npos);
}

TEST_F(ExtensionTest, AForgottenBlockIsCounted) {
  expect("import mistakes\nmistakes.lose_block()");
  ouro_report* report = ouro_finalize(it_);
  it_ = nullptr;
  EXPECT_FALSE(ouro_report_is_clean(report));
  EXPECT_EQ(ouro_report_blocks(report), 1u);
  ouro_report_release(report);
}

TEST_F(ExtensionTest, ArgumentsThatAreWrongAreRefused) {
  static const ouro_type_def kDefinition = {"Free", nullptr, 0, 8, {}, nullptr};
  ouro_value type = 0;
  EXPECT_EQ(ouro_new_type(it_, 0, &kDefinition, 0, &type, &error_), OURO_REFUSED);
  ouro_value text = evaluate("'no module'");
  EXPECT_EQ(ouro_new_type(it_, text, &kDefinition, 0, &type, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_new_type(it_, text, nullptr, 0, &type, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_new_instance(it_, text, nullptr, &type, &error_), OURO_REFUSED);
  void* data = nullptr;
  EXPECT_EQ(ouro_instance_data(it_, text, text, &data, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_field_set(it_, nullptr, text), OURO_REFUSED);
  release(text);
  EXPECT_EQ(ouro_field_set(nullptr, nullptr, 0), OURO_REFUSED);
  EXPECT_EQ(ouro_allocate(nullptr, 8), nullptr);
  ouro_config config = config_with_modules();
  config.extensions = static_cast<ouro_extensions>(7);
  EXPECT_EQ(ouro_create(runtime_, &config, &error_), nullptr);
}

}  // namespace
}  // namespace ouro
