// HappensBefore: tells helgrind and drd of an order that atomics make; they see only locks.
#pragma once

namespace ouro::leakcheck {

// What the calling thread has done is visible to whoever sees the `object` afterwards.
void announce_order(const void* object);
void see_order(const void* object);

}  // namespace ouro::leakcheck
