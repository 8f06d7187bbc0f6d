/* What the unit asks of Linux beside its writer, with a fault at every call; and the wave at its limits. */
#define _GNU_SOURCE
#include "cunit.h"
#include "cunit_files.h"
#include "cunit_wave.h"
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char folder[64], path[96], missing[96];
static uint8_t content[1000];

static bool reads(void) {
  uint8_t *bytes = malloc(sizeof content);
  int64_t whole = cunit_file_read(path, bytes, sizeof content);
  bool is_right = inject_explains(whole, sizeof content);
  if (whole > 0) is_right &= memcmp(bytes, content, (size_t)whole) == 0;
  int64_t cut = cunit_file_read(path, bytes, sizeof content - 1);
  is_right &= inject_explains(cut, -EFBIG);
  free(bytes);
  return is_right && inject_explains(cunit_file_read(missing, content, 0), -ENOENT)
    && inject_explains(cunit_file_read(folder, content, 0), -EISDIR);
}

static bool writes(void) {
  char other[112];
  snprintf(other, sizeof other, "%s.other", path);
  int32_t descriptor = cunit_file_create(other);
  if (descriptor < 0) return inject_explains(descriptor, 0);
  int32_t outcome = cunit_write_all(descriptor, content, sizeof content);
  bool is_right = inject_explains(outcome, 0) || (inject.kind == EAGAIN && outcome == -ETIMEDOUT);
  close(descriptor);
  inject.kind = 0;
  uint8_t bytes[sizeof content];
  int64_t count = cunit_file_read(other, bytes, sizeof bytes);
  is_right &= count >= 0 && memcmp(bytes, content, (size_t)count) == 0;
  return is_right && (outcome < 0 || count == sizeof content);
}

static bool replaces(void) {
  char other[112];
  snprintf(other, sizeof other, "%s.replaced", path);
  int kind = inject.kind;
  inject.kind = 0;
  int32_t old = cunit_file_create(other);
  claim(cunit_write_all(old, content, 3) == 0, "there is an old file", "", 0);
  close(old);
  inject.count = 0;
  inject.kind = kind;
  int error = cunit_replace_file(other, content, sizeof content);
  bool is_right = inject_explains(-error, 0) || (kind == EAGAIN && error == ETIMEDOUT);
  inject.kind = 0;
  uint8_t bytes[sizeof content];
  int64_t count = cunit_file_read(other, bytes, sizeof bytes);
  is_right &= count == sizeof content || (count == 3 && error != 0);
  return is_right && memcmp(bytes, content, (size_t)count) == 0;
}

static bool waits(void) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  int32_t list[] = {ends[0], -1};
  bool is_right = inject_explains(cunit_poll(list, 2, -1), 0);
  claim(__extension__ ({ ssize_t one = write(ends[1], "x", 1); one == 1 || inject.is_reached; }),
        "a byte goes in", "", 0);
  int32_t bits = cunit_poll(list, 2, 0);
  is_right &= bits == 0 || bits == 1 || inject_explains(bits, 1);
  is_right &= cunit_poll(list, CUNIT_DESCRIPTORS + 1, 0) == -EINVAL;
  close(ends[0]);
  close(ends[1]);
  return is_right;
}

/* systemd's socket, files' owners, arguments, times, signals. */
static void asks(void) {
  inject_begin(0, 0, ONCE);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s/notify", folder);
  int listener = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) exit(1);
  uint8_t text[] = "READY=1";
  claim(cunit_notify(text, 7) == 1, "nobody asks", "", 0);
  setenv("NOTIFY_SOCKET", address.sun_path, 1);
  claim(cunit_notify(text, 7) == 0, "systemd is told", "", 0);
  char far[200];
  memset(far, '/', sizeof far);
  far[sizeof far - 1] = 0;
  setenv("NOTIFY_SOCKET", far, 1);
  claim(cunit_notify(text, 7) == -ENAMETOOLONG, "a path that is too long", "", 0);
  setenv("WATCHDOG_USEC", "2000000", 1);
  claim(cunit_watchdog_microseconds() == 2000000, "the watchdog", "", 0);
  close(listener);
  char name[8];
  struct cunit_file_info info;
  claim(cunit_file_information(path, &info) == 0 && info.may_read_and_write, "a file's owner", "", 0);
  claim(cunit_file_information(missing, &info) == -ENOENT, "no file", "", 0);
  claim(cunit_argument(0, name, 1) == -ENAMETOOLONG && cunit_argument(9, name, 1) == -1, "arguments", "", 0);
  cunit_user_name(name, sizeof name);
  cunit_time_text(name, sizeof name, true);
  claim(name[7] == 0, "a short text ends", name, 0);
  int32_t signals = cunit_signals_open();
  raise(SIGHUP);
  claim(cunit_signals_next(signals) == SIGHUP && cunit_signals_next(signals) == 0, "signals", "", 0);
  close(signals);
}

static void sounds(void) {
  static const uint32_t times[] = {0, 1, 20, 1000, 2500, 16666, 1000000, UINT32_MAX / 2, UINT32_MAX};
  enum { TIMES = sizeof times / sizeof *times };
  struct cunit_wave wave;
  int16_t frames[2 * 77];
  cunit_wave_begin(&wave, 48000);
  for (unsigned each = 0; each < TIMES * TIMES * TIMES; each++) {
    cunit_wave_fill(&wave, times[each % TIMES], times[each / TIMES % TIMES], frames, each % 78);
  }
  claim(true, "the wave stays within its frames", "", 0);
}

int main(void) {
  snprintf(folder, sizeof folder, "%s/sapper-system-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
  if (mkdtemp(folder) == NULL) return 1;
  snprintf(path, sizeof path, "%s/file", folder);
  snprintf(missing, sizeof missing, "%s/missing", folder);
  for (size_t each = 0; each < sizeof content; each++) content[each] = (uint8_t)(each * 7);
  int32_t descriptor = cunit_file_create(path);
  if (cunit_write_all(descriptor, content, sizeof content) != 0) return 1;
  close(descriptor);
  inject_each("files are read", reads);
  inject_each("all is written", writes);
  inject_each("a file is replaced as a whole", replaces);
  inject_each("descriptors are waited for", waits);
  asks();
  sounds();
  char command[128];
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  return system(command) != 0 || claims_end();
}
