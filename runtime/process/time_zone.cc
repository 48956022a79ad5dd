// TimeZone: each use of the C library's zone, one at a time.
#include "runtime/process/time_zone.h"

#include <cstring>

namespace ouro {

Status TimeZone::set_up(Memory&) noexcept {
  made_ = mutex_.set_up();
  if (!made_) return failure;
  return done;
}

void TimeZone::tear_down(Memory&) noexcept {
  if (made_) mutex_.tear_down();
  made_ = false;
}

bool TimeZone::to_local(std::time_t moment, tm& date, Name& name) noexcept {
  MutexGuard guard(mutex_);
  if (localtime_r(&moment, &date) == nullptr) return false;
  name = {};
  if (date.tm_zone != nullptr) std::strncpy(name.data(), date.tm_zone, name.size() - 1);
  date.tm_zone = name.data();
  return true;
}

std::time_t TimeZone::to_moment(tm& date) noexcept {
  MutexGuard guard(mutex_);
  return mktime(&date);
}

std::size_t TimeZone::format(char* text, std::size_t size, const char* pattern,
                             const tm& date) noexcept {
  MutexGuard guard(mutex_);
  return strftime(text, size, pattern, &date);
}

void TimeZone::read_environment() noexcept {
  MutexGuard guard(mutex_);
  tzset();
}

}  // namespace ouro
