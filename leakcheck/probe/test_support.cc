// Test support: see test_support.h.
#include "leakcheck/probe/test_support.h"

#include <atomic>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ouro::leakcheck {
namespace {

class FakeInterpreter final : public TargetInterpreter {
 public:
  explicit FakeInterpreter(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
  ~FakeInterpreter() override { --alive_; }

  int run(const Program& program) override {
    leaks_ = program.text == "leak";
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
  std::atomic<int>& alive_;
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
    return std::make_unique<FakeInterpreter>(alive_);
  }

  CensusEvidence end() override {
    begun_ = false;
    return {{{"alive", 0, 0, static_cast<std::uint64_t>(alive_.load()), 0, 2}}, 0, 0};
  }

  std::vector<Described> components() const override { return {{"box", "the only one"}}; }
  std::vector<Described> stages() const override { return {{"clear", ""}}; }
  std::vector<Described> faults() const override { return {}; }

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

}  // namespace ouro::leakcheck
