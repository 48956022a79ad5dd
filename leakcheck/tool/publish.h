// Publishing: what verify and import do with a report: suppress, write, print, end with its
// verdict.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "leakcheck/detect/suppressions.h"
#include "leakcheck/report/out_directory.h"
#include "leakcheck/report/renderers.h"
#include "leakcheck/tool/options.h"

namespace ouro::leakcheck {

struct PublishArguments {
  std::string formats;
  std::string out;
  std::string suppressions;
};

void declare_publishing(CLI::App& app, PublishArguments& arguments);

// With version, time and command.
Report begin_report(const std::string& command);

class Publisher {
 public:
  // Reads the file of suppressions; throws UsageError.
  explicit Publisher(PublishArguments arguments);

  // Where reports go: found to be writable before any long work begins.
  const OutDirectory& open_directory();
  // The exit code.
  int publish(Report& report);

 private:
  void suppress_known(Report& report) const;

  PublishArguments arguments_;
  std::vector<const Renderer*> formats_;
  std::vector<Suppression> suppressions_;
  std::unique_ptr<OutDirectory> directory_;
};

}  // namespace ouro::leakcheck
