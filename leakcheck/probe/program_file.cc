// The program file probe: reads the tables of the file itself; nothing is loaded or run.
#include "leakcheck/probe/program_file.h"

#include <cxxabi.h>
#include <elf.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace ouro::leakcheck {
namespace {

// Without the version a linker adds to what it copied from a shared library ("name@GLIBC_2.32").
std::string demangled(std::string name) {
  name.resize(std::min(name.find('@'), name.size()));
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : name;
}

class ProgramFile {
 public:
  explicit ProgramFile(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    bytes_ = std::move(text).str();
    header_ = at<Elf64_Ehdr>(0, 1).data();
    if (std::memcmp(header_->e_ident, ELFMAG, SELFMAG) != 0 ||
        header_->e_ident[EI_CLASS] != ELFCLASS64) {
      throw std::runtime_error("no 64-bit ELF file");
    }
    sections_ = at<Elf64_Shdr>(header_->e_shoff, header_->e_shnum);
    find_relro();
  }

  void list_symbols(Evidence& evidence) const {
    const Elf64_Shdr* table = find_section(SHT_SYMTAB);
    if (table == nullptr) throw std::runtime_error("no symbol table: it was stripped");
    for (const Elf64_Sym& symbol : contents<Elf64_Sym>(*table)) {
      if (!is_writable(symbol)) continue;
      evidence.symbols.push_back({demangled(string(*table, symbol.st_name)),
                                  section_name(sections_[symbol.st_shndx]), symbol.st_size});
    }
  }

  void list_libraries(Evidence& evidence) const {
    const Elf64_Shdr* table = find_section(SHT_DYNAMIC);
    if (table == nullptr) return;  // linked statically
    for (const Elf64_Dyn& entry : contents<Elf64_Dyn>(*table)) {
      if (entry.d_tag == DT_NEEDED) {
        evidence.libraries.push_back(string(*table, entry.d_un.d_val));
      }
    }
  }

 private:
  template <typename T>
  std::span<const T> at(std::size_t offset, std::size_t count) const {
    if (offset > bytes_.size() || count > (bytes_.size() - offset) / sizeof(T)) {
      throw std::runtime_error("cut short");
    }
    return {reinterpret_cast<const T*>(bytes_.data() + offset), count};
  }

  template <typename T>
  std::span<const T> contents(const Elf64_Shdr& section) const {
    return at<T>(section.sh_offset, section.sh_size / sizeof(T));
  }

  const Elf64_Shdr* find_section(std::uint32_t type) const {
    for (const Elf64_Shdr& section : sections_) {
      if (section.sh_type == type) return &section;
    }
    return nullptr;
  }

  // The dynamic linker makes this range read-only before any code of ours runs.
  void find_relro() {
    for (const auto& segment : at<Elf64_Phdr>(header_->e_phoff, header_->e_phnum)) {
      if (segment.p_type == PT_GNU_RELRO) relro_ = segment;
    }
  }

  bool is_writable(const Elf64_Sym& symbol) const {
    const int type = ELF64_ST_TYPE(symbol.st_info);
    if (type != STT_OBJECT && type != STT_TLS) return false;
    if (symbol.st_shndx == SHN_UNDEF || symbol.st_shndx >= sections_.size()) return false;
    if ((sections_[symbol.st_shndx].sh_flags & SHF_WRITE) == 0 || symbol.st_size == 0) return false;
    if (type == STT_TLS) return true;
    return !relro_ || symbol.st_value < relro_->p_vaddr ||
           symbol.st_value >= relro_->p_vaddr + relro_->p_memsz;
  }

  const char* string(const Elf64_Shdr& table, std::size_t offset) const {
    const auto text = contents<char>(sections_[table.sh_link]);
    if (offset >= text.size()) throw std::runtime_error("a name outside its table");
    return text.data() + offset;
  }

  std::string section_name(const Elf64_Shdr& section) const {
    return contents<char>(sections_[header_->e_shstrndx]).data() + section.sh_name;
  }

  std::string bytes_;
  const Elf64_Ehdr* header_ = nullptr;
  std::span<const Elf64_Shdr> sections_;
  std::optional<Elf64_Phdr> relro_;
};

}  // namespace

void probe_program_file(const std::string& path, Evidence& evidence) {
  try {
    const ProgramFile file(path);
    file.list_symbols(evidence);
    file.list_libraries(evidence);
  } catch (const std::runtime_error& error) {
    evidence.problems.push_back("the program file " + path + ": " + error.what());
  }
}

}  // namespace ouro::leakcheck
