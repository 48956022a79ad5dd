// polling: poll() in slices, see waiting.h.
#include "runtime/module/polling.h"

#include <cerrno>
#include <cmath>

#include "runtime/module/waiting.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"

namespace ouro {

Result<int> to_polled_descriptor(Thread& thread, Object* file) {
  Ref<> number(retain(file));
  if (!is_int(file)) {
    const Found<Object> method = TRY(get_attribute_if(thread, file, "fileno"));
    if (!method) {
      return raise(thread, TypeId::kTypeError,
                   "argument must be an int, or have a fileno() method.");
    }
    number.reset(TRY(call(thread, Ref<>(method.value))));
    if (!is_int(number))
      return raise(thread, TypeId::kTypeError, "fileno() returned a non-integer");
  }
  const int descriptor = TRY(to_c_int(thread, number));
  if (descriptor >= 0) return descriptor;
  return raise(thread, TypeId::kValueError, "file descriptor cannot be a negative integer ({})",
               descriptor);
}

std::int64_t deadline_after(double units, double units_per_second) noexcept {
  const double nanoseconds = std::ceil(units * (1e9 / units_per_second));
  const std::int64_t now = monotonic_nanoseconds();
  if (!(nanoseconds < static_cast<double>(kNoDeadline - now))) return kNoDeadline;
  return now + static_cast<std::int64_t>(nanoseconds);
}

int milliseconds_until(std::int64_t moment) noexcept {
  const std::int64_t left = moment - monotonic_nanoseconds();
  return left <= 0
             ? 0
             : static_cast<int>(std::min<std::int64_t>((left + 999'999) / 1'000'000, kWaitSlice));
}

Result<int> poll_descriptors(Thread& thread, pollfd* entries, std::size_t count,
                             std::int64_t deadline) {
  int ready = 0, error = 0;
  TRY(wait_in_slices(thread, deadline, [&](std::int64_t until) {
    ready = ::poll(entries, count, milliseconds_until(until));
    error = errno;
    return ready > 0 || (ready < 0 && error != EINTR);
  }));
  if (ready >= 0) return ready;
  return error == EINTR ? Result<int>(0) : Result<int>(raise_os_error(thread, error));
}

}  // namespace ouro
