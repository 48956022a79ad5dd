// Test support: see test_support.h.
#include "leakcheck/probe/test_support.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "leakcheck/probe/wire.h"

namespace ouro::leakcheck {
namespace {

class FakeInterpreter final : public TargetInterpreter {
 public:
  FakeInterpreter(std::atomic<int>& alive, const InterpreterOptions& options)
      : alive_(alive), bytes_(options.bytes), error_(options.error) {
    ++alive_;
  }
  ~FakeInterpreter() override { --alive_; }

  int run(const Program& program) override {
    leaks_ = program.text == "leak";
    if (bytes_.allocate != nullptr) return ask_for_memory(program.text);
    return program.text == "fail" ? 1 : 0;
  }

  CensusEvidence census() override {
    return {{{"box", 1, 16, 0, 1, reinterpret_cast<std::uintptr_t>(this)}}, 1, 16};
  }

  std::vector<std::string> pointers_into(TargetInterpreter& other) override {
    return &other == this ? std::vector<std::string>{"box"} : std::vector<std::string>{};
  }

  bool lose_reference() override { return lost_ = true; }

  void finalize(InterpreterEvidence& evidence) override {
    const std::uint64_t blocks = leaks_ ? 1 : 0;
    evidence.cleared = {{{"box", 1, 16, 0, 0, 1}}, 1, 16};
    evidence.ended = {{{"box", blocks, blocks * 16, 0, 0, 1}}, blocks, blocks * 16};
    evidence.stages = {{"clear", 10, 1, 1}};
    if (lost_) evidence.culprits.push_back({"surplus", "str", std::string(kLostText), "", 1});
  }

 private:
  // Three blocks; a refusal ends the program, which is careful or not.
  int ask_for_memory(const std::string& manner) {
    std::vector<void*> blocks;
    while (blocks.size() < 3) {
      void* block = bytes_.allocate(bytes_.context, 8, 8);
      if (block == nullptr) break;
      blocks.push_back(block);
    }
    const bool refused = blocks.size() < 3;
    if (refused && manner == "abort") std::abort();
    if (refused && manner == "forget" && !blocks.empty()) blocks.pop_back();
    if (refused && manner != "silent") dprintf(error_, "MemoryError\n");
    for (void* block : blocks) bytes_.release(bytes_.context, block, 8);
    return refused ? 1 : 0;
  }

  std::atomic<int>& alive_;
  ByteSource bytes_;
  int error_;
  bool leaks_ = false;
  bool lost_ = false;
};

class FakeTarget final : public Target {
 public:
  void begin() override {
    if (begun_) throw std::runtime_error("begun twice");
    begun_ = true;
  }

  std::unique_ptr<TargetInterpreter> create(const InterpreterOptions& options) override {
    if (options.fault == "refuse") throw std::runtime_error("refused");
    return std::make_unique<FakeInterpreter>(alive_, options);
  }

  CensusEvidence end() override {
    begun_ = false;
    return {{{"alive", 0, 0, static_cast<std::uint64_t>(alive_.load()), 0, 2}}, 0, 0};
  }

  std::vector<Described> components() const override { return {{"box", "the only one"}}; }
  std::vector<Described> stages() const override { return {{"clear", ""}}; }
  std::vector<PlantableFault> faults() const override { return {}; }

 private:
  std::atomic<int> alive_{0};
  bool begun_ = false;
};

}  // namespace

std::string test_data(const std::string& name) {
  const std::string path = std::string(OURO_SOURCE_DIR) + "/leakcheck/probe/testdata/" + name;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("no test data: " + path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::unique_ptr<Target> make_fake_target() { return std::make_unique<FakeTarget>(); }

Evidence evidence_of(const std::function<void(Target&, RecordWriter&)>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  std::string text;
  std::thread reader([&] {
    std::array<char, 4096> buffer;
    for (ssize_t got; (got = read(ends[0], buffer.data(), buffer.size())) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(got));
  });
  const auto target = make_fake_target();
  RecordWriter writer(ends[1]);
  work(*target, writer);
  writer.write_end();
  close(ends[1]);
  reader.join();
  close(ends[0]);
  Evidence evidence;
  decode_records(text, evidence);
  return evidence;
}

}  // namespace ouro::leakcheck
