// OutDirectory: where reports and logs go; found to be writable before any long work begins.
#pragma once

#include <string>
#include <string_view>

namespace ouro::leakcheck {

class OutDirectory {
 public:
  // Creates the directory; the last part of the path must not be a symbolic link. Throws
  // std::runtime_error when it cannot be written.
  explicit OutDirectory(const std::string& path);
  // One of its own under the system's temporary directory, removed with everything in it.
  OutDirectory();
  OutDirectory(const OutDirectory&) = delete;
  OutDirectory& operator=(const OutDirectory&) = delete;
  ~OutDirectory();

  const std::string& path() const { return path_; }
  bool is_temporary() const { return temporary_; }

  // Replaces a file; never follows a link. Throws std::runtime_error.
  void write(const std::string& name, std::string_view bytes) const;
  // A directory in it, created.
  std::string make_directory(const std::string& name) const;

 private:
  void open();

  std::string path_;
  bool temporary_ = false;
  int descriptor_ = -1;
};

}  // namespace ouro::leakcheck
