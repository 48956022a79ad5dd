// HashSecret: where the key comes from.
#include "runtime/state/hash_secret.h"

#include <sys/random.h>
#include <time.h>

namespace ouro {
namespace {

// splitmix64: spreads a small seed over the key.
std::uint64_t mix(std::uint64_t& state) {
  std::uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

Status HashSecret::set_up(Memory&) noexcept {
  if (getrandom(&key_, sizeof(key_), GRND_NONBLOCK) == sizeof(key_)) {
    key_.first |= 1;  // never looks torn down
    return done;
  }
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  seed(static_cast<std::uint64_t>(now.tv_nsec) ^ reinterpret_cast<std::uintptr_t>(this));
  return done;
}

void HashSecret::seed(std::uint64_t number) noexcept {
  key_.first = mix(number) | 1;
  key_.second = mix(number);
}

}  // namespace ouro
