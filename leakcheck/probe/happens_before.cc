// HappensBefore: client requests of both tools, which cost nothing outside Valgrind.
#include "leakcheck/probe/happens_before.h"

#include <valgrind/drd.h>
#include <valgrind/helgrind.h>

namespace ouro::leakcheck {

void announce_order(const void* object) {
  VALGRIND_DO_CLIENT_REQUEST_STMT(VG_USERREQ__DRD_ANNOTATE_HAPPENS_BEFORE, object, 0, 0, 0, 0);
  VALGRIND_DO_CLIENT_REQUEST_STMT(_VG_USERREQ__HG_USERSO_SEND_PRE, object, 0, 0, 0, 0);
}

void see_order(const void* object) {
  VALGRIND_DO_CLIENT_REQUEST_STMT(VG_USERREQ__DRD_ANNOTATE_HAPPENS_AFTER, object, 0, 0, 0, 0);
  VALGRIND_DO_CLIENT_REQUEST_STMT(_VG_USERREQ__HG_USERSO_RECV_POST, object, 0, 0, 0, 0);
}

}  // namespace ouro::leakcheck
