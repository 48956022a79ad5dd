// Test support: recorded data and a target that is only a few numbers.
#pragma once

#include <memory>
#include <string>

#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

// The contents of leakcheck/probe/testdata/NAME.
std::string test_data(const std::string& name);

// A clean runtime whose programs are words: "leak" leaves residue, "fail" ends with status 1,
// "throw" cannot be created.
std::unique_ptr<Target> make_fake_target();

}  // namespace ouro::leakcheck
