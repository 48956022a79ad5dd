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

  bool stripped() const { return find_section(SHT_SYMTAB) == nullptr; }

  void list_symbols(Evidence& evidence) const {
    if (stripped()) throw std::runtime_error("no symbol table: it was stripped");
    list_symbols_of(*find_section(SHT_SYMTAB), evidence);
  }

  // From the dynamic symbols, and what they leave.
  void list_named_and_unnamed(Evidence& evidence) const {
    if (const Elf64_Shdr* table = find_section(SHT_DYNSYM)) list_symbols_of(*table, evidence);
    for (const Elf64_Shdr& section : sections_) {
      if (!is_writable(section)) continue;
      const std::string name = section_name(section);
      std::uint64_t named = 0;
      for (const Symbol& symbol : evidence.symbols) {
        if (symbol.section == name) named += symbol.bytes;
      }
      if (named < section.sh_size)
        evidence.symbols.push_back({"(unnamed)", name, section.sh_size - named});
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

  void list_symbols_of(const Elf64_Shdr& table, Evidence& evidence) const {
    for (const Elf64_Sym& symbol : contents<Elf64_Sym>(table)) {
      if (!is_writable(symbol)) continue;
      evidence.symbols.push_back({demangled(string(table, symbol.st_name)),
                                  section_name(sections_[symbol.st_shndx]), symbol.st_size});
    }
  }

  bool in_relro(std::uint64_t address) const {
    return relro_ && address >= relro_->p_vaddr && address < relro_->p_vaddr + relro_->p_memsz;
  }

  bool is_writable(const Elf64_Shdr& section) const {
    constexpr std::uint64_t kWanted = SHF_WRITE | SHF_ALLOC;
    return (section.sh_flags & kWanted) == kWanted && section.sh_size != 0 &&
           (section.sh_type == SHT_PROGBITS || section.sh_type == SHT_NOBITS) &&
           ((section.sh_flags & SHF_TLS) != 0 || !in_relro(section.sh_addr));
  }

  bool is_writable(const Elf64_Sym& symbol) const {
    const int type = ELF64_ST_TYPE(symbol.st_info);
    if (type != STT_OBJECT && type != STT_TLS) return false;
    if (symbol.st_shndx == SHN_UNDEF || symbol.st_shndx >= sections_.size()) return false;
    if ((sections_[symbol.st_shndx].sh_flags & SHF_WRITE) == 0 || symbol.st_size == 0) return false;
    if (type == STT_TLS) return true;
    return !in_relro(symbol.st_value);
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

void read_program_file(const std::string& path, Evidence& evidence, const auto& list_symbols) {
  try {
    const ProgramFile file(path);
    list_symbols(file);
    file.list_libraries(evidence);
  } catch (const std::runtime_error& error) {
    evidence.problems.push_back("the program file " + path + ": " + error.what());
  }
}

}  // namespace

void probe_program_file(const std::string& path, Evidence& evidence) {
  read_program_file(path, evidence, [&](const ProgramFile& file) { file.list_symbols(evidence); });
}

bool probe_stripped_file(const std::string& path, Evidence& evidence) {
  bool stripped = false;
  read_program_file(path, evidence, [&](const ProgramFile& file) {
    stripped = file.stripped();
    stripped ? file.list_named_and_unnamed(evidence) : file.list_symbols(evidence);
  });
  return stripped;
}

}  // namespace ouro::leakcheck
