// What -m and a folder run: the search, and its complaints word for word.
#include "runtime/module/main_module.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runtime/interpreter/test_support.h"
#include "runtime/module/import.h"

namespace ouro {
namespace {

class MainModuleTest : public RuntimeTest {
 protected:
  void SetUp() override {
    RuntimeTest::SetUp();
    folder_ = testing::TempDir() + "main_module_" + std::to_string(getpid());
    ASSERT_TRUE(std::filesystem::create_directory(folder_)) << folder_;
    must(prepend_path(thread(), folder_));
  }
  void TearDown() override {
    std::filesystem::remove_all(folder_);
    RuntimeTest::TearDown();
  }

  void write(const std::string& path, std::string_view text) {
    const std::filesystem::path full = std::filesystem::path(folder_) / path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full) << text;
  }

  std::string text_of(Str* text) {
    Utf8 utf8(interpreter(), text);
    return std::string(utf8.view());
  }

  // The file below the folder, the complaint, or the exception.
  std::string find(std::string_view name) {
    MainModule found;
    if (!find_main_module(thread(), name, found).ok()) return pending_name();
    if (found.complaint) return text_of(found.complaint);
    return text_of(found.name) + " in " + text_of(found.file).substr(folder_.size());
  }

  std::string folder_;
};

TEST_F(MainModuleTest, FindsModulesAndPackages) {
  write("plain.py", "");
  write("package/__init__.py", "");
  write("package/__main__.py", "");
  write("package/inner.py", "");
  EXPECT_EQ(find("plain"), "plain in /plain.py");
  EXPECT_EQ(find("package"), "package.__main__ in /package/__main__.py");
  EXPECT_EQ(find("package.inner"), "package.inner in /package/inner.py");
  EXPECT_EQ(find("package.__main__"), "package.__main__ in /package/__main__.py");
}

TEST_F(MainModuleTest, ComplainsLikeRunpy) {
  write("plain.py", "");
  write("package/__init__.py", "");
  write("folder/x.txt", "");
  EXPECT_EQ(find("missing"), "No module named missing");
  EXPECT_EQ(find(""), "No module named ");
  EXPECT_EQ(find(".x"), "Relative module names not supported");
  EXPECT_EQ(find("sys"), "No code object available for sys");
  EXPECT_EQ(find("package.missing"), "No module named package.missing");
  EXPECT_EQ(find("package"),
            "No module named package.__main__; 'package' is a package and cannot be directly "
            "executed");
  EXPECT_EQ(find("folder"),
            "No module named folder.__main__; 'folder' is a package and cannot be directly "
            "executed");
  EXPECT_EQ(find("missing.inner"),
            "Error while finding module specification for 'missing.inner' (ModuleNotFoundError: "
            "No module named 'missing')");
  EXPECT_EQ(find("plain.py"),
            "Error while finding module specification for 'plain.py' (ModuleNotFoundError: "
            "__path__ attribute not found on 'plain' while trying to find 'plain.py'). Try using "
            "'plain' instead of 'plain.py' as the module name.");
}

TEST_F(MainModuleTest, APackageThatFailsIsNoComplaint) {
  write("broken/__init__.py", "1 / 0\n");
  write("needy/__init__.py", "import no_such_module\n");
  EXPECT_EQ(find("broken.inner"), "ZeroDivisionError");
  EXPECT_EQ(find("needy.inner"), "ModuleNotFoundError");
}

TEST_F(MainModuleTest, AFolderRunsItsMain) {
  MainModule nothing, found;
  must(find_main_in_folder(thread(), folder_, nothing));
  EXPECT_EQ(text_of(nothing.complaint), "can't find '__main__' module in '" + folder_ + "'");
  write("__main__.py", "");
  must(find_main_in_folder(thread(), folder_, found));
  EXPECT_FALSE(found.complaint);
  EXPECT_EQ(text_of(found.file), folder_ + "/__main__.py");
}

}  // namespace
}  // namespace ouro
