// polling: waiting for descriptors without the interpreter lock, for select and sockets.
#pragma once

#include <poll.h>

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"

namespace ouro {

inline constexpr std::int64_t kNoDeadline = INT64_MAX;

// An int, or what fileno() answers; ValueError when negative.
Result<int> to_polled_descriptor(Thread&, Object* file);
// monotonic_nanoseconds() of now and so many seconds (or milliseconds ...) more.
std::int64_t deadline_after(double units, double units_per_second) noexcept;
// The milliseconds left until then, rounded up, for poll() and epoll_wait().
int milliseconds_until(std::int64_t moment) noexcept;
// The number of ready entries; 0: the deadline has passed.
Result<int> poll_descriptors(Thread&, pollfd* entries, std::size_t count, std::int64_t deadline);

}  // namespace ouro
