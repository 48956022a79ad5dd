// OutDirectory: it writes where it should, and nowhere a link points to.
#include "leakcheck/report/out_directory.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

TEST(OutDirectory, IsCreatedAndWritten) {
  const OutDirectory base;
  const OutDirectory out(base.path() + "/a/b/");
  out.write("x.txt", "old text");
  out.write("x.txt", "new");
  std::ifstream stream(base.path() + "/a/b/x.txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "new");
  EXPECT_TRUE(fs::is_directory(out.make_directory("logs")));
  EXPECT_FALSE(fs::exists(base.path() + "/a/b/.writable"));
}

TEST(OutDirectory, TemporaryOnesVanish) {
  std::string path;
  {
    const OutDirectory base;
    path = base.path();
    base.write("x", "y");
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(OutDirectory, FollowsNoLinks) {
  const OutDirectory base;
  fs::create_directory(base.path() + "/real");
  fs::create_symlink(base.path() + "/real", base.path() + "/link");
  EXPECT_THROW(OutDirectory(base.path() + "/link"), std::runtime_error);
  fs::create_symlink("/etc/passwd", base.path() + "/report.txt");
  EXPECT_THROW(base.write("report.txt", "x"), std::runtime_error);
}

TEST(OutDirectory, SaysWhenItCannotWrite) {
  const OutDirectory base;
  std::ofstream(base.path() + "/file") << "x";
  EXPECT_THROW(OutDirectory(base.path() + "/file"), std::runtime_error);
  EXPECT_THROW(OutDirectory(base.path() + "/file/below"), std::runtime_error);
  EXPECT_THROW(OutDirectory("/proc/ouro"), std::runtime_error);
}

}  // namespace
}  // namespace ouro::leakcheck
