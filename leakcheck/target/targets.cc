// The table of targets, and how a name on the command line becomes one.
#include "leakcheck/target/targets.h"

#include <algorithm>
#include <stdexcept>

#include "leakcheck/target/bundled_target.h"

namespace ouro::leakcheck {
namespace {

constexpr unsigned kAnyNumber = ~0u;

// A class or its like, a function, a table and a loop, in each language.
constexpr std::string_view kPython = R"(
class Counter:
    def __init__(self):
        self.counts = {}
    def add(self, key):
        self.counts[key] = self.counts.get(key, 0) + 1
counter = Counter()
for step in range(50):
    counter.add(step % 7)
assert sum(counter.counts.values()) == 50
)";

constexpr std::string_view kLua = R"(
local Counter = {}
Counter.__index = Counter
function Counter.new() return setmetatable({counts = {}}, Counter) end
function Counter:add(key) self.counts[key] = (self.counts[key] or 0) + 1 end
local counter = Counter.new()
for step = 0, 49 do counter:add(step % 7) end
local total = 0
for _, count in pairs(counter.counts) do total = total + count end
assert(total == 50)
)";

constexpr std::string_view kTcl = R"(
proc add {key} { global counts; incr counts($key) }
for {set step 0} {$step < 50} {incr step} { add [expr {$step % 7}] }
set total 0
foreach {key count} [array get counts] { incr total $count }
if {$total != 50} { error "total is $total" }
)";

constexpr std::string_view kPerl = R"(
package Counter;
sub new { return bless {counts => {}}, shift }
sub add { my ($self, $key) = @_; $self->{counts}{$key}++ }
package main;
my $counter = Counter->new;
$counter->add($_ % 7) for 0 .. 49;
my $total = 0;
$total += $_ for values %{$counter->{counts}};
die "total is $total" unless $total == 50;
)";

constexpr std::string_view kJavaScript = R"(
function Counter() { this.counts = {}; }
Counter.prototype.add = function (key) { this.counts[key] = (this.counts[key] || 0) + 1; };
var counter = new Counter(), total = 0;
for (var step = 0; step < 50; step++) counter.add('key' + step % 7);
for (var key in counter.counts) total += counter.counts[key];
if (total !== 50) throw new Error('total is ' + total);
)";

constexpr std::string_view kRuby = R"(
class Counter
  attr_reader :counts
  def initialize; @counts = {}; end
  def add(key); @counts[key] = (@counts[key] || 0) + 1; end
end
counter = Counter.new
50.times { |step| counter.add(step % 7) }
total = 0
counter.counts.each { |key, count| total += count }
raise "total is #{total}" unless total == 50
)";

const std::vector<std::string> kPythonLibraries = {"libpython3.14.so.1.0", "libpython3.13.so.1.0",
                                                   "libpython3.12.so.1.0", "libpython3.11.so.1.0",
                                                   "libpython3.10.so.1.0", "libpython3.9.so.1.0"};

const std::vector<TargetKind> kTargetKinds = {
    {"ouro", "the bundled runtime", {}, kPython, kAnyNumber, true, true, nullptr},
    {"cpython", "CPython 3.9 to 3.14, initialised and finalised for each life", kPythonLibraries,
     kPython, 1, true, true, make_cpython},
    {"cpython_children", "sub-interpreters of one initialised CPython", kPythonLibraries, kPython,
     kAnyNumber, true, true, make_cpython_children},
    {"lua",
     "Lua 5.4",
     {"liblua5.4.so.0", "liblua.so.5.4", "liblua5.4.so"},
     kLua,
     kAnyNumber,
     false,
     true,
     make_lua},
    {"tcl",
     "Tcl 8.6",
     {"libtcl8.6.so", "libtcl8.6.so.0"},
     kTcl,
     kAnyNumber,
     false,
     false,
     make_tcl},
    {"perl",
     "Perl 5 with interpreters of its own threads",
     {"libperl.so.5.36", "libperl.so.5.38", "libperl.so.5.40", "libperl.so"},
     kPerl,
     kAnyNumber,
     false,
     false,
     make_perl},
    {"duktape",
     "Duktape 2",
     {"libduktape.so.207", "libduktape.so.206", "libduktape.so"},
     kJavaScript,
     kAnyNumber,
     false,
     true,
     make_duktape},
    {"mujs",
     "MuJS 1",
     {"libmujs.so.2", "libmujs.so.3", "libmujs.so"},
     kJavaScript,
     kAnyNumber,
     false,
     true,
     make_mujs},
    {"mruby", "mruby 3", {"libmruby.so"}, kRuby, kAnyNumber, false, true, make_mruby},
    {"host",
     "any host behind the five functions of ouro_target.h",
     {},
     "",
     kAnyNumber,
     false,
     true,
     make_host},
};

struct Specification {
  std::string_view kind, library;
};

Specification split(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

std::span<const TargetKind> target_kinds() { return kTargetKinds; }

const TargetKind& kind_of_target(std::string_view specification) {
  const std::string_view name = split(specification).kind;
  if (name.empty()) return kTargetKinds.front();
  const auto found = std::ranges::find(kTargetKinds, name, &TargetKind::name);
  if (found == kTargetKinds.end())
    throw std::runtime_error("unknown target: " + std::string(name) + "; see `ouro list targets`");
  return *found;
}

std::unique_ptr<Target> make_target(std::string_view specification, Heap heap) {
  const TargetKind& kind = kind_of_target(specification);
  if (kind.make == nullptr) return make_bundled_target();
  const std::string library(split(specification).library);
  const std::vector<std::string> named = {library};
  return make_foreign_target(kind.make(library.empty() ? kind.libraries : named, heap));
}

}  // namespace ouro::leakcheck
