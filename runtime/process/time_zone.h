// TimeZone: the C library's one time zone, behind one lock.
//
// The library keeps the zone and its names in writable memory of its own, which any conversion may
// read anew from $TZ. It has a lock for that, but gives pointers to the names away.
#pragma once

#include <array>
#include <ctime>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/mutex.h"

namespace ouro {

class TimeZone {
 public:
  static constexpr std::string_view kName = "time_zone";
  static constexpr std::string_view kPurpose = "the time zone the C library was told";
  using Needs = TypeList<>;
  using Name = std::array<char, 64>;

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept { return {.items = made_}; }

  // localtime_r(), with the zone's name copied to `name`, where date.tm_zone then points. False:
  // errno says why.
  bool to_local(std::time_t moment, tm& date, Name& name) noexcept;
  // mktime(), strftime() and tzset().
  std::time_t to_moment(tm& date) noexcept;
  std::size_t format(char* text, std::size_t size, const char* pattern, const tm& date) noexcept;
  void read_environment() noexcept;

 private:
  Mutex mutex_;
  bool made_ = false;
};

}  // namespace ouro
