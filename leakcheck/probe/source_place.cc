// SourcePlace: by elfutils, from symbols and debug information.
#include "leakcheck/probe/source_place.h"

#include <elfutils/libdwfl.h>

#include <filesystem>
#include <memory>

#include <cxxabi.h>
#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

struct EndDwfl {
  void operator()(Dwfl* dwfl) const { dwfl_end(dwfl); }
};
using OwnedDwfl = std::unique_ptr<Dwfl, EndDwfl>;

constexpr Dwfl_Callbacks kCallbacks = {.find_elf = dwfl_build_id_find_elf,
                                       .find_debuginfo = dwfl_standard_find_debuginfo,
                                       .section_address = dwfl_offline_section_address,
                                       .debuginfo_path = nullptr};

std::string demangled(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), std::free);
  return status == 0 ? plain.get() : name;
}

// "FILE:LINE", or empty.
std::string line_at(Dwfl_Module* module, Dwarf_Addr address) {
  Dwfl_Line* line = dwfl_module_getsrc(module, address);
  int number = 0;
  const char* file =
      line == nullptr ? nullptr : dwfl_lineinfo(line, nullptr, &number, nullptr, nullptr, nullptr);
  return file == nullptr ? std::string() : fmt::format("{}:{}", file, number);
}

}  // namespace

std::string describe_place(const std::string& file, std::uint64_t place) {
  const OwnedDwfl dwfl(dwfl_begin(&kCallbacks));
  Dwfl_Module* module = dwfl_report_offline(dwfl.get(), "", file.c_str(), -1);
  dwfl_report_end(dwfl.get(), nullptr, nullptr);
  std::string where =
      fmt::format("{}+{:#x}", std::filesystem::path(file).filename().string(), place);
  if (module == nullptr) return where;
  Dwarf_Addr start = 0;
  dwfl_module_info(module, nullptr, &start, nullptr, nullptr, nullptr, nullptr, nullptr);
  const char* name = dwfl_module_addrname(module, start + place);
  if (std::string line = line_at(module, start + place); !line.empty()) where = std::move(line);
  return name == nullptr ? where : fmt::format("{} ({})", demangled(name), where);
}

}  // namespace ouro::leakcheck
