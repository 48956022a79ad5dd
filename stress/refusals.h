// What runs while the system refuses: small programs, each of which uses another part of the
// runtime. All print something at the end, so that an error nobody heard of shows.
#pragma once

#include <span>
#include <string_view>

namespace ouro::stress {

struct RefusalScenario {
  std::string_view name;
  std::string_view purpose;
  std::string_view program;
};

std::span<const RefusalScenario> refusal_scenarios();

// Null: there is no such scenario.
const RefusalScenario* find_refusal_scenario(std::string_view name);

}  // namespace ouro::stress
