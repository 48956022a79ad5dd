// What a host does itself: streams, modules, memory, clock; and the sizes that tell versions apart.
#include <cerrno>
#include <cstdlib>
#include <map>
#include <string>

#include "runtime/host/host_test_support.h"

namespace ouro {
namespace {

// A host that writes everything down.
struct Recorder {
  std::string input, output, error;
  std::size_t input_at = 0;
  int output_errno = 0;
  std::map<std::string, std::string> modules;
  int lent = 0;
  std::map<void*, std::size_t> blocks;
  std::size_t blocks_taken = 0;
  std::size_t blocks_max = SIZE_MAX;
  std::int64_t now = 0;
};

Recorder& recorder(void* context) { return *static_cast<Recorder*>(context); }

std::int64_t read_input(void* context, char* buffer, std::size_t size) {
  Recorder& host = recorder(context);
  const std::size_t got = host.input.copy(buffer, size, host.input_at);
  host.input_at += got;
  return static_cast<std::int64_t>(got);
}

int write_output(void* context, const char* text, std::size_t length) {
  recorder(context).output.append(text, length);
  return recorder(context).output_errno;
}

int write_error(void* context, const char* text, std::size_t length) {
  recorder(context).error.append(text, length);
  return 0;
}

int find_module(void* context, const char* name, ouro_module_source* source) {
  if (std::string_view(name) == "forbidden") return -1;
  const auto found = recorder(context).modules.find(name);
  if (found == recorder(context).modules.end()) return 0;
  *source = {found->second.data(), found->second.size(), nullptr,
             std::string_view(name) == "package", context};
  ++recorder(context).lent;
  return 1;
}

void release_module(void* context, ouro_module_source* source) {
  EXPECT_EQ(source->owner, context);
  --recorder(context).lent;
}

void* allocate(void* context, std::size_t bytes, std::size_t alignment) {
  Recorder& host = recorder(context);
  if (host.blocks_taken >= host.blocks_max) return nullptr;
  ++host.blocks_taken;
  void* block = nullptr;
  if (posix_memalign(&block, alignment, bytes) != 0) return nullptr;
  return host.blocks[block] = bytes, block;
}

void give_back(void* context, void* block, std::size_t bytes) {
  Recorder& host = recorder(context);
  EXPECT_EQ(host.blocks[block], bytes);
  host.blocks.erase(block);
  std::free(block);
}

std::int64_t read_clock(void* context, int monotonic) {
  return recorder(context).now + (monotonic != 0 ? 5 : 0);
}

class HostServicesTest : public HostTest {
 protected:
  // An interpreter with the callbacks that were chosen.
  void use(void (*choose)(ouro_callbacks&), ouro_heap heap = OURO_HEAP_POOL) {
    ouro_callbacks_init(&callbacks_);
    choose(callbacks_);
    callbacks_.context = &host_;
    ouro_config_init(&config_);
    config_.callbacks = &callbacks_;
    config_.heap = heap;
    create(&config_);
  }

  Recorder host_;
  ouro_callbacks callbacks_{};
  ouro_config config_{};
};

TEST_F(HostServicesTest, OutputAndErrorsGoToTheHost) {
  use([](ouro_callbacks& own) {
    own.write_output = write_output;
    own.write_error = write_error;
  });
  ASSERT_EQ(run("import sys\nprint('hi', 5)\nprint('no', file=sys.stderr)\n"
                "sys.stdout.write('tail')"),
            OURO_OK);
  EXPECT_EQ(run("1 / 0"), OURO_EXCEPTION);
  ouro_print_traceback(it_);
  finalize();
  EXPECT_EQ(host_.output, "hi 5\ntail");
  EXPECT_TRUE(host_.error.starts_with("no\nTraceback")) << host_.error;
}

TEST_F(HostServicesTest, StreamsOfTheHostHaveNoDescriptor) {
  use([](ouro_callbacks& own) { own.write_output = write_output; });
  EXPECT_EQ(shown("__import__('sys').stdout.isatty()"), "False");
  EXPECT_EQ(run("import sys\nsys.stdout.fileno()"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "UnsupportedOperation");
}

TEST_F(HostServicesTest, AnErrorOfTheHostsStreamIsAnOSError) {
  use([](ouro_callbacks& own) { own.write_output = write_output; });
  host_.output_errno = ENOSPC;
  EXPECT_EQ(run("print('x', flush=True)"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "OSError");
  host_.output_errno = 0;
}

TEST_F(HostServicesTest, InputComesFromTheHost) {
  use([](ouro_callbacks& own) {
    own.read_input = read_input;
    own.write_output = write_output;
  });
  host_.input = "first line\nsecond\nlast";
  ASSERT_EQ(run("import sys\na = input()\nb = sys.stdin.read()"), OURO_OK) << error_.traceback;
  EXPECT_EQ(shown("(a, b)"), "('first line', 'second\\nlast')");
  EXPECT_EQ(run("input()"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "EOFError");
}

TEST_F(HostServicesTest, ModulesComeFromTheHost) {
  use([](ouro_callbacks& own) {
    own.find_module = find_module;
    own.release_module = release_module;
  });
  host_.modules = {{"settings", "size = 42\nwhere = __file__\n"},
                   {"package", "from . import part\n"},
                   {"package.part", "name = __name__, __package__\n"},
                   {"broken", "def f(:\n"}};
  ASSERT_EQ(run("import settings, package, json"), OURO_OK) << error_.traceback;
  EXPECT_EQ(shown("settings.size, settings.where"), "(42, '<host:settings>')");
  EXPECT_EQ(shown("package.part.name"), "('package.part', 'package')");
  EXPECT_EQ(run("import broken"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "SyntaxError");
  EXPECT_EQ(run("import forbidden"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "ImportError");
  EXPECT_EQ(run("import nowhere"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "ModuleNotFoundError");
  EXPECT_EQ(host_.lent, 0);
}

TEST_F(HostServicesTest, MemoryComesFromTheHostAndGoesBack) {
  for (const ouro_heap heap : {OURO_HEAP_POOL, OURO_HEAP_MALLOC}) {
    use(
        [](ouro_callbacks& own) {
          own.allocate = allocate;
          own.release = give_back;
        },
        heap);
    ASSERT_EQ(run("data = [bytes(n) for n in range(2000)]\nbig = list(range(50000))\n"
                  "big.extend(big)\ntext = ''.join(str(n) for n in big)"),
              OURO_OK);
    EXPECT_GT(host_.blocks.size(), 1u);
    finalize();
    EXPECT_EQ(host_.blocks.size(), 0u);
  }
  EXPECT_GT(host_.blocks_taken, 2000u);
}

TEST_F(HostServicesTest, MemoryTheHostRefusesIsAMemoryError) {
  use([](ouro_callbacks& own) {
    own.allocate = allocate;
    own.release = give_back;
  });
  host_.blocks_max = host_.blocks_taken;
  EXPECT_EQ(run("data = [bytes(1000) for n in range(2000)]"), OURO_NO_MEMORY);
  host_.blocks_max = SIZE_MAX;
  EXPECT_EQ(run("data = [bytes(1000) for n in range(2000)]"), OURO_OK);
  finalize();
  EXPECT_EQ(host_.blocks.size(), 0u);
}

TEST_F(HostServicesTest, AnAllocatorThatRefusesEverythingLeavesNothingBehind) {
  finalize();
  ouro_callbacks_init(&callbacks_);
  callbacks_.context = &host_;
  callbacks_.allocate = allocate;
  callbacks_.release = give_back;
  ouro_config_init(&config_);
  config_.callbacks = &callbacks_;
  host_.blocks_max = 0;
  EXPECT_EQ(ouro_create(runtime_, &config_, &error_), nullptr);
  EXPECT_EQ(error_.status, OURO_NO_MEMORY);
  EXPECT_EQ(host_.blocks.size(), 0u);
}

TEST_F(HostServicesTest, TimeComesFromTheHost) {
  use([](ouro_callbacks& own) { own.clock = read_clock; });
  host_.now = 1'500'000'000;
  EXPECT_EQ(shown("(__import__('time').time(), __import__('time').monotonic_ns())"),
            "(1.5, 1500000005)");
}

TEST_F(HostServicesTest, OlderStructuresAreSmallerAndAccepted) {
  finalize();
  ouro_config_init(&config_);
  config_.size = offsetof(ouro_config, callbacks);
  config_.callbacks = reinterpret_cast<const ouro_callbacks*>(1);  // not of that version
  create(&config_);
  EXPECT_EQ(shown("1 + 1"), "2");
}

TEST_F(HostServicesTest, StructuresOfTheFutureAreRefused) {
  finalize();
  ouro_config_init(&config_);
  config_.size += 8;
  EXPECT_EQ(ouro_create(runtime_, &config_, &error_), nullptr);
  EXPECT_EQ(error_.status, OURO_REFUSED);
  ouro_config_init(&config_);
  config_.callbacks = &callbacks_;  // without a size
  EXPECT_EQ(ouro_create(runtime_, &config_, &error_), nullptr);
  ouro_callbacks_init(&callbacks_);
  callbacks_.allocate = allocate;  // and no way back
  EXPECT_EQ(ouro_create(runtime_, &config_, &error_), nullptr);
  EXPECT_STREQ(error_.message, "an allocator needs allocate and release");
}

}  // namespace
}  // namespace ouro
