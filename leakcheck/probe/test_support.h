// Test support: recorded data and a target that is only a few numbers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "leakcheck/probe/run_job.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

// The contents of leakcheck/probe/testdata/NAME.
std::string test_data(const std::string& name);

// A clean runtime whose programs are words: "leak" leaves residue, "fail" ends with status 1,
// "throw" cannot be created.
std::unique_ptr<Target> make_fake_target();

// What work(target, writer) writes about such a target, as the parent of a child reads it.
Evidence evidence_of(const std::function<void(Target&, RecordWriter&)>& work);

}  // namespace ouro::leakcheck
