// _random: the Mersenne Twister (MT19937) under the random module, with its seeding and state
// format.
#include <sys/random.h>
#include <time.h>

#include <array>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int_view.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

constexpr std::size_t kWords = 624;
constexpr std::size_t kMiddle = 397;

struct Random : Object {
  std::array<std::uint32_t, kWords> words;
  std::uint32_t next;  // kWords: used up
};

Random& as_random(Object* object) { return *static_cast<Random*>(object); }

// ---- The generator ----------------------------------------------------------------------------

std::uint32_t twist(std::uint32_t high, std::uint32_t low) noexcept {
  constexpr std::uint32_t kMatrix = 0x9908b0df;
  const std::uint32_t mixed = (high & 0x80000000u) | (low & 0x7fffffffu);
  return (mixed >> 1) ^ ((mixed & 1) != 0 ? kMatrix : 0);
}

void refill(Random& random) noexcept {
  auto& words = random.words;
  for (std::size_t index = 0; index < kWords; ++index) {
    words[index] =
        words[(index + kMiddle) % kWords] ^ twist(words[index], words[(index + 1) % kWords]);
  }
  random.next = 0;
}

std::uint32_t draw(Random& random) noexcept {
  if (random.next >= kWords) refill(random);
  std::uint32_t word = random.words[random.next++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  return word ^ (word >> 18);
}

void fill_from_number(Random& random, std::uint32_t seed) noexcept {
  random.words[0] = seed;
  for (std::uint32_t index = 1; index < kWords; ++index) {
    const std::uint32_t before = random.words[index - 1];
    random.words[index] = 1812433253u * (before ^ (before >> 30)) + index;
  }
  random.next = kWords;
}

// Mixes a key of any length into the state.
template <typename KeyAt>
void fill_from_key(Random& random, std::size_t length, KeyAt key_at) noexcept {
  fill_from_number(random, 19650218u);
  auto& words = random.words;
  std::size_t place = 1;
  std::size_t key = 0;
  const auto advance = [&words, &place] {
    if (++place < kWords) return;
    words[0] = words[kWords - 1];
    place = 1;
  };
  for (std::size_t step = std::max(kWords, length); step > 0; --step) {
    const std::uint32_t before = words[place - 1];
    words[place] = (words[place] ^ ((before ^ (before >> 30)) * 1664525u)) + key_at(key) +
                   static_cast<std::uint32_t>(key);
    advance();
    if (++key >= length) key = 0;
  }
  for (std::size_t step = kWords - 1; step > 0; --step) {
    const std::uint32_t before = words[place - 1];
    words[place] = (words[place] ^ ((before ^ (before >> 30)) * 1566083941u)) -
                   static_cast<std::uint32_t>(place);
    advance();
  }
  words[0] = 0x80000000u;
}

// ---- Seeding ----------------------------------------------------------------------------------

void seed_from_system(Random& random) noexcept {
  std::array<std::uint32_t, kWords> key{};
  if (getrandom(key.data(), sizeof(key), GRND_NONBLOCK) != static_cast<ssize_t>(sizeof(key))) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    key[0] = static_cast<std::uint32_t>(now.tv_nsec);
    key[1] = static_cast<std::uint32_t>(now.tv_sec);
  }
  fill_from_key(random, kWords, [&key](std::size_t index) { return key[index]; });
}

void seed_from_limbs(Random& random, limbs::Limbs magnitude) noexcept {
  const std::size_t bits = limbs::bit_length(magnitude);
  const std::size_t length = bits == 0 ? 1 : (bits + 31) / 32;
  fill_from_key(random, length, [magnitude](std::size_t index) {
    const limbs::Limb limb = index / 2 < magnitude.size() ? magnitude[index / 2] : 0;
    return static_cast<std::uint32_t>(limb >> (index % 2 * 32));
  });
}

Status seed_with(Thread& thread, Random& random, Object* seed) {
  if (seed == nullptr || seed == none(thread)) {
    seed_from_system(random);
    return done;
  }
  if (is_int(seed)) {
    seed_from_limbs(random, IntView(as_int(seed)).magnitude());
    return done;
  }
  const limbs::Limb number = static_cast<limbs::Limb>(TRY(hash(thread, seed)));
  seed_from_limbs(random, {&number, number == 0 ? std::size_t{0} : std::size_t{1}});
  return done;
}

Result<Object*> seed(Thread& thread, Object* self, Object* const* arguments) {
  TRY(seed_with(thread, as_random(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> make(Thread& thread, Type* type, const Arguments&) {
  Object* made = TRY(allocate_instance(thread.interpreter(), type));
  as_random(made).next = kWords;
  return made;
}

Status initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "Random", arguments));
  if (arguments.positional > 1) {
    return raise(thread, TypeId::kTypeError, "Random() requires 0 or 1 argument");
  }
  return seed_with(thread, as_random(self),
                   arguments.positional == 0 ? nullptr : arguments.values[0]);
}

// Nothing but its type, which the collector knows; but it must see the instance to know that much.
void visit_nothing(Object*, ReferenceVisitor&) {}

// ---- Drawing ----------------------------------------------------------------------------------

Result<Object*> random_double(Thread& thread, Object* self, Object* const*) {
  constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2 ** -53
  const std::uint32_t high = draw(as_random(self)) >> 5;
  const std::uint32_t low = draw(as_random(self)) >> 6;
  return make_float(thread.interpreter(), (high * 67108864.0 + low) * kUnit);
}

Result<Object*> random_bits(Thread& thread, Object* self, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  const int count = TRY(to_c_int(thread, arguments[0]));
  if (count < 0) {
    return raise(thread, TypeId::kValueError, "number of bits must be non-negative");
  }
  const auto words = (static_cast<std::size_t>(count) + 31) / 32;
  IntBuilder result(interpreter, words / 2 + 1);
  if (!result.ok()) return raise_memory_error(interpreter);
  std::fill_n(result.limbs(), words / 2 + 1, 0);
  for (std::size_t word = 0; word < words; ++word) {
    const std::size_t left = static_cast<std::size_t>(count) - word * 32;
    const limbs::Limb drawn = draw(as_random(self)) >> (left < 32 ? 32 - left : 0);
    result.limbs()[word / 2] |= drawn << (word % 2 * 32);
  }
  return result.finish(limbs::trimmed(result.limbs(), words / 2 + 1), false);
}

// ---- State ------------------------------------------------------------------------------------

Result<Object*> get_state(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Tuple> state(TRY(make_tuple(interpreter, kWords + 1)));
  for (std::size_t index = 0; index < kWords; ++index) {
    state->items()[index] = TRY(make_int(interpreter, as_random(self).words[index]));
  }
  state->items()[kWords] = TRY(make_int(interpreter, as_random(self).next));
  return state.take();
}

Result<std::uint32_t> state_word(Thread& thread, Object* item) {
  if (!is_int(item)) return raise(thread, TypeId::kTypeError, "an integer is required");
  const IntView view(as_int(item));
  if (view.negative()) {
    return raise(thread, TypeId::kOverflowError, "can't convert negative value to unsigned int");
  }
  if (view.magnitude().size() > 1) {
    return raise(thread, TypeId::kOverflowError,
                 "Python int too large to convert to C unsigned long");
  }
  return view.zero() ? 0 : static_cast<std::uint32_t>(view.magnitude()[0]);
}

Result<Object*> set_state(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_tuple(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "state vector must be a tuple");
  }
  const auto* state = static_cast<Tuple*>(arguments[0]);
  if (state->size != kWords + 1) {
    return raise(thread, TypeId::kValueError, "state vector is the wrong size");
  }
  std::array<std::uint32_t, kWords> words;
  for (std::size_t index = 0; index < kWords; ++index) {
    words[index] = TRY(state_word(thread, (*state)[index]));
  }
  Object* place = (*state)[kWords];
  if (!is_int(place)) return raise(thread, TypeId::kTypeError, "an integer is required");
  const std::int64_t next = TRY(to_int64(thread, place));
  if (next < 0 || next > static_cast<std::int64_t>(kWords)) {
    return raise(thread, TypeId::kValueError, "invalid state");
  }
  as_random(self).words = words;
  as_random(self).next = static_cast<std::uint32_t>(next);
  return new_none(thread);
}

constexpr NativeMethod kMethods[] = {
    {"random(self, /)", random_double, Binding::kInstance, "A double in [0, 1)."},
    {"seed(self, n=None, /)", seed, Binding::kInstance,
     "Starts anew, from a number, a hash, or the system's randomness."},
    {"getstate(self, /)", get_state, Binding::kInstance, "The state as a tuple of ints."},
    {"setstate(self, state, /)", set_state, Binding::kInstance, "Goes back to a state."},
    {"getrandbits(self, k, /)", random_bits, Binding::kInstance, "An int of k random bits."},
};

constexpr TypeDescriptor kRandomDescriptor = {
    .name = "Random",
    .module = "_random",
    .flags = flag::kBaseType | flag::kCollectable,
    .object_size = sizeof(Random),
    .slots = {.deallocate = free_instance,
              .traverse = visit_nothing,
              .make = make,
              .initialise = initialise},
    .methods = kMethods,
    .doc = "A random number generator with its own state.",
};

Status add_type(Thread& thread, Module* module) {
  TRY(module_add_type(thread, module, kRandomDescriptor));
  return done;
}

}  // namespace

extern const ModuleDescriptor kRandomModule;
const ModuleDescriptor kRandomModule = {
    .name = "_random",
    .doc = "The Mersenne Twister under the random module.",
    .execute = add_type,
};

}  // namespace ouro
