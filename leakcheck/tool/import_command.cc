// ouro import: logs of sanitizers and Valgrind, of any program -> findings, reports, a verdict.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/import_job.h"
#include "leakcheck/tool/publish.h"

namespace ouro::leakcheck {
namespace {

std::string read_standard_input() {
  std::string bytes;
  char buffer[65536];
  for (std::size_t got; (got = std::fread(buffer, 1, sizeof(buffer), stdin)) > 0;) {
    bytes.append(buffer, got);
  }
  if (std::ferror(stdin) != 0) throw std::runtime_error("cannot read the standard input");
  return bytes;
}

std::string read_log(const std::string& name) {
  if (name == "-") return read_standard_input();
  std::ifstream stream(name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) throw UsageError("cannot read " + name);
  return bytes;
}

}  // namespace

int import_command(int count, char** words) {
  std::vector<std::string> names;
  PublishArguments publishing;
  CLI::App app("Turns logs that sanitizers and Valgrind have written into findings.",
               "ouro import");
  app.add_option("LOG", names, "files, directories, log_path prefixes, or - for standard input")
      ->required();
  declare_publishing(app, publishing);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    Publisher publisher(publishing);
    Report report = begin_report(command_line(count, words));
    const std::vector<std::string> logs = find_logs(names);
    publisher.open_directory();
    for (const std::string& log : logs) import_log(log, read_log(log), report);
    finish_import(report);
    return publisher.publish(report);
  });
}

}  // namespace ouro::leakcheck
