// ForeignTarget: what a language cannot tell - components, stages, references - stays empty.
#include "leakcheck/target/foreign_target.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ouro::leakcheck {
namespace {

class ForeignInterpreter final : public TargetInterpreter {
 public:
  explicit ForeignInterpreter(Language& language)
      : language_(language), interpreter_(language.create()) {
    if (interpreter_ == nullptr) throw std::runtime_error("the interpreter did not start");
  }
  ~ForeignInterpreter() override { end(); }

  int run(const Program& program) override { return language_.run(interpreter_, program); }
  CensusEvidence census() override { return {}; }
  std::vector<std::string> pointers_into(TargetInterpreter&) override { return {}; }
  bool lose_reference() override { return false; }
  void finalize(InterpreterEvidence&) override { end(); }

 private:
  void end() {
    if (void* interpreter = std::exchange(interpreter_, nullptr)) language_.finalize(interpreter);
  }

  Language& language_;
  void* interpreter_;
};

class ForeignTarget final : public Target {
 public:
  explicit ForeignTarget(std::unique_ptr<Language> language) : language_(std::move(language)) {}

  void begin() override { language_->begin(); }
  std::unique_ptr<TargetInterpreter> create(const InterpreterOptions& options) override {
    if (!options.fault.empty()) throw std::runtime_error("no faults can be planted in this target");
    return std::make_unique<ForeignInterpreter>(*language_);
  }
  bool is_transparent() const override { return false; }
  CensusEvidence end() override {
    language_->end();
    return {};
  }

  std::vector<Described> components() const override { return {}; }
  std::vector<Described> stages() const override { return {}; }
  std::vector<PlantableFault> faults() const override { return {}; }

 private:
  std::unique_ptr<Language> language_;
};

}  // namespace

std::unique_ptr<Target> make_foreign_target(std::unique_ptr<Language> language) {
  return std::make_unique<ForeignTarget>(std::move(language));
}

std::string source_of(const Program& program) {
  if (program.kind == ProgramKind::kCode) return program.text;
  if (program.kind != ProgramKind::kFile)
    throw std::runtime_error("this target runs files and code only");
  std::ifstream file(program.text);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + program.text);
  return text.str();
}

std::string name_of_source(const Program& program) {
  return program.kind == ProgramKind::kFile ? program.text : "<code>";
}

}  // namespace ouro::leakcheck
