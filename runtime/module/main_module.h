// MainModule: what `-m NAME` and a folder run as __main__, and why there may be nothing to run.
#pragma once

#include <string_view>

#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {

struct MainModule {
  Ref<Str> name;  // in full: "package.__main__"
  Ref<Str> file;
  Ref<Str> complaint;  // set: nothing to run, and nothing is raised
};

// A failure comes out of the code of a package on the way.
Status find_main_module(Thread&, std::string_view name, MainModule& found);
// FOLDER/__main__.py; `folder` is absolute.
Status find_main_in_folder(Thread&, std::string_view folder, MainModule& found);

// __spec__, __package__ and __file__ of __main__.
Status describe_main_module(Thread&, Module* main, const MainModule& found);

}  // namespace ouro
