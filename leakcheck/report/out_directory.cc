// OutDirectory: everything goes through its descriptor, so a swapped path cannot redirect a write.
#include "leakcheck/report/out_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int error) {
  throw std::runtime_error(fmt::format("cannot write to {}: {}", path, std::strerror(error)));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

OutDirectory::OutDirectory(const std::string& path) : path_(fs::absolute(path).string()) {
  while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  if (mkdir(path_.c_str(), 0777) != 0 && errno != EEXIST) fail(path_, errno);
  open();
  write(".writable", "");
  unlinkat(descriptor_, ".writable", 0);
}

OutDirectory::OutDirectory() : temporary_(true) {
  std::string pattern = (fs::temp_directory_path() / "ouro-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) fail(pattern, errno);
  path_ = pattern;
  open();
}

OutDirectory::~OutDirectory() {
  if (descriptor_ >= 0) close(descriptor_);
  std::error_code error;
  if (temporary_) fs::remove_all(path_, error);
}

void OutDirectory::open() {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor_ < 0) fail(path_, errno);
}

void OutDirectory::write(const std::string& name, std::string_view bytes) const {
  const int file = openat(descriptor_, name.c_str(),
                          O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file < 0) fail(path_ + '/' + name, errno);
  const bool written = write_all(file, bytes);
  const int error = errno;
  if (close(file) != 0 || !written) fail(path_ + '/' + name, written ? errno : error);
}

std::string OutDirectory::make_directory(const std::string& name) const {
  if (mkdirat(descriptor_, name.c_str(), 0777) != 0 && errno != EEXIST)
    fail(path_ + '/' + name, errno);
  const int file =
      openat(descriptor_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) fail(path_ + '/' + name, errno);
  close(file);
  return path_ + '/' + name;
}

}  // namespace ouro::leakcheck
